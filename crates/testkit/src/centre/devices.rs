//! What the centre knows of devices: which was copied from which, and where the chain of each user on each ends.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{DeviceId, EntryId, UserId};
use overgang_sync::machine::SendFailure;

use super::{Caller, refusal};

/// The devices.
#[derive(Clone, Debug, Default)]
pub(super) struct Devices {
    copied_from: BTreeMap<DeviceId, DeviceId>,
    chains: BTreeMap<(UserId, DeviceId), EntryId>,
}

impl Devices {
    /// Whoever speaks, for `caller` says what the session says: as the device that it is, or becomes.
    pub(super) fn speaking(
        &mut self,
        caller: &Caller,
        (named, becomes): (DeviceId, Option<DeviceId>),
    ) -> Result<Caller, SendFailure> {
        let is_copied = |from: DeviceId, device: DeviceId| {
            let known = self.copied_from.get(&device);
            device != from && known.is_none_or(|origin| *origin == from)
        };
        let device: DeviceId = match becomes.filter(|device| is_copied(caller.device, *device)) {
            Some(device) if named == caller.device => {
                self.copied_from.insert(device, caller.device);
                device
            }
            _ if self.is_or_was(caller.device, named) => caller.device,
            _ => return Err(refusal(403, "wrong-device")),
        };
        Ok(Caller {
            device,
            ..caller.clone()
        })
    }

    /// Whether `device` is called so, or what it was copied from was.
    pub(super) fn is_or_was(&self, device: DeviceId, called: DeviceId) -> bool {
        let mut names =
            std::iter::successors(Some(device), |name| self.copied_from.get(name).copied());
        names.any(|name| name == called)
    }

    /// Moves the end of the caller's chain to the last entry that is `new`, if the device knows where it was. Answers
    /// where it is.
    pub(super) fn move_chain(
        &mut self,
        caller: &Caller,
        after: Option<EntryId>,
        handed_in: &BTreeSet<EntryId>,
        new: Option<EntryId>,
    ) -> Option<EntryId> {
        let key = (caller.user, caller.device);
        let end: Option<EntryId> = self.chains.get(&key).copied();
        let is_known =
            |end: EntryId| after.is_none_or(|after| after == end) || handed_in.contains(&end);
        let Some(new) = new.filter(|_| end.is_none_or(is_known)) else {
            return end;
        };
        self.chains.insert(key, new);
        Some(new)
    }
}
