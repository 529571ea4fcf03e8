//! People who write: each with a device, a clock and ids of their own, all from a seed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::commands::{self, NewPlan, Pen};
use overgang_domain::{
    Change, DeviceId, Entry, EntryId, HybridClock, Plan, PlanId, PrisonId, Stored, TemplateVersion,
    UserId,
};
use uuid::Uuid;

use crate::Dice;

/// The moment at which test worlds begin: 4 January 2027, 08:00 UTC, in milliseconds since 1970.
pub const START_MILLIS: u64 = 1_799_049_600_000;

/// The day on which test worlds begin.
pub const START_DAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day");

/// Someone with a device.
#[derive(Clone, Debug)]
pub struct Writer {
    /// Who writes.
    pub author: UserId,
    /// On which device.
    pub device: DeviceId,
    /// The device's hybrid clock.
    pub clock: HybridClock,
    /// The device's own time, milliseconds since 1970. Set it as wildly as you like.
    pub now: u64,
    dice: Dice,
}

impl Writer {
    /// Someone whose ids follow from `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            author: UserId(Uuid::from_u64_pair(0xA0, seed)),
            device: DeviceId(Uuid::from_u64_pair(0xD0, seed)),
            clock: HybridClock::default(),
            now: START_MILLIS,
            dice: Dice::new(seed),
        }
    }

    /// The NAV counsellor with the tablet.
    pub fn alice() -> Self {
        Self::new(1)
    }

    /// The prison's social worker at the desk.
    pub fn bob() -> Self {
        Self::new(2)
    }

    /// Somebody else, on a third device.
    pub fn carol() -> Self {
        Self::new(3)
    }

    /// Hands a pen to a command. A second goes by first.
    pub fn write<T>(&mut self, command: impl FnOnce(&mut Pen<'_>) -> T) -> T {
        self.now = self.now.saturating_add(1_000);
        let Self {
            author,
            device,
            clock,
            now,
            dice,
        } = self;
        let millis: u64 = *now;
        let mut fresh_id = || dice.uuid(millis);
        command(&mut Pen {
            author: *author,
            device: *device,
            clock,
            now: millis,
            fresh_id: &mut fresh_id,
        })
    }

    /// An entry that says `change`, whatever it is, and replaces these.
    pub fn entry(&mut self, plan: PlanId, replaces: BTreeSet<EntryId>, change: Change) -> Entry {
        let id = EntryId(self.write(|pen| (pen.fresh_id)()));
        Entry {
            id,
            plan,
            author: self.author,
            device: self.device,
            time: self.clock.tick(self.now),
            replaces,
            change,
        }
    }

    /// An entry as a command would write it: it replaces what stands in `plan`.
    pub fn change(&mut self, plan: &Plan, change: Change) -> Entry {
        let replaces: BTreeSet<EntryId> = change
            .writes()
            .iter()
            .flat_map(|(register, _)| plan.to_replace(register))
            .collect();
        self.entry(plan.id, replaces, change)
    }

    /// Opens a plan in `prison` for someone with an invented name.
    pub fn open_plan(&mut self, prison: &str) -> (Plan, Vec<Entry>) {
        let new = NewPlan {
            name: "Prøve Prøvesen".to_owned(),
            birth_date: None,
            national_id: None,
            prison: PrisonId::from(prison),
            release_date: NaiveDate::from_ymd_opt(2027, 3, 1),
            stay: None,
            template: TemplateVersion(2),
            consents: Vec::new(),
            answers: BTreeMap::new(),
        };
        let (id, entries) = self
            .write(|pen| commands::open_plan(pen, new, START_DAY))
            .expect("a name and sane dates");
        let plan = Plan::fold(id, &unsent(&entries));
        (plan, entries)
    }
}

/// These entries as a device has them before any receipt.
pub fn unsent(entries: &[Entry]) -> Vec<Stored> {
    entries.iter().cloned().map(Stored::unsent).collect()
}
