//! Who writes, where and when. The one place that puts an entry together.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::register::Register;
use crate::{Change, DeviceId, Entry, EntryId, HybridClock, Plan, PlanId, UserId};

/// A writer: the signed-in user on one device, with that device's clock and its source of fresh ids.
pub struct Pen<'a> {
    /// The user.
    pub author: UserId,
    /// The device.
    pub device: DeviceId,
    /// The device's clock; it moves on with each entry.
    pub clock: &'a mut HybridClock,
    /// The device's time, milliseconds since 1970.
    pub now: u64,
    /// Gives a fresh `UUIDv7` at each call.
    pub fresh_id: &'a mut dyn FnMut() -> Uuid,
}

impl Pen<'_> {
    /// An entry that says `change` in `plan` and replaces what stands in the registers that it writes.
    pub(crate) fn write(&mut self, plan: &Plan, change: Change) -> Entry {
        let replaces: BTreeSet<EntryId> = change
            .writes()
            .iter()
            .flat_map(|(register, _)| plan.to_replace(register))
            .collect();
        self.entry(plan.id, replaces, change)
    }

    /// An entry that begins something new.
    pub(crate) fn begin(&mut self, plan: PlanId, change: Change) -> Entry {
        self.entry(plan, BTreeSet::new(), change)
    }

    fn entry(&mut self, plan: PlanId, replaces: BTreeSet<EntryId>, change: Change) -> Entry {
        Entry {
            id: EntryId((self.fresh_id)()),
            plan,
            author: self.author,
            device: self.device,
            time: self.clock.tick(self.now),
            replaces,
            change,
        }
    }
}

/// Takes out of what `entry` replaces in `register` all that its writer had not seen when they began, so that it stays
/// beside what they write (D2).
pub(super) fn keep_unseen(
    entry: &mut Entry,
    plan: &Plan,
    register: &Register,
    seen: &BTreeSet<EntryId>,
) {
    let standing: BTreeSet<EntryId> = plan.to_replace(register);
    let is_unseen = |id: &EntryId| standing.contains(id) && !seen.contains(id);
    entry.replaces.retain(|id| !is_unseen(id));
}

/// Whether a field takes this text.
pub(super) fn fits(text: &str) -> bool {
    text.chars().count() <= crate::entry::MAX_TEXT_CHARS
}

#[cfg(test)]
mod tests {
    use crate::Status;
    use crate::story::Story;

    #[test]
    fn each_entry_has_its_own_id_and_a_later_time_though_the_clock_goes_back() {
        let mut story = Story::opened();
        let first = story.alice_sets("id-check", Status::Done);
        story.alice.now = 1;
        let second = story.alice_sets("id-check", Status::Waiting);
        assert!(second[0].time > first[0].time);
        assert_ne!(second[0].id, first[0].id);
        assert_eq!(
            (second[0].device, second[0].plan),
            (first[0].device, story.plan.id)
        );
    }
}
