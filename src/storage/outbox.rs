//! Unsent entries on disk, and the marker outside the database by which its loss is noticed.

use overgang_domain::form::WriteFormError;
use overgang_domain::{Entry, Stored};

use super::connection::{Op, ReadError};
use super::marks::{mark, set_mark};
use super::{keys, record};

/// How many entries waited, as it stands outside the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Marker {
    /// Unsent entries.
    pub(super) unsent: usize,
}

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
