//! What the device in hand holds, changing the passphrase of its space, and emptying it.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::journal_state::JournalState;
use super::lock_state::LockState;
use super::session_state::SessionState;
use super::space_state::SpaceFailure;
use super::sync_state::SyncState;
use crate::device;
use crate::storage::{CommitError, SpaceKeys, UnlockError, change_passphrase, drop_space};

/// How long sending may take before what is left stays, in steps of [`STEP_MILLIS`].
const STEPS: u32 = 150;
const STEP_MILLIS: u32 = 200;

/// Records are sealed anew with so long a pause between pieces, in milliseconds: work goes first.
const PAUSE_MILLIS: u32 = 50;

/// What the browser says of its storage; `None` where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StorageFigures {
    /// How many bytes this app takes.
    pub used: Option<u64>,
    /// Whether the browser has promised to keep them.
    pub is_kept: Option<bool>,
}

/// What the browser says.
pub async fn storage_figures() -> StorageFigures {
    StorageFigures {
        used: device::storage_used().await,
        is_kept: device::is_storage_kept().await,
    }
}

/// Asks the browser to promise to keep what is stored.
pub async fn ask_to_keep_storage() -> Option<bool> {
    device::ask_to_keep_storage().await
}

impl JournalState {
    /// When the oldest of what waits was written, milliseconds since 1970.
    pub async fn oldest_unsent(self) -> Option<u64> {
        self.store().oldest_unsent().await.ok().flatten()
    }

    /// Seals anew what is sealed with a key that has had its time, piece by piece. What is not done now is done at the
    /// next start.
    pub async fn renew_seals(self) {
        let store = self.store();
        let pause = async || TimeoutFuture::new(PAUSE_MILLIS).await;
        // One that was begun before ends first: its key may be due as well.
        drop(store.finish_rotation(pause).await);
        if let Some(keys) = store.space_keys() {
            self.replace_old_key(keys.space()).await;
        }
        drop(store.rotate_when_due(device::now_millis()).await);
        drop(store.finish_rotation(pause).await);
    }

    /// Sends what waits, deletes what the centre has, and signs out. What could not be sent stays, sealed to its user.
    pub async fn send_and_empty(
        self,
        lock: &LockState,
        sync: SyncState,
        session: SessionState,
    ) -> Result<(), CommitError> {
        lock.settle_all().await;
        sync.sync_now();
        // The exchange begins, and ends or fails.
        TimeoutFuture::new(STEP_MILLIS).await;
        for _ in 0..STEPS {
            let is_working: bool = sync.status().get_untracked().is_working;
            let has_problem: bool = sync.problem().get_untracked().is_some();
            if !is_working && (self.unsent().get_untracked() == 0 || has_problem) {
                break;
            }
            TimeoutFuture::new(STEP_MILLIS).await;
        }
        // Nothing may come in again while it is emptied, nor after that: the page starts anew before it is let go on.
        sync.hold(true);
        while sync.status().get_untracked().is_working {
            TimeoutFuture::new(STEP_MILLIS).await;
        }
        let emptied = self.empty(session).await;
        sync.forget_hold();
        emptied?;
        session.sign_out().await;
        Ok(())
    }

    async fn empty(self, session: SessionState) -> Result<(), CommitError> {
        let is_empty: bool = self.store().empty().await?;
        if let Some(keys) = session.keys().filter(|_| is_empty) {
            drop_space(keys.space()).await?;
            session.keys.set_value(None);
        }
        Ok(())
    }
}

impl SessionState {
    /// Seals with these keys from now on.
    pub(super) fn take_keys(self, journal: JournalState, keys: SpaceKeys) {
        journal.store().use_keys(keys.clone());
        self.keys.set_value(Some(keys));
    }

    /// Lets another passphrase open the space that is open, and begins to seal all of it anew.
    pub async fn change_passphrase(
        self,
        journal: JournalState,
        passphrase: String,
        new: String,
    ) -> Result<SpaceKeys, SpaceFailure> {
        let Some(keys) = self.keys() else {
            return Err(SpaceFailure::Closed(UnlockError::Damaged));
        };
        let now: u64 = device::now_millis();
        let changed = change_passphrase(keys.space(), &passphrase, &new, now).await;
        let keys: SpaceKeys = changed.map_err(SpaceFailure::Closed)?;
        self.take_keys(journal, keys.clone());
        leptos::task::spawn_local(journal.renew_seals());
        Ok(keys)
    }
}
