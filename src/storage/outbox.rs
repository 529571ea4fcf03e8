//! Unsent entries on disk, and the marker outside the database by which its loss is noticed.

use overgang_domain::form::WriteFormError;
use overgang_domain::{Entry, EntryId, Stored};

use super::connection::{Op, ReadError};
use super::marks::{mark, marks_that_end, set_mark};
use super::record::Found;
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

/// Whose space a database is, by random ids: so that a browser that drops the databases does not take along who has lost
/// something.
pub(super) struct OwnerMarker;

/// How its mark ends.
const OWNER: &str = ".owner";

/// The record of an unsent entry.
pub(super) fn put(entry: &Entry) -> Result<Op, WriteFormError> {
    record::put(keys::OUTBOX, keys::outbox_key(entry.plan, entry.id), entry)
}

/// The entry of a record.
pub(super) fn read(found: &Found) -> Result<Stored, ReadError> {
    found.read().map(Stored::unsent)
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

impl OwnerMarker {
    /// Says whose space the database is.
    pub(super) fn write(database: &str, owner: &str) {
        set_mark(&Self::key(database), Some(owner));
    }

    /// The databases of which something is said.
    pub(super) fn databases() -> Vec<String> {
        let names = marks_that_end(OWNER).into_iter();
        names
            .filter_map(|name| Some(name.strip_suffix(OWNER)?.to_owned()))
            .collect()
    }

    /// The space is gone on purpose.
    pub(super) fn forget(database: &str) {
        set_mark(&Self::key(database), None);
        set_mark(&Marker::key(database), None);
        LossMarker::clear(database);
    }

    /// What waited in spaces of `owner` that the browser has dropped, all but those in `known`, counts as lost in
    /// `database` from now on.
    pub(super) fn inherit(database: &str, owner: &str, known: &[String]) {
        for dropped in Self::databases() {
            if dropped == database || known.contains(&dropped) {
                continue;
            }
            let waited: usize = Self::waited(&dropped);
            if mark(&Self::key(&dropped)).as_deref() == Some(owner) {
                LossMarker::add(database, waited);
            } else if waited > 0 {
                // For its user to be told.
                continue;
            }
            Self::forget(&dropped);
        }
    }

    /// How many entries waited in a space that the browser has dropped, those included that it had lost before and of
    /// which nobody has read.
    pub(super) fn waited(dropped: &str) -> usize {
        let waited: usize = Marker::read(dropped).unwrap_or_default().unsent;
        waited + LossMarker::add(dropped, 0)
    }

    fn key(database: &str) -> String {
        format!("{database}{OWNER}")
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
