//! The hash chain of a log: each row's hash covers the row and the hash before it, so that a changed,
//! dropped, added or moved row shows. That the end was cut off shows against the head only. Of the entry itself it
//! covers the hash, so that a row whose content was erased still has its place (decision 21).

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::clock::{DrawBytesError, random_bytes};
use crate::partition::Partition;

/// A SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What stands before the first row of a log.
    pub const START: Self = Self([0; 32]);

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads a stored hash; `None` where it is not 32 bytes long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().map(Self).ok()
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// The hash of the row that follows `before`, by what was `written` there. `received_at` is milliseconds since 1970.
pub fn link(
    before: Hash,
    partition: &Partition,
    sequence: u64,
    received_at: u64,
    written: Hash,
) -> Hash {
    let name: &[u8] = partition.as_str().as_bytes();
    let mut digest = Sha256::new();
    digest.update(b"overgang ledger 2\n");
    digest.update(before.0);
    // Its length goes before what has no fixed length: no two rows give the same bytes.
    digest.update((name.len() as u64).to_be_bytes());
    digest.update(name);
    digest.update(sequence.to_be_bytes());
    digest.update(received_at.to_be_bytes());
    digest.update(written.0);
    Hash(digest.finalize().into())
}

/// What makes an entry's hash tell nothing once the entry is gone: whoever has the hash cannot try out what the entry
/// may have said. Random, and erased with the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt(pub [u8; 16]);

impl Salt {
    /// A new one.
    pub fn draw() -> Result<Self, DrawBytesError> {
        random_bytes().map(Self)
    }

    /// Reads a stored one; `None` where it is not 16 bytes long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().map(Self).ok()
    }
}

/// The hash of an entry as it is written.
pub fn body_hash(salt: Salt, body: &[u8]) -> Hash {
    let mut digest = Sha256::new();
    digest.update(b"overgang entry 1\n");
    digest.update(salt.0);
    digest.update(body);
    Hash(digest.finalize().into())
}

/// The hash of all that a row of the ledger says, by the ids in its columns (entry, plan, author, device) and the hash of
/// the entry: it holds when the entry itself is gone.
pub fn row_hash(ids: [Uuid; 4], body: Hash) -> Hash {
    let mut digest = Sha256::new();
    digest.update(b"overgang row 1\n");
    for id in ids {
        digest.update(id.as_bytes());
    }
    digest.update(body.0);
    Hash(digest.finalize().into())
}
