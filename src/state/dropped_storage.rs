//! A browser that has dropped what was stored, as it is found at the start: by the marks that stand outside the databases,
//! or, where these are gone as well, by a session that the centre still knows.

use super::session_state::SessionState;
use crate::storage::unsent_in_dropped;
use crate::{api_client, device};

/// What is known of what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DroppedStorage {
    /// How many entries waited to be sent.
    pub unsent: usize,
    /// When the centre heard of that, milliseconds since 1970; `None` where this device remembers it.
    pub heard_at: Option<u64>,
}

impl SessionState {
    /// What the browser has dropped, if anything. Asks the centre only on a device that remembers nothing at all.
    pub async fn dropped_storage(self) -> Option<DroppedStorage> {
        if device::is_known() {
            let unsent: usize = unsent_in_dropped().await?;
            let heard_at: Option<u64> = None;
            return Some(DroppedStorage { unsent, heard_at });
        }
        // A browser that is new here has no session.
        if !api_client::realm().await.ok()?.has_session {
            return None;
        }
        let devices = api_client::devices().await.ok()?.devices;
        let this = devices.into_iter().find(|device| device.is_this)?;
        Some(DroppedStorage {
            unsent: usize::try_from(this.unsent()).unwrap_or(usize::MAX),
            heard_at: Some(this.last_seen_at()),
        })
    }
}
