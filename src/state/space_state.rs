//! Making a user's space on this device, and opening it with the passphrase. Needs no network.

pub use overgang_sync::message::SessionResponse;
use uuid::Uuid;

use super::lease_state::empty_forgotten_spaces;
use super::session_state::{Closed, SessionPhase, SessionState, SignInFailure};
use crate::device;
use crate::storage::{
    self, database_of, drop_space, make_space, spaces, unlock, unlock_by_screen_lock,
};
pub use crate::storage::{
    Listed, MakeSpaceError, UnlockError, WeakPassphrase, check_passphrase, is_same_passphrase,
    offer_passphrase, space_name,
};
use crate::sync_driver::while_closed;

/// A space that was opened so short a time ago may be in use in another tab, in milliseconds.
const RECENT_MILLIS: u64 = 60 * 60 * 1000;

/// What a space is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opener {
    /// This passphrase.
    Passphrase(String),
    /// The device's screen lock.
    ScreenLock,
}

/// A space stays closed, or cannot be made.
#[derive(Clone, Debug, PartialEq)]
pub enum SpaceFailure {
    /// It did not open.
    Closed(UnlockError),
    /// It could not be made.
    NotMade(MakeSpaceError),
    /// It opened, and whoever signed in could not be remembered in it.
    NotRemembered(SignInFailure),
}

/// A space in which work waits for its user.
#[derive(Clone, Debug, PartialEq)]
pub struct WaitingSpace {
    /// Its id.
    pub space: Uuid,
    /// How many entries.
    pub unsent: usize,
}

impl SessionState {
    /// Opens one of the spaces that are closed and goes on as its user.
    pub async fn unlock(
        self,
        closed: Closed,
        space: Uuid,
        opener: Opener,
    ) -> Result<(), SpaceFailure> {
        // The page may have stood open since long before.
        empty_forgotten_spaces().await;
        let now: u64 = device::now_millis();
        let keys = match opener {
            Opener::Passphrase(passphrase) => unlock(space, &passphrase, now).await,
            Opener::ScreenLock => unlock_by_screen_lock(space, now).await,
        };
        let keys = keys.map_err(SpaceFailure::Closed)?;
        let Some(response) = closed.arrived else {
            self.enter(keys).await;
            return Ok(());
        };
        let entered = self.enter_as(keys, response).await;
        entered.map_err(SpaceFailure::NotRemembered)
    }

    /// Who has signed in cannot open their space, and makes a new one. What was not sent stays in the old one.
    pub fn start_over(self, response: SessionResponse) {
        self.phase.set(SessionPhase::NewSpace(response));
    }

    /// Makes a space for who has signed in, and goes on in it.
    pub async fn make_space(
        self,
        response: SessionResponse,
        passphrase: String,
    ) -> Result<(), SpaceFailure> {
        let (realm, user) = (response.realm, response.user.user);
        let made = make_space(realm, user, &passphrase, device::now_millis()).await;
        let keys = made.map_err(SpaceFailure::NotMade)?;
        let found = spaces().await.unwrap_or_default();
        drop_replaced_spaces(&found, Some(keys.space())).await;
        let entered = self.enter_as(keys, response).await;
        entered.map_err(SpaceFailure::NotRemembered)
    }
}

/// Whether there is a space here that can be opened without signing in anew.
pub async fn has_signed_in_spaces() -> bool {
    let found = spaces().await.unwrap_or_default();
    found.iter().any(|one| one.used.is_signed_in)
}

/// How many entries wait in a space; `None` where that cannot be read. Needs no key.
pub async fn unsent_in(space: Uuid) -> Option<usize> {
    storage::unsent_in(space).await.ok()
}

/// Users who have a newer space need no older one in which nothing waits, as after a passphrase was forgotten and what
/// waited was handed in. `found` are all of this device, the one that was opened last first; the open one stays.
pub(super) async fn drop_replaced_spaces(found: &[Listed], open: Option<Uuid>) {
    let now: u64 = device::now_millis();
    for (at, Listed { space, used }) in found.iter().enumerate() {
        let mut newer = found.iter().take(at).map(|one| &one.space);
        let is_replaced: bool =
            newer.any(|newer| (newer.realm, newer.user) == (space.realm, space.user));
        // Another tab may have made it just now.
        let is_old: bool = now.saturating_sub(used.opened_at) > RECENT_MILLIS;
        if !is_replaced || !is_old || Some(space.id) == open {
            continue;
        }
        let act = async {
            // One that cannot be read stays: something may wait in it.
            if storage::is_space_empty(space.id).await == Ok(true) {
                // One that stays is an empty name, and goes the next time.
                drop(drop_space(space.id).await);
            }
        };
        // Nothing is taken from a tab that has it open.
        while_closed(&database_of(space.id), act).await;
    }
}

/// The spaces of this device in which something waits to be sent. Needs no key.
pub async fn waiting_spaces() -> Vec<WaitingSpace> {
    let mut waiting: Vec<WaitingSpace> = Vec::new();
    for Listed { space, .. } in spaces().await.unwrap_or_default() {
        if let Some(unsent) = unsent_in(space.id).await.filter(|unsent| *unsent > 0) {
            let space: Uuid = space.id;
            waiting.push(WaitingSpace { space, unsent });
        }
    }
    waiting
}
