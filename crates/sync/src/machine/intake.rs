//! What is to be stored at once or not at all.

use std::collections::BTreeSet;

use overgang_domain::{DeviceId, EntryId, PlanId, Stored, UserId};
use uuid::Uuid;

use crate::message::{Cursor, Enrolment, PlanRange, Receipt, Rejected};

/// What an answer brings, to be stored at once or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intake {
    /// These leave the outbox.
    pub receipts: Vec<Receipt>,
    /// These are set aside.
    pub rejected: Vec<Rejected>,
    /// Of these plans all is dropped that had been received, and what is confirmed now is not kept apart from what is
    /// received: rights to them have changed.
    pub anew: BTreeSet<PlanId>,
    /// Plans in this range that are not in `anew` are dropped in the same way.
    pub whole: Option<PlanRange>,
    /// These are new.
    pub received: Vec<Stored>,
    /// Notes of reads that the centre has now.
    pub reads: Vec<Uuid>,
    /// Where the device has read up to.
    pub cursor: Option<Cursor>,
    /// The end of the chain of what was handed in from here, to be sent along next time, unless it
    /// [shows a copy](Self::shows_a_copy). `None`: what was known of it counts no longer.
    pub last: Option<EntryId>,
    /// The device that this one is from now on.
    pub enrolled: Option<Enrolment>,
    /// The centre may have lost what it had confirmed: these go back into the outbox, and stay where they are.
    pub offer_again: Option<OfferAgain>,
    /// The device was revoked: everything that was received goes, what is unsent stays.
    pub forget_received: bool,
}

/// Own entries that the centre had confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferAgain {
    /// Written by this user.
    pub user: UserId,
    /// On this device.
    pub device: DeviceId,
}

impl Intake {
    /// Whether what was received of a plan before is dropped.
    pub fn drops(&self, plan: PlanId) -> bool {
        self.anew.contains(&plan) || self.whole.is_some_and(|range| range.contains(plan))
    }

    /// The own entries that the centre has answered for.
    pub fn answered_for(&self) -> impl Iterator<Item = EntryId> {
        let received = self.receipts.iter().map(|one| one.id);
        received.chain(self.rejected.iter().map(|one| one.id))
    }

    /// Whether another device hands in under this one's name: the chain ends with an entry that is neither the end
    /// that was `known` here, nor one that waits here without a receipt or was set aside (`is_here`, asked of what lies
    /// here before this is stored). Decision 24 says why that never holds of a device that is alone.
    pub fn shows_a_copy(
        &self,
        known: Option<EntryId>,
        is_here: impl FnOnce(EntryId) -> bool,
    ) -> bool {
        let (Some(known), Some(last)) = (known, self.last) else {
            return false;
        };
        self.enrolled.is_none() && last != known && !is_here(last)
    }
}

impl OfferAgain {
    /// Whether an entry is one of them.
    pub fn includes(&self, stored: &Stored) -> bool {
        let is_own = (stored.entry.author, stored.entry.device) == (self.user, self.device);
        is_own && stored.received_at.is_some()
    }
}
