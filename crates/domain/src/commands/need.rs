//! Answering what a person needs, round by round, and the questions of a first conversation.

use std::collections::{BTreeMap, BTreeSet};

use super::pen::{Pen, fits};
use crate::need::{
    Need, NeedKind, NeedState, Needs, Question, excludes, last_state, skip_field, state,
    words_field,
};
use crate::register::Record;
use crate::{
    AreaId, Change, ConditionId, Entry, FieldId, FieldValue, Plan, RoundId, Template, condition,
};

/// The answer was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerNeedError {
    /// Every area of the round was asked about or skipped.
    #[error("nothing of the round is left to skip")]
    NothingLeft,
    /// An area is skipped only with a reason.
    #[error("the reason is missing; say why the area is skipped")]
    ReasonMissing,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the text is too long; shorten it")]
    TooLong,
}

/// What a question's answers propose. Nothing of it is written before somebody says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Needs that are found.
    pub needs: BTreeSet<FieldId>,
    /// Conditions that hold, or no longer do.
    pub conditions: BTreeMap<ConditionId, bool>,
}

/// Answers one need in a round. "None" takes back the other needs of its area in the round, and a need takes back
/// the "none".
pub fn answer_need(
    pen: &mut Pen<'_>,
    plan: &Plan,
    needs: &Needs,
    round: &RoundId,
    need: &FieldId,
    answer: NeedState,
) -> Vec<Entry> {
    let mut values = BTreeMap::from([(need.clone(), value_of(answer))]);
    take_back_excluded(plan, needs, round, &mut values);
    set_in_round(pen, plan, round, values)
}

/// Writes words beside a need or a question.
pub fn word_need(
    pen: &mut Pen<'_>,
    plan: &Plan,
    round: &RoundId,
    need: &FieldId,
    words: String,
) -> Result<Vec<Entry>, AnswerNeedError> {
    if !fits(&words) {
        return Err(AnswerNeedError::TooLong);
    }
    let value = FieldValue::Text(words);
    let values = BTreeMap::from([(words_field(need), value)]);
    Ok(set_in_round(pen, plan, round, values))
}

/// Answers the needs of an area as they stood before this round, with the person's words beside them, where this round
/// has no answer yet.
pub fn take_over_area(
    pen: &mut Pen<'_>,
    plan: &Plan,
    needs: &Needs,
    round: &RoundId,
    area: &AreaId,
) -> Vec<Entry> {
    let answered = |need: &Need| NeedState::of(&state(plan, round, &need.id).value);
    let open = needs.of_area(area).filter(|need| {
        let mut excluding = needs.of_area(area).filter(|other| excludes(need, other));
        answered(need) == NeedState::NotAsked && !excluding.any(|other| answered(other).calls())
    });
    let before = open.flat_map(|need| {
        let last: NeedState = last_state(plan, needs, need);
        let known = (last != NeedState::NotAsked).then(|| (need.id.clone(), value_of(last)));
        let words = words_field(&need.id);
        let said: FieldValue = last_words(plan, needs, round, &words);
        let is_new: bool = state(plan, round, &words).value.is_empty();
        let beside = known.is_some() && is_new && !said.is_empty();
        known.into_iter().chain(beside.then_some((words, said)))
    });
    let mut values: BTreeMap<FieldId, FieldValue> = before.collect();
    // Where two devices said "none" and a need, the need comes along.
    let calls = |need: &Need| {
        let value = values.get(&need.id);
        value.is_some_and(|value| NeedState::of(value).calls())
    };
    let (none, some): (Vec<&Need>, Vec<&Need>) = needs
        .of_area(area)
        .filter(|need| calls(need))
        .partition(|need| need.kind == NeedKind::None);
    if !some.is_empty() {
        for need in none {
            values.remove(&need.id);
        }
    }
    set_in_round(pen, plan, round, values)
}

/// The words that stand in a field of the last round before `round` that has some.
fn last_words(plan: &Plan, needs: &Needs, round: &RoundId, words: &FieldId) -> FieldValue {
    let before = needs.rounds.iter().take_while(|one| one.id != *round);
    let said = before.map(|one| state(plan, &one.id, words).value);
    said.filter(|value| !value.is_empty())
        .last()
        .unwrap_or_default()
}

/// Skips an area in a round, with a reason; an empty one asks it after all.
pub fn skip_area(
    pen: &mut Pen<'_>,
    plan: &Plan,
    round: &RoundId,
    area: &AreaId,
    reason: Option<String>,
) -> Result<Vec<Entry>, AnswerNeedError> {
    let value: FieldValue = reason.map_or(Ok(FieldValue::Empty), as_reason)?;
    let values = BTreeMap::from([(skip_field(area), value)]);
    Ok(set_in_round(pen, plan, round, values))
}

/// Skips what is left of a round, with a reason: those of these areas in which nothing is asked or skipped yet. Each
/// area has an entry of its own, because not everybody sees all of them.
pub fn skip_round(
    pen: &mut Pen<'_>,
    plan: &Plan,
    template: &Template,
    round: &RoundId,
    areas: &BTreeSet<AreaId>,
    reason: String,
) -> Result<Vec<Entry>, AnswerNeedError> {
    let value: FieldValue = as_reason(reason)?;
    let known = template.needs.round(round).into_iter();
    let left = known.flat_map(|round| &round.areas).filter(|area| {
        let skipped = state(plan, round, &skip_field(area)).value;
        areas.contains(*area) && skipped.is_empty() && !is_begun(plan, template, round, area)
    });
    let entries: Vec<Entry> = left
        .flat_map(|area| {
            let values = BTreeMap::from([(skip_field(area), value.clone())]);
            set_in_round(pen, plan, round, values)
        })
        .collect();
    if entries.is_empty() {
        return Err(AnswerNeedError::NothingLeft);
    }
    Ok(entries)
}

/// Whether a need or a question of an area was asked in a round.
fn is_begun(plan: &Plan, template: &Template, round: &RoundId, area: &AreaId) -> bool {
    let needs = template.needs.of_area(area).map(|need| &need.id);
    let questions = template.questions.iter();
    let questions = questions.filter(|question| question.area == *area);
    let mut asked = needs.chain(questions.map(|question| &question.id));
    asked.any(|id| !state(plan, round, id).value.is_empty())
}

fn as_reason(reason: String) -> Result<FieldValue, AnswerNeedError> {
    if reason.trim().is_empty() {
        return Err(AnswerNeedError::ReasonMissing);
    }
    if !fits(&reason) {
        return Err(AnswerNeedError::TooLong);
    }
    Ok(FieldValue::Text(reason))
}

/// Answers a question. It sets nothing else; see [`proposal`].
pub fn answer_question(
    pen: &mut Pen<'_>,
    plan: &Plan,
    round: &RoundId,
    question: &FieldId,
    answer: FieldValue,
) -> Vec<Entry> {
    set_in_round(
        pen,
        plan,
        round,
        BTreeMap::from([(question.clone(), answer)]),
    )
}

/// What the answer to a question proposes, less what stands already.
pub fn proposal(plan: &Plan, round: &RoundId, question: &Question) -> Proposal {
    let answer: FieldValue = state(plan, round, &question.id).value;
    let given = question.answers.iter().filter(|one| answer.has(&one.id));
    let mut proposal = Proposal::default();
    let (mut set, mut cleared) = (BTreeSet::new(), BTreeSet::new());
    for one in given {
        let is_found = |need: &&FieldId| {
            let stands = NeedState::of(&state(plan, round, need).value);
            stands == NeedState::NotAsked
        };
        proposal
            .needs
            .extend(one.sets_needs.iter().filter(is_found).cloned());
        cleared.extend(&one.clears_conditions);
        set.extend(&one.sets_conditions);
    }
    // What one answer sets another does not clear.
    let cleared = cleared.difference(&set).map(|id| (*id, false));
    for (id, holds) in set.iter().map(|id| (*id, true)).chain(cleared) {
        if (condition::holds(plan, id) == Some(true)) != holds {
            proposal.conditions.insert(id.clone(), holds);
        }
    }
    proposal
}

/// Takes over what a question's answer proposes. Each area has an entry of its own, because not everybody sees all of
/// them.
pub fn confirm_proposal(
    pen: &mut Pen<'_>,
    plan: &Plan,
    needs: &Needs,
    round: &RoundId,
    proposal: &Proposal,
) -> Vec<Entry> {
    let found = proposal.needs.iter();
    let found = found.map(|need| (need.clone(), value_of(NeedState::Identified)));
    let mut values: BTreeMap<FieldId, FieldValue> = found.collect();
    take_back_excluded(plan, needs, round, &mut values);
    let area_of = |id: &FieldId| needs.get(id).map(|need| need.area.clone());
    let mut by_area: BTreeMap<Option<AreaId>, BTreeMap<FieldId, FieldValue>> = BTreeMap::new();
    for (id, value) in values {
        by_area.entry(area_of(&id)).or_default().insert(id, value);
    }
    let mut entries: Vec<Entry> = Vec::new();
    for values in by_area.into_values() {
        entries.extend(set_in_round(pen, plan, round, values));
    }
    for (condition, applies) in &proposal.conditions {
        let change = Change::ConditionAnswered {
            condition: condition.clone(),
            applies: *applies,
        };
        entries.push(pen.write(plan, change));
    }
    entries
}

/// Takes back, in the same entry, what cannot stand beside an answer that calls for something.
fn take_back_excluded(
    plan: &Plan,
    needs: &Needs,
    round: &RoundId,
    values: &mut BTreeMap<FieldId, FieldValue>,
) {
    let calling: Vec<&Need> = needs
        .needs
        .iter()
        .filter(|need| {
            values
                .get(&need.id)
                .is_some_and(|value| NeedState::of(value).calls())
        })
        .collect();
    for need in calling {
        let excluded = needs.of_area(&need.area).filter(|other| {
            let stands = NeedState::of(&state(plan, round, &other.id).value);
            excludes(need, other) && stands.calls()
        });
        values.extend(excluded.map(|other| (other.id.clone(), FieldValue::Empty)));
    }
}

fn value_of(answer: NeedState) -> FieldValue {
    if answer == NeedState::NotAsked {
        FieldValue::Empty
    } else {
        FieldValue::one(answer.as_str())
    }
}

fn set_in_round(
    pen: &mut Pen<'_>,
    plan: &Plan,
    round: &RoundId,
    mut values: BTreeMap<FieldId, FieldValue>,
) -> Vec<Entry> {
    let record = Record::Round(round.clone());
    values.retain(|id, value| {
        let known = plan.value(&record, id);
        known.is_contested() || known.value != *value
    });
    if values.is_empty() {
        return Vec::new();
    }
    vec![pen.write(plan, Change::FieldsSet { record, values })]
}

#[cfg(test)]
mod tests;
