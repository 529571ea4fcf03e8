//! What a device gets for what it sends, through the whole router.

mod access_matrix;
mod concurrent;
mod copies;
mod cursor;
mod directory;
mod erasing;
mod held;
mod limits;
mod protection;
mod public_lines;
mod restore;
mod rights;
mod transfer;

use axum::body::Body;
use overgang_domain::{Change, DeviceId, Entry, EntryId, ItemId, PlanId, StatusValue, UserId};
use overgang_domain::{Plan, Status, Stored};
use overgang_sync::message::{Lease, PROTOCOL};
use overgang_sync::{Cursor, RejectReason, SyncResponse};

use super::*;
use crate::partition::Partition;
use crate::test_app::{NOW, TestApp, TestDevice, app_request, fresh_id, send};
use crate::verify::{Finding, verify_ledger};

const INGRID: usize = 0;
const JONAS: usize = 1;
const TORSTEIN: usize = 3;
const VILDE: usize = 4;
const ADMINISTRATOR: usize = 5;

fn entries_in(response: &SyncResponse) -> Vec<Stored> {
    response.entries.clone().entries().unwrap()
}

/// What the answer's cursor says to the centre: sealed twice, the same gives two words.
fn progress_in(app: &TestApp, response: &SyncResponse) -> Progress {
    read_cursor(&app.centre.cursor_key, &response.cursor).unwrap()
}

/// A plan of this device's user that the practice prison has.
async fn some_plan(device: &TestDevice) -> PlanId {
    let first = device.sync(None, &[]).await;
    let entries = entries_in(&first);
    let opened = entries
        .iter()
        .find(|stored| matches!(stored.entry.change, Change::PlanOpened { .. }));
    opened.unwrap().entry.plan
}

/// Whether a device drops what it held of a plan before it takes this answer in.
fn drops(response: &SyncResponse, plan: PlanId) -> bool {
    response.anew.contains(&plan) || response.whole.is_some_and(|range| range.contains(plan))
}

fn reasons(response: &SyncResponse) -> Vec<RejectReason> {
    response.rejected.iter().map(|one| one.reason).collect()
}

#[tokio::test]
async fn what_one_device_hands_in_another_receives_and_not_itself() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.sign_in(VILDE).await, app.sign_in(TORSTEIN).await);
    let plan = some_plan(&bob).await;
    let at_alice = alice.sync(None, &[]).await.cursor;
    let at_bob = bob.sync(None, &[]).await.cursor;

    let entry: Entry = alice.status(plan, "release-travel");
    let answer = alice
        .sync(Some(&at_alice), std::slice::from_ref(&entry))
        .await;
    assert_eq!(answer.receipts.len(), 1);
    assert_eq!(answer.receipts[0].received_at, NOW);
    assert_eq!(answer.centre_time, NOW);
    assert!(answer.entries.is_empty() && answer.rejected.is_empty() && !answer.more);

    let news = bob.sync(Some(&at_bob), &[]).await;
    assert_eq!(entries_in(&news), [Stored::received(entry, NOW)]);
    let nothing = bob.sync(Some(&news.cursor), &[]).await;
    assert!(nothing.entries.is_empty());
    let own = alice.sync(Some(&answer.cursor), &[]).await;
    assert!(own.entries.is_empty());
}

#[tokio::test]
async fn handing_in_again_after_a_lost_answer_gives_the_same_receipt_and_changes_nothing() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let plan = some_plan(&alice).await;
    let entries: Vec<Entry> = vec![
        alice.status(plan, "release-travel"),
        alice.status(plan, "release-money"),
    ];
    let first = alice.sync(None, &entries).await;
    app.pass(5_000);
    let again = alice.sync(None, &entries).await;
    assert_eq!(first.receipts, again.receipts);
    assert!(again.rejected.is_empty());
    assert_eq!(progress_in(&app, &first), progress_in(&app, &again));
    let twice = [entries.clone(), entries].concat();
    let doubled = alice.sync(None, &twice).await;
    assert_eq!(progress_in(&app, &doubled), progress_in(&app, &first));
    assert!(doubled.rejected.is_empty());
}

#[tokio::test]
async fn a_new_plan_and_its_first_entries_come_in_any_order() {
    let app = TestApp::new().await;
    let (alice, bob) = (app.sign_in(VILDE).await, app.sign_in(TORSTEIN).await);
    let at_bob = bob.sync(None, &[]).await.cursor;
    let opening = alice.opening("ullersmo");
    let plan = opening.plan;
    let entries = [
        alice.status(plan, "release-travel"),
        opening.clone(),
        alice.status(plan, "release-travel"),
    ];
    let answer = alice.sync(None, &entries).await;
    assert_eq!((answer.receipts.len(), answer.rejected.len()), (3, 0));
    let news = entries_in(&bob.sync(Some(&at_bob), &[]).await);
    let folded = Plan::fold(plan, &news);
    assert_eq!(folded.name().value, "Testa Nyvik");
    let status: StatusValue = folded.status(&ItemId::from("release-travel")).value;
    assert_eq!(status.status, Status::Done);

    let mut second = alice.opening("ullersmo");
    second.plan = plan;
    let mut elsewhere = alice.opening("ila");
    elsewhere.plan = plan;
    let answer = alice.sync(None, &[second.clone(), elsewhere.clone()]).await;
    assert_eq!(answer.receipts.len(), 1);
    assert_eq!(answer.receipts[0].id, second.id);
    assert_eq!(answer.rejected[0].id, elsewhere.id);
    assert_eq!(reasons(&answer), [RejectReason::NotAllowed]);
}

#[tokio::test]
async fn each_bad_entry_gets_its_reason_and_holds_up_no_other() {
    let app = TestApp::new().await;
    let alice = app.sign_in(TORSTEIN).await;
    let plan = some_plan(&alice).await;
    let own_new = alice.opening("ullersmo");
    let seen: Entry = alice.status(plan, "release-travel");
    alice.sync(None, &[seen.clone(), own_new.clone()]).await;

    let mut author = alice.status(plan, "release-money");
    author.author = UserId(fresh_id());
    let mut device = alice.status(plan, "release-money");
    device.device = DeviceId(fresh_id());
    let mut reused = alice.status(plan, "release-money");
    reused.id = seen.id;
    let mut malformed = alice.status(plan, "release-money");
    malformed.change = Change::from_bytes(&[6, 0xff]);
    let mut other_record = alice.status(plan, "release-money");
    other_record.replaces.insert(seen.id);
    let mut other_plan = alice.status(own_new.plan, "release-travel");
    other_plan.replaces.insert(seen.id);
    let mut large = alice.status(plan, "release-money");
    large.change = Change::NoteReworded {
        note: overgang_domain::NoteId(fresh_id()),
        text: "å".repeat(70_000),
    };
    let directory = alice.status(PlanId::DIRECTORY, "release-money");
    let foreign_prison = alice.opening("halden");
    let no_prison = alice.opening("common");

    let mut batch: Vec<(Entry, Option<RejectReason>)> = vec![
        (author, Some(RejectReason::WrongAuthor)),
        (device, Some(RejectReason::WrongDevice)),
        (reused, Some(RejectReason::IdReused)),
        (malformed, Some(RejectReason::Malformed)),
        (other_record, Some(RejectReason::ReplacesForeign)),
        (other_plan, Some(RejectReason::ReplacesForeign)),
        (large, Some(RejectReason::TooLarge)),
        (directory, Some(RejectReason::NotAllowed)),
        (foreign_prison, Some(RejectReason::NotAllowed)),
        (no_prison, Some(RejectReason::NotAllowed)),
    ];
    let good: Vec<Entry> = (0..11)
        .map(|_| alice.status(plan, "release-money"))
        .collect();
    for (at, entry) in good.into_iter().enumerate() {
        batch.insert(at * 2, (entry, None));
    }
    let entries: Vec<Entry> = batch.iter().map(|(entry, _)| entry.clone()).collect();
    let answer = alice.sync(None, &entries).await;
    for (entry, expected) in batch {
        let rejected = answer.rejected.iter().find(|one| one.id == entry.id);
        assert_eq!(rejected.map(|one| one.reason), expected, "{entry:?}");
        let receipted = answer.receipts.iter().any(|one| one.id == entry.id);
        assert_eq!(receipted, expected.is_none());
    }
}

#[tokio::test]
async fn an_entry_may_replace_one_of_its_record_and_one_that_nobody_has_seen() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let plan = some_plan(&alice).await;
    let first = alice.status(plan, "release-travel");
    let mut second = alice.status(plan, "release-travel");
    second.replaces.insert(first.id);
    second.replaces.insert(EntryId(fresh_id()));
    let answer = alice.sync(None, &[first, second]).await;
    assert_eq!((answer.receipts.len(), answer.rejected.len()), (2, 0));
}

#[tokio::test]
async fn a_kind_that_nothing_is_known_of_is_taken_from_nobody_who_might_not_write_it() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let plan = some_plan(&alice).await;
    let mut entry = alice.status(plan, "release-travel");
    entry.change = Change::from_bytes(&[0x84, 0x07, 0x00, 0xff, 0x2a]);
    let answer = alice.sync(None, std::slice::from_ref(&entry)).await;
    assert_eq!(reasons(&answer), [RejectReason::NotAllowed]);
}

#[tokio::test]
async fn a_plan_of_others_and_one_that_does_not_exist_give_the_same_answer() {
    let app = TestApp::new().await;
    let (alice, jonas) = (app.sign_in(INGRID).await, app.sign_in(JONAS).await);
    let foreign = some_plan(&jonas).await;
    let unknown = PlanId(fresh_id());
    let mut answers: Vec<String> = Vec::new();
    for plan in [foreign, unknown] {
        let entry = alice.status(plan, "release-travel");
        let mut answer = alice.sync(None, std::slice::from_ref(&entry)).await;
        assert_eq!(answer.receipts, []);
        answer.cursor = Cursor(format!("{:?}", progress_in(&app, &answer)));
        let text = serde_json::to_string(&answer).unwrap();
        answers.push(text.replace(&entry.id.to_string(), "id"));
    }
    assert_eq!(answers[0], answers[1]);
    let read = alice.sync(None, &[]).await;
    assert!(
        entries_in(&read)
            .iter()
            .all(|one| one.entry.plan != foreign)
    );
}

#[tokio::test]
async fn a_clock_years_off_is_never_a_reason_to_refuse_work() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let plan = some_plan(&alice).await;
    let mut entries: Vec<Entry> = Vec::new();
    for millis in [0, NOW - 31_536_000_000, NOW + 31_536_000_000, u64::MAX] {
        let mut entry = alice.status(plan, "release-travel");
        entry.time.millis = millis;
        entries.push(entry);
    }
    let answer = alice.sync(None, &entries).await;
    assert_eq!((answer.receipts.len(), answer.rejected.len()), (4, 0));
    let all = entries_in(&app.sign_in(TORSTEIN).await.sync(None, &[]).await);
    for entry in entries {
        let found = all.iter().find(|stored| stored.entry.id == entry.id);
        assert_eq!(found, Some(&Stored::received(entry, NOW)));
    }
}

#[tokio::test]
async fn small_pages_bring_everything_exactly_once_in_a_stable_order() {
    let app = TestApp::new().await;
    let alice = app.sign_in(VILDE).await;
    let whole = entries_in(&alice.sync(None, &[]).await);
    let mut request = alice.request();
    request.accept_bytes = 5_000;
    let mut paged: Vec<Stored> = Vec::new();
    let mut count: usize = 0;
    loop {
        let answer = alice.send(&request).await.synced();
        assert!(!answer.entries.is_empty());
        paged.extend(entries_in(&answer));
        count += 1;
        request.cursor = Some(answer.cursor);
        if !answer.more {
            break;
        }
    }
    assert!(count > 10, "{count}");
    assert_eq!(paged, whole);
    // The directory is never split, nor is a plan.
    request.accept_bytes = 0;
    request.cursor = None;
    let first = entries_in(&alice.send(&request).await.synced());
    assert!(first.iter().all(|one| one.entry.plan == PlanId::DIRECTORY));
}

#[tokio::test]
async fn a_cursor_that_is_garbage_of_another_ledger_or_from_the_future_is_unknown() {
    let app = TestApp::new().await;
    let other = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let day = app.centre.clock.today();
    let end = Positions::from([(Partition::named("ullersmo".to_owned()), 1_000_000)]);
    let ahead = Progress::start(String::new(), day, &end);
    let plan = some_plan(&alice).await;
    let entry = alice.status(plan, "release-travel");
    for cursor in [
        Cursor("garbage".to_owned()),
        Cursor(String::new()),
        write_cursor(&other.centre.cursor_key, &Progress::none(day)).unwrap(),
        write_cursor(&app.centre.cursor_key, &ahead).unwrap(),
    ] {
        let mut request = alice.request();
        request.cursor = Some(cursor);
        request.entries = EntryBatch::of(&[Stored::unsent(entry.clone())]);
        let answer = alice.send(&request).await;
        assert_eq!(
            (answer.status, answer.code()),
            (409, "cursor-unknown".into())
        );
    }
    // Nothing was stored halfway, and without a cursor it goes on.
    let answer = alice.sync(None, std::slice::from_ref(&entry)).await;
    assert_eq!(answer.receipts.len(), 1);
}

#[tokio::test]
async fn an_app_too_old_to_read_may_still_hand_in() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let plan = some_plan(&alice).await;
    let mut request = alice.request();
    request.protocol = PROTOCOL - 1;
    request.entries = EntryBatch::of(&[Stored::unsent(alice.status(plan, "release-travel"))]);
    let answer = alice.send(&request).await.synced();
    assert_eq!(answer.receipts.len(), 1);
    assert!(answer.entries.is_empty() && !answer.more);
    let mut newer = alice.request();
    newer.cursor = Some(answer.cursor);
    assert!(alice.send(&newer).await.synced().entries.len() > 100);

    request.entries = EntryBatch::default();
    let answer = alice.send(&request).await;
    assert_eq!((answer.status, answer.code()), (426, "app-too-old".into()));
}

#[tokio::test]
async fn the_space_of_one_user_gets_nothing_by_the_session_of_another() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let jonas = app.sign_in(JONAS).await;
    let ids = [alice.user.user, jonas.user.user].map(|user| user.to_string());
    let [own, others] = &ids;
    for (named, status) in [
        (None, 200),
        (Some(own.as_str()), 200),
        (Some(others.as_str()), 401),
        (Some("nobody"), 401),
    ] {
        let mut request = app_request("GET", "/api/session").header("cookie", &alice.cookie);
        if let Some(named) = named {
            request = request.header("overgang-user", named);
        }
        let answer = send(&app.router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, status, "{named:?}");
        if status == 401 {
            assert_eq!(answer.code(), "another-users-session");
        }
    }
}

#[tokio::test]
async fn nobody_syncs_without_signing_in_or_for_another_user_or_device() {
    let app = TestApp::new().await;
    let mut alice = app.sign_in(INGRID).await;
    let mut request = alice.request();
    request.device = DeviceId(fresh_id());
    let answer = alice.send(&request).await;
    assert_eq!((answer.status, answer.code()), (403, "wrong-device".into()));
    // A tab that was left open under Ingrid, with an entry of hers, once another has signed in.
    let mut request = alice.request();
    request.entries = EntryBatch::of(&[Stored::unsent(alice.opening("ullersmo"))]);
    let other = app.sign_in(JONAS).await;
    request.device = other.device;
    let answer = other.send(&request).await;
    assert_eq!((answer.status, answer.code()), (403, "wrong-user".into()));
    alice.cookie = String::new();
    let answer = alice.send(&alice.request()).await;
    assert_eq!(
        (answer.status, answer.code()),
        (401, "not-signed-in".into())
    );
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let app = TestApp::new().await;
    let alice = app.sign_in(INGRID).await;
    let plan = some_plan(&alice).await;
    let entry = alice.status(plan, "release-travel");
    let before = alice.sync(None, std::slice::from_ref(&entry)).await;

    let app = app.restart().await;
    let mut same = alice.clone();
    same.router = app.router.clone();
    let after = same.sync(Some(&before.cursor), &[entry]).await;
    assert_eq!(after.receipts, before.receipts);
    assert!(after.entries.is_empty());
    let finding = verify_ledger(app.centre.store.as_ref()).await.unwrap();
    assert!(matches!(finding, Finding::Whole { entries } if entries > 2_000));
}

#[tokio::test]
async fn the_centre_remembers_when_a_device_was_here_and_what_it_still_has() {
    let app = TestApp::new().await;
    let alice = app.sign_in(VILDE).await;
    let mut request = alice.request();
    let entries = [Stored::unsent(alice.opening("ullersmo"))];
    request.entries = EntryBatch::of(&entries);
    request.unsent = 18;
    request.app = "0.1.0+abc <b>".to_owned();
    assert_eq!(alice.send(&request).await.synced().receipts.len(), 1);
    for _ in 0..200 {
        let row = app.device_row(alice.device).await.unwrap();
        if !row.0.is_empty() {
            assert_eq!(row, ("0.1.0+abcb".to_owned(), 17, NOW));
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the heartbeat was not written down");
}

#[tokio::test]
async fn each_answer_says_for_how_long_the_device_does_without_the_centre() {
    let mut app = TestApp::new().await;
    let usual = app.sign_in(INGRID).await.sync(None, &[]).await;
    assert_eq!((usual.lease.read_hours, usual.lease.keep_days), (72, 30));
    app.centre.lease = Lease {
        read_hours: 24,
        keep_days: 14,
    };
    app.serve_anew();
    let set = app.sign_in(INGRID).await.sync(None, &[]).await;
    assert_eq!(set.lease, app.centre.lease);
}
