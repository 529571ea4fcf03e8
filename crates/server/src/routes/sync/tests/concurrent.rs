//! Many devices at once, over two processes of the centre: no log gets a gap, and no reader misses an entry.

use std::collections::BTreeSet;
use std::time::Duration;

use super::*;

const WRITERS: usize = 16;
const BATCHES: usize = 8;
const ENTRIES: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn readers_that_follow_their_cursor_see_everything_once_while_many_write() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let users = [TORSTEIN, VILDE];
    let mut reading = Vec::new();
    for user in [TORSTEIN, VILDE, VILDE] {
        reading.push(tokio::spawn(follow(app.sign_in(user).await)));
    }
    let mut writing = Vec::new();
    for number in 0..WRITERS {
        let mut device = app.sign_in(users[number % users.len()]).await;
        if number % 2 == 1 {
            device.router = beside.router.clone();
        }
        writing.push(tokio::spawn(write(device)));
    }
    let mut written: BTreeSet<EntryId> = BTreeSet::new();
    for one in writing {
        written.extend(one.await.unwrap());
    }
    assert_eq!(written.len(), WRITERS * BATCHES * (ENTRIES + 1));
    for one in reading {
        let seen: Vec<EntryId> = one.await.unwrap();
        let once: BTreeSet<EntryId> = seen.iter().copied().collect();
        assert_eq!(once.len(), seen.len(), "something came twice");
        assert!(written.is_subset(&once), "something was skipped");
    }
    let finding = verify_ledger(app.centre.store.as_ref()).await.unwrap();
    assert!(matches!(finding, Finding::Whole { .. }), "{finding:?}");
}

/// Opens plans in the prison that all have in common, and hands everything in twice.
async fn write(device: TestDevice) -> Vec<EntryId> {
    let mut written: Vec<EntryId> = Vec::new();
    let mut cursor: Option<Cursor> = None;
    for _ in 0..BATCHES {
        let opening = device.opening("ullersmo");
        let plan = opening.plan;
        let mut batch: Vec<Entry> = vec![opening];
        batch.extend((0..ENTRIES).map(|_| device.status(plan, "release-travel")));
        let first = device.sync(cursor.as_ref(), &batch).await;
        let again = device.sync(cursor.as_ref(), &batch).await;
        assert_eq!(first.receipts.len(), batch.len());
        assert_eq!(first.receipts.len(), again.receipts.len());
        cursor = Some(again.cursor);
        written.extend(batch.iter().map(|entry| entry.id));
    }
    written
}

/// Reads on until nothing has come for a while, and drops what it is told to.
async fn follow(device: TestDevice) -> Vec<EntryId> {
    let mut request = device.request();
    request.accept_bytes = 3_000;
    let mut held: Vec<(PlanId, EntryId)> = Vec::new();
    let mut quiet: usize = 0;
    while quiet < 40 {
        let answer = device.send(&request).await.synced();
        let news = entries_in(&answer);
        quiet = if news.is_empty() { quiet + 1 } else { 0 };
        held.retain(|(plan, _)| !drops(&answer, *plan));
        held.extend(news.iter().map(|one| (one.entry.plan, one.entry.id)));
        request.cursor = Some(answer.cursor);
        if news.is_empty() {
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }
    held.into_iter().map(|(_, entry)| entry).collect()
}
