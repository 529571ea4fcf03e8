//! What lies in the browser is sealed, opens in its own place only, and says so where it is damaged.

use overgang::sealing::{
    OpenRecordError, SpaceKeys, WeakPassphrase, check_passphrase, is_same_passphrase,
    offer_passphrase,
};
use overgang_testkit::Writer;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::journal_store::{open, save};
use crate::spaces::{database, keys};
use crate::stored;

const WORDS: &str = "Ingen plass på Grønland hospits, ring Åse";

#[wasm_bindgen_test]
async fn a_record_opens_where_it_was_sealed_and_nowhere_else() {
    let keys: SpaceKeys = keys("places").await;
    let long: String = WORDS.repeat(200);
    for (text, may_pack) in [(WORDS, false), (WORDS, true), (long.as_str(), true)] {
        let sealed = keys.seal("drafts", "one", text.as_bytes(), may_pack).await;
        let sealed: Vec<u8> = sealed.expect("sealed");
        let opened = keys.open("drafts", "one", &sealed).await;
        assert_eq!(opened.as_deref(), Ok(text.as_bytes()));
        for (store, name) in [("drafts", "other"), ("outbox", "one"), ("draft", "sone")] {
            let moved = keys.open(store, name, &sealed).await;
            assert_eq!(moved, Err(OpenRecordError::Damaged), "{store}/{name}");
        }
        let others: SpaceKeys = SpaceKeys::unkept(keys.space()).await.expect("keys");
        let foreign = others.open("drafts", "one", &sealed).await;
        assert_eq!(foreign, Err(OpenRecordError::Damaged));
    }
}

#[wasm_bindgen_test]
async fn every_flipped_byte_and_every_cut_is_recognised() {
    let keys: SpaceKeys = keys("flips").await;
    let sealed = keys.seal("drafts", "one", WORDS.as_bytes(), false).await;
    let sealed: Vec<u8> = sealed.expect("sealed");
    for at in 0..sealed.len() {
        let mut flipped: Vec<u8> = sealed.clone();
        if let Some(byte) = flipped.get_mut(at) {
            *byte ^= 0x10;
        }
        assert!(keys.open("drafts", "one", &flipped).await.is_err(), "{at}");
        let cut: &[u8] = sealed.get(..at).unwrap_or_default();
        assert!(keys.open("drafts", "one", cut).await.is_err(), "{at}");
    }
}

#[wasm_bindgen_test]
async fn the_same_text_never_looks_the_same_twice() {
    let keys: SpaceKeys = keys("nonces").await;
    let once = keys.seal("drafts", "one", WORDS.as_bytes(), false).await;
    let twice = keys.seal("drafts", "one", WORDS.as_bytes(), false).await;
    assert_ne!(once.expect("sealed"), twice.expect("sealed"));
}

#[wasm_bindgen_test]
async fn nothing_of_a_journal_lies_in_clear() {
    let (store, _) = open("no-clear-text").await;
    let mut writer = Writer::new(21);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let name = "Prøve Prøvesen";
    assert_eq!(plan.name().value, name);
    let all = stored::everything(&database("no-clear-text")).await;
    assert!(all.len() > 300, "there is something to look through");
    for needle in [name.as_bytes(), b"ullersmo".as_slice()] {
        let is_there: bool = all.windows(needle.len()).any(|window| window == needle);
        assert!(
            !is_there,
            "{} lies in clear",
            String::from_utf8_lossy(needle)
        );
    }
}

#[wasm_bindgen_test]
fn weak_passphrases_are_refused_and_offered_ones_are_not() {
    for (passphrase, why) in [
        ("1234", WeakPassphrase::Short),
        ("kort", WeakPassphrase::Short),
        ("  mange   mellomrom ", WeakPassphrase::Short),
        ("123456789012", WeakPassphrase::Number),
        ("1234-5678-9012", WeakPassphrase::Number),
        ("aaaaaaaaaaaaaaa", WeakPassphrase::Repeated),
        ("abababababab", WeakPassphrase::Repeated),
    ] {
        let checked = check_passphrase(passphrase);
        if passphrase.trim().len() >= 12 && why == WeakPassphrase::Short {
            assert_eq!(checked, Ok(()), "{passphrase}");
        } else {
            assert_eq!(checked, Err(why), "{passphrase}");
        }
    }
    for _ in 0..50 {
        let offered: String = offer_passphrase().expect("chance");
        assert_eq!(offered.split(' ').count(), 3);
        assert_eq!(check_passphrase(&offered), Ok(()), "{offered}");
    }
    assert!(is_same_passphrase(
        " blåbærbåt  og\u{a0}fjellugle",
        "bla\u{30a}bærba\u{30a}t og fjellugle "
    ));
    assert!(!is_same_passphrase("Fjellugle", "fjellugle"));
}
