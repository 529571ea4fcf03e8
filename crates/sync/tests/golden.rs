//! The wire format, pinned: each file reads, and is written back to the byte. A file is never edited
//! again once a version with it is released; a new meaning gets a new name.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

use overgang_domain::Stored;
use overgang_sync::{ApiError, SyncRequest, SyncResponse};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn read<T: Serialize + DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text: String = std::fs::read_to_string(path).unwrap();
    let message: T = serde_json::from_str(&text).unwrap();
    let written: String = serde_json::to_string_pretty(&message).unwrap() + "\n";
    assert_eq!(
        written, text,
        "{name} is written back otherwise than it was read"
    );
    message
}

#[test]
fn a_request_reads_and_is_written_back_to_the_byte() {
    let request: SyncRequest = read("sync_request");
    assert_eq!(request.protocol, 1);
    assert_eq!(request.unsent, 3);
    let entries: Vec<Stored> = request.entries.entries().unwrap();
    let times: Vec<(u64, u32)> = entries.iter().map(|one| one.entry.time.into()).collect();
    assert_eq!(
        times,
        [
            (1_799_049_600_000, 0),
            (1_799_049_600_000, 1),
            (1_799_049_594_000, 0)
        ]
    );
    assert!(entries.iter().all(|one| one.received_at.is_none()));
    assert!(entries[1].entry.replaces.contains(&entries[0].entry.id));
}

#[test]
fn an_answer_reads_and_is_written_back_to_the_byte() {
    let response: SyncResponse = read("sync_response");
    assert_eq!(response.receipts.len(), 1);
    assert_eq!(response.rejected.len(), 1);
    assert!(response.more);
    let entries: Vec<Stored> = response.entries.entries().unwrap();
    assert_eq!(entries[0].received_at, Some(1_799_049_601_500));
    assert_eq!(entries[0].entry.time.millis, 1_799_049_600_000);
}

#[test]
fn a_first_request_without_cursor_and_entries_reads_and_is_written_back_to_the_byte() {
    let request: SyncRequest = read("sync_request_first");
    assert_eq!(request.cursor, None);
    assert!(request.entries.is_empty());
}

#[test]
fn an_error_reads_and_is_written_back_to_the_byte() {
    let error: ApiError = read("api_error");
    assert_eq!(error.code, "cursor-unknown");
}

#[test]
fn a_reason_that_only_a_newer_centre_knows_is_read_as_another_reason() {
    let json = r#"{"id":"01a2df96-0000-7000-8000-000000000001","reason":"moon-too-full"}"#;
    let rejected: overgang_sync::Rejected = serde_json::from_str(json).unwrap();
    assert_eq!(rejected.reason, overgang_sync::RejectReason::Other);
}
