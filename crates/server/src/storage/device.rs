//! Devices as the centre keeps them.

use std::collections::BTreeSet;

use overgang_domain::{DeviceId, EntryId, PrisonId, UserId};
use overgang_sync::message::TagKey;

use super::Session;

/// What became of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeginSession {
    /// The session has begun.
    Begun(Box<Session>),
    /// There is no such user.
    UnknownUser,
    /// The device gets nothing more.
    Revoked,
}

/// What is behind a session's token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// Somebody is signed in.
    Open(Box<Session>),
    /// Nobody: it is over, or never was.
    Over,
    /// Somebody was, on a device that gets nothing more.
    Revoked,
}

/// Which devices are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceScope {
    /// Every one.
    All,
    /// Those on which this user has signed in, with nobody else who did.
    OfUser(UserId),
    /// Those on which users of these prisons have signed in, with these.
    OfPrisons(BTreeSet<PrisonId>),
}

/// A device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDevice {
    /// Which.
    pub device: DeviceId,
    /// What somebody called it; empty at first.
    pub name: String,
    /// Since when it gets nothing more, milliseconds since 1970, and who said so.
    pub revoked: Option<(u64, UserId)>,
    /// The device that it was a copy of until that was noticed.
    pub copied_from: Option<DeviceId>,
    /// Who has signed in on it.
    pub users: Vec<Enrolled>,
}

/// Somebody who has signed in on a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub user_name: String,
    /// The key drawn then.
    pub tag_key: TagKey,
    /// When first, milliseconds since 1970.
    pub enrolled_at: u64,
    /// The app's version at the last contact.
    pub app: String,
    /// The protocol's version at the last contact.
    pub protocol: u32,
    /// The last contact, milliseconds since 1970.
    pub seen_at: u64,
    /// How many entries waited then.
    pub unsent: u32,
    /// Where the chain of what they hand in from it ends.
    pub last: Option<EntryId>,
}
