//! Any entries at all survive the wire, in order and to the byte.

use overgang_domain::{Entry, Stored, form};
use overgang_sync::EntryBatch;
use overgang_testkit::arbitrary;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_batch_gives_back_the_same_entries_in_the_same_order(entries in arbitrary::entries()) {
        let bytes: Vec<u8> = form::write(&EntryBatch::of(&entries)).unwrap();
        let batch: EntryBatch = form::read(&bytes).unwrap();
        let back: Vec<Stored> = batch.entries().unwrap();
        prop_assert_eq!(back, entries);
    }

    #[test]
    fn an_entry_reads_back_what_was_written(entries in arbitrary::entries()) {
        for stored in entries {
            let bytes: Vec<u8> = form::write(&stored.entry).unwrap();
            prop_assert_eq!(form::read::<Entry>(&bytes), Ok(stored.entry));
        }
    }

    #[test]
    fn bytes_that_are_no_request_are_an_error_and_no_panic(bytes in any::<Vec<u8>>()) {
        prop_assert!(overgang_sync::SyncRequest::from_bytes(&bytes).is_err());
    }

    /// Whatever a faulty or hostile device makes of a batch, reading it ends in entries or in an error.
    #[test]
    fn a_batch_with_changed_bytes_is_entries_or_an_error(
        entries in arbitrary::entries(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes: Vec<u8> = form::write(&EntryBatch::of(&entries)).unwrap();
        for (place, byte) in changes {
            let at: usize = place.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(batch) = form::read::<EntryBatch>(&bytes) {
            drop(batch.entries());
        }
    }
}
