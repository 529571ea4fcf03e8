//! What lies in the browser (D13). The only place that names `indexed_db_futures`.
//!
//! Unsent entries lie singly; received ones as packed segments per plan; one snapshot per plan; a few
//! pages with the summaries of all plans for lists and search. Everything that belongs together is
//! written in one strict transaction, and only [`Connection::commit`] writes.

mod connection;
mod contacts;
mod copies;
mod database;
mod drafts;
mod filters;
mod for_centre;
mod forgetting;
mod journal_store;
mod keys;
mod left_behind;
mod left_pages;
mod loading;
mod locking;
mod marks;
mod outbox;
mod reads;
mod record;
mod refolding;
mod rotating;
mod second_copy;
mod session;
mod spaces;
mod stash;
mod summaries;
mod taking_in;
mod unlocking;
mod writes;

pub use connection::{CommitError, Op, OpenStoreError, ReadError};
pub use contacts::{Contacts, SpaceContact};
pub use drafts::{Began, Draft};
pub use for_centre::{Damaged, ToHandIn, note_handed_in, sealed_in};
pub use journal_store::JournalStore;
#[cfg(feature = "bench")]
pub use keys::lie_bare;
pub use left_behind::LeftBehind;
pub use loading::Loaded;
pub use locking::LockChoice;
pub use marks::{mark, set_mark};
pub use outbox::Waiting;
pub use refolding::{Folding, FromDirectory};
pub use second_copy::{in_second_copy, note_saved, only_in_second_copy, open_second_copy, settle};
pub use session::{RememberSessionError, Session};
pub use spaces::{
    Listed, Space, SpaceUse, database_of, drop_space, is_space_empty, keep_space, keep_use, spaces,
    unsent_in, unsent_in_dropped, use_of,
};
pub use taking_in::{SetAside, SyncRecord, TakenIn};
pub use unlocking::{
    MakeSpaceError, UnlockError, add_screen_lock, change_passphrase, drop_screen_lock,
    is_passphrase_of, make_space, opens_by_screen_lock, unlock, unlock_by_screen_lock,
};

pub use crate::sealing::{
    AskScreenLockError, KeyHolder, ScreenLock, SpaceKeys, WeakPassphrase, ask_for_keys,
    check_passphrase, has_screen_lock, is_same_passphrase, offer_passphrase, space_name,
};

use connection::Connection;
