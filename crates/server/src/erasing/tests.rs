//! Erasing in the database itself: what a row may lose, what shows, and what does not come back with a backup.

use std::sync::Arc;

use overgang_domain::{Entry, EntryId, form};

use super::*;
use crate::chain::{self, Salt};
use crate::copying::{Epoch, copy_centre};
use crate::database::Database;
use crate::erasures_file::ErasedLine;
use crate::published_heads::{compare_with_published, publish_heads};
use crate::storage::{Content, LedgerRow, LedgerStore};
use crate::test_app::{NOW, TestApp, TestDevice};
use crate::verify::{Fault, Finding, LedgerFault, verify_ledger};

const VILDE: usize = 4;

/// A plan in Ullersmo that this device has handed in.
async fn opened(device: &TestDevice) -> Entry {
    let opening = device.opening("ullersmo");
    device.sync(None, std::slice::from_ref(&opening)).await;
    opening
}

async fn erase_plan(app: &TestApp, plan: PlanId, file: Option<&ErasuresFile>) -> Erased {
    let named = BTreeSet::new();
    let choose = |entries: &[Stored]| choose_named(plan, &named, entries);
    let erasure = Erasure {
        plan,
        ground: ErasureGround::WrongPerson,
        at: NOW + 1,
        choose: &choose,
        absent_in: None,
        file,
    };
    let erased = erase(app.store.as_ref(), &app.centre.rules, &erasure).await;
    erased.unwrap()
}

async fn fault_in(store: &dyn LedgerStore) -> Option<Fault> {
    match verify_ledger(store).await.unwrap() {
        Finding::Whole { .. } => None,
        Finding::Fault(LedgerFault { fault, .. }) => Some(fault),
    }
}

#[tokio::test]
async fn a_row_loses_its_content_and_nothing_else_and_never_gets_it_back() {
    let app = TestApp::new().await;
    let at = "WHERE partition = 'ullersmo' AND sequence = 100";
    let one: String = app.database.bytes("01");
    let zeros: String = app.database.bytes(&"00".repeat(16));
    for set in [
        "body = NULL".to_owned(),
        "body = NULL, salt = NULL".to_owned(),
        format!("body = {one}"),
        "erased_at = 5".to_owned(),
        format!("body = NULL, salt = NULL, erased_at = 5, author = {zeros}"),
        format!("body = NULL, salt = NULL, erased_at = 5, body_hash = {zeros}"),
        "body = NULL, salt = NULL, erased_at = 5, received_at = 5".to_owned(),
        "body = NULL, salt = NULL, erased_at = 5, sequence = 1000000".to_owned(),
    ] {
        let sql = format!("UPDATE ledger SET {set} {at}");
        assert!(app.database.run(&sql).await.is_err(), "{sql}");
    }
    assert_eq!(fault_in(app.store.as_ref()).await, None);
    let erase = format!("UPDATE ledger SET body = NULL, salt = NULL, erased_at = 5 {at}");
    assert_eq!(app.database.run(&erase).await.unwrap(), 1);
    for set in [
        format!("body = {one}, salt = {zeros}, erased_at = NULL"),
        "erased_at = 6".to_owned(),
    ] {
        let sql = format!("UPDATE ledger SET {set} {at}");
        assert!(app.database.run(&sql).await.is_err(), "{sql}");
    }
    // Somebody with the database's password did it, and nothing says on which ground.
    assert_eq!(fault_in(app.store.as_ref()).await, Some(Fault::NoTombstone));
}

#[tokio::test]
async fn a_tombstone_of_another_moment_or_of_something_that_is_there_shows() {
    let app = TestApp::new().await;
    let opening = opened(&app.sign_in(VILDE).await).await;
    let id: String = app.database.bytes(&opening.id.0.simple().to_string());
    erase_plan(&app, opening.plan, None).await;
    assert_eq!(fault_in(app.store.as_ref()).await, None);
    app.database.disarm().await;
    let moved = format!("UPDATE ledger SET erased_at = erased_at + 1 WHERE entry_id = {id}");
    assert_eq!(app.database.run(&moved).await.unwrap(), 1);
    assert_eq!(fault_in(app.store.as_ref()).await, Some(Fault::NoTombstone));

    let app = TestApp::new().await;
    let opening = opened(&app.sign_in(VILDE).await).await;
    let id: String = app.database.bytes(&opening.id.0.simple().to_string());
    app.database.disarm().await;
    let kept = format!("CREATE TABLE kept AS SELECT * FROM ledger WHERE entry_id = {id}");
    app.database.run(&kept).await.unwrap();
    erase_plan(&app, opening.plan, None).await;
    let back = format!(
        "UPDATE ledger SET body = (SELECT body FROM kept), salt = (SELECT salt FROM kept), \
         erased_at = NULL WHERE entry_id = {id}"
    );
    assert_eq!(app.database.run(&back).await.unwrap(), 1);
    assert_eq!(fault_in(app.store.as_ref()).await, Some(Fault::CameBack));
}

#[tokio::test]
async fn a_plan_that_stands_in_two_logs_loses_its_content_in_both_with_a_tombstone_each() {
    let app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let opening = opened(&device).await;
    // As after a move: something of the plan stands in another prison's log too.
    let entry = device.status(opening.plan, "id-check");
    let (body, salt) = (form::write(&entry).unwrap(), Salt::draw().unwrap());
    let log = Partition::named("ila".to_owned());
    let heads = app.store.log_heads().await.unwrap();
    let head = heads
        .iter()
        .find(|head| head.partition == log)
        .unwrap()
        .head;
    let (sequence, hash) = head.unwrap();
    let mut row = LedgerRow {
        sequence: sequence + 1,
        entry: entry.id,
        plan: entry.plan,
        author: entry.author,
        device: entry.device,
        received_at: NOW,
        body_hash: chain::body_hash(salt, &body),
        content: Content::Kept { body, salt },
        hash,
    };
    row.hash = chain::link(hash, &log, sequence + 1, NOW, row.row_hash());
    app.store.copy_rows(&log, &[row]).await.unwrap();
    assert_eq!(fault_in(app.store.as_ref()).await, None);
    let erased = erase_plan(&app, opening.plan, None).await;
    let logs: Vec<&str> = erased.logs.keys().map(Partition::as_str).collect();
    assert_eq!((logs, erased.count()), (vec!["ila", "ullersmo"], 2));
    assert_eq!(fault_in(app.store.as_ref()).await, None);
}

#[tokio::test]
async fn what_cannot_be_written_down_outside_is_not_erased() {
    let app = TestApp::new().await;
    let opening = opened(&app.sign_in(VILDE).await).await;
    let folder = tempfile::tempdir().unwrap();
    let file = ErasuresFile::at(&folder.path().join("missing").join("erasures.jsonl"));
    let choose = |all: &[Stored]| choose_named(opening.plan, &BTreeSet::new(), all);
    let erasure = Erasure {
        plan: opening.plan,
        ground: ErasureGround::Court,
        at: NOW,
        choose: &choose,
        absent_in: None,
        file: Some(&file),
    };
    let refused = app.store.erase(&erasure).await;
    assert!(matches!(refused, Err(EraseError::File(_))), "{refused:?}");
    let left = app.store.plan_entries(opening.plan).await.unwrap();
    assert_eq!(left[0].entry, opening);
    let directory = choose_named(PlanId::DIRECTORY, &BTreeSet::new(), &left);
    assert_eq!(directory, Err(NotErasable::NoPlan));
}

#[tokio::test]
async fn erased_rows_are_copied_and_published_heads_still_hold() {
    let app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let opening = opened(&device).await;
    let folder = tempfile::tempdir().unwrap();
    let heads = folder.path().join("heads.jsonl");
    let store = app.store.as_ref();
    let epoch: &str = &app.epoch;
    let count = publish_heads(store, epoch, &heads, 1).await.unwrap();
    erase_plan(&app, opening.plan, None).await;
    let compared = compare_with_published(store, epoch, &heads).await.unwrap();
    assert_eq!((compared.found, compared.fault), (count, None));

    let copy = Database::File(folder.path().join("copy.db"));
    let copy = copy.open(true).await.unwrap();
    copy_centre(store, copy.as_ref(), Epoch::Kept, &[])
        .await
        .unwrap();
    assert_eq!(fault_in(copy.as_ref()).await, None);
    let ends = async |store: &dyn LedgerStore| store.log_heads().await.unwrap();
    assert_eq!(ends(store).await, ends(copy.as_ref()).await);
    let again = copy.plan_entries(opening.plan).await.unwrap();
    assert!(again.iter().all(|one| one.entry.id != opening.id));
}

#[tokio::test]
async fn what_was_erased_does_not_come_back_with_a_backup_nor_from_a_device() {
    let app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let (before, other) = (opened(&device).await, app.sign_in(VILDE).await);
    let folder = tempfile::tempdir().unwrap();
    let backup = Database::File(folder.path().join("backup.db"));
    let backup: Arc<dyn LedgerStore> = backup.open(true).await.unwrap();
    let copied = copy_centre(app.store.as_ref(), backup.as_ref(), Epoch::Raised, &[]).await;
    copied.unwrap();
    let after = opened(&device).await;
    let file = ErasuresFile::at(&folder.path().join("erasures.jsonl"));
    for opening in [&before, &after] {
        erase_plan(&app, opening.plan, Some(&file)).await;
    }
    app.store
        .revoke_device(other.device, other.user.user, NOW, None)
        .await
        .unwrap();
    let revoked = crate::erasures_file::RevokedLine {
        at: NOW,
        device: other.device,
        by: other.user.user,
    };
    file.add(&[Line::DeviceRevoked(revoked)]).unwrap();
    let lines: Vec<Line> = file.read().unwrap();
    assert_eq!(lines.len(), 3);
    let text = std::fs::read_to_string(folder.path().join("erasures.jsonl")).unwrap();
    assert!(
        text.contains("wrong-person") && !text.contains("Nyvik"),
        "{text}"
    );

    let database = crate::test_database::TestDatabase::new().await;
    let restored = database.open().await;
    let copied = copy_centre(backup.as_ref(), restored.as_ref(), Epoch::Raised, &lines).await;
    copied.unwrap();
    assert_eq!(fault_in(restored.as_ref()).await, None);
    let is_opening = |one: &Stored| [before.id, after.id].contains(&one.entry.id);
    for plan in [before.plan, after.plan] {
        let entries = restored.plan_entries(plan).await.unwrap();
        assert!(!entries.iter().any(is_opening));
    }
    // Again at the next start: nothing is left to be done.
    assert_eq!(replay(restored.as_ref(), &lines).await.unwrap(), 0);
    restored.close().await;

    // The tablet offers again what it has receipts for.
    let app = TestApp::try_open(database, app.centre.realm).await.unwrap();
    let device = app.sign_in_known(device.user.clone()).await;
    let mine = |opening: &Entry| Entry {
        device: device.device,
        ..opening.clone()
    };
    let answer = device.sync(None, &[mine(&before), mine(&after)]).await;
    assert_eq!((answer.receipts.len(), answer.rejected.len()), (2, 0));
    let held = answer.entries.entries().unwrap();
    assert!(!held.iter().any(is_opening));
    for plan in [before.plan, after.plan] {
        assert!(answer.anew.contains(&plan) || answer.whole.is_some_and(|all| all.contains(plan)));
    }
    let again = device.sync(Some(&answer.cursor), &[mine(&after)]).await;
    assert_eq!((again.receipts.len(), &again.anew), (1, &vec![after.plan]));
    let devices = app
        .store
        .devices(&crate::storage::DeviceScope::All)
        .await
        .unwrap();
    let revoked = devices
        .iter()
        .find(|one| one.device == other.device)
        .unwrap();
    assert_eq!(revoked.revoked, Some((NOW, other.user.user)));
}

#[test]
fn half_a_line_at_the_end_is_passed_over_and_a_damaged_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("erasures.jsonl");
    let file = ErasuresFile::at(&path);
    assert_eq!(file.read().unwrap(), []);
    let line = Line::Erased(ErasedLine {
        at: 5,
        plan: PlanId(uuid::Uuid::from_u128(1)),
        log: Partition::named("ullersmo".to_owned()),
        entries: BTreeSet::from([EntryId(uuid::Uuid::from_u128(2))]),
        ground: ErasureGround::Court,
    });
    file.add(std::slice::from_ref(&line)).unwrap();
    let whole = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("{whole}{}", &whole[..20])).unwrap();
    assert_eq!(file.read().unwrap(), std::slice::from_ref(&line));
    file.add(std::slice::from_ref(&line)).unwrap();
    assert_eq!(file.read().unwrap(), [line.clone(), line]);
    std::fs::write(&path, format!("{{\"kind\":\"other\"}}\n{whole}")).unwrap();
    let read = file.read();
    assert!(matches!(read, Err(ReadErasuresError::Line { line: 1 })));
}
