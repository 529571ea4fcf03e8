//! What a person needs, asked in rounds (`needs.json`), and the questions of a first conversation
//! (`questions.json`). An answer belongs to one round; the last round in which a need was answered counts. A need
//! never decides anything: it calls for items of the checklist.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::register::Record;
use crate::template::{Sensitivity, Text3};
use crate::{AreaId, ConditionId, Field, FieldId, FieldValue, ItemId, Plan, RoundId};

/// The catalogue.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Needs {
    /// When needs are asked, in order.
    pub rounds: Vec<Round>,
    /// Headings of needs that belong together.
    pub groups: Vec<Group>,
    /// All needs.
    pub needs: Vec<Need>,
}

/// One round.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Its name.
    pub name: Text3,
    /// When it is held.
    pub when: RoundWhen,
    /// What it is for.
    pub purpose: Text3,
    /// The areas that are asked about.
    pub areas: Vec<AreaId>,
}

/// The anchor of rounds that count from the release.
pub const RELEASE_ANCHOR: &str = "release";

/// When a round is held, in weeks from a day.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RoundWhen {
    /// `admission` or `release`.
    pub anchor: String,
    /// Not before so many weeks; negative: before the day.
    pub from_weeks: i32,
    /// Until so many weeks; `None`: no end.
    pub to_weeks: Option<i32>,
    /// After how many weeks it is asked how things went.
    #[serde(default)]
    pub checks_at_weeks: Vec<u32>,
}

/// Needs that belong together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// The area.
    pub area: AreaId,
    /// Its heading.
    pub name: Text3,
}

/// One need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// Its id, which is also the field of the round: `housing.homeless`.
    pub id: FieldId,
    /// What kind of answer it is.
    pub kind: NeedKind,
    /// The area.
    pub area: AreaId,
    /// The group; `None` for "other" and "none".
    pub group: Option<String>,
    /// Its words.
    pub title: Text3,
    /// The items that it calls for.
    pub items: Vec<ItemId>,
    /// Who may see it.
    pub sensitivity: Sensitivity,
}

/// What kind of answer a need is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NeedKind {
    /// A need.
    Need,
    /// Something else, in words.
    Other,
    /// Nothing in this area. It excludes the other answers of its area in the round.
    None,
}

/// What is said before and after the questions of a first conversation.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Conversation {
    /// First of all.
    pub opening: Text3,
    /// How to say what an answer is for.
    pub how: Text3,
    /// At the end.
    pub closing: Text3,
}

/// One question of a first conversation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    /// Its id, which is also the field of the round.
    pub id: FieldId,
    /// The area.
    pub area: AreaId,
    /// Who may see its answer.
    pub sensitivity: Sensitivity,
    /// About how long it takes.
    pub minutes: u32,
    /// Whether several answers can be given.
    pub multiple: bool,
    /// Whether the answer is in words.
    pub free_text: bool,
    /// Who may ask it: `anyone` or `health`.
    pub asked_by: String,
    /// What to say.
    pub prompt: Text3,
    /// Why it is asked.
    pub why: Text3,
    /// What can be answered.
    pub answers: Vec<AnswerChoice>,
}

/// One answer to a question. Nothing is set without the user's word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AnswerChoice {
    /// Its id.
    pub id: String,
    /// Its words.
    pub label: Text3,
    /// The needs that it proposes.
    pub sets_needs: Vec<FieldId>,
    /// The conditions that it proposes to hold.
    pub sets_conditions: Vec<ConditionId>,
    /// The conditions that it proposes not to hold.
    pub clears_conditions: Vec<ConditionId>,
}

/// How a need stands in a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedState {
    /// Nobody has asked.
    #[default]
    NotAsked,
    /// The person does not want to answer.
    Declined,
    /// The person has it.
    Identified,
    /// It is met.
    Met,
    /// It is not met.
    Unmet,
    /// The person no longer wants it.
    Withdrawn,
}

impl NeedState {
    /// What can be answered, in the order in which a screen offers it.
    pub const ANSWERS: [Self; 5] = [
        Self::Identified,
        Self::Met,
        Self::Unmet,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// The option of the field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAsked => "not-asked",
            Self::Declined => "declined",
            Self::Identified => "identified",
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state that a field holds.
    pub fn of(value: &FieldValue) -> Self {
        Self::ANSWERS
            .into_iter()
            .find(|state| value.has(state.as_str()))
            .unwrap_or_default()
    }

    /// Whether it calls for the need's items.
    pub fn calls(self) -> bool {
        matches!(self, Self::Identified | Self::Unmet)
    }
}

impl Needs {
    /// The needs of one area, in the order of the catalogue.
    pub fn of_area<'a>(&'a self, area: &'a AreaId) -> impl Iterator<Item = &'a Need> {
        self.needs.iter().filter(move |need| need.area == *area)
    }

    /// A need.
    pub fn get(&self, id: &FieldId) -> Option<&Need> {
        self.needs.iter().find(|need| need.id == *id)
    }

    /// A round.
    pub fn round(&self, id: &RoundId) -> Option<&Round> {
        self.rounds.iter().find(|round| round.id == *id)
    }

    /// The round before this one, from which its answers are prefilled.
    pub fn before(&self, id: &RoundId) -> Option<&Round> {
        let at: usize = self.rounds.iter().position(|round| round.id == *id)?;
        self.rounds.get(at.checked_sub(1)?)
    }
}

impl Round {
    /// The days between which it is held; the first is `None` while the day that it counts from is not known.
    pub fn days(
        &self,
        admission: Option<NaiveDate>,
        release: Option<NaiveDate>,
    ) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let anchor: Option<NaiveDate> = if self.when.anchor == "admission" {
            admission
        } else {
            release
        };
        let after = |weeks: i32| {
            let days = Days::new(u64::from(weeks.unsigned_abs()) * 7);
            if weeks < 0 {
                anchor?.checked_sub_days(days)
            } else {
                anchor?.checked_add_days(days)
            }
        };
        (
            after(self.when.from_weeks),
            self.when.to_weeks.and_then(after),
        )
    }
}

/// The field of a round that says why an area is skipped.
pub fn skip_field(area: &AreaId) -> FieldId {
    FieldId(format!("skip/{area}"))
}

/// The field of a round with words beside the answer to a need or a question.
pub fn words_field(need: &FieldId) -> FieldId {
    FieldId(format!("{need}/words"))
}

/// How a need was answered in one round.
pub fn state(plan: &Plan, round: &RoundId, need: &FieldId) -> Field<FieldValue> {
    plan.value(&Record::Round(round.clone()), need)
}

/// How a need stands: as it was answered in the last round in which it was. Not wanting to answer sets nothing, and
/// "none" for the area in a later round takes the need back, as a need takes back the "none".
pub fn last_state(plan: &Plan, needs: &Needs, need: &Need) -> NeedState {
    for round in needs.rounds.iter().rev() {
        let stands: NeedState = safest(plan, &round.id, &need.id);
        if !matches!(stands, NeedState::NotAsked | NeedState::Declined) {
            return stands;
        }
        let mut excluding = needs
            .of_area(&need.area)
            .filter(|other| excludes(need, other));
        if excluding.any(|other| safest(plan, &round.id, &other.id).calls()) {
            return NeedState::NotAsked;
        }
    }
    NeedState::NotAsked
}

/// Whether one of two answers on an area cannot stand beside the other: "none" and a need.
pub fn excludes(one: &Need, other: &Need) -> bool {
    one.area == other.area && (one.kind == NeedKind::None) != (other.kind == NeedKind::None)
}

/// Of two answers the one that calls for the items counts until someone chooses.
fn safest(plan: &Plan, round: &RoundId, need: &FieldId) -> NeedState {
    let field = state(plan, round, need);
    let field = field.until_chosen(|value| !NeedState::of(value).calls());
    NeedState::of(&field.value)
}

/// The items that the person's needs call for.
pub fn called_items(plan: &Plan, needs: &Needs) -> BTreeSet<ItemId> {
    let is_any_asked: bool = plan
        .records()
        .keys()
        .any(|record| matches!(record, Record::Round(_)));
    if !is_any_asked {
        return BTreeSet::new();
    }
    let calling = needs
        .needs
        .iter()
        .filter(|need| !need.items.is_empty() && last_state(plan, needs, need).calls());
    calling
        .flat_map(|need| need.items.iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests;
