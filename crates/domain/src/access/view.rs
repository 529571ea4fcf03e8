//! What somebody sees of a plan: which of its entries.

use std::collections::{BTreeMap, BTreeSet};

use super::{Decision, Operation, Ownership, Rights, Visible};
use crate::register::{Record, Register};
use crate::{Change, EntryId, Stored};

impl Rights<'_> {
    /// The ids of those of `entries` that the reader may read, in a plan that all of its entries make. Whether an old entry
    /// is open is judged by what stands now: a row that was moved to another area is seen by who may see both.
    pub fn view<'e>(&self, entries: impl IntoIterator<Item = &'e Stored>) -> BTreeSet<EntryId> {
        let mut view = View {
            rights: self,
            decided: BTreeMap::new(),
        };
        let said: BTreeSet<EntryId> = self.plan.plan.public_line_heads();
        let entries = entries.into_iter().map(|stored| &stored.entry);
        let seen = entries.filter(|entry| {
            // Of a line only what it says now: how often it changed, and when, would tell more than one bit.
            let is_past =
                matches!(entry.change, Change::PublicLineSet { .. }) && !said.contains(&entry.id);
            !is_past && view.shows(&entry.change)
        });
        seen.map(|entry| entry.id).collect()
    }
}

struct View<'a> {
    rights: &'a Rights<'a>,
    /// What was decided on things that are nobody's own.
    decided: BTreeMap<Visible, Decision>,
}

impl View<'_> {
    fn shows(&mut self, change: &Change) -> bool {
        let whole: BTreeSet<Visible> = self.rights.plan.of_change(change);
        let is_of_parts = matches!(change.record(), Some(Record::Header | Record::Round(_)));
        let writes = change.writes();
        if writes.is_empty() {
            return whole.iter().all(|one| self.decide(one).is_allowed());
        }
        writes.into_iter().all(|(register, _)| {
            let of_part: BTreeSet<Visible>;
            let visible = if is_of_parts {
                of_part = self.rights.plan.of_register(&register);
                &of_part
            } else {
                &whole
            };
            visible.iter().all(|one| self.is_open(one, &register))
        })
    }

    /// Whose something is takes a walk through the plan, so it is asked for only where it decides.
    fn is_open(&mut self, visible: &Visible, register: &Register) -> bool {
        match self.decide(visible) {
            Decision::Allowed => true,
            Decision::NotOwn => {
                let ownership = Ownership::of(self.rights.plan, self.rights.directory, register);
                self.ask(visible, &ownership).is_allowed()
            }
            Decision::OutOfScope
            | Decision::NeedsConsent
            | Decision::Refused
            | Decision::NoRule => false,
        }
    }

    fn decide(&mut self, visible: &Visible) -> Decision {
        if let Some(decision) = self.decided.get(visible) {
            return *decision;
        }
        let decision = self.ask(visible, &Ownership::default());
        self.decided.insert(visible.clone(), decision);
        decision
    }

    fn ask(&self, visible: &Visible, ownership: &Ownership) -> Decision {
        self.rights.decide(Operation::Read, visible, ownership)
    }
}
