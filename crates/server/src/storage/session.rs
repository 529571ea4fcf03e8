//! Sessions and sign-ins, as they are kept.

use std::collections::BTreeSet;

use overgang_domain::{DeviceId, EntryId, UserId};
use overgang_sync::message::{TagKey, User};

use crate::chain::Hash;

/// A session that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub user: User,
    /// On which device.
    pub device: DeviceId,
    /// Until when, milliseconds since 1970.
    pub expires_at: u64,
    /// The user's key on that device.
    pub tag_key: TagKey,
    /// The devices that it was copied from, one from the other.
    pub copied_from: BTreeSet<DeviceId>,
    /// Where the chain of the user on the device ends.
    pub last: Option<EntryId>,
}

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// The SHA-256 of its token.
    pub token: Hash,
    /// Whose.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// When it begins, milliseconds since 1970.
    pub begun_at: u64,
    /// When it ends, milliseconds since 1970.
    pub expires_at: u64,
    /// The provider's name for their session there.
    pub provider_session: Option<String>,
    /// The user's key on that device, should they be there for the first time.
    pub tag_key: TagKey,
}

/// Somebody who is at the provider's page at the moment, to come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// On which device.
    pub device: DeviceId,
    /// What the way back has to name.
    pub state: String,
    /// What the provider's token has to name.
    pub nonce: String,
    /// What proves that the provider's code was meant for us.
    pub verifier: String,
    /// The session that the browser had before, which ends with the new one.
    pub before: Option<Hash>,
}
