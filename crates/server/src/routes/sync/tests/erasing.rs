//! What was erased leaves every device at its next sync, and none brings it back.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::change::{ErasureGround, Role};
use overgang_domain::register::Record;
use overgang_domain::retention::{self, Retention};
use overgang_domain::{FieldId, FieldValue, NoteId};

use super::held::{Held, caseworker, social_worker, user};
use super::*;
use crate::erasing::{EraseError, Erased, Erasure, NotErasable, choose_named, erase};
use crate::retaining::Retaining;

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;

/// A word that stands nowhere else.
const SECRET: &str = "Hemmelegheitskråkereir";

pub(crate) async fn erase_in(
    app: &TestApp,
    plan: PlanId,
    named: &[EntryId],
) -> Result<Erased, EraseError> {
    let named: BTreeSet<EntryId> = named.iter().copied().collect();
    let choose = |entries: &[Stored]| choose_named(plan, &named, entries);
    let erasure = Erasure {
        plan,
        ground: ErasureGround::Request,
        at: NOW + 1,
        choose: &choose,
        absent_in: None,
        file: None,
    };
    erase(app.store.as_ref(), &app.centre.rules, &erasure).await
}

async fn is_whole(app: &TestApp) -> bool {
    let found = verify_ledger(app.store.as_ref()).await.unwrap();
    matches!(found, Finding::Whole { .. })
}

fn note(device: &TestDevice, plan: PlanId) -> Entry {
    let change = Change::NoteWritten {
        note: NoteId(fresh_id()),
        item: None,
        text: SECRET.to_owned(),
    };
    device.entry(plan, change)
}

/// A plan with a note and a status, on two devices.
async fn plan_on_two(app: &TestApp) -> (Held, Held, Entry, Entry, Entry) {
    let (mut nav, mut social) = (caseworker(app).await, social_worker(app).await);
    let opening = nav.device.opening("ullersmo");
    let note = note(&nav.device, opening.plan);
    let status = nav.device.status(opening.plan, "coordination-mapping");
    let entries = [opening.clone(), note.clone(), status.clone()];
    assert!(nav.sync(&entries).await.is_empty());
    social.sync(&[]).await;
    assert_eq!(social.plan(opening.plan).len(), 3);
    (nav, social, opening, note, status)
}

#[tokio::test]
async fn an_erased_entry_leaves_every_device_and_the_others_stay() {
    let app = TestApp::new().await;
    let (mut nav, mut social, opening, note, status) = plan_on_two(&app).await;
    let erased = erase_in(&app, opening.plan, &[note.id]).await.unwrap();
    assert_eq!(erased.count(), 1);
    for device in [&mut nav, &mut social] {
        device.sync(&[]).await;
        let left = BTreeSet::from([opening.id, status.id]);
        assert_eq!(device.plan(opening.plan), left);
        // The tombstone is for the centre alone, and the plan is not given over and over.
        let again = device.device.sync(device.cursor.as_ref(), &[]).await;
        assert!(again.anew.is_empty() && again.entries.is_empty());
    }
    // A new device, and one that begins anew, do not get it either.
    let mut fresh = caseworker(&app).await;
    fresh.sync(&[]).await;
    assert_eq!(fresh.plan(opening.plan).len(), 2);
    assert!(is_whole(&app).await);
}

#[tokio::test]
async fn a_plan_that_was_erased_whole_is_dropped_and_does_not_come_back() {
    let app = TestApp::new().await;
    let (mut nav, mut social, opening, note, _) = plan_on_two(&app).await;
    let figures = async || {
        app.project().await;
        let all = ["2000-01-01", "2100-01-01"].map(|day| day.parse().unwrap());
        let prisons = BTreeSet::from(["ullersmo".into()]);
        let figures = app.store.release_figures(&prisons, all[0], all[1]).await;
        figures.unwrap().plans
    };
    let plans = figures().await;
    assert_eq!(erase_in(&app, opening.plan, &[]).await.unwrap().count(), 3);
    assert_eq!(figures().await, plans - 1);
    for device in [&mut nav, &mut social] {
        device.sync(&[]).await;
        assert!(device.plan(opening.plan).is_empty());
    }
    // Handed in again it is confirmed and dropped; what is new in it is refused as in a plan that does not exist.
    let reworded = nav.device.status(opening.plan, "work-cv");
    let again = [opening.clone(), note.clone(), reworded];
    assert_eq!(nav.sync(&again).await, [RejectReason::NotAllowed]);
    assert!(nav.plan(opening.plan).is_empty());
    assert!(
        app.store
            .plan_entries(opening.plan)
            .await
            .unwrap()
            .iter()
            .all(is_tombstone)
    );
    assert!(is_whole(&app).await);
    let nothing = erase_in(&app, opening.plan, &[]).await;
    assert!(matches!(
        nothing,
        Err(EraseError::NotErasable(NotErasable::NoPlan))
    ));
}

fn is_tombstone(stored: &Stored) -> bool {
    matches!(stored.entry.change, Change::Erased { .. })
}

#[tokio::test]
async fn a_device_that_hands_in_an_erased_entry_again_does_not_keep_it() {
    let app = TestApp::new().await;
    let (mut nav, _, opening, note, _) = plan_on_two(&app).await;
    erase_in(&app, opening.plan, &[note.id]).await.unwrap();
    nav.sync(&[]).await;
    // It has read past the tombstone, and still has the entry among those that wait.
    for _ in 0..2 {
        assert!(nav.sync(std::slice::from_ref(&note)).await.is_empty());
        assert!(!nav.plan(opening.plan).contains(&note.id));
        assert_eq!(nav.plan(opening.plan).len(), 2);
    }
    // Also where the plan is looked at in the same answer.
    let status = nav.device.status(opening.plan, "work-cv");
    assert!(nav.sync(&[note.clone(), status]).await.is_empty());
    assert_eq!(nav.plan(opening.plan).len(), 3);
    assert!(!nav.plan(opening.plan).contains(&note.id));
    // The id is taken for ever, and what replaces the entry stands.
    let Change::NoteWritten { note: record, .. } = note.change else {
        panic!("not a note");
    };
    let mut other = nav.device.status(opening.plan, "coordination-mapping");
    other.id = note.id;
    other.plan = nav.device.opening("ullersmo").plan;
    assert_eq!(nav.sync(&[other]).await, [RejectReason::IdReused]);
    let text = "Ny tekst".to_owned();
    let change = Change::NoteReworded { note: record, text };
    let mut reworded = nav.device.entry(opening.plan, change);
    reworded.replaces = BTreeSet::from([note.id]);
    // Where a note began is gone, so it could be about anything, and only the coordinator may write on it.
    assert_eq!(nav.sync(&[reworded]).await, [RejectReason::NotAllowed]);
    assert!(is_whole(&app).await);
}

#[tokio::test]
async fn what_replaced_an_erased_entry_stands_and_nothing_older_comes_back_to_life() {
    let app = TestApp::new().await;
    let mut nav = caseworker(&app).await;
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    let mut entries = vec![opening];
    for _ in 0..3 {
        let mut status = nav.device.status(plan, "coordination-mapping");
        status.replaces = entries[1..].last().map(|one| one.id).into_iter().collect();
        entries.push(status);
    }
    nav.sync(&entries).await;
    let [first, second, third] = [entries[1].id, entries[2].id, entries[3].id];
    let refused = erase_in(&app, plan, &[second]).await;
    let Err(EraseError::NotErasable(refused)) = refused else {
        panic!("the first status stands again: {refused:?}");
    };
    assert_eq!(
        refused,
        NotErasable::WouldStandAgain(BTreeSet::from([first]))
    );
    assert!(matches!(
        erase_in(&app, plan, &[entries[0].id]).await,
        Err(EraseError::NotErasable(NotErasable::Opening))
    ));
    erase_in(&app, plan, &[first, second]).await.unwrap();
    let mut next = nav.device.status(plan, "coordination-mapping");
    next.replaces = BTreeSet::from([second, third]);
    assert!(nav.sync(std::slice::from_ref(&next)).await.is_empty());
    let stands = app.store.plan_entries(plan).await.unwrap();
    let folded = Plan::fold(plan, &stands);
    let answers = folded.status(&ItemId::from("coordination-mapping")).answers;
    assert_eq!(
        answers.iter().map(|one| one.entry).collect::<Vec<_>>(),
        [next.id]
    );
    assert!(is_whole(&app).await);
}

#[tokio::test]
async fn nobody_but_the_centre_erases() {
    let app = TestApp::new().await;
    let (mut nav, _, opening, note, _) = plan_on_two(&app).await;
    let coordinator = user(Role::Coordinator, "prison", "ullersmo");
    let mut coordinator = Held::by(app.sign_in_as(&coordinator).await);
    let id = coordinator.device.user.user.to_string();
    let named = FieldValue::one(&id);
    let values = BTreeMap::from([(FieldId::from("coordinators"), named)]);
    let record = Record::Header;
    let appointed = nav
        .device
        .entry(opening.plan, Change::FieldsSet { record, values });
    assert!(nav.sync(&[appointed]).await.is_empty());
    coordinator.sync(&[]).await;
    assert!(coordinator.plan(opening.plan).contains(&note.id));
    let change = Change::Erased {
        entries: BTreeSet::from([note.id]),
        ground: ErasureGround::Court,
    };
    for device in [&mut nav, &mut coordinator] {
        let forged = device.device.entry(opening.plan, change.clone());
        assert_eq!(device.sync(&[forged]).await, [RejectReason::NotAllowed]);
        let everywhere = device.device.entry(PlanId::DIRECTORY, change.clone());
        assert_eq!(device.sync(&[everywhere]).await, [RejectReason::NotAllowed]);
    }
    assert!(nav.plan(opening.plan).contains(&note.id));
}

#[tokio::test]
async fn who_was_named_on_an_erased_plan_of_another_prison_loses_it() {
    let app = TestApp::new().await;
    let (mut nav, _, opening, _, _) = plan_on_two(&app).await;
    let elsewhere = user(Role::NavOffice, "nav-office", "ila");
    let mut elsewhere = Held::by(app.sign_in_as(&elsewhere).await);
    let id = elsewhere.device.user.user.to_string();
    let values = BTreeMap::from([(FieldId::from("workers"), FieldValue::one(&id))]);
    let record = Record::Header;
    let named = nav
        .device
        .entry(opening.plan, Change::FieldsSet { record, values });
    assert!(nav.sync(&[named]).await.is_empty());
    elsewhere.sync(&[]).await;
    assert!(!elsewhere.plan(opening.plan).is_empty());
    erase_in(&app, opening.plan, &[]).await.unwrap();
    elsewhere.sync(&[]).await;
    assert!(elsewhere.plan(opening.plan).is_empty());
}

#[tokio::test]
async fn what_is_due_goes_from_ledger_projections_and_devices_and_nothing_else() {
    let app = TestApp::new().await;
    let mut nav = caseworker(&app).await;
    let plans: [Entry; 3] = std::array::from_fn(|_| nav.device.opening("ullersmo"));
    for opening in &plans {
        let note = note(&nav.device, opening.plan);
        let status = nav.device.status(opening.plan, "coordination-mapping");
        assert!(nav.sync(&[opening.clone(), note, status]).await.is_empty());
    }
    let [closed, open, lately] = plans.map(|opening| opening.plan);
    let set = |device: &TestDevice, plan: PlanId| {
        let values = BTreeMap::from([(FieldId::from("life"), FieldValue::one("closed"))]);
        let record = Record::Header;
        device.entry(plan, Change::FieldsSet { record, values })
    };
    let close = set(&nav.device, closed);
    assert!(nav.sync(&[close]).await.is_empty());
    let table: Retention = retention::shipped().unwrap();
    let retain = async |today: NaiveDate| {
        let retaining = Retaining {
            rules: &app.centre.rules,
            table: &table,
            today,
            now: app.centre.clock.now_millis(),
            file: None,
        };
        let due = retaining.due(app.store.as_ref()).await.unwrap();
        let done = retaining.retain(app.store.as_ref()).await.unwrap();
        assert_eq!(due, done);
        assert!(retaining.due(app.store.as_ref()).await.unwrap().is_empty());
        done
    };
    assert!(retain(app.centre.clock.today()).await.is_empty());
    assert!(app.database.has_anywhere(SECRET).await);

    // Another plan is closed four years later: the notes of all are five years old a year after, and that plan stays.
    app.pass(4 * 365 * DAY_MILLIS);
    let mut later = caseworker(&app).await;
    let close = set(&later.device, lately);
    assert!(later.sync(&[close]).await.is_empty());
    app.pass(366 * DAY_MILLIS);
    let a_day_early = app.centre.clock.today();
    assert!(
        !retain(a_day_early - chrono::Days::new(2))
            .await
            .contains_key(&closed)
    );
    app.pass(2 * DAY_MILLIS);
    let done = retain(app.centre.clock.today()).await;
    assert_eq!(
        (done.get(&closed), done.get(&open), done.get(&lately)),
        (Some(&4), Some(&1), Some(&1))
    );
    assert!(is_whole(&app).await);

    // The session is long over; what the tablet holds is not.
    later.device = app.sign_in_known(later.device.user.clone()).await;
    let mut fresh = caseworker(&app).await;
    for device in [&mut later, &mut fresh] {
        device.sync(&[]).await;
        let counts = [closed, open, lately].map(|plan| device.plan(plan).len());
        assert_eq!(counts, [0, 2, 3]);
        let texts = device.entries.values();
        let mut notes = texts.filter(
            |one| matches!(&one.entry.change, Change::NoteWritten { text, .. } if text == SECRET),
        );
        assert!(notes.next().is_none());
    }
    assert!(!app.database.has_anywhere(SECRET).await);
}
