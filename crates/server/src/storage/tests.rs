//! Damage that the chain has to show.

use crate::chain::{self, Hash, Salt};
use crate::partition::Partition;
use crate::storage::sqlite::SqliteStore;
use crate::test_app::TestApp;
use crate::verify::{Fault, Finding, LedgerFault, verify_ledger};

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made_by_accident() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing.db");
    assert!(SqliteStore::open(&path, false).await.is_err());
    assert!(!path.exists());
}

#[tokio::test]
async fn the_ledger_cannot_be_changed_or_shortened_by_plain_statements() {
    let app = TestApp::new().await;
    for sql in [
        "UPDATE ledger SET received_at = 0 WHERE sequence = 1",
        "DELETE FROM ledger WHERE sequence = 1",
    ] {
        assert!(app.database.run(sql).await.is_err(), "{sql}");
    }
}

/// The first fault in Ullersmo's log after `damage`.
async fn fault_after(app: &TestApp, damage: &[&str]) -> (u64, Fault) {
    let whole = verify_ledger(app.store.as_ref()).await.unwrap();
    assert!(matches!(whole, Finding::Whole { .. }));
    app.database.disarm().await;
    for sql in damage {
        assert!(app.database.run(sql).await.unwrap() > 0, "{sql}");
    }
    match verify_ledger(app.store.as_ref()).await.unwrap() {
        Finding::Fault(LedgerFault {
            partition,
            sequence,
            fault,
        }) => {
            assert_eq!(partition.as_str(), "ullersmo");
            (sequence, fault)
        }
        Finding::Whole { .. } => panic!("the damage does not show"),
    }
}

#[tokio::test]
async fn a_changed_byte_shows() {
    let app = TestApp::new().await;
    let zero: String = app.database.bytes("00");
    let change = format!(
        "UPDATE ledger SET body = body || {zero} WHERE partition = 'ullersmo' AND sequence = 100"
    );
    assert_eq!(fault_after(&app, &[&change]).await, (100, Fault::WrongHash));
    let app = TestApp::new().await;
    let time = "UPDATE ledger SET received_at = received_at + 1 \
                WHERE partition = 'ullersmo' AND sequence = 100";
    assert_eq!(fault_after(&app, &[time]).await, (100, Fault::WrongHash));
}

#[tokio::test]
async fn a_changed_column_shows() {
    let app = TestApp::new().await;
    let nobody: String = app.database.bytes(&"00".repeat(16));
    let change = format!(
        "UPDATE ledger SET author = {nobody} WHERE partition = 'ullersmo' AND sequence = 100"
    );
    assert_eq!(
        fault_after(&app, &[&change]).await,
        (100, Fault::WrongColumn)
    );
}

#[tokio::test]
async fn a_dropped_row_shows() {
    let drop = "DELETE FROM ledger WHERE partition = 'ullersmo' AND sequence = 100";
    let app = TestApp::new().await;
    assert_eq!(fault_after(&app, &[drop]).await, (101, Fault::Gap));
    let close = "UPDATE ledger SET sequence = sequence - 1 \
                 WHERE partition = 'ullersmo' AND sequence = 101";
    let app = TestApp::new().await;
    assert_eq!(
        fault_after(&app, &[drop, close]).await,
        (100, Fault::WrongHash)
    );
}

#[tokio::test]
async fn two_rows_that_changed_places_show() {
    let swap = [
        "UPDATE ledger SET sequence = 1000000 WHERE partition = 'ullersmo' AND sequence = 100",
        "UPDATE ledger SET sequence = 100 WHERE partition = 'ullersmo' AND sequence = 101",
        "UPDATE ledger SET sequence = 101 WHERE partition = 'ullersmo' AND sequence = 1000000",
    ];
    let app = TestApp::new().await;
    assert_eq!(fault_after(&app, &swap).await, (100, Fault::WrongHash));
}

#[tokio::test]
async fn an_added_row_shows() {
    let app = TestApp::new().await;
    let id: String = app.database.bytes(&"ab".repeat(16));
    let add = format!(
        "INSERT INTO ledger SELECT partition, 1000000, {id}, plan, author, device, received_at, \
         body, salt, body_hash, erased_at, hash FROM ledger WHERE partition = 'ullersmo' AND sequence = 1"
    );
    assert_eq!(fault_after(&app, &[&add]).await, (1_000_000, Fault::Gap));
}

#[tokio::test]
async fn an_end_that_was_cut_off_shows_against_the_head() {
    let cut = "DELETE FROM ledger WHERE partition = 'ullersmo' AND sequence > 300";
    let app = TestApp::new().await;
    assert_eq!(fault_after(&app, &[cut]).await, (300, Fault::WrongEnd));
    let headless = "DELETE FROM heads WHERE partition = 'ullersmo'";
    let app = TestApp::new().await;
    assert_eq!(fault_after(&app, &[headless]).await, (0, Fault::NoHead));
}

#[test]
fn no_two_rows_give_the_chain_the_same_bytes() {
    let link = |name: &str, body: &[u8]| {
        let partition = Partition::named(name.to_owned());
        let written = chain::row_hash(
            [uuid::Uuid::nil(); 4],
            chain::body_hash(Salt([7; 16]), body),
        );
        chain::link(Hash::START, &partition, 1, 1, written)
    };
    assert_ne!(link("a", b"bc"), link("ab", b"c"));
}
