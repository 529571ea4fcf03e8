//! For this crate's own tests: a plan, and Alice and Bob who write in it by the commands.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::commands::{self, FillInError, NewPlan, Pen, set_fields};
use crate::reference::{self, Reference};
use crate::register::Record;
use crate::sentence::Stay;
use crate::{
    Change, ConditionId, DeviceId, Entry, FieldId, FieldValue, HybridClock, ItemId, NoteId, Plan,
    PlanId, PrisonId, Status, Stored, Template, TemplateVersion, UserId,
};

/// The local day on which stories happen.
pub(crate) const TODAY: &str = "2027-01-04";

/// Someone with a device.
pub(crate) struct Person {
    pub(crate) author: UserId,
    pub(crate) now: u64,
    device: DeviceId,
    clock: HybridClock,
    ids: u64,
}

/// A plan under way.
pub(crate) struct Story {
    pub(crate) plan: Plan,
    pub(crate) entries: Vec<Entry>,
    pub(crate) alice: Person,
    pub(crate) bob: Person,
}

impl Person {
    fn new(number: u64) -> Self {
        Self {
            author: UserId(Uuid::from_u64_pair(0xA0, number)),
            now: 1_799_049_600_000,
            device: DeviceId(Uuid::from_u64_pair(0xD0, number)),
            clock: HybridClock::default(),
            ids: number << 32,
        }
    }

    pub(crate) fn write<T>(&mut self, command: impl FnOnce(&mut Pen<'_>) -> T) -> T {
        let ids: &mut u64 = &mut self.ids;
        let mut fresh_id = || {
            *ids += 1;
            Uuid::from_u64_pair(0xE0, *ids)
        };
        command(&mut Pen {
            author: self.author,
            device: self.device,
            clock: &mut self.clock,
            now: self.now,
            fresh_id: &mut fresh_id,
        })
    }
}

impl Story {
    /// Alice has opened a plan in Ullersmo, to be released on 1 March 2027.
    pub(crate) fn opened() -> Self {
        Self::opened_with("Prøve Prøvesen", Some("2027-03-01"), &[])
    }

    /// Alice has opened a plan with these conditions holding.
    pub(crate) fn opened_with(name: &str, release: Option<&str>, conditions: &[&str]) -> Self {
        let mut story = Self::of(PlanId::DIRECTORY);
        let new = NewPlan {
            name: name.to_owned(),
            birth_date: None,
            national_id: None,
            prison: PrisonId::from("ullersmo"),
            release_date: release.map(day),
            template: TemplateVersion(2),
            stay: conditions.contains(&"remand").then_some(Stay::Remand),
            consents: Vec::new(),
            answers: conditions
                .iter()
                .filter(|id| **id != "remand")
                .map(|id| (ConditionId::from(*id), true))
                .collect(),
        };
        let opened = story
            .alice
            .write(|pen| commands::open_plan(pen, new, day(TODAY)));
        let (id, entries) = opened.unwrap();
        story.plan = Plan::empty(id);
        story.take(&entries);
        story
    }

    /// An empty directory.
    pub(crate) fn of_directory() -> Self {
        Self::of(PlanId::DIRECTORY)
    }

    fn of(plan: PlanId) -> Self {
        Self {
            plan: Plan::empty(plan),
            entries: Vec::new(),
            alice: Person::new(1),
            bob: Person::new(2),
        }
    }

    /// Alice does something, and all see it.
    pub(crate) fn alice(
        &mut self,
        act: impl FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry>,
    ) -> Vec<Entry> {
        self.alice.now += 1_000;
        let entries = self.alice.write(|pen| act(pen, &self.plan));
        self.take(&entries);
        entries
    }

    /// Bob does something, and all see it.
    pub(crate) fn bob(
        &mut self,
        act: impl FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry>,
    ) -> Vec<Entry> {
        self.bob.now = self.bob.now.max(self.alice.now) + 1_000;
        let entries = self.bob.write(|pen| act(pen, &self.plan));
        self.take(&entries);
        entries
    }

    /// Alice tries something, and nobody sees it.
    pub(crate) fn try_alice<T>(&mut self, act: impl FnOnce(&mut Pen<'_>, &Plan) -> T) -> T {
        self.alice.write(|pen| act(pen, &self.plan))
    }

    /// Alice fills in fields of a record; nothing happens where she is refused.
    pub(crate) fn fill(
        &mut self,
        record: &Record,
        typed: &[(&str, FieldValue)],
    ) -> Result<Vec<Entry>, FillInError> {
        let (reference, values) = (reference(), values(typed));
        let entries = self.try_alice(|pen, plan| {
            set_fields(
                pen,
                plan,
                reference.forms(),
                record,
                values,
                None,
                day(TODAY),
            )
        })?;
        self.take(&entries);
        Ok(entries)
    }

    pub(crate) fn alice_says(&mut self, change: Change) -> Vec<Entry> {
        self.alice(|pen, plan| vec![pen.write(plan, change)])
    }

    pub(crate) fn bob_says(&mut self, change: Change) -> Vec<Entry> {
        self.bob(|pen, plan| vec![pen.write(plan, change)])
    }

    pub(crate) fn alice_sets(&mut self, id: &str, status: Status) -> Vec<Entry> {
        self.alice(|pen, plan| {
            commands::set_status(pen, plan, &item(id), status, String::new()).unwrap()
        })
    }

    pub(crate) fn bob_sets(&mut self, id: &str, status: Status) -> Vec<Entry> {
        self.bob(|pen, plan| {
            commands::set_status(pen, plan, &item(id), status, String::new()).unwrap()
        })
    }

    pub(crate) fn alice_notes(&mut self, on: Option<&str>, text: &str) -> NoteId {
        self.alice(|pen, plan| {
            commands::write_note(pen, plan, on.map(item), text.to_owned())
                .unwrap()
                .1
        });
        self.last_note()
    }

    pub(crate) fn bob_notes(&mut self, on: Option<&str>, text: &str) -> NoteId {
        self.bob(|pen, plan| {
            commands::write_note(pen, plan, on.map(item), text.to_owned())
                .unwrap()
                .1
        });
        self.last_note()
    }

    /// Alice and Bob each set a status without seeing the other's.
    pub(crate) fn apart(&mut self, id: &str, ours: Status, theirs: Status) -> Vec<Entry> {
        let set = |status| Change::StatusSet {
            item: item(id),
            status,
            why: String::new(),
        };
        let plan: &Plan = &self.plan;
        let entries = vec![
            self.alice.write(|pen| pen.write(plan, set(ours))),
            self.bob.write(|pen| pen.write(plan, set(theirs))),
        ];
        self.take(&entries);
        entries
    }

    /// The centre's receipt comes.
    pub(crate) fn receive(&mut self, entry: &Entry, at: u64) {
        self.plan.apply(&Stored::received(entry.clone(), at));
    }

    pub(crate) fn take(&mut self, entries: &[Entry]) {
        for entry in entries {
            self.plan.apply(&Stored::unsent(entry.clone()));
        }
        self.entries.extend_from_slice(entries);
    }

    fn last_note(&self) -> NoteId {
        match self.entries.last().map(|entry| &entry.change) {
            Some(Change::NoteWritten { note, .. }) => *note,
            other => panic!("a note was expected, not {other:?}"),
        }
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn item(id: &str) -> ItemId {
    ItemId::from(id)
}

pub(crate) fn too_long() -> String {
    "å".repeat(crate::entry::MAX_TEXT_CHARS + 1)
}

pub(crate) fn template() -> Template {
    reference().template
}

/// The reference data as it ships.
pub(crate) fn reference() -> Reference {
    reference::shipped().unwrap()
}

/// Fields and what they hold.
pub(crate) fn values(typed: &[(&str, FieldValue)]) -> BTreeMap<FieldId, FieldValue> {
    let typed = typed.iter();
    typed
        .map(|(id, value)| (FieldId::from(*id), value.clone()))
        .collect()
}

/// A field that holds this day.
pub(crate) fn on(text: &str) -> FieldValue {
    FieldValue::Day(day(text))
}
