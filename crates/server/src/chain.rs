//! The hash chain of a log: each row's hash covers the row and the hash before it, so that a changed,
//! dropped, added or moved row shows. That the end was cut off shows against the head only.

use sha2::{Digest, Sha256};

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

/// The hash of the row that follows `before`. `body` is the entry as it is written, `received_at`
/// milliseconds since 1970.
pub fn link(
    before: Hash,
    partition: &Partition,
    sequence: u64,
    received_at: u64,
    body: &[u8],
) -> Hash {
    let name: &[u8] = partition.as_str().as_bytes();
    let mut digest = Sha256::new();
    digest.update(b"overgang ledger 1\n");
    digest.update(before.0);
    // Lengths go before what has no fixed length: no two rows give the same bytes.
    digest.update((name.len() as u64).to_be_bytes());
    digest.update(name);
    digest.update(sequence.to_be_bytes());
    digest.update(received_at.to_be_bytes());
    digest.update((body.len() as u64).to_be_bytes());
    digest.update(body);
    Hash(digest.finalize().into())
}
