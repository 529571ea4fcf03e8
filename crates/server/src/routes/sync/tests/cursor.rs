//! To whom a cursor says something: to the ledger that gave it, until it is restored.

use super::*;
use crate::copying::{Epoch, new_epoch};
use crate::test_backup::{TestBackup, copied};

/// The status and the word of the answer to a device that asks with this cursor.
async fn ask(device: &TestDevice, cursor: &Cursor) -> (u16, String) {
    let mut request = device.request();
    request.cursor = Some(cursor.clone());
    let answer = device.send(&request).await;
    let is_good: bool = answer.status == 200;
    let word = if is_good {
        String::new()
    } else {
        answer.code()
    };
    (answer.status, word)
}

fn unknown() -> (u16, String) {
    (409, "cursor-unknown".to_owned())
}

#[tokio::test]
async fn a_cursor_that_was_bent_is_answered_like_any_that_nobody_wrote() {
    let app = TestApp::new().await;
    let device = app.sign_in(INGRID).await;
    let cursor = device.sync(None, &[]).await.cursor;
    assert_eq!(ask(&device, &cursor).await.0, 200);
    for place in 0..cursor.0.len() {
        let mut letters: Vec<u8> = cursor.0.clone().into_bytes();
        letters[place] = if letters[place] == b'A' { b'B' } else { b'A' };
        let bent = Cursor(String::from_utf8(letters).unwrap());
        assert_eq!(ask(&device, &bent).await, unknown(), "{place}");
    }
    // It goes with every exchange.
    assert!(cursor.0.len() < 160, "{}", cursor.0.len());
}

#[tokio::test]
async fn devices_go_on_after_a_copy_and_begin_anew_after_a_restore_or_a_new_epoch() {
    let mut app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let backup = TestBackup::of(&mut app).await;
    let late = device.opening("ullersmo");
    let cursor = device.sync(None, std::slice::from_ref(&late)).await.cursor;

    let copy = copied(app.store.as_ref(), Epoch::Kept, &[], &app).await;
    let again = copy.sign_in_again(&device).await;
    assert_eq!(entries_in(&again.sync(Some(&cursor), &[]).await), []);

    let restored = backup.restore(&app).await;
    assert_ne!(restored.centre.cursor_key, app.centre.cursor_key);
    let again = restored.sign_in_again(&device).await;
    assert_eq!(ask(&again, &cursor).await, unknown());
    // The device then offers again what the centre had confirmed, and reads from the start.
    let answer = again.sync(None, std::slice::from_ref(&late)).await;
    assert_eq!(answer.receipts.len(), 1);
    assert!(entries_in(&answer).len() > 100);
    assert_eq!(ask(&again, &answer.cursor).await.0, 200);

    let (epoch, key) = new_epoch().unwrap();
    app.store.set_epoch(&epoch, &key).await.unwrap();
    let app = app.restart().await;
    let again = app.sign_in_again(&device).await;
    assert_eq!(ask(&again, &cursor).await, unknown());
    let answer = again.sync(None, std::slice::from_ref(&late)).await;
    assert_eq!(answer.receipts.len(), 1);
    assert_eq!(ask(&again, &answer.cursor).await.0, 200);
}
