//! Devices: which there are, what they are called, and that one is to get nothing more.

use std::fmt;

use overgang_domain::{DeviceId, UserId};
use serde::{Deserialize, Serialize};

/// The most letters that a device's name has.
pub const MAX_DEVICE_NAME: usize = 60;

/// The word by which the centre tells a device that it was revoked: it gets nothing more and empties itself.
pub const DEVICE_REVOKED: &str = "device-revoked";

/// `GET /api/devices`: one's own devices; for whoever gives access those of all users of their prisons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DevicesResponse {
    /// All of them, the one that was here last first.
    pub devices: Vec<Device>,
}

/// An installation of the app in one browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Which.
    pub device: DeviceId,
    /// What somebody called it; empty at first.
    pub name: String,
    /// Whether the request comes from it.
    pub is_this: bool,
    /// Since when it gets nothing more, milliseconds since 1970.
    pub revoked_at: Option<u64>,
    /// The device that it was a copy of until that was noticed.
    pub copied_from: Option<DeviceId>,
    /// Who has signed in on it, as far as the reader may know.
    pub users: Vec<DeviceUser>,
}

/// Somebody who has signed in on a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceUser {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// When the device was last in touch with the centre for them, milliseconds since 1970.
    pub last_seen_at: u64,
    /// How many of their entries waited on it then.
    pub unsent: u32,
    /// The app's version then; empty before the first sync.
    pub app: String,
}

/// `PUT /api/devices/{id}`: what it is to be called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NameDeviceRequest {
    /// One to [`MAX_DEVICE_NAME`] letters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub name: String,
}

/// The key with which a user's device will mark what it wrote (D6): 32 random bytes, drawn when the user first signs in
/// on it. Whoever prints it sees nothing of it.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Vec<u32>))]
#[serde(transparent)]
pub struct TagKey(pub [u8; 32]);

/// As what a user's device is known to the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The device.
    pub device: DeviceId,
    /// The user's key on it.
    pub tag_key: TagKey,
}

impl fmt::Debug for TagKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TagKey(…)")
    }
}

impl Device {
    /// When it was last in touch with the centre, milliseconds since 1970.
    pub fn last_seen_at(&self) -> u64 {
        let seen = self.users.iter().map(|user| user.last_seen_at);
        seen.max().unwrap_or_default()
    }

    /// How many entries waited on it then, of all its users.
    pub fn unsent(&self) -> u32 {
        let unsent = self.users.iter().map(|user| user.unsent);
        unsent.fold(0, u32::saturating_add)
    }
}
