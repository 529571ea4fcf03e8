//! What lists, search and the agenda need of a plan, so that none of them opens plans (D13).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::access::{Overrides, is_pointed_out};
use crate::checklist::{Checklist, Closed, Item};
use crate::commands::{CONTINUED_IN, WORKERS};
use crate::dated::{self, DatedRow, dated_rows};
use crate::day_one::{self, LightState};
use crate::deadline::{Timing, Window};
use crate::directory::Directory;
use crate::life::Life;
use crate::register::{Listing, Record};
use crate::template::LightId;
use crate::{ItemId, Owner, Plan, PlanId, PrisonId, Status, Template, UserId};

/// One plan in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// Which plan.
    pub id: PlanId,
    /// The person's name.
    pub name: String,
    /// The date of birth.
    #[serde(with = "crate::day::optional")]
    pub birth_date: Option<NaiveDate>,
    /// The prison whose log the plan stands in.
    pub prison: Option<PrisonId>,
    /// The release date.
    #[serde(with = "crate::day::optional")]
    pub release_date: Option<NaiveDate>,
    /// Who works with the person.
    pub workers: BTreeSet<UserId>,
    /// How far the plan has come.
    pub life: Life,
    /// On remand: release can come on any day.
    pub is_remand: bool,
    /// Items with work left.
    pub open_items: usize,
    /// The lights of the first day.
    pub lights: Vec<(LightId, LightState)>,
    /// Open items with a day to be done by.
    pub deadlines: Vec<Deadline>,
    /// Rows with a day to keep.
    pub dated: Vec<DatedRow>,
    /// The plan that it goes on in, where it does.
    pub continued_in: Option<PlanId>,
    /// It goes on in a plan that goes on in it: see [`mark_circles`].
    #[serde(skip)]
    pub is_in_circle: bool,
    /// Until which day something of it was last opened against the rules.
    #[serde(with = "crate::day::optional")]
    pub overridden_until: Option<NaiveDate>,
    /// Fields with two answers.
    pub contested: usize,
    /// Entries that the centre has not received.
    pub unsent: usize,
    /// When it was last changed, milliseconds since 1970, and by whom.
    pub changed: Option<(u64, UserId)>,
}

/// One open item with a day to be done by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Which item.
    pub item: ItemId,
    /// The title of an added item; `None` where the template has it.
    pub added_title: Option<String>,
    /// How far it has come.
    pub status: Status,
    /// Its days.
    pub window: Window,
    /// Who takes it over once its last day is past.
    pub fallback: Option<Owner>,
}

/// How urgent a plan is on a given day, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Urgency {
    /// The higher, the sooner to be seen.
    pub score: i64,
    /// Days until the release; negative after it; `None` while it is unknown.
    pub days_left: Option<i64>,
    /// Lights of the first day that are red.
    pub red_lights: usize,
    /// Deadlines that are past.
    pub overdue: usize,
    /// Of these, how many have passed to whoever takes them over.
    pub passed_on: usize,
}

impl PlanSummary {
    /// Sums up `plan` for somebody who sees all of it.
    pub fn of(plan: &Plan, template: &Template) -> Self {
        Self::less(plan, template, Closed::default())
    }

    /// Sums up `plan` for somebody to whom something is closed: nothing of that is counted.
    pub fn less(plan: &Plan, template: &Template, closed: Closed) -> Self {
        let checklist = Checklist::less(plan, template, closed);
        let writes = || {
            plan.records()
                .values()
                .flatten()
                .flat_map(|(_, v)| v.writes())
        };
        let mut unsent: Vec<_> = writes()
            .filter(|(_, write)| write.received_at.is_none())
            .map(|(id, _)| *id)
            .collect();
        unsent.sort_unstable();
        unsent.dedup();
        Self {
            id: plan.id,
            name: plan.name().value,
            birth_date: plan.birth_date().value,
            prison: plan.home(),
            release_date: plan.release_date().value,
            workers: plan
                .held(WORKERS)
                .chosen()
                .filter_map(|user| user.parse().ok())
                .collect(),
            life: Life::of(plan),
            is_remand: day_one::is_remand(plan),
            open_items: checklist.items.iter().filter(|item| item.is_open()).count(),
            lights: day_one::lights(&checklist, template)
                .into_iter()
                .map(|light| (light.id, light.state))
                .collect(),
            deadlines: checklist.items.iter().filter_map(Deadline::of).collect(),
            dated: dated_rows(plan),
            continued_in: plan
                .held(CONTINUED_IN)
                .chosen()
                .find_map(|id| id.parse().ok()),
            is_in_circle: false,
            overridden_until: Overrides::of(plan).last_day(),
            contested: contested(plan, &checklist),
            unsent: unsent.len(),
            changed: writes()
                .map(|(_, write)| (write.effective_millis(), write.author))
                .max(),
        }
    }

    /// How urgent it is on `today`. A suggestion of this product: what is missing for the first day
    /// counts most once the release is near, then what is overdue, then how soon the release is.
    pub fn urgency(&self, today: NaiveDate) -> Urgency {
        let days_left: Option<i64> = self.release_date.map(|day| (day - today).num_days());
        let is_near: bool = self.is_near(today);
        let missing = self
            .lights
            .iter()
            .filter(|(_, state)| *state == LightState::Missing);
        let red_lights: usize = if is_near { missing.count() } else { 0 };
        let overdue: usize = self
            .deadlines
            .iter()
            .filter(|due| due.is_late(today))
            .count();
        let passed_on = self.deadlines.iter();
        let passed_on: usize = passed_on.filter(|due| due.has_passed_on(today)).count();
        let soon: i64 = days_left.map_or(if self.is_remand { 90 } else { 0 }, |days| {
            if days < 0 { 0 } else { 90 - days.min(90) }
        });
        let score: i64 = i64::try_from(red_lights * 100 + overdue.min(20) * 2).unwrap_or(i64::MAX);
        Urgency {
            score: score.saturating_add(soon),
            days_left,
            red_lights,
            overdue,
            passed_on,
        }
    }

    /// Whether something of it was opened against the rules, now or not long ago.
    pub fn is_overridden(&self, today: NaiveDate) -> bool {
        let until = self.overridden_until;
        until.is_some_and(|until| is_pointed_out(until, today))
    }

    /// Whether nobody works in it any more. Of plans that go on in each other none is closed.
    pub fn is_closed(&self) -> bool {
        self.life.is_closed() && !self.is_in_circle
    }

    /// Whether the release is near, for the colour of what is missing; it no longer is once the person is out.
    pub fn is_near(&self, today: NaiveDate) -> bool {
        self.life.is_ahead() && day_one::is_near(self.release_date, self.is_remand, today)
    }

    /// The prison on a day: where the last transfer until then went, else where the plan stands.
    pub fn prison_on(&self, day: NaiveDate) -> Option<PrisonId> {
        dated::prison_on(&self.dated, day).or_else(|| self.prison.clone())
    }

    /// Whether one of its deadlines is a user's to see to: the user works with the person, or takes over what is past
    /// its last day. That is whoever was named, or without a name all of the administration at this prison.
    pub fn is_for(
        &self,
        due: &Deadline,
        user: UserId,
        directory: &Directory,
        today: NaiveDate,
    ) -> bool {
        let takes_over = |owner: &Owner, listing: &Listing| {
            let name: String = owner.person.trim().to_lowercase();
            let is_there = |prison: &PrisonId| listing.prisons.contains(prison);
            if name.is_empty() {
                owner.agency.as_ref() == Some(&listing.agency)
                    && self.prison_on(today).as_ref().is_some_and(is_there)
            } else {
                name == listing.name.to_lowercase()
            }
        };
        let owner = due.fallback.as_ref().filter(|_| due.is_late(today));
        self.workers.contains(&user)
            || owner
                .zip(directory.get(user))
                .is_some_and(|(owner, listing)| takes_over(owner, listing))
    }

    /// Whether the plan is in a user's list: the user works with the person, or takes over one of its items.
    pub fn concerns(&self, user: UserId, directory: &Directory, today: NaiveDate) -> bool {
        let mut deadlines = self.deadlines.iter();
        self.workers.contains(&user)
            || deadlines.any(|due| self.is_for(due, user, directory, today))
    }

    /// Whether another plan is likely of the same person.
    pub fn is_likely_same_person(&self, other: &Self) -> bool {
        self.id != other.id && self.is_likely_of(&other.name, other.birth_date)
    }

    /// Whether it is likely the plan of somebody with this name: the same words, in any order and case, and no other
    /// date of birth.
    pub fn is_likely_of(&self, name: &str, birth_date: Option<NaiveDate>) -> bool {
        let words = |name: &str| {
            let name: String = name.to_lowercase();
            let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
            words.sort_unstable();
            words
        };
        let born = self.birth_date.zip(birth_date);
        born.is_none_or(|(own, other)| own == other)
            && !name.trim().is_empty()
            && words(&self.name) == words(name)
    }

    /// Whether every word of `query` begins a word of the name, or the id of the prison on `today`. Case does not
    /// matter.
    pub fn matches(&self, query: &str, today: NaiveDate) -> bool {
        let name: String = self.name.to_lowercase();
        let prison: Option<PrisonId> = self.prison_on(today);
        let prison: &str = prison.as_ref().map_or("", PrisonId::as_str);
        query.to_lowercase().split_whitespace().all(|word| {
            prison.starts_with(word)
                || name.split([' ', '-']).any(|part| part.starts_with(word))
                || (word.chars().count() > 2 && name.contains(word))
        })
    }
}

/// How many plans that are not closed each user works in.
pub fn caseloads(plans: &BTreeMap<PlanId, PlanSummary>) -> BTreeMap<UserId, usize> {
    let open = plans.values().filter(|plan| !plan.is_closed());
    let mut loads: BTreeMap<UserId, usize> = BTreeMap::new();
    for worker in open.flat_map(|plan| &plan.workers) {
        *loads.entry(*worker).or_default() += 1;
    }
    loads
}

/// Marks the plans that go on in each other in a circle: two devices closed each of them for the other. No list may
/// hide them, since nobody would work with the person any more.
pub fn mark_circles(plans: &mut BTreeMap<PlanId, PlanSummary>) {
    let circle: BTreeSet<PlanId> = in_circle(plans);
    for plan in plans.values_mut() {
        plan.is_in_circle = circle.contains(&plan.id);
    }
}

fn in_circle(plans: &BTreeMap<PlanId, PlanSummary>) -> BTreeSet<PlanId> {
    let next = |plan: &PlanSummary| {
        let next = plan.continued_in.filter(|_| plan.life == Life::Continued);
        next.and_then(|next| plans.get(&next))
    };
    let comes_back = |plan: &&PlanSummary| {
        let mut at: Option<&PlanSummary> = next(plan);
        // No circle is longer than there are plans.
        for _ in 0..plans.len() {
            match at {
                Some(one) if one.id == plan.id => return true,
                Some(one) => at = next(one),
                None => return false,
            }
        }
        false
    };
    let continued = plans.values().filter(|plan| plan.life == Life::Continued);
    continued.filter(comes_back).map(|plan| plan.id).collect()
}

/// How many fields have two answers. Of what is struck out nobody has to choose.
fn contested(plan: &Plan, checklist: &Checklist) -> usize {
    let standing: BTreeSet<&ItemId> = checklist.standing().map(|item| &item.id).collect();
    let records = plan.records().iter().filter(|(record, _)| match record {
        Record::Header | Record::Round(_) => true,
        Record::Item(item) => standing.contains(item),
        Record::Row(_) | Record::Note(_) => plan.struck_out(record).is_none(),
        Record::User(_) | Record::Template(_) => false,
    });
    let fields = records.flat_map(|(_, fields)| fields);
    fields.filter(|(_, values)| values.is_contested()).count()
}

impl Deadline {
    fn of(item: &Item) -> Option<Self> {
        let has_date: bool = item.window.done_by.is_some() || item.fallback.is_some();
        (item.is_open() && has_date).then(|| Self {
            item: item.id.clone(),
            added_title: item.added_title.clone(),
            status: item.status.value.status,
            window: item.window,
            fallback: item.fallback.clone(),
        })
    }

    /// Whether its day is past on `today`, or it is probably too late to begin.
    pub fn is_late(&self, today: NaiveDate) -> bool {
        matches!(
            self.window.timing(self.status, today),
            Timing::Overdue | Timing::TooLate
        )
    }

    /// Whether it has passed to whoever takes it over.
    pub fn has_passed_on(&self, today: NaiveDate) -> bool {
        self.fallback.is_some() && self.is_late(today)
    }
}

#[cfg(test)]
mod tests;
