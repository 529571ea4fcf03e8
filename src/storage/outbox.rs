//! Unsent entries on disk, and the marker outside the database by which its loss is noticed.

use overgang_domain::form::WriteFormError;
use overgang_domain::{Entry, EntryId, Stored};

use super::connection::{Op, ReadError};
use super::marks::{mark, set_mark};
use super::{keys, record};

/// What goes out with the next exchange.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    /// Unsent entries, oldest first.
    pub entries: Vec<Stored>,
    /// How many wait in all.
    pub unsent: usize,
    /// Where the chain ended by the last answer that was stored.
    pub after: Option<EntryId>,
}

/// How many entries waited, as it stands outside the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marker {
    /// Unsent entries.
    pub(super) unsent: usize,
}

/// How many unsent entries the browser has lost; stands outside the database until somebody has read it, so
/// that a reload does not take the message away.
pub(super) struct LossMarker;

/// The record of an unsent entry.
pub(super) fn put(entry: &Entry) -> Result<Op, WriteFormError> {
    record::put(keys::OUTBOX, keys::outbox_key(entry.plan, entry.id), entry)
}

/// The entry of a record.
pub(super) async fn read(sealed: &[u8]) -> Result<Stored, ReadError> {
    record::read(sealed).await.map(Stored::unsent)
}

impl Marker {
    /// The marker of a database, if there is one.
    pub(super) fn read(database: &str) -> Option<Self> {
        let unsent: usize = mark(&Self::key(database))?.parse().ok()?;
        Some(Self { unsent })
    }

    /// Sets the marker.
    pub(super) fn write(self, database: &str) {
        set_mark(&Self::key(database), Some(&self.unsent.to_string()));
    }

    fn key(database: &str) -> String {
        format!("{database}.outbox")
    }
}

impl LossMarker {
    /// Adds what was found to be lost now; answers with all that nobody has read of yet.
    pub(super) fn add(database: &str, lost: usize) -> usize {
        let key: String = Self::key(database);
        let before: usize = mark(&key).and_then(|text| text.parse().ok()).unwrap_or(0);
        let unread: usize = before.saturating_add(lost);
        if lost > 0 {
            set_mark(&key, Some(&unread.to_string()));
        }
        unread
    }

    /// Somebody has read it.
    pub(super) fn clear(database: &str) {
        set_mark(&Self::key(database), None);
    }

    fn key(database: &str) -> String {
        format!("{database}.lost")
    }
}
