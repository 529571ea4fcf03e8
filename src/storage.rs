//! What lies in the browser (D13). The only place that names `indexed_db_futures`.
//!
//! Unsent entries lie singly; received ones as packed segments per plan; one snapshot per plan; a few
//! pages with the summaries of all plans for lists and search. Everything that belongs together is
//! written in one strict transaction, and only [`Connection::commit`] writes.

mod connection;
mod copies;
mod drafts;
mod filters;
mod forgetting;
mod journal_store;
mod keys;
mod left_behind;
mod marks;
mod outbox;
mod reads;
mod record;
mod refolding;
mod session;
mod signed_in;
mod summaries;
mod taking_in;

pub use connection::{CommitError, Op, OpenStoreError, ReadError};
pub use drafts::{Began, Draft};
pub use journal_store::{JournalStore, Loaded};
pub use left_behind::LeftBehind;
pub use marks::{mark, set_mark};
pub use outbox::Waiting;
pub use refolding::{Folding, FromDirectory};
pub use session::{RememberSessionError, Session};
pub use signed_in::{set_signed_in, signed_in};
pub use taking_in::{SetAside, SyncRecord, TakenIn};

use connection::Connection;
