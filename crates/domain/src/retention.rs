//! How long what is written in a plan may be kept: a table of classes, and which entries of a plan are due by it. Only
//! the centre's clock counts, for a tablet's clock that is years behind must not make anything due.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Months, NaiveDate};
use serde::Deserialize;

use crate::access::{Visibility, Visible};
use crate::life::{LIFE, Life};
use crate::register::{Record, Register};
use crate::template::Sensitivity;
use crate::{Change, Entry, EntryId, FieldId, Plan, Stored};

/// What is kept for the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RetentionClass {
    /// What has the sensitivity health.
    Health,
    /// What is open to its author and those named on it only.
    Restricted,
    /// The rounds in which needs are asked.
    Rounds,
    /// Notes and rows that were struck out.
    StruckOut,
    /// Notes.
    Notes,
    /// All of a plan.
    Plan,
    /// All of a plan, closed or not.
    ForgottenPlan,
}

/// From when its time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum After {
    /// When the plan was closed. Never, while it is open.
    PlanClosed,
    /// When the centre received the last that was written on the record, or in the plan where the class is all of it.
    LastWritten,
    /// When the centre received the entry itself.
    Received,
}

/// How long one class is kept.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct KeptFor {
    /// Which.
    pub class: RetentionClass,
    /// What that is, in words.
    pub what: String,
    /// For so many months.
    pub months: u32,
    /// From then on.
    pub after: After,
    /// `confirmed` or `unverified`.
    pub status: String,
    /// Who says so.
    pub source: String,
}

/// The table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Retention {
    /// What it rests on.
    pub about: String,
    /// The classes.
    pub classes: Vec<KeptFor>,
}

/// The table as it ships: `data/retention.json`.
#[cfg(any(test, feature = "shipped"))]
pub fn shipped() -> Result<Retention, serde_json::Error> {
    serde_json::from_str(include_str!("../data/retention.json"))
}

impl Retention {
    /// The entries of a plan, of which these are all, that may not be kept on `today` any longer. `day_of` says on which
    /// local day a moment lies (milliseconds since 1970).
    pub fn due(
        &self,
        plan: Visibility<'_>,
        entries: &[Stored],
        today: NaiveDate,
        day_of: impl Fn(u64) -> NaiveDate,
    ) -> BTreeSet<EntryId> {
        let judged = Judged::new(plan, entries);
        let is_over = |kept: &KeptFor, since: u64| {
            let end = day_of(since).checked_add_months(Months::new(kept.months));
            end.is_some_and(|end| end <= today)
        };
        let mut due: BTreeSet<EntryId> = BTreeSet::new();
        for (entry, received_at) in &judged.entries {
            let classes: BTreeSet<RetentionClass> = judged.classes_of(entry);
            let kept = self.classes.iter();
            let mut kept = kept.filter(|kept| classes.contains(&kept.class));
            let is_due = kept.any(|kept| {
                let since: Option<u64> = match kept.after {
                    After::PlanClosed => judged.closed_at,
                    After::LastWritten => Some(judged.last_written(entry, kept.class)),
                    After::Received => Some(*received_at),
                };
                since.is_some_and(|since| is_over(kept, since))
            });
            if is_due {
                due.insert(entry.id);
            }
        }
        with_what_would_stand_again(plan.plan, entries, due)
    }
}

/// A plan's entries, the tombstones of others apart, with what decides on them.
struct Judged<'a> {
    plan: Visibility<'a>,
    /// Each with its receipt.
    entries: Vec<(&'a Entry, u64)>,
    closed_at: Option<u64>,
    last_in: BTreeMap<Unit, u64>,
    last: u64,
}

/// What is written and read as one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Record(Record),
    Register(Register),
}

impl<'a> Judged<'a> {
    fn new(plan: Visibility<'a>, entries: &'a [Stored]) -> Self {
        let entries = entries.iter();
        let entries = entries.filter(|one| !one.entry.change.is_tombstone());
        // What has no receipt is on no centre, so it is as new as can be.
        let entries: Vec<(&Entry, u64)> = entries
            .map(|one| (&one.entry, one.received_at.unwrap_or(u64::MAX)))
            .collect();
        let mut last_in: BTreeMap<Unit, u64> = BTreeMap::new();
        for (entry, received_at) in &entries {
            for unit in units_of(&entry.change) {
                let last = last_in.entry(unit).or_default();
                *last = (*last).max(*received_at);
            }
        }
        Self {
            closed_at: closed_at(plan.plan),
            last: entries.iter().map(|(_, at)| *at).max().unwrap_or_default(),
            last_in,
            entries,
            plan,
        }
    }

    fn classes_of(&self, entry: &Entry) -> BTreeSet<RetentionClass> {
        let mut classes = BTreeSet::from([RetentionClass::Plan, RetentionClass::ForgottenPlan]);
        for visible in self.plan.of_change(&entry.change) {
            if let Visible::Class(class) | Visible::PublicLine(class) = visible {
                match class.sensitivity {
                    Sensitivity::Health => classes.insert(RetentionClass::Health),
                    Sensitivity::Restricted => classes.insert(RetentionClass::Restricted),
                    Sensitivity::Team | Sensitivity::Welfare => false,
                };
            }
        }
        match entry.change.record() {
            Some(Record::Round(_)) => {
                classes.insert(RetentionClass::Rounds);
            }
            Some(record @ (Record::Note(_) | Record::Row(_))) => {
                if matches!(record, Record::Note(_)) {
                    classes.insert(RetentionClass::Notes);
                }
                if self.plan.plan.struck_out(&record).is_some() {
                    classes.insert(RetentionClass::StruckOut);
                }
            }
            // An item of the template that counted again would be worse than one that is kept.
            Some(Record::Item(_) | Record::Header | Record::User(_) | Record::Template(_))
            | None => {}
        }
        classes
    }

    fn last_written(&self, entry: &Entry, class: RetentionClass) -> u64 {
        let is_whole = matches!(class, RetentionClass::Plan | RetentionClass::ForgottenPlan);
        let units = units_of(&entry.change).into_iter();
        let last = units.filter_map(|unit| self.last_in.get(&unit).copied());
        // An unknown kind could be about anything.
        let last = last.max().filter(|_| !is_whole);
        last.unwrap_or(self.last)
    }
}

/// A note, a row or an item is one; of the plan itself and of a round each field.
fn units_of(change: &Change) -> BTreeSet<Unit> {
    let registers = change.writes().into_iter();
    let unit = |register: Register| match register.record() {
        record @ (Record::Item(_) | Record::Note(_) | Record::Row(_)) => Unit::Record(record),
        Record::Header | Record::Round(_) | Record::User(_) | Record::Template(_) => {
            Unit::Register(register)
        }
    };
    registers.map(|(register, _)| unit(register)).collect()
}

/// When the centre received that the plan is closed; `None` while it is not.
fn closed_at(plan: &Plan) -> Option<u64> {
    if !Life::of(plan).is_closed() {
        return None;
    }
    let life = Register::Field(Record::Header, FieldId::from(LIFE));
    let fields = plan.fields_of(&Record::Header);
    let heads = fields
        .filter(|(register, _)| **register == life)
        .flat_map(|(_, values)| values.heads());
    heads.filter_map(|(_, write)| write.received_at).max()
}

/// The older entries that would stand again in `plan`, whose entries these are, if `erased` were not in it any longer.
pub fn standing_again(
    plan: &Plan,
    entries: &[Stored],
    erased: &BTreeSet<EntryId>,
) -> BTreeSet<EntryId> {
    let left = entries.iter().filter(|one| !erased.contains(&one.entry.id));
    let left = Plan::fold(plan.id, left);
    let before: BTreeSet<(Register, EntryId)> = heads(plan).collect();
    // What was struck out would stand again as well.
    let restored = |register: &Register| {
        let record = register.record();
        plan.struck_out(&record).is_some() && left.struck_out(&record).is_none()
    };
    let after = heads(&left).filter(|head| !before.contains(head) || restored(&head.0));
    after.map(|(_, entry)| entry).collect()
}

/// What was replaced by something that goes, goes with it: it would be shown as if it held.
fn with_what_would_stand_again(
    plan: &Plan,
    entries: &[Stored],
    mut due: BTreeSet<EntryId>,
) -> BTreeSet<EntryId> {
    while !due.is_empty() {
        let more: BTreeSet<EntryId> = standing_again(plan, entries, &due);
        if more.is_empty() {
            break;
        }
        due.extend(more);
    }
    due
}

fn heads(plan: &Plan) -> impl Iterator<Item = (Register, EntryId)> + '_ {
    let fields = plan.records().values().flatten();
    fields.flat_map(|(register, values)| {
        let heads = values.heads().into_iter();
        heads.map(move |(id, _)| (register.clone(), id))
    })
}

#[cfg(test)]
mod tests;
