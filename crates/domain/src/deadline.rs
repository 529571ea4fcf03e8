//! When things are due. Everything is anchored to the release date and moves with it (D4); the rule
//! is in `milestones.md` section 3, "item due dates".

use chrono::{Days, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::checklist::Checklist;
use crate::plan::reading;
use crate::register::{MultiValue, Record, Register, Value};
use crate::template::{When, WhenKind};
use crate::{Due, EntryId, Field, ItemId, Plan, Status, Template, UserId};

/// The days that bound an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Begin by this day; `None`: no suggestion.
    #[serde(with = "crate::day::optional")]
    pub start_by: Option<NaiveDate>,
    /// Be done by this day; `None`: open end, or the release date is not known.
    #[serde(with = "crate::day::optional")]
    pub done_by: Option<NaiveDate>,
    /// With this day past and nothing begun, it will probably not be done for the release.
    #[serde(with = "crate::day::optional")]
    pub too_late_from: Option<NaiveDate>,
    /// With this day past and the item not finished, those after it will probably not be done in time:
    /// computed through the chain.
    #[serde(with = "crate::day::optional")]
    pub chain_last_day: Option<NaiveDate>,
    /// It begins as soon as the plan is opened, with no day before which it is too early.
    pub is_at_once: bool,
}

/// How an item stands on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timing {
    /// Probably too late, for the item or for one that waits for it: use the fallback.
    TooLate,
    /// The day to be done by is past.
    Overdue,
    /// It should have been begun; less time is left than was planned.
    Compressed,
    /// To be worked on now.
    Now,
    /// Its time has not come.
    Later,
    /// There is no date.
    NoDate,
    /// Nothing is left to do.
    Settled,
}

impl Window {
    /// The window of an item that the template describes by `when` and a person by `due`.
    pub fn of(when: Option<&When>, due: Due, release: Option<NaiveDate>) -> Self {
        let weeks_before = |weeks: Option<i32>| days_before(release?, weeks?.checked_mul(7)?);
        let by_template = Self {
            start_by: when.and_then(|when| weeks_before(when.start)),
            done_by: when.and_then(|when| weeks_before(when.done)),
            too_late_from: when.and_then(|when| weeks_before(when.too_late)),
            chain_last_day: None,
            is_at_once: when.is_some_and(|when| when.kind == WhenKind::AtAdmission),
        };
        match due {
            Due::AsTemplate => by_template,
            Due::On(day) => by_template.done_by(Some(day)),
            Due::DaysBeforeRelease(days) => {
                by_template.done_by(release.and_then(|release| days_before(release, days)))
            }
        }
    }

    /// The window with another day to be done by. Where that is earlier, the start goes with it, as many days before
    /// as were planned, so that an item is never "later" and then at once overdue.
    #[must_use]
    pub fn done_by(self, day: Option<NaiveDate>) -> Self {
        let planned = self
            .start_by
            .zip(self.done_by)
            .map(|(start, done)| done - start);
        let span: TimeDelta = planned.unwrap_or_default().max(TimeDelta::zero());
        let start_by = self.start_by.map(|start| {
            let earlier = day.and_then(|day| day.checked_sub_signed(span));
            earlier.map_or(start, |earlier| start.min(earlier))
        });
        Self {
            start_by,
            done_by: day,
            ..self
        }
    }

    /// The window with the days that a person set for this item instead.
    #[must_use]
    pub fn with_own_days(self, start: Option<NaiveDate>, too_late: Option<NaiveDate>) -> Self {
        Self {
            start_by: start.or(self.start_by),
            too_late_from: too_late.or(self.too_late_from),
            ..self
        }
    }

    /// How an item with this window and this status stands on `today`.
    pub fn timing(&self, status: Status, today: NaiveDate) -> Timing {
        let is_past = |day: Option<NaiveDate>| day.is_some_and(|day| day < today);
        if !status.is_open() {
            return Timing::Settled;
        }
        if is_past(self.chain_last_day) || (!status.is_begun() && is_past(self.too_late_from)) {
            return Timing::TooLate;
        }
        if is_past(self.done_by) {
            return Timing::Overdue;
        }
        match (self.start_by, self.done_by) {
            (Some(start), _) if start > today => Timing::Later,
            (Some(start), _) if start < today && !status.is_begun() => Timing::Compressed,
            (None, None) if !self.is_at_once => Timing::NoDate,
            _ => Timing::Now,
        }
    }
}

impl Window {
    /// The day since which it is too late, on `today`; `None` while it is not.
    pub fn too_late_since(&self, status: Status, today: NaiveDate) -> Option<NaiveDate> {
        let is_late: bool = self.timing(status, today) == Timing::TooLate;
        let own: Option<NaiveDate> = self.too_late_from.filter(|_| !status.is_begun());
        let days = [self.chain_last_day, own].into_iter();
        let past = days.flatten().filter(|day| *day < today);
        past.min().filter(|_| is_late)
    }
}

/// `days` before `release`; after it where `days` is negative.
fn days_before(release: NaiveDate, days: i32) -> Option<NaiveDate> {
    let distance = Days::new(u64::from(days.unsigned_abs()));
    if days < 0 {
        release.checked_add_days(distance)
    } else {
        release.checked_sub_days(distance)
    }
}

/// One deadline that moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Of which item.
    pub item: ItemId,
    /// The day that it was.
    pub from: Option<NaiveDate>,
    /// The day that it is.
    pub to: Option<NaiveDate>,
    /// Whether it can no longer be done in time, and could before.
    pub has_become_impossible: bool,
}

/// What moves when the plan behind `before` becomes the plan behind `after`: open items whose day
/// to be done by differs, or that can no longer be done in time.
pub fn what_moved(before: &Checklist, after: &Checklist, today: NaiveDate) -> Vec<Moved> {
    let is_impossible = |timing: Timing| matches!(timing, Timing::TooLate | Timing::Overdue);
    let open = after.items.iter().filter(|item| item.is_open());
    open.filter_map(|now| {
        let was = before.item(&now.id)?;
        let status: Status = now.status.value.status;
        let moved = Moved {
            item: now.id.clone(),
            from: was.window.done_by,
            to: now.window.done_by,
            has_become_impossible: is_impossible(now.window.timing(status, today))
                && !is_impossible(was.window.timing(status, today)),
        };
        (moved.from != moved.to || moved.has_become_impossible).then_some(moved)
    })
    .collect()
}

/// The last move of the release date, as everybody sees it who was not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseMoved {
    /// The day that it was.
    pub from: NaiveDate,
    /// Who moved it.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// The entries that moved it: two devices may have moved it to the same day.
    entries: Vec<EntryId>,
}

impl ReleaseMoved {
    /// How the release date of `plan` moved last, where that was at `since` or later; `None` where it never moved, or
    /// two dates stand. The first date that a plan gets is no move.
    pub fn of(plan: &Plan, since: u64) -> Option<Self> {
        let now = plan.release_date();
        let [last] = &now.answers[..] else {
            return None;
        };
        if last.at < since {
            return None;
        }
        let mut header = plan.fields_of(&Record::Header);
        let (_, values) = header.find(|(register, _)| **register == Register::ReleaseDate)?;
        let mut values: MultiValue = values.clone();
        let mut entries: Vec<EntryId> = Vec::new();
        loop {
            let before: Field<Option<NaiveDate>> =
                Field::read(&values, reading!(Value::Date(date) => *date));
            match &before.answers[..] {
                [same] if same.value == last.value => {
                    values.remove(same.entry);
                    entries.push(same.entry);
                }
                _ => {
                    let from: NaiveDate = before.value?;
                    let (by, at) = (last.by, last.at);
                    return Some(Self {
                        from,
                        by,
                        at,
                        entries,
                    });
                }
            }
        }
    }

    /// What moved with it in `plan`.
    pub fn what_moved(&self, plan: &Plan, template: &Template, today: NaiveDate) -> Vec<Moved> {
        let mut before: Plan = plan.clone();
        for entry in &self.entries {
            before.set_aside(*entry);
        }
        let (before, after) = (
            Checklist::of(&before, template),
            Checklist::of(plan, template),
        );
        what_moved(&before, &after, today)
    }
}

#[cfg(test)]
mod tests;
