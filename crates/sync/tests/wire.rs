//! Any entries at all survive the wire, in order and to the letter.

use overgang_domain::Stored;
use overgang_sync::EntryBatch;
use overgang_testkit::arbitrary;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_batch_gives_back_the_same_entries_in_the_same_order(entries in arbitrary::entries()) {
        let json: String = serde_json::to_string(&EntryBatch::of(&entries)).unwrap();
        let batch: EntryBatch = serde_json::from_str(&json).unwrap();
        let back: Vec<Stored> = batch.entries().unwrap();
        prop_assert_eq!(back, entries);
    }

    #[test]
    fn bytes_that_are_no_request_are_an_error_and_no_panic(bytes in any::<Vec<u8>>()) {
        prop_assert!(overgang_sync::SyncRequest::from_json(&bytes).is_err());
    }
}
