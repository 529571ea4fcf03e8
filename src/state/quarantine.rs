//! What the centre keeps apart for this user to let in (decision 29); nothing of it is kept here.

use overgang_domain::Entry;
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{QuarantineResponse, SettleRequest};
pub use overgang_sync::message::{Quarantined, SettleAct};

use crate::api_client;

/// An entry that is kept apart.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptApart {
    /// It.
    pub entry: Entry,
    /// What else is known of it.
    pub about: Quarantined,
}

/// It was not settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettleTrouble {
    /// No network, no centre, or no session there.
    Unreachable,
    /// The ledger does not take it from this user.
    Refused,
    /// Somebody else has settled it.
    Gone,
}

/// What waits; nothing where the centre does not answer.
pub async fn kept_apart() -> Vec<KeptApart> {
    let Ok(QuarantineResponse { entries, waiting }) = api_client::quarantine().await else {
        return Vec::new();
    };
    let entries = entries.entries().unwrap_or_default().into_iter();
    let entries = entries.zip(waiting);
    entries
        .map(|(stored, about)| KeptApart {
            entry: stored.entry,
            about,
        })
        .collect()
}

/// Lets one in, or throws it away. Needs the centre.
pub async fn settle_kept_apart(one: &KeptApart, act: SettleAct) -> Result<(), SettleTrouble> {
    let request = SettleRequest {
        entry: one.entry.id,
        hash: one.about.hash,
        act,
    };
    match api_client::settle_quarantined(&request).await {
        Ok(()) => Ok(()),
        Err(SendFailure::Refused { status: 409, .. }) => Err(SettleTrouble::Refused),
        Err(SendFailure::Refused { status: 404, .. }) => Err(SettleTrouble::Gone),
        Err(SendFailure::NoAnswer | SendFailure::NotTheCentre | SendFailure::Refused { .. }) => {
            Err(SettleTrouble::Unreachable)
        }
    }
}
