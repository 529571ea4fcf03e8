//! An entry: one immutable fact that somebody wrote. Nothing is ever updated or deleted in place (D1).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Change, DeviceId, EntryId, PlanId, Timestamp, UserId};

/// The longest text that a field takes, in characters.
pub const MAX_TEXT_CHARS: usize = 20_000;

/// The largest entry that the centre takes, in bytes as it is written.
pub const MAX_ENTRY_BYTES: usize = 128 * 1024;

/// One immutable fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// Names this entry for ever (`UUIDv7`).
    pub id: EntryId,
    /// The plan that it belongs to, or [`PlanId::DIRECTORY`].
    pub plan: PlanId,
    /// Who wrote it.
    pub author: UserId,
    /// On which device.
    pub device: DeviceId,
    /// When, by that device's hybrid clock: for display and ties only.
    pub time: Timestamp,
    /// The entries whose values this one takes the place of, in the registers that it writes.
    pub replaces: BTreeSet<EntryId>,
    /// What it says.
    pub change: Change,
}
