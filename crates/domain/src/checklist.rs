//! The items of a plan, as the template, the answers and the entries give them.

use std::collections::{BTreeMap, BTreeSet};

use crate::chain::{self, Waiting};
use chrono::{NaiveDate, TimeDelta};

use crate::deadline::{Timing, Window};
use crate::plan::StruckOut;
use crate::register::{Record, Register, Value};
use crate::template::{LightId, TemplateItem};
use crate::{
    AgencyId, AreaId, ConditionId, Due, Field, FieldId, ItemId, NoteId, Owner, Plan, StatusValue,
    Template, condition, need, plan::reading, public_line,
};

/// The field of an item with the day of the plan from which its last day is counted.
pub(crate) const COUNTS_FROM: &str = "counts-from";
/// By how many days after it; before it where they are negative.
const COUNTS_DAYS: &str = "counts-days";

/// One item as a screen shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// Its area.
    pub area: AreaId,
    /// The title of an added item; `None` where the template has it.
    pub added_title: Option<String>,
    /// How far it has come, and why.
    pub status: Field<StatusValue>,
    /// Who does it, as agreed.
    pub owner: Field<Owner>,
    /// The administration that answers for it: the agreed one, else the template's.
    pub agency: Option<AgencyId>,
    /// By when, as agreed.
    pub due: Field<Due>,
    /// The days that follow.
    pub window: Window,
    /// The light of the first day that it belongs to.
    pub light: Option<LightId>,
    /// Whether the first day depends on it.
    pub is_critical: bool,
    /// Who takes it over once its last day is past; `None` where nobody was named.
    pub fallback: Option<Owner>,
    /// What it waits for.
    pub waiting: Waiting,
    /// It has work on it, and no answer calls for it any longer.
    pub is_no_longer_needed: bool,
    /// Struck out as a mistake.
    pub struck_out: Option<StruckOut>,
    /// Its notes, oldest first.
    pub notes: Vec<NoteId>,
    /// Whether the centre has all that was written on it.
    pub is_received: bool,
}

/// The items of a plan: those of the template in its order, then the added ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checklist {
    /// All of them, struck out ones too.
    pub items: Vec<Item>,
    /// Items that are not shown to the reader, whether or not the plan has them: nothing is known of them.
    pub closed: BTreeSet<ItemId>,
    /// The lights of which all is closed to the reader, as the centre says that they stand ([`public_line`]): whether all
    /// that decides one is arranged.
    pub public_lights: BTreeMap<LightId, bool>,
}

/// What of a plan a reader may not see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// These items, whether or not the plan has them.
    pub items: BTreeSet<ItemId>,
    /// The answers on these conditions. They may hold, so they call for their items.
    pub conditions: BTreeSet<ConditionId>,
    /// What the centre says of health matters.
    pub public_lines: bool,
}

impl Checklist {
    /// Reads the items of `plan`, for somebody who sees all of it.
    pub fn of(plan: &Plan, template: &Template) -> Self {
        Self::less(plan, template, Closed::default())
    }

    /// Reads the items of `plan`, for somebody to whom something is closed. An item of which nothing is here looks as if
    /// nobody had begun it.
    pub fn less(plan: &Plan, template: &Template, closed: Closed) -> Self {
        let mut called: Called = Called::of(plan, template);
        called.conditions.extend(closed.conditions);
        let mut notes = plan.notes();
        let worked: BTreeSet<ItemId> = with_work(plan, &notes);
        let from_template = template
            .items
            .iter()
            .filter(|item| called.applies(item) || worked.contains(&item.id))
            .map(|item| item.id.clone());
        let added = plan.records().keys().filter_map(|record| {
            let Record::Item(id) = record else {
                return None;
            };
            template.item(id).is_none().then(|| id.clone())
        });
        let items = from_template.chain(added).map(|id| {
            let about: Option<ItemId> = Some(id.clone());
            let notes: Vec<NoteId> = notes.remove(&about).unwrap_or_default();
            Item::read(plan, template, &called, id, notes)
        });
        let mut items: Vec<Item> = items.collect();
        chain::tighten(&mut items, plan, template, plan.release_date().value);
        items.retain(|item| !closed.items.contains(&item.id));
        Self {
            items,
            public_lights: if closed.public_lines {
                BTreeMap::new()
            } else {
                public_line::lights(plan, template, &closed.items)
            },
            closed: closed.items,
        }
    }

    /// One item, if the plan has it.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// The items that count: not struck out.
    pub fn standing(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.struck_out.is_none())
    }
}

impl Item {
    /// Reads one item of `plan`, whether or not it applies, with the days of its own: what waits for it is not
    /// looked at.
    pub fn of(plan: &Plan, template: &Template, id: ItemId) -> Self {
        let notes: Vec<NoteId> = plan.notes_on(Some(&id));
        Self::read(plan, template, &Called::of(plan, template), id, notes)
    }

    fn read(
        plan: &Plan,
        template: &Template,
        called: &Called,
        id: ItemId,
        notes: Vec<NoteId>,
    ) -> Self {
        let known: Option<&TemplateItem> = template.item(&id);
        let added: Field<Option<(AreaId, String)>> = plan.field(
            &Register::ItemTitle(id.clone()),
            reading!(Value::Added(area, title) => Some((area.clone(), title.clone()))),
        );
        let (added_area, added_title) = added.value.unzip();
        let is_critical: bool =
            known.is_some_and(|item| item.day_one_critical || item.day_one.is_some());
        let status: Field<StatusValue> = plan.status(&id);
        let owner: Field<Owner> = plan.owner(&id);
        let due: Field<Due> = plan.due(&id);
        let record = Record::Item(id.clone());
        Self {
            area: known
                .map(|item| item.area.clone())
                .or(added_area)
                .unwrap_or_else(|| AreaId::from("coordination")),
            added_title: if known.is_some() {
                None
            } else {
                Some(added_title.unwrap_or_default())
            },
            // Of two answers on a day-one item the less ready one counts until someone chooses (D2).
            status: if is_critical {
                status.until_chosen(|value| value.status.readiness())
            } else {
                status
            },
            agency: owner
                .value
                .agency
                .clone()
                .or_else(|| known.map(|item| item.agency.clone())),
            owner,
            window: own_window(plan, &record, known, due.value).with_own_days(
                plan.value(&record, &FieldId::from("start-on")).value.day(),
                plan.value(&record, &FieldId::from("too-late-on"))
                    .value
                    .day(),
            ),
            fallback: fallback(plan, &record),
            waiting: Waiting::default(),
            due,
            light: known.and_then(|item| item.day_one),
            is_critical,
            is_no_longer_needed: known.is_some_and(|item| !called.applies(item)),
            struck_out: plan.struck_out(&record),
            notes,
            is_received: plan.is_received(&record),
            id,
        }
    }

    /// Whether any of its fields has two answers.
    pub fn is_contested(&self) -> bool {
        self.status.is_contested() || self.owner.is_contested() || self.due.is_contested()
    }

    /// Whether it has passed to whoever takes it over: its last day is past.
    pub fn has_passed_on(&self, today: NaiveDate) -> bool {
        let timing = self.window.timing(self.status.value.status, today);
        self.fallback.is_some() && matches!(timing, Timing::TooLate | Timing::Overdue)
    }

    /// Whether work is left on it.
    pub fn is_open(&self) -> bool {
        self.struck_out.is_none() && self.status.value.status.is_open()
    }
}

/// The days of an item; where somebody counts its last day from another day of the plan, that one, unless it has a last
/// day of its own.
fn own_window(plan: &Plan, record: &Record, known: Option<&TemplateItem>, due: Due) -> Window {
    let release: Option<NaiveDate> = plan.release_date().value;
    let window = Window::of(known.map(|item| &item.when), due, release);
    if due != Due::AsTemplate {
        return window;
    }
    let value = |field: &str| plan.value(record, &FieldId::from(field)).value;
    let Some((anchor, days)) = anchor(plan, record).zip(value(COUNTS_DAYS).number()) else {
        return window;
    };
    window.done_by(anchor.checked_add_signed(TimeDelta::days(i64::from(days))))
}

/// The day from which an item's last day is counted; `None` where nobody chose one, or it is not entered.
pub(crate) fn anchor(plan: &Plan, record: &Record) -> Option<NaiveDate> {
    let from = plan.value(record, &FieldId::from(COUNTS_FROM)).value;
    match from.chosen().next()? {
        "release" => plan.release_date().value,
        field => plan.held(field).day(),
    }
}

/// Who takes an item over when its last day is past.
fn fallback(plan: &Plan, record: &Record) -> Option<Owner> {
    let value = |field: &str| plan.value(record, &FieldId::from(field)).value;
    let owner = Owner {
        agency: value("fallback-agency").chosen().next().map(AgencyId::from),
        person: value("fallback-person").text().to_owned(),
    };
    (owner != Owner::default()).then_some(owner)
}

/// What calls for items: the conditions that hold, and the needs that were found.
struct Called {
    conditions: BTreeSet<ConditionId>,
    items: BTreeSet<ItemId>,
}

impl Called {
    fn of(plan: &Plan, template: &Template) -> Self {
        let conditions = template.conditions.iter().map(|one| &one.id);
        Self {
            conditions: conditions
                .filter(|id| condition::holds(plan, id) == Some(true))
                .cloned()
                .collect(),
            items: need::called_items(plan, &template.needs),
        }
    }

    /// Whether anything calls for the item.
    fn applies(&self, item: &TemplateItem) -> bool {
        let mut conditions = item.applies_when.iter();
        !item.is_retired
            && (conditions.any(|one| self.conditions.contains(one))
                || self.items.contains(&item.id))
    }
}

/// The items that something was written on: themselves, a note about them, or a row that names them.
pub(crate) fn with_work(
    plan: &Plan,
    notes: &BTreeMap<Option<ItemId>, Vec<NoteId>>,
) -> BTreeSet<ItemId> {
    let field = FieldId::from("item");
    let mut worked: BTreeSet<ItemId> = notes.keys().flatten().cloned().collect();
    for record in plan.records().keys() {
        if let Record::Item(item) = record {
            worked.insert(item.clone());
        }
        if matches!(record, Record::Row(_)) {
            let named = plan.value(record, &field).value;
            worked.extend(named.chosen().map(ItemId::from));
        }
    }
    worked
}

#[cfg(test)]
mod tests;
