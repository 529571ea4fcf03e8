//! What a machine shows of itself.

use super::{Machine, Problem};

/// What the machine is doing, for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Held back on purpose.
    Held,
    /// Nothing to do until the next deadline.
    Resting,
    /// Reading the outbox.
    Gathering,
    /// Waiting for the centre's answer.
    Sending,
    /// Writing the answer down.
    Storing,
}

impl Machine {
    /// What it is doing.
    pub fn phase(&self) -> Phase {
        if self.is_held && self.phase == Phase::Resting {
            Phase::Held
        } else {
            self.phase
        }
    }

    /// What stands in the way of the last try; `None` after one that went well.
    pub fn problem(&self) -> Option<Problem> {
        self.problem
    }

    /// When the centre last answered, milliseconds since 1970 by this device's clock.
    pub fn last_contact(&self) -> Option<u64> {
        self.last_contact
    }

    /// When the next exchange comes by itself, whatever is heard, milliseconds since 1970.
    pub fn next_try(&self) -> Option<u64> {
        self.deadline
    }

    /// Whether nothing but a person can mend what stands in the way.
    pub(super) fn waits_for_a_person(&self) -> bool {
        matches!(self.problem, Some(Problem::SignedOut | Problem::Revoked))
    }

    /// Whether the deadline has come.
    pub(super) fn is_due(&self, now: u64) -> bool {
        self.deadline.is_some_and(|deadline| now >= deadline)
    }
}
