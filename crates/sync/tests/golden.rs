//! The wire format, pinned: each file holds a message's bytes in hexadecimal. A file is never edited again once
//! a version with it is released; a new meaning gets a new name. `OVERGANG_WRITE_GOLDEN=1` writes
//! files that are missing.

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

use std::collections::BTreeSet;

use overgang_domain::{
    Change, DeviceId, Entry, EntryId, ItemId, NoteId, PlanId, Status, Stored, Timestamp, UserId,
    form,
};
use overgang_sync::message::{Enrolment, Lease, ReadAct, ReadNote, ReadReason, TagKey};
use overgang_sync::{
    Cursor, EntryBatch, PlanRange, Receipt, RejectReason, Rejected, SyncRequest, SyncResponse,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// Checks that `message` is written as its file says, and that the file reads back to it.
fn check<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(name: &str, message: &T) {
    let path = format!("{}/tests/golden/{name}.hex", env!("CARGO_MANIFEST_DIR"));
    let bytes: Vec<u8> = form::write(message).unwrap();
    let written: String = bytes.chunks(32).map(|line| hex(line) + "\n").collect();
    if std::env::var_os("OVERGANG_WRITE_GOLDEN").is_some() && !std::fs::exists(&path).unwrap() {
        std::fs::write(&path, &written).unwrap();
    }
    let text: String = std::fs::read_to_string(path).unwrap();
    assert_eq!(written, text, "{name}");
    let hex: String = text.split_whitespace().collect();
    let pairs = hex.as_bytes().chunks(2);
    let bytes: Vec<u8> = pairs
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    assert_eq!(form::read::<T>(&bytes).unwrap(), *message, "{name}");
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn entry_id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(
        0x01a2_df96_0000_7000_8000_0000_0000_0000 + number,
    ))
}

fn entry(number: u128, person: u64, millis: u64, change: Change) -> Entry {
    Entry {
        id: entry_id(number),
        plan: PlanId(Uuid::from_u128(0x01a2_df95_aaaa_7000_8000_0000_0000_0001)),
        author: UserId(Uuid::from_u64_pair(0xa0, person)),
        device: DeviceId(Uuid::from_u64_pair(0xd0, person)),
        time: Timestamp { millis, counter: 0 },
        replaces: BTreeSet::new(),
        change,
    }
}

fn status(status: Status, why: &str) -> Change {
    Change::StatusSet {
        item: ItemId::from("id-check"),
        status,
        why: why.to_owned(),
    }
}

#[test]
fn a_request_reads_and_is_written_to_the_byte() {
    let mut done = entry(
        2,
        1,
        1_799_049_600_000,
        status(Status::Done, "Passet er her"),
    );
    done.time.counter = 1;
    done.replaces = BTreeSet::from([entry_id(1)]);
    let entries = [
        entry(1, 1, 1_799_049_600_000, status(Status::NeedsHelp, "")),
        done,
        entry(
            3,
            1,
            1_799_049_594_000,
            Change::from_bytes(&[0x84, 0x07, 0x2a]),
        ),
    ]
    .map(Stored::unsent);
    let request = SyncRequest {
        protocol: 1,
        app: "0.1.0".to_owned(),
        user: UserId(Uuid::from_u64_pair(0xa0, 1)),
        device: DeviceId(Uuid::from_u64_pair(0xd0, 1)),
        cursor: Some(Cursor("1;:4,ullersmo:12,".to_owned())),
        accept_bytes: 524_288,
        unsent: 3,
        entries: EntryBatch::of(&entries),
        reads: vec![ReadNote {
            id: Uuid::from_u64_pair(0xe0, 1),
            act: ReadAct::Searched,
            reason: ReadReason::List,
            plans: BTreeSet::from([entries[0].entry.plan]),
            first: 1_799_049_500_000,
            last: 1_799_049_590_000,
            times: 3,
        }],
        after: Some(entry_id(9)),
        becomes: Some(DeviceId(Uuid::from_u64_pair(0xd0, 2))),
    };
    check("sync_request", &request);
    assert_eq!(request.entries.entries().unwrap(), entries);
}

#[test]
fn a_first_request_without_cursor_and_entries_reads_and_is_written_to_the_byte() {
    let request = SyncRequest {
        protocol: 1,
        app: "0.1.0".to_owned(),
        user: UserId(Uuid::from_u64_pair(0xa0, 1)),
        device: DeviceId(Uuid::from_u64_pair(0xd0, 1)),
        cursor: None,
        accept_bytes: 524_288,
        unsent: 0,
        entries: EntryBatch::default(),
        reads: Vec::new(),
        after: None,
        becomes: None,
    };
    check("sync_request_first", &request);
}

#[test]
fn an_answer_reads_and_is_written_to_the_byte() {
    let note = Change::NoteWritten {
        note: NoteId(Uuid::from_u128(0x01a2_df97_0000_7000_8000_0000_0000_0009)),
        item: None,
        text: "Møte tirsdag".to_owned(),
    };
    let news = [Stored::received(
        entry(4, 2, 1_799_049_600_000, note),
        1_799_049_601_500,
    )];
    let response = SyncResponse {
        receipts: vec![Receipt {
            id: entry_id(1),
            received_at: 1_799_049_700_000,
        }],
        rejected: vec![Rejected {
            id: entry_id(2),
            reason: RejectReason::ReplacesForeign,
        }],
        anew: vec![PlanId(Uuid::from_u128(
            0x01a2_df95_aaaa_7000_8000_0000_0000_0001,
        ))],
        whole: Some(PlanRange {
            after: None,
            until: Some(PlanId(Uuid::from_u128(
                0x01a2_df95_aaaa_7000_8000_0000_0000_0001,
            ))),
        }),
        entries: EntryBatch::of(&news),
        cursor: Cursor("1;:4,ullersmo:14,".to_owned()),
        more: true,
        centre_time: 1_799_049_700_000,
        last: Some(entry_id(1)),
        enrolled: Some(Enrolment {
            device: DeviceId(Uuid::from_u64_pair(0xd0, 2)),
            tag_key: TagKey([7; 32]),
        }),
        lease: Lease {
            read_hours: 72,
            keep_days: 300,
        },
    };
    check("sync_response", &response);
    assert_eq!(response.entries.entries().unwrap(), news);
}

#[test]
fn a_reason_that_only_a_newer_centre_knows_is_read_as_another_reason() {
    let newer: Vec<u8> = form::write(&(entry_id(1), 200_u32)).unwrap();
    let rejected: Rejected = form::read(&newer).unwrap();
    assert_eq!(rejected.reason, RejectReason::Other);
}
