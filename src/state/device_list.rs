//! The devices on which the user has signed in, as the centre knows them; nothing of them is kept here.

use overgang_domain::DeviceId;
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{DEVICE_REVOKED, Device};

use crate::api_client;

/// Nothing was read or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceTrouble {
    /// No network, or no centre.
    Unreachable,
    /// The session at the centre is over.
    SessionOver,
    /// This device gets nothing more.
    Revoked,
    /// The centre does not take it.
    Refused,
}

/// All of them. Needs the centre.
pub async fn devices() -> Result<Vec<Device>, DeviceTrouble> {
    Ok(api_client::devices().await?.devices)
}

/// Calls one of them something. Needs the centre.
pub async fn name_device(device: DeviceId, name: String) -> Result<(), DeviceTrouble> {
    Ok(api_client::name_device(device, name).await?)
}

/// One of them gets nothing more. Needs the centre.
pub async fn revoke_device(device: DeviceId) -> Result<(), DeviceTrouble> {
    Ok(api_client::revoke_device(device).await?)
}

impl From<SendFailure> for DeviceTrouble {
    fn from(failure: SendFailure) -> Self {
        match failure {
            SendFailure::NoAnswer | SendFailure::NotTheCentre => Self::Unreachable,
            SendFailure::Refused { status: 401, .. } => Self::SessionOver,
            SendFailure::Refused { error, .. } if error.code == DEVICE_REVOKED => Self::Revoked,
            SendFailure::Refused { .. } => Self::Refused,
        }
    }
}
