//! The spaces that tests write in: each goes by a name, and its keys live as long as the page.

use std::cell::RefCell;
use std::collections::BTreeMap;

use overgang::sealing::SpaceKeys;
use overgang::storage::database_of;
use uuid::Uuid;

thread_local! {
    static KEYS: RefCell<BTreeMap<String, SpaceKeys>> = const { RefCell::new(BTreeMap::new()) };
}

/// The keys of the space of this name.
pub(crate) async fn keys(name: &str) -> SpaceKeys {
    let known: Option<SpaceKeys> = KEYS.with_borrow(|keys| keys.get(name).cloned());
    if let Some(known) = known {
        return known;
    }
    let fresh = SpaceKeys::unkept(space(name)).await;
    let fresh: SpaceKeys = fresh.expect("this page has WebCrypto");
    KEYS.with_borrow_mut(|keys| keys.insert(name.to_owned(), fresh.clone()));
    fresh
}

/// The name of its database.
pub(crate) fn database(name: &str) -> String {
    database_of(space(name))
}

/// An id made of the name's letters.
pub(crate) fn space(name: &str) -> Uuid {
    let mixed = name.bytes().fold(0x6c62_272e_u128, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    });
    Uuid::from_u128(mixed)
}
