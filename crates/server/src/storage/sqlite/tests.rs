//! The contract on `SQLite`, and damage that the chain has to show.

use sqlx::AssertSqlSafe;

use super::*;
use crate::chain;
use crate::storage::contract::keeps_the_contract;
use crate::test_app::TestApp;
use crate::verify::{Fault, Finding, verify_ledger};

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let number = std::sync::atomic::AtomicU32::new(0);
    keeps_the_contract(|| {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let path = folder.path().join(format!("{number}.db"));
        async move { SqliteStore::open(&path, true).await.unwrap() }
    })
    .await;
}

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
        let done = sqlx::query(sql).execute(&app.store.writer).await;
        assert!(done.is_err(), "{sql}");
    }
}

/// The first fault in Ullersmo's log after `damage`.
async fn fault_after(damage: &[&str]) -> (u64, Fault) {
    let app = TestApp::new().await;
    let whole = verify_ledger(app.store.as_ref()).await.unwrap();
    assert!(matches!(whole, Finding::Whole { .. }));
    let open = [
        "DROP TRIGGER ledger_is_never_changed",
        "DROP TRIGGER ledger_is_never_shortened",
    ];
    for sql in open.iter().chain(damage) {
        let done = sqlx::query(AssertSqlSafe((*sql).to_owned()));
        let done = done.execute(&app.store.writer).await.unwrap();
        assert!(sql.starts_with("DROP") || done.rows_affected() > 0, "{sql}");
    }
    match verify_ledger(app.store.as_ref()).await.unwrap() {
        Finding::Fault {
            partition,
            sequence,
            fault,
        } => {
            assert_eq!(partition.as_str(), "ullersmo");
            (sequence, fault)
        }
        Finding::Whole { .. } => panic!("the damage does not show"),
    }
}

#[tokio::test]
async fn a_changed_byte_shows() {
    let change = "UPDATE ledger SET body = body || x'00' \
                  WHERE partition = 'ullersmo' AND sequence = 100";
    assert_eq!(fault_after(&[change]).await, (100, Fault::WrongHash));
    let time = "UPDATE ledger SET received_at = received_at + 1 \
                WHERE partition = 'ullersmo' AND sequence = 100";
    assert_eq!(fault_after(&[time]).await, (100, Fault::WrongHash));
}

#[tokio::test]
async fn a_changed_column_shows() {
    let change = "UPDATE ledger SET author = zeroblob(16) \
                  WHERE partition = 'ullersmo' AND sequence = 100";
    assert_eq!(fault_after(&[change]).await, (100, Fault::WrongColumn));
}

#[tokio::test]
async fn a_dropped_row_shows() {
    let drop = "DELETE FROM ledger WHERE partition = 'ullersmo' AND sequence = 100";
    assert_eq!(fault_after(&[drop]).await, (101, Fault::Gap));
    let close = "UPDATE ledger SET sequence = sequence - 1 \
                 WHERE partition = 'ullersmo' AND sequence = 101";
    assert_eq!(fault_after(&[drop, close]).await, (100, Fault::WrongHash));
}

#[tokio::test]
async fn two_rows_that_changed_places_show() {
    let swap = [
        "UPDATE ledger SET sequence = 1000000 WHERE partition = 'ullersmo' AND sequence = 100",
        "UPDATE ledger SET sequence = 100 WHERE partition = 'ullersmo' AND sequence = 101",
        "UPDATE ledger SET sequence = 101 WHERE partition = 'ullersmo' AND sequence = 1000000",
    ];
    assert_eq!(fault_after(&swap).await, (100, Fault::WrongHash));
}

#[tokio::test]
async fn an_added_row_shows() {
    let add = "INSERT INTO ledger SELECT partition, 1000000, zeroblob(16), plan, author, device, \
               received_at, body, hash FROM ledger WHERE partition = 'ullersmo' AND sequence = 1";
    assert_eq!(fault_after(&[add]).await, (1_000_000, Fault::Gap));
}

#[tokio::test]
async fn an_end_that_was_cut_off_shows_against_the_head() {
    let cut = "DELETE FROM ledger WHERE partition = 'ullersmo' AND sequence > 300";
    assert_eq!(fault_after(&[cut]).await, (300, Fault::WrongEnd));
    let headless = "DELETE FROM heads WHERE partition = 'ullersmo'";
    assert_eq!(fault_after(&[headless]).await, (0, Fault::NoHead));
}

#[test]
fn no_two_rows_give_the_chain_the_same_bytes() {
    let link = |name: &str, body: &[u8]| {
        let partition = Partition::named(name.to_owned());
        chain::link(Hash::START, &partition, 1, 1, body)
    };
    assert_ne!(link("a", b"bc"), link("ab", b"c"));
}
