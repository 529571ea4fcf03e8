//! Entries that were handed in sealed and could not go into the ledger (decision 29), as they are kept.

use std::collections::BTreeSet;

use async_trait::async_trait;
use overgang_domain::{DeviceId, Entry, EntryId, UserId};
use overgang_sync::message::QuarantineReason;

use super::{Session, UseStoreError};
use crate::chain::Hash;
use crate::partition::Partition;

/// A user on a device on which they have ever signed in, whatever sessions they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAuthor {
    /// As a session of theirs would have it.
    pub session: Session,
    /// Whether the device was revoked.
    pub is_revoked: bool,
}

/// An entry in the quarantine.
#[derive(Clone, Debug, PartialEq)]
pub struct QuarantineRow {
    /// The entry.
    pub entry: Entry,
    /// Its bytes.
    pub body: Vec<u8>,
    /// Why it is there.
    pub reasons: BTreeSet<QuarantineReason>,
    /// Since when, milliseconds since 1970.
    pub brought_at: u64,
}

impl QuarantineRow {
    /// Names it, with the entry's id: whoever makes another entry of the same id takes nobody's place.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.body)
    }
}

/// Where they are kept.
#[async_trait]
pub trait QuarantineStore: Send + Sync {
    /// A user on a device; `None` where they never signed in there, or are no user any more.
    async fn known_author(
        &self,
        user: UserId,
        device: DeviceId,
    ) -> Result<Option<KnownAuthor>, UseStoreError>;

    /// Keeps entries apart. One that is there already, or was thrown away, stays as it is.
    async fn quarantine(&self, rows: &[QuarantineRow]) -> Result<(), UseStoreError>;

    /// What waits of this author, or of anybody in plans that stand in these logs; oldest first.
    async fn quarantined(
        &self,
        author: UserId,
        logs: &BTreeSet<Partition>,
    ) -> Result<Vec<QuarantineRow>, UseStoreError>;

    /// All that waits.
    async fn all_quarantined(&self) -> Result<Vec<QuarantineRow>, UseStoreError>;

    /// How many wait in this author's name.
    async fn count_quarantined(&self, author: UserId) -> Result<u64, UseStoreError>;

    /// The content of an entry in the quarantine goes; that it was there is remembered, so that it does not come back.
    async fn throw_away(&self, entry: EntryId, hash: Hash) -> Result<(), UseStoreError>;

    /// An entry goes out of the quarantine, its content with it. Answers whether it was there.
    async fn leave_quarantine(&self, entry: EntryId, hash: Hash) -> Result<bool, UseStoreError>;
}
