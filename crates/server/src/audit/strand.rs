//! How the log of reads is written by several at once without waiting for each other: in strands. A strand belongs to
//! one writer at a time and has a hash chain of its own; whoever finds none free begins a new one. A write that failed
//! leaves its strand where it is, so that no chain ever forks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use overgang_sync::message::AuditPlace;
use uuid::Uuid;

use crate::chain::{self, Hash};
use crate::clock::{DrawBytesError, random_bytes};
use crate::partition::Partition;

/// The end of a strand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strand {
    /// Names it. Random.
    pub id: Uuid,
    /// How many rows it has.
    pub sequence: u64,
    /// The hash of the last of them.
    pub hash: Hash,
}

/// The strands of this process that nobody writes at the moment.
#[derive(Clone, Debug, Default)]
pub struct Strands(Arc<Mutex<Vec<Strand>>>);

impl Strand {
    /// The place and the hash of the next row, whose body this is; the strand then ends with it.
    pub fn add(&mut self, received_at: u64, body: &[u8]) -> (AuditPlace, Hash) {
        self.sequence += 1;
        self.hash = link(self.id, self.hash, self.sequence, received_at, body);
        let place = AuditPlace {
            strand: self.id,
            sequence: self.sequence,
        };
        (place, self.hash)
    }
}

/// The hash of the row that follows `before`: the ledger's own, under a name that no prison has.
pub fn link(strand: Uuid, before: Hash, sequence: u64, received_at: u64, body: &[u8]) -> Hash {
    let name = Partition::named(format!("audit/{strand}"));
    chain::link(before, &name, sequence, received_at, Hash::of(body))
}

impl Strands {
    /// A strand for one writer.
    pub fn take(&self) -> Result<Strand, DrawBytesError> {
        if let Some(strand) = self.free().pop() {
            return Ok(strand);
        }
        Ok(Strand {
            id: Uuid::from_bytes(random_bytes::<16>()?),
            sequence: 0,
            hash: Hash::START,
        })
    }

    /// The writer has committed.
    pub fn give_back(&self, strand: Strand) {
        self.free().push(strand);
    }

    fn free(&self) -> MutexGuard<'_, Vec<Strand>> {
        // Pushing and popping leave nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
