//! What is to be stored at once or not at all.

use overgang_domain::{DeviceId, Stored, UserId};

use crate::message::{Cursor, Receipt, Rejected};

/// How long a device can still hand in again what the centre had confirmed, in milliseconds: 30 days. The backup from
/// which a centre is restored has to be younger.
pub const OFFERED_AGAIN_MILLIS: u64 = 30 * 24 * 60 * 60 * 1000;

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
    /// Confirmed at this time of the centre or later, milliseconds since 1970.
    pub since: u64,
}

impl OfferAgain {
    /// Whether an entry is one of them.
    pub fn includes(&self, stored: &Stored) -> bool {
        let received_at = stored.received_at;
        (stored.entry.author, stored.entry.device) == (self.user, self.device)
            && received_at.is_some_and(|at| at >= self.since)
    }
}
