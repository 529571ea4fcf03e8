//! Someone who writes, with ids that follow from a number, so that each test has its own plans.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use overgang_domain::commands::{NewPlan, Pen, open_plan, set_status, write_note};
use overgang_domain::{
    DeviceId, Entry, HybridClock, ItemId, Plan, PlanId, PrisonId, Status, Stored, Template,
    TemplateVersion, UserId,
};
use uuid::Uuid;

/// Where the tests' world begins, milliseconds since 1970: 4 January 2027.
const START: u64 = 1_799_049_600_000;

/// A writer on one device.
pub(crate) struct Writer {
    clock: HybridClock,
    ids: u128,
}

impl Writer {
    /// A writer whose ids begin at `seed`.
    pub(crate) fn new(seed: u128) -> Self {
        Self {
            clock: HybridClock::default(),
            ids: seed << 64,
        }
    }

    /// A new plan and its entries.
    pub(crate) fn opens_plan(&mut self) -> (Plan, Vec<Entry>) {
        let new = NewPlan {
            name: "Prøve Prøvesen".to_owned(),
            birth_date: None,
            prison: PrisonId::from("ullersmo"),
            release_date: NaiveDate::from_ymd_opt(2027, 3, 1),
            template: TemplateVersion(2),
            answers: BTreeMap::new(),
        };
        let today = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a day");
        let opened = self.write(|pen| open_plan(pen, new, today));
        let (id, entries) = opened.expect("a name and sane dates");
        (with(&Plan::empty(id), &entries), entries)
    }

    /// Sets a status.
    pub(crate) fn sets(&mut self, plan: &Plan, item: &str, status: Status) -> Vec<Entry> {
        let item = ItemId::from(item);
        let set = self.write(|pen| set_status(pen, plan, &item, status, String::new()));
        set.expect("an empty word why fits")
    }

    /// Writes a note.
    pub(crate) fn notes(&mut self, plan: &Plan, text: &str) -> Vec<Entry> {
        let written = self.write(|pen| write_note(pen, plan, None, text.to_owned()));
        written.expect("a short note fits").1
    }

    fn write<T>(&mut self, command: impl FnOnce(&mut Pen<'_>) -> T) -> T {
        let Self { clock, ids } = self;
        let mut fresh_id = || {
            *ids += 1;
            Uuid::from_u128(*ids)
        };
        command(&mut Pen {
            author: UserId(Uuid::from_u128(7)),
            device: DeviceId(Uuid::from_u128(8)),
            clock,
            now: START,
            fresh_id: &mut fresh_id,
        })
    }
}

/// The plan with these entries.
pub(crate) fn with(plan: &Plan, entries: &[Entry]) -> Plan {
    let mut after: Plan = plan.clone();
    for entry in entries {
        after.apply(&Stored::unsent(entry.clone()));
    }
    after
}

/// The checklist template.
pub(crate) fn template() -> Template {
    let json = include_str!("../../crates/domain/data/checklist-template.json");
    serde_json::from_str(json).expect("the template is readable")
}

/// A plan that nobody has.
pub(crate) fn nobodys_plan() -> PlanId {
    PlanId(Uuid::from_u128(99))
}
