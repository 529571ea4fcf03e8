//! A person changes prison: the plan goes along, whole and once, and leaves those who have no right of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::task::Poll;
use std::time::Duration;

use overgang_domain::change::Role;
use overgang_domain::register::Record;
use overgang_domain::{FieldId, FieldValue, PrisonId, RowId, SheetId};
use overgang_sync::message::User;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::held::{DAY_MILLIS, HOUSING, Held, consent, user, withdrawal};
use super::*;
use crate::copying::{Epoch, copy_centre};
use crate::storage::LedgerStore;
use crate::test_database::TestDatabase;
use crate::transfers::move_due_plans;

const PRISONS: [&str; 3] = ["halden", "ila", "ullersmo"];

async fn social_worker_at(app: &TestApp, prison: &str) -> Held {
    let user = user(Role::PrisonSocialWorker, "prison", prison);
    Held::by(app.sign_in_as(&user).await)
}

/// The person is moved on a day.
fn transfer(device: &TestDevice, plan: PlanId, to: &str, day: &str) -> (RowId, Entry) {
    let row = RowId(fresh_id());
    let values = BTreeMap::from([
        (FieldId::from("prison"), FieldValue::one(to)),
        (FieldId::from("day"), FieldValue::Day(day.parse().unwrap())),
    ]);
    let sheet = SheetId::from("transfer");
    let change = Change::RowAdded { row, sheet, values };
    (row, device.entry(plan, change))
}

fn put_on(device: &TestDevice, plan: PlanId, user: &User) -> Entry {
    let workers = FieldValue::one(&user.user.to_string());
    let values = BTreeMap::from([(FieldId::from("workers"), workers)]);
    let record = Record::Header;
    device.entry(plan, Change::FieldsSet { record, values })
}

/// The ids of a plan's entries in a prison's log, as often as they stand there.
async fn in_log(store: &dyn LedgerStore, prison: &str, plan: PlanId) -> Vec<EntryId> {
    let log = Partition::of(&PrisonId::from(prison));
    let rows = store.log_rows(&log, 0, 100_000).await.unwrap();
    let rows = rows.into_iter().filter(|row| row.plan == plan);
    rows.map(|row| row.entry).collect()
}

async fn is_whole(store: &dyn LedgerStore) -> bool {
    let finding = verify_ledger(store).await.unwrap();
    matches!(finding, Finding::Whole { .. })
}

async fn move_due(app: &TestApp) -> usize {
    let centre = &app.centre;
    let now = centre.clock.now_millis();
    let moved = move_due_plans(app.store.as_ref(), &centre.rules, &centre.after_commit, now);
    moved.await.unwrap()
}

/// The moves that a device has heard of.
fn moves(held: &Held, plan: PlanId) -> usize {
    let entries = held.entries.values().map(|one| &one.entry);
    let is_move =
        |entry: &&Entry| entry.plan == plan && matches!(entry.change, Change::PlanMoved { .. });
    entries.filter(is_move).count()
}

#[tokio::test]
async fn a_transfer_in_force_takes_the_plan_along_whole_and_once() {
    let app = TestApp::new().await;
    let (mut old, mut new) = (
        social_worker_at(&app, "ullersmo").await,
        social_worker_at(&app, "halden").await,
    );
    let on_it = user(Role::NavCaseworker, "nav-in-prison", "ullersmo");
    let mut on_it = Held::by(app.sign_in_as(&on_it).await);
    let opening = old.device.opening("ullersmo");
    let plan = opening.plan;
    let status = old.device.status(plan, "release-travel");
    let named = put_on(&old.device, plan, &on_it.device.user);
    let before = vec![opening.clone(), status.clone(), named.clone()];
    assert_eq!(old.sync(&before).await, []);
    new.sync(&[]).await;
    on_it.sync(&[]).await;
    assert!(new.plan(plan).is_empty());
    assert_eq!(on_it.plan(plan).len(), 3);

    // What is handed in together with the transfer belongs to the time before it.
    let (_, moved) = transfer(&old.device, plan, "halden", "2026-11-23");
    let after = old.device.status(plan, "release-travel");
    assert_eq!(old.sync(&[moved.clone(), after.clone()]).await, []);
    assert!(old.plan(plan).is_empty(), "the old prison drops it");
    let late = old.device.status(plan, "release-travel");
    assert_eq!(old.sync(&[late]).await, [RejectReason::NotAllowed]);

    new.sync(&[]).await;
    let there = in_log(app.store.as_ref(), "halden", plan).await;
    let once: BTreeSet<EntryId> = there.iter().copied().collect();
    assert_eq!((there.len(), once.len()), (6, 6));
    assert_eq!(new.plan(plan), once);
    assert_eq!(moves(&new, plan), 1);
    on_it.sync(&[]).await;
    assert_eq!(moves(&on_it, plan), 1, "who is put on the plan keeps it");
    let received = |held: &Held| held.entries[&opening.id].received_at;
    assert_eq!(received(&new), received(&on_it), "receipts go along");
    let answer = new.device.status(plan, "release-travel");
    assert_eq!(new.sync(&[answer]).await, []);
    assert!(is_whole(app.store.as_ref()).await);
}

#[tokio::test]
async fn a_transfer_moves_the_plan_and_is_in_the_log_whoever_hangs_up_meanwhile() {
    let app = TestApp::new().await;
    let mut old = social_worker_at(&app, "ullersmo").await;
    let opening = old.device.opening("ullersmo");
    let plan = opening.plan;
    let (_, moved) = transfer(&old.device, plan, "halden", "2026-11-23");
    let entries = [opening, moved];
    let mut request = old.device.request();
    request.entries = EntryBatch::of(&entries.clone().map(Stored::unsent));
    {
        let mut sent = std::pin::pin!(old.device.send(&request));
        let first = std::future::poll_fn(|context| Poll::Ready(sent.as_mut().poll(context)));
        assert!(first.await.is_pending());
    }
    let is_there = async || !in_log(app.store.as_ref(), "halden", plan).await.is_empty();
    for _ in 0..200 {
        if is_there().await {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(is_there().await, "the plan stands in the new prison's log");
    assert_eq!(old.sync(&entries).await, []);
    assert!(old.plan(plan).is_empty(), "the old prison drops it");
}

#[tokio::test]
async fn a_transfer_that_is_to_come_moves_the_plan_on_its_day_and_struck_out_it_comes_back() {
    let app = TestApp::new().await;
    let (mut old, mut new) = (
        social_worker_at(&app, "ullersmo").await,
        social_worker_at(&app, "halden").await,
    );
    let opening = old.device.opening("ullersmo");
    let plan = opening.plan;
    let (row, moved) = transfer(&old.device, plan, "halden", "2026-11-25");
    assert_eq!(old.sync(&[opening.clone(), moved.clone()]).await, []);
    for is_day in [false, false, true] {
        assert_eq!(move_due(&app).await, usize::from(is_day));
        old.sync(&[]).await;
        new.sync(&[]).await;
        assert_eq!(old.plan(plan).is_empty(), is_day);
        assert_eq!(new.plan(plan).is_empty(), !is_day);
        app.pass(DAY_MILLIS);
    }
    assert_eq!(move_due(&app).await, 0, "once");
    // Projections follow.
    app.project().await;
    let day = "2026-01-01".parse().unwrap();
    let at = async |prison: &str| {
        let prisons = BTreeSet::from([PrisonId::from(prison)]);
        let figures = app.store.release_figures(&prisons, day, day).await;
        figures.unwrap().plans
    };
    let (at_halden, at_ullersmo) = (at("halden").await, at("ullersmo").await);

    let strike = Change::RecordStruck {
        record: Record::Row(row),
        reason: "Det var en annen".to_owned(),
        saw: BTreeSet::from([moved.id]),
    };
    assert_eq!(new.sync(&[new.device.entry(plan, strike)]).await, []);
    assert!(new.plan(plan).is_empty());
    old.sync(&[]).await;
    let there = in_log(app.store.as_ref(), "ullersmo", plan).await;
    let once: BTreeSet<EntryId> = there.iter().copied().collect();
    assert_eq!(
        (there.len(), once.len()),
        (5, 5),
        "nothing stands there twice"
    );
    assert_eq!(old.plan(plan), once);
    app.project().await;
    assert_eq!(
        (at("halden").await, at("ullersmo").await),
        (at_halden - 1, at_ullersmo + 1)
    );
    assert!(is_whole(app.store.as_ref()).await);
}

#[tokio::test]
async fn who_works_in_both_prisons_loses_what_was_withdrawn_when_the_plan_moved() {
    let app = TestApp::new().await;
    let mut of_both = user(Role::PrisonSocialWorker, "prison", "ullersmo");
    of_both.prisons.insert(PrisonId::from("halden"));
    let (mut one, mut other) = (
        Held::by(app.sign_in_as(&of_both).await),
        Held::by(app.sign_in_known(of_both).await),
    );
    let opening = one.device.opening("ullersmo");
    let plan = opening.plan;
    let (row, given) = consent(&one.device, plan, "prison", "2027-11-23");
    let housing = one.device.status(plan, HOUSING);
    assert_eq!(one.sync(&[opening, given, housing.clone()]).await, []);
    other.sync(&[]).await;
    assert!(other.plan(plan).contains(&housing.id));
    let taken_back = withdrawal(&one.device, plan, row);
    let (_, moved) = transfer(&one.device, plan, "halden", "2026-11-23");
    assert_eq!(one.sync(&[taken_back, moved]).await, []);
    other.sync(&[]).await;
    assert!(!other.plan(plan).contains(&housing.id));
    assert_eq!(other.plan(plan), one.plan(plan));
    assert_eq!(moves(&other, plan), 1);
}

#[tokio::test]
async fn nobody_hands_in_a_move_and_a_prison_that_there_is_not_takes_nothing() {
    let app = TestApp::new().await;
    let mut held = social_worker_at(&app, "ullersmo").await;
    let opening = held.device.opening("ullersmo");
    let plan = opening.plan;
    let prison = PrisonId::from("halden");
    let forged = held.device.entry(plan, Change::PlanMoved { prison });
    let nowhere = ["common", "no-such-prison"].map(|prison| {
        let (_, entry) = transfer(&held.device, plan, prison, "2026-11-23");
        entry
    });
    let refused = held
        .sync(&[vec![opening, forged], nowhere.to_vec()].concat())
        .await;
    assert_eq!(refused, [RejectReason::NotAllowed]);
    assert_eq!(held.plan(plan).len(), 3);
    assert_eq!(move_due(&app).await, 0);
    assert_eq!(in_log(app.store.as_ref(), "ullersmo", plan).await.len(), 3);
}

#[tokio::test]
async fn a_copied_centre_knows_where_plans_went() {
    let app = TestApp::new().await;
    let mut old = social_worker_at(&app, "ullersmo").await;
    let opening = old.device.opening("ullersmo");
    let plan = opening.plan;
    let (_, now) = transfer(&old.device, plan, "ila", "2026-11-23");
    let (_, later) = transfer(&old.device, plan, "halden", "2026-11-25");
    assert_eq!(old.sync(&[opening, now, later]).await, []);
    let database = TestDatabase::new().await;
    let copy = database.open().await;
    let copied = copy_centre(app.store.as_ref(), copy.as_ref(), Epoch::Kept, &[]).await;
    copied.unwrap();
    assert_eq!(copy.plan_entries(plan).await.unwrap().len(), 4);
    let after = app.centre.clock.now_millis() + 2 * DAY_MILLIS;
    let moved = move_due_plans(
        copy.as_ref(),
        &app.centre.rules,
        &app.centre.after_commit,
        after,
    );
    assert_eq!(moved.await.unwrap(), 1);
    assert_eq!(in_log(copy.as_ref(), "halden", plan).await.len(), 5);
    assert!(is_whole(copy.as_ref()).await);
}

/// What happens next in a world of plans that move about.
#[derive(Clone, Debug)]
enum Act {
    /// Whoever holds this plan moves it there, so many days from now.
    Move(usize, usize, u64),
    /// Somebody writes in it.
    Write(usize),
    /// This device syncs one page.
    Page(usize),
    /// A day passes.
    Pass,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0..3_usize, 0..3_usize, 0..3_u64).prop_map(|(plan, to, days)| Act::Move(plan, to, days)),
        2 => (0..3_usize).prop_map(Act::Write),
        6 => (0..5_usize).prop_map(Act::Page),
        1 => Just(Act::Pass),
    ];
    proptest::collection::vec(act, 1..25)
}

/// Whoever follows, by whatever pages, holds in the end what somebody who begins now is given.
#[test]
fn devices_hold_what_is_theirs_however_plans_move_about() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let app = runtime.block_on(TestApp::new());
    let config = Config {
        cases: 12,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let ran = runner.run(&acts(), |acts| {
        runtime.block_on(run(&app, &acts));
        Ok(())
    });
    ran.unwrap();
}

async fn run(app: &TestApp, acts: &[Act]) {
    // One of each prison, one of two, and one who is put on all plans from elsewhere.
    let mut of_two = user(Role::PrisonSocialWorker, "prison", PRISONS[0]);
    of_two.prisons.insert(PrisonId::from(PRISONS[1]));
    let mut users: Vec<User> = PRISONS
        .map(|prison| user(Role::PrisonSocialWorker, "prison", prison))
        .to_vec();
    users.push(of_two);
    users.push(user(Role::PrisonSocialWorker, "prison", "eidsberg"));
    let mut devices: Vec<Held> = Vec::new();
    for user in &users {
        devices.push(Held::by(app.sign_in_as(user).await));
    }
    let writer = app
        .sign_in_as(&user(Role::PrisonSocialWorker, "prison", "halden"))
        .await;
    let mut writer = User {
        prisons: PRISONS.map(PrisonId::from).into(),
        ..writer.user
    };
    writer.name = "Skriver".to_owned();
    let mut writer = Held::by(app.sign_in_as(&writer).await);
    let mut plans: Vec<PlanId> = Vec::new();
    for prison in PRISONS {
        let opening = writer.device.opening(prison);
        let named = put_on(&writer.device, opening.plan, &users[4]);
        plans.push(opening.plan);
        assert_eq!(writer.sync(&[opening, named]).await, []);
    }
    for act in acts {
        match act {
            Act::Move(plan, to, days) => {
                let today = app.centre.clock.today();
                let day = today + chrono::Days::new(*days);
                let (_, entry) =
                    transfer(&writer.device, plans[*plan], PRISONS[*to], &day.to_string());
                assert_eq!(writer.sync(&[entry]).await, []);
            }
            Act::Write(plan) => {
                let entry = writer.device.status(plans[*plan], "release-travel");
                assert_eq!(writer.sync(&[entry]).await, []);
            }
            Act::Page(device) => devices[*device].sync_page(300).await,
            Act::Pass => {
                app.pass(DAY_MILLIS);
                move_due(app).await;
            }
        }
    }
    for (mut held, user) in devices.into_iter().zip(&users) {
        held.sync(&[]).await;
        let mut fresh = Held::by(app.sign_in_known(user.clone()).await);
        fresh.sync(&[]).await;
        for plan in &plans {
            assert_eq!(held.plan(*plan), fresh.plan(*plan), "{}", user.name);
        }
    }
    assert!(is_whole(app.store.as_ref()).await);
}
