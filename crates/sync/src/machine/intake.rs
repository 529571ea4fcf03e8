//! What is to be stored at once or not at all.

use overgang_domain::{DeviceId, Stored, UserId};

use crate::message::{Cursor, Receipt, Rejected};

/// What an answer brings, to be stored at once or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Intake {
    /// These leave the outbox.
    pub receipts: Vec<Receipt>,
    /// These are set aside.
    pub rejected: Vec<Rejected>,
    /// These are new.
    pub received: Vec<Stored>,
    /// Where the device has read up to.
    pub cursor: Option<Cursor>,
    /// The centre may have lost what it had confirmed: these go back into the outbox, and stay where they are.
    pub offer_again: Option<OfferAgain>,
}

/// Own entries that the centre had confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferAgain {
    /// Written by this user.
    pub user: UserId,
    /// On this device.
    pub device: DeviceId,
}

impl OfferAgain {
    /// Whether an entry is one of them.
    pub fn includes(&self, stored: &Stored) -> bool {
        let is_own = (stored.entry.author, stored.entry.device) == (self.user, self.device);
        is_own && stored.received_at.is_some()
    }
}
