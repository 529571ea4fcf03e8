//! One register: all that was ever written to it, and which of it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Value;
use crate::{DeviceId, Entry, EntryId, Stored, Timestamp, UserId};

/// One entry's part in one register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Write {
    /// What it put there.
    pub value: Value,
    /// The entries that it replaces.
    pub replaces: BTreeSet<EntryId>,
    /// Who wrote it.
    pub author: UserId,
    /// On which device.
    pub device: DeviceId,
    /// When, by the device's clock.
    pub time: Timestamp,
    /// When the centre received it, milliseconds since 1970.
    pub received_at: Option<u64>,
}

impl Write {
    /// The part of `stored` that is `value`.
    pub fn new(stored: &Stored, value: Value) -> Self {
        let entry: &Entry = &stored.entry;
        Self {
            value,
            replaces: entry.replaces.clone(),
            author: entry.author,
            device: entry.device,
            time: entry.time,
            received_at: stored.received_at,
        }
    }

    /// When it was written as far as anyone may rely on: the device's time, but never later than the
    /// centre's receipt (D1). Milliseconds since 1970.
    pub fn effective_millis(&self) -> u64 {
        self.received_at
            .map_or(self.time.millis, |received| received.min(self.time.millis))
    }
}

/// All writes of one register, by entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MultiValue {
    writes: BTreeMap<EntryId, Write>,
}

impl MultiValue {
    /// Takes in one write; a later word on the same entry only adds its receipt.
    pub fn apply(&mut self, id: EntryId, write: Write) {
        let receipt: Option<u64> = write.received_at;
        let known: &mut Write = self.writes.entry(id).or_insert(write);
        known.received_at = match (known.received_at, receipt) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }

    /// All that was ever written, by entry id.
    pub fn writes(&self) -> &BTreeMap<EntryId, Write> {
        &self.writes
    }

    /// Takes back a write that has been set aside. Answers whether it was there.
    pub fn remove(&mut self, id: EntryId) -> bool {
        self.writes.remove(&id).is_some()
    }

    /// The writes that stand: those that no other write of this register replaces. The members of a
    /// cycle, which only a faulty device can make, do not replace each other. Newest first.
    pub fn heads(&self) -> Vec<(EntryId, &Write)> {
        let hidden: BTreeSet<EntryId> = self.hidden();
        let mut heads: Vec<(EntryId, &Write)> = self
            .writes
            .iter()
            .filter(|(id, _)| !hidden.contains(id))
            .map(|(id, write)| (*id, write))
            .collect();
        heads.sort_by_key(|(id, write)| std::cmp::Reverse((write.effective_millis(), *id)));
        heads
    }

    /// Whether two different values stand.
    pub fn is_contested(&self) -> bool {
        let heads = self.heads();
        let mut values = heads.iter().map(|(_, write)| &write.value);
        let first = values.next();
        values.any(|value| Some(value) != first)
    }

    /// What a new entry of this register has to name: all heads, and for heads that the centre has not
    /// confirmed also what they replace in turn, so that nothing old comes back to life if one of
    /// them is set aside (D2).
    pub fn to_replace(&self) -> BTreeSet<EntryId> {
        let mut named: BTreeSet<EntryId> = BTreeSet::new();
        let mut open: Vec<EntryId> = self.heads().into_iter().map(|(id, _)| id).collect();
        while let Some(id) = open.pop() {
            let is_new: bool = named.insert(id);
            if let Some(write) = self.writes.get(&id)
                && is_new
                && write.received_at.is_none()
            {
                open.extend(write.replaces.iter().copied());
            }
        }
        named
    }

    /// The entries that another write of this register replaces, outside cycles.
    fn hidden(&self) -> BTreeSet<EntryId> {
        // Most registers were written once or twice: nothing replaces anything.
        if self.edges().next().is_none() {
            return BTreeSet::new();
        }
        let tangled: BTreeSet<EntryId> = self.tangled();
        self.edges()
            .filter(|(new, old)| {
                let can_be_cycle: bool = tangled.contains(new) && tangled.contains(old);
                !(can_be_cycle && self.replaces_in_turn(*old, *new))
            })
            .map(|(_, old)| old)
            .collect()
    }

    /// Which write replaces which, both being here.
    fn edges(&self) -> impl Iterator<Item = (EntryId, EntryId)> {
        self.writes.iter().flat_map(|(id, write)| {
            let known = write
                .replaces
                .iter()
                .filter(|old| self.writes.contains_key(old));
            known.map(|old| (*id, *old))
        })
    }

    /// What is left when heads are taken away one after the other: the cycles and what they replace.
    /// Empty for all honest devices.
    fn tangled(&self) -> BTreeSet<EntryId> {
        let mut replaced_by: BTreeMap<EntryId, usize> =
            self.writes.keys().map(|id| (*id, 0)).collect();
        for (_, old) in self.edges() {
            *replaced_by.entry(old).or_default() += 1;
        }
        let mut heads: Vec<EntryId> = replaced_by
            .iter()
            .filter(|(_, count)| **count == 0)
            .map(|(id, _)| *id)
            .collect();
        while let Some(head) = heads.pop() {
            replaced_by.remove(&head);
            let Some(write) = self.writes.get(&head) else {
                continue;
            };
            for old in &write.replaces {
                let Some(count) = replaced_by.get_mut(old) else {
                    continue;
                };
                *count -= 1;
                if *count == 0 {
                    heads.push(*old);
                }
            }
        }
        replaced_by.into_keys().collect()
    }

    /// Whether `from` is `to`, or replaces it directly or by way of others.
    fn replaces_in_turn(&self, from: EntryId, to: EntryId) -> bool {
        let mut seen: BTreeSet<EntryId> = BTreeSet::from([from]);
        let mut open: Vec<EntryId> = vec![from];
        while let Some(id) = open.pop() {
            if id == to {
                return true;
            }
            let Some(write) = self.writes.get(&id) else {
                continue;
            };
            open.extend(
                write
                    .replaces
                    .iter()
                    .copied()
                    .filter(|old| seen.insert(*old)),
            );
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Story, item};
    use crate::{Status, register::Register};

    fn status_register(story: &Story) -> &MultiValue {
        let register = Register::Status(item("id-check"));
        &story.plan.records()[&register.record()][&register]
    }

    #[test]
    fn heads_stand_newest_first_and_a_receipt_bounds_a_clock_that_is_ahead() {
        let mut story = Story::opened();
        story.bob.now += 1_000_000_000;
        let apart = story.apart("id-check", Status::Done, Status::Declined);
        let ids = |story: &Story| -> Vec<EntryId> {
            status_register(story)
                .heads()
                .into_iter()
                .map(|(id, _)| id)
                .collect()
        };
        assert_eq!(ids(&story), [apart[1].id, apart[0].id]);
        story.receive(&apart[1], 5);
        assert_eq!(ids(&story), [apart[0].id, apart[1].id]);
    }

    #[test]
    fn of_two_receipts_the_earlier_one_counts() {
        let mut story = Story::opened();
        let set = story.alice_sets("id-check", Status::Done);
        story.receive(&set[0], 9);
        story.receive(&set[0], 5);
        story.receive(&set[0], 7);
        let write = &status_register(&story).writes()[&set[0].id];
        assert_eq!(write.received_at, Some(5));
    }

    #[test]
    fn an_entry_that_replaces_itself_stands() {
        let mut story = Story::opened();
        let mut set = story.alice_sets("id-check", Status::Done);
        let id: EntryId = set[0].id;
        story.plan.set_aside(id);
        set[0].replaces.insert(id);
        story.plan.apply(&Stored::unsent(set.remove(0)));
        assert_eq!(status_register(&story).heads().len(), 1);
    }

    #[test]
    fn a_cycle_still_hides_what_it_replaced_and_is_hidden_by_what_replaces_it() {
        let mut story = Story::opened();
        let mut write = || {
            let entries = story.alice_sets("id-check", Status::Done);
            story.plan.set_aside(entries[0].id);
            entries.into_iter().next().unwrap()
        };
        let (old, mut one, mut other, mut new) = (write(), write(), write(), write());
        one.replaces = BTreeSet::from([old.id, other.id]);
        other.replaces = BTreeSet::from([one.id]);
        new.replaces = BTreeSet::from([one.id]);
        let (a, b, c) = (one.id, other.id, new.id);
        for entry in [old, one, other] {
            story.plan.apply(&Stored::unsent(entry));
        }
        let heads = |story: &Story| -> BTreeSet<EntryId> {
            status_register(story)
                .heads()
                .into_iter()
                .map(|(id, _)| id)
                .collect()
        };
        assert_eq!(heads(&story), BTreeSet::from([a, b]));
        story.plan.apply(&Stored::unsent(new));
        assert_eq!(heads(&story), BTreeSet::from([b, c]));
    }
}
