//! Letting the device's screen lock open the space that is open, and taking that back.

use uuid::Uuid;

use super::session_state::SessionState;
use super::space_state::SpaceFailure;
use crate::device;
pub use crate::storage::{AskScreenLockError, ScreenLock, has_screen_lock};
use crate::storage::{UnlockError, add_screen_lock, drop_screen_lock};

impl SessionState {
    /// Registers the device's screen lock, which asks its user and keeps `name` in its list. It opens nothing yet.
    pub async fn register_screen_lock(self, name: &str) -> Result<ScreenLock, SpaceFailure> {
        let registered = ScreenLock::register(name).await;
        registered.map_err(|error| SpaceFailure::Closed(error.into()))
    }

    /// Lets a registered screen lock open the space that is open, which the passphrase proves to be one's own.
    pub async fn add_screen_lock(
        self,
        passphrase: &str,
        lock: &ScreenLock,
    ) -> Result<(), SpaceFailure> {
        let space: Uuid = self.open_space()?;
        let added = add_screen_lock(space, passphrase, lock, device::now_millis()).await;
        added.map_err(SpaceFailure::Closed)
    }

    /// From now on the passphrase alone opens it.
    pub async fn drop_screen_lock(self) -> Result<(), SpaceFailure> {
        let dropped = drop_screen_lock(self.open_space()?).await;
        dropped.map_err(SpaceFailure::Closed)
    }

    fn open_space(self) -> Result<Uuid, SpaceFailure> {
        let keys = self.keys();
        let space = keys.map(|keys| keys.space());
        space.ok_or(SpaceFailure::Closed(UnlockError::Damaged))
    }
}
