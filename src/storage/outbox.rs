//! Unsent entries on disk, and the marker outside the database by which its loss is noticed.

use overgang_domain::{Entry, Stored};
use serde::{Deserialize, Serialize};

use super::connection::{Op, ReadError};
use super::keys;
use super::marks::{mark, set_mark};
use crate::sealing;

/// How many entries waited, as it stands outside the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Marker {
    /// Unsent entries.
    pub(super) unsent: usize,
}

/// The record of an unsent entry.
pub(super) fn put(entry: &Entry) -> Result<Op, serde_json::Error> {
    let json: Vec<u8> = serde_json::to_vec(entry)?;
    let key: String = keys::outbox_key(entry.plan, entry.id);
    Ok(Op::Put(keys::OUTBOX, key, sealing::seal_small(&json)))
}

/// The entry of a record, and its size in bytes.
pub(super) async fn read(sealed: &[u8]) -> Result<Stored, ReadError> {
    let json: Vec<u8> = sealing::open(sealed)
        .await
        .map_err(|error| ReadError::Record(error.to_string()))?;
    let entry: Entry =
        serde_json::from_slice(&json).map_err(|error| ReadError::Record(error.to_string()))?;
    Ok(Stored::unsent(entry))
}

impl Marker {
    /// The marker of a database, if there is one.
    pub(super) fn read(database: &str) -> Option<Self> {
        serde_json::from_slice(mark(&Self::key(database))?.as_bytes()).ok()
    }

    /// Sets the marker.
    pub(super) fn write(self, database: &str) {
        let text: Option<String> = serde_json::to_string(&self).ok();
        set_mark(&Self::key(database), text.as_deref());
    }

    fn key(database: &str) -> String {
        format!("{database}.outbox")
    }
}
