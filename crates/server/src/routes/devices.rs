//! `/api/devices`: which devices there are, what they are called, and which is to get nothing more. Whoever signed in on
//! a device may name and revoke it; so may whoever gives access in a prison of one of its users. To everybody else it is
//! as if it did not exist.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use overgang_domain::DeviceId;
use overgang_domain::change::Role;
use overgang_sync::message::{
    Device, DeviceUser, DevicesResponse, MAX_DEVICE_NAME, NameDeviceRequest,
};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::media::{Media, read_message};
use crate::news::Whose;
use crate::openapi::{AppHeader, Compact, MayBePacked, NotHere, Read, Refuses, Write};
use crate::request_body::ReadBodyError;
use crate::session::SignedIn;
use crate::storage::{DeviceScope, Session, StoredDevice, UseStoreError};

/// The device was not changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangeDeviceError {
    /// There is no such device, or it is not the user's to change: one answer for both.
    #[error("there is no such device for this user")]
    NotHere,
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// No name, too long a one, or one with letters that cannot be seen.
    #[error("this cannot be a device's name")]
    BadName,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

const BAD_NAME: ApiFailure = ApiFailure::malformed("a name has 1 to 60 letters on one line");

impl IntoResponse for ChangeDeviceError {
    fn into_response(self) -> Response {
        match self {
            Self::NotHere => ApiFailure::not_found(),
            Self::Body(error) => error.into(),
            Self::BadName => BAD_NAME,
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for ChangeDeviceError {
    fn refusals() -> Vec<ApiFailure> {
        let own = vec![ApiFailure::not_found(), BAD_NAME];
        [own, ReadBodyError::refusals()].concat()
    }
}

/// One's own devices; for whoever gives access those of all users of their prisons.
#[utoipa::path(
    get,
    path = "/devices",
    tag = "devices",
    responses(
        (status = OK, description = "The devices", content((DevicesResponse = "application/json"), (Compact = "application/vnd.overgang"))),
        Read<SignedIn>
    ),
    security(("session" = []))
)]
pub(crate) async fn list_devices(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    media: Media,
) -> Result<Response, ApiFailure> {
    let found = devices_of(&centre, &session).await?.into_values();
    let mut devices: Vec<Device> = found.map(|device| shown(device, &session)).collect();
    devices.sort_by_key(|device| (Reverse(device.last_seen_at()), device.device));
    Ok(media.answer(&DevicesResponse { devices }))
}

/// Calls a device something.
#[utoipa::path(
    put,
    path = "/devices/{id}",
    tag = "devices",
    params(("id" = DeviceId, Path, description = "The device."), AppHeader, MayBePacked),
    request_body(content((NameDeviceRequest = "application/json"), (Compact = "application/vnd.overgang"))),
    responses((status = NO_CONTENT, description = "It is called so now"), Write<(SignedIn, ChangeDeviceError)>),
    security(("session" = []))
)]
pub(crate) async fn name_device(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    device: Result<Path<DeviceId>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, ChangeDeviceError> {
    let device: DeviceId = own_device(&centre, &session, device).await?;
    let request: NameDeviceRequest = read_message(&headers, body).await?;
    let name: &str = request.name.trim();
    let letters: usize = name.chars().count();
    if !(1..=MAX_DEVICE_NAME).contains(&letters) || name.contains(char::is_control) {
        return Err(ChangeDeviceError::BadName);
    }
    centre.store.name_device(device, name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The device gets nothing more: its sessions end, nobody signs in on it, and it is told to empty itself.
#[utoipa::path(
    post,
    path = "/devices/{id}/revoke",
    tag = "devices",
    params(("id" = DeviceId, Path, description = "The device."), AppHeader),
    request_body(
        description = "Nothing of it is read.",
        content((Object = "application/json"), (Compact = "application/vnd.overgang"))
    ),
    responses(
        (status = NO_CONTENT, description = "It gets nothing more, or got nothing already"),
        Write<((SignedIn, NotHere), ())>
    ),
    security(("session" = []))
)]
pub(crate) async fn revoke_device(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    device: Result<Path<DeviceId>, PathRejection>,
) -> Result<StatusCode, ChangeDeviceError> {
    let device: DeviceId = own_device(&centre, &session, device).await?;
    let now: u64 = centre.clock.now_millis();
    let by = session.user.user;
    let file = centre.erasures.as_ref();
    let revoked = centre.store.revoke_device(device, by, now, file);
    for device in revoked.await? {
        centre.news.note_ended_sessions(Whose::Device(device));
    }
    tracing::info!("a device was revoked");
    Ok(StatusCode::NO_CONTENT)
}

/// The devices that the user may see and change.
async fn devices_of(
    centre: &Centre,
    session: &Session,
) -> Result<BTreeMap<DeviceId, StoredDevice>, UseStoreError> {
    let own = DeviceScope::OfUser(session.user.user);
    let mut found: Vec<StoredDevice> = centre.store.devices(&own).await?;
    if session.user.has_role(Role::AccessAdmin) {
        let all = DeviceScope::OfPrisons(session.user.prisons.clone());
        // The later of the two counts, which has everybody on it.
        found.extend(centre.store.devices(&all).await?);
    }
    let found = found.into_iter();
    Ok(found.map(|device| (device.device, device)).collect())
}

/// The device of a path, if it is the user's to change. Whatever else the path says is not there.
async fn own_device(
    centre: &Centre,
    session: &Session,
    device: Result<Path<DeviceId>, PathRejection>,
) -> Result<DeviceId, ChangeDeviceError> {
    let Path(device) = device.map_err(|_| ChangeDeviceError::NotHere)?;
    let devices = devices_of(centre, session).await?;
    if devices.contains_key(&device) {
        Ok(device)
    } else {
        Err(ChangeDeviceError::NotHere)
    }
}

fn shown(device: StoredDevice, session: &Session) -> Device {
    let users = device.users.into_iter();
    Device {
        device: device.device,
        name: device.name,
        is_this: device.device == session.device,
        revoked_at: device.revoked.map(|(at, _)| at),
        copied_from: device.copied_from,
        users: users
            .map(|user| DeviceUser {
                user: user.user,
                name: user.user_name,
                last_seen_at: user.seen_at,
                unsent: user.unsent,
                app: user.app,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
