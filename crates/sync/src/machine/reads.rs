//! Notes of reads on their way to the centre. They never hold up an entry: an exchange that is refused with notes is
//! tried again without any, before an entry is suspected.

use uuid::Uuid;

use super::Limits;
use crate::message::ReadNote;

/// Notes of reads that wait on the device, as far as they fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WaitingReads {
    /// The oldest of them.
    pub notes: Vec<ReadNote>,
    /// Whether there are more.
    pub more: bool,
}

/// The notes of the exchange that is under way.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadsOut {
    sent: Vec<Uuid>,
    more: bool,
    are_left_out: bool,
}

impl ReadsOut {
    /// How much to gather, without notes while they are left out.
    pub(super) fn within(&self, limits: Limits) -> Limits {
        let read_bytes: usize = if self.are_left_out {
            0
        } else {
            limits.read_bytes
        };
        Limits {
            read_bytes,
            ..limits
        }
    }

    /// Takes note of what is sent.
    pub(super) fn send(&mut self, waiting: WaitingReads) -> Vec<ReadNote> {
        self.sent = waiting.notes.iter().map(|note| note.id).collect();
        self.more = waiting.more;
        waiting.notes
    }

    /// The centre answered, so it has what was sent.
    pub(super) fn confirmed(&mut self) -> Vec<Uuid> {
        std::mem::take(&mut self.sent)
    }

    /// The centre refused the exchange as a whole. Answers whether it may have been for the notes.
    pub(super) fn refused(&mut self) -> bool {
        let had_notes: bool = !self.confirmed().is_empty();
        self.are_left_out |= had_notes;
        had_notes
    }

    /// Whether more wait that could go out at once.
    pub(super) fn has_more(&self) -> bool {
        self.more && !self.are_left_out
    }

    /// Nothing is under way: the next exchange tries with notes again.
    pub(super) fn rest(&mut self) {
        self.are_left_out = false;
    }
}
