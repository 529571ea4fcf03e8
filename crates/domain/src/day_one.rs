//! The seven lights of the first day: roof, money, medicine, papers, keys and phone, who meets at the
//! gate, first appointment. The rule is `day_one_lights_note` in the template's data.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::checklist::{Checklist, Item};
use crate::life::Life;
use crate::sentence::{self, Stay};
use crate::template::{Condition, LightId, LightRule};
use crate::{ConditionId, ItemId, Plan, Status, Template};

/// From how many days before the release on something missing is red.
pub const NEAR_DAYS: i64 = 28;

/// What is known of one light, whatever the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LightState {
    /// Something is missing.
    Missing,
    /// What the reader may see of it is settled, or there is nothing of it; the rest is not shared with the reader.
    NotShared,
    /// No item applies, or nobody has asked. Never green by default.
    NotAsked,
    /// All that decides the light is settled.
    Arranged,
}

/// The colour of a light on a given day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Missing, and the release is near.
    Red,
    /// Missing, and there is time.
    Amber,
    /// Not shared with the reader.
    Closed,
    /// Ask.
    Grey,
    /// Arranged.
    Green,
}

/// One light with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Light {
    /// Which.
    pub id: LightId,
    /// How it stands.
    pub state: LightState,
    /// The items that decide it, in the order of the template.
    pub deciding: Vec<ItemId>,
    /// Those of them that keep it from being arranged; none of those that the reader may not see.
    pub missing: Vec<ItemId>,
}

/// All seven, in the order of the template.
pub fn lights(checklist: &Checklist, template: &Template) -> Vec<Light> {
    template
        .day_one_lights
        .iter()
        .map(|rule| light(checklist, rule))
        .collect()
}

/// What somebody can answer so that items come for a light that has none: the conditions of all items that could
/// decide it.
pub fn asks(id: LightId, template: &Template) -> Vec<&Condition> {
    let rule = template.light(id).into_iter();
    let items = rule.flat_map(|rule| rule.any_of.iter().chain(&rule.all_of));
    let wanted: BTreeSet<&ConditionId> = items
        .filter_map(|item| template.item(item))
        .flat_map(|item| &item.applies_when)
        .collect();
    let askable = template.conditions.iter().filter(|one| one.is_asked());
    askable.filter(|one| wanted.contains(&one.id)).collect()
}

/// How near the release is, for the colour of what is missing.
pub fn is_near(release: Option<NaiveDate>, is_remand: bool, today: NaiveDate) -> bool {
    is_remand || release.is_some_and(|day| (day - today).num_days() <= NEAR_DAYS)
}

/// Whether so little time is left that the first day comes before everything else: under twelve weeks, or remand
/// (`milestones.md` 3, "short or remand").
pub fn is_short(plan: &Plan, today: NaiveDate) -> bool {
    let release: Option<NaiveDate> = plan.release_date().value;
    is_remand(plan) || release.is_some_and(|day| (day - today).num_days() < 12 * 7)
}

/// Whether the person is on remand and not out yet, so that release can come on any day.
pub fn is_remand(plan: &Plan) -> bool {
    sentence::stay(plan) == Some(Stay::Remand) && Life::of(plan).is_ahead()
}

impl LightState {
    /// Its colour.
    pub fn colour(self, is_near: bool) -> Colour {
        match self {
            Self::Arranged => Colour::Green,
            Self::NotShared => Colour::Closed,
            Self::NotAsked => Colour::Grey,
            Self::Missing if is_near => Colour::Red,
            Self::Missing => Colour::Amber,
        }
    }
}

fn light(checklist: &Checklist, rule: &LightRule) -> Light {
    if let Some(is_arranged) = checklist.public_lights.get(&rule.id) {
        let state = if *is_arranged {
            LightState::Arranged
        } else {
            LightState::Missing
        };
        return Light {
            id: rule.id,
            state,
            deciding: Vec::new(),
            missing: Vec::new(),
        };
    }
    let deciding = |ids: &[ItemId]| -> Vec<&Item> {
        let found = ids.iter().filter_map(|id| checklist.item(id));
        found
            .filter(|item| item.struck_out.is_none() && !item.is_no_longer_needed)
            .collect()
    };
    let any_of: Vec<&Item> = deciding(&rule.any_of);
    let all_of: Vec<&Item> = deciding(&rule.all_of);
    let mut deciding: Vec<ItemId> = any_of.iter().map(|item| item.id.clone()).collect();
    deciding.extend(all_of.iter().map(|item| item.id.clone()));
    let mut missing: Vec<&Item> = all_of
        .iter()
        .copied()
        .filter(|item| !is_settled(item))
        .collect();
    if !any_of.iter().any(|item| is_settled(item)) {
        missing.extend(&any_of);
    }
    let is_closed = |id: &ItemId| checklist.closed.contains(id);
    let is_any_closed: bool = rule.any_of.iter().chain(&rule.all_of).any(is_closed);
    let state: LightState = if !missing.is_empty() {
        LightState::Missing
    } else if is_any_closed {
        LightState::NotShared
    } else if any_of.is_empty() && all_of.is_empty() {
        LightState::NotAsked
    } else {
        LightState::Arranged
    };
    Light {
        id: rule.id,
        state,
        deciding,
        missing: missing.into_iter().map(|item| item.id.clone()).collect(),
    }
}

/// Done, or not needed with a reason; two answers never are.
pub(crate) fn is_settled(item: &Item) -> bool {
    let value = &item.status.value;
    let is_reasoned: bool = value.status == Status::NotNeeded && !value.why.trim().is_empty();
    !item.status.is_contested() && (value.status == Status::Done || is_reasoned)
}

#[cfg(test)]
mod tests;
