//! A row of the ledger as it stands, for checking and copying.

use overgang_domain::{DeviceId, Entry, EntryId, PlanId, UserId, form};

use crate::chain::{self, Hash, Salt};

/// One row of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its place.
    pub sequence: u64,
    /// The entry's id, as its column has it.
    pub entry: EntryId,
    /// The plan, as its column has it.
    pub plan: PlanId,
    /// The author, as its column has it.
    pub author: UserId,
    /// The device, as its column has it.
    pub device: DeviceId,
    /// When the centre received it, milliseconds since 1970.
    pub received_at: u64,
    /// What is left of the entry.
    pub content: Content,
    /// The entry's hash ([`chain::body_hash`](crate::chain::body_hash)).
    pub body_hash: Hash,
    /// The chain's hash.
    pub hash: Hash,
}

/// What is left of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// All of it.
    Kept {
        /// The entry's bytes.
        body: Vec<u8>,
        /// What its hash was made with.
        salt: Salt,
    },
    /// Nothing.
    Erased {
        /// Since when, milliseconds since 1970.
        at: u64,
    },
}

impl LedgerRow {
    /// The hash that the chain has of it.
    pub fn row_hash(&self) -> Hash {
        let ids = [self.entry.0, self.plan.0, self.author.0, self.device.0];
        chain::row_hash(ids, self.body_hash)
    }

    /// Its entry, unless that is erased or cannot be read.
    pub fn read_entry(&self) -> Option<Entry> {
        match &self.content {
            Content::Kept { body, .. } => form::read(body).ok(),
            Content::Erased { .. } => None,
        }
    }
}
