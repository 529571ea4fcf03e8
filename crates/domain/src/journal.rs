//! The journal: a set of entries. Merging two journals is set union, so the order in which entries
//! arrive, how often, and crashes in between cannot matter (D1).

use std::collections::BTreeMap;
use std::collections::btree_map;

use serde::{Deserialize, Serialize};

use crate::{Entry, EntryId, PlanId};

/// An entry and what is known of its way to the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// The fact itself.
    pub entry: Entry,
    /// When the centre received it (its own clock, milliseconds since 1970); `None` until it says so.
    pub received_at: Option<u64>,
}

impl Stored {
    /// An entry that only this device has yet.
    pub fn unsent(entry: Entry) -> Self {
        Self {
            entry,
            received_at: None,
        }
    }

    /// An entry that the centre has received at `received_at`.
    pub fn received(entry: Entry, received_at: u64) -> Self {
        Self {
            entry,
            received_at: Some(received_at),
        }
    }

    /// What both records of one entry say together. A receipt, once given, stays; of two receipts the
    /// earlier one counts. If a faulty device used an id twice, the lesser content is kept, so
    /// that every device keeps the same one.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let received_at: Option<u64> = match (self.received_at, other.received_at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self {
            entry: self.entry.min(other.entry),
            received_at,
        }
    }
}

/// A set of entries by id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Journal {
    entries: BTreeMap<EntryId, Stored>,
}

impl Journal {
    /// Takes in one entry. Taking it again changes nothing.
    pub fn insert(&mut self, stored: Stored) {
        match self.entries.entry(stored.entry.id) {
            btree_map::Entry::Vacant(place) => {
                place.insert(stored);
            }
            btree_map::Entry::Occupied(mut place) => {
                let joined: Stored = place.get().clone().union(stored);
                place.insert(joined);
            }
        }
    }

    /// Takes in all entries of another journal.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        for stored in other.entries.into_values() {
            self.insert(stored);
        }
        self
    }

    /// All entries, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Stored> {
        self.entries.values()
    }

    /// The entries of one plan.
    pub fn of_plan(&self, plan: PlanId) -> impl Iterator<Item = &Stored> {
        self.iter().filter(move |stored| stored.entry.plan == plan)
    }

    /// One entry, if it is here.
    pub fn get(&self, id: EntryId) -> Option<&Stored> {
        self.entries.get(&id)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl FromIterator<Stored> for Journal {
    fn from_iter<I: IntoIterator<Item = Stored>>(stored: I) -> Self {
        let mut journal = Self::default();
        for one in stored {
            journal.insert(one);
        }
        journal
    }
}
