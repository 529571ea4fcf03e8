//! Rounds, areas that are skipped, and what questions propose.

use super::*;
use crate::need::NeedKind;
use crate::story::{Story, template};

const ROUND: &str = "reception";

fn round() -> RoundId {
    RoundId::from(ROUND)
}

fn answer(story: &mut Story, need: &str, answer: NeedState) -> Vec<Entry> {
    let needs = template().needs;
    let need = FieldId::from(need);
    story.alice(|pen, plan| answer_need(pen, plan, &needs, &round(), &need, answer))
}

fn stands(story: &Story, round: &str, need: &str) -> NeedState {
    let field = state(&story.plan, &RoundId::from(round), &FieldId::from(need));
    NeedState::of(&field.value)
}

/// A need of housing, and the area's "none".
fn housing() -> (String, String) {
    let needs = template().needs;
    let area = AreaId::from("housing");
    let id = |kind: NeedKind| {
        let mut of_area = needs.of_area(&area);
        of_area
            .find(|need| need.kind == kind)
            .unwrap()
            .id
            .to_string()
    };
    (id(NeedKind::Need), id(NeedKind::None))
}

#[test]
fn none_and_a_need_exclude_each_other_in_one_entry() {
    let (need, none) = housing();
    let mut story = Story::opened();
    answer(&mut story, &need, NeedState::Identified);
    let entries = answer(&mut story, &none, NeedState::Identified);
    assert_eq!(entries.len(), 1);
    assert_eq!(stands(&story, ROUND, &need), NeedState::NotAsked);
    answer(&mut story, &need, NeedState::Identified);
    assert_eq!(stands(&story, ROUND, &none), NeedState::NotAsked);
    // Another area is not touched.
    answer(&mut story, "work.none", NeedState::Identified);
    assert_eq!(stands(&story, ROUND, &need), NeedState::Identified);
}

#[test]
fn not_asked_none_and_no_answer_are_three_things() {
    let (need, none) = housing();
    let mut story = Story::opened();
    assert_eq!(stands(&story, ROUND, &need), NeedState::NotAsked);
    answer(&mut story, &need, NeedState::Declined);
    assert_eq!(stands(&story, ROUND, &need), NeedState::Declined);
    answer(&mut story, &none, NeedState::Identified);
    assert_eq!(
        stands(&story, ROUND, &need),
        NeedState::Declined,
        "it was an answer"
    );
}

#[test]
fn a_round_takes_over_what_the_one_before_says_and_no_more() {
    let (need, none) = housing();
    let needs = template().needs;
    let mut story = Story::opened();
    answer(&mut story, &need, NeedState::Identified);
    let later = RoundId::from("pre-release");
    let area = AreaId::from("housing");
    story.alice(|pen, plan| take_over_area(pen, plan, &needs, &later, &area));
    assert_eq!(stands(&story, "pre-release", &need), NeedState::Identified);
    assert_eq!(stands(&story, "pre-release", &none), NeedState::NotAsked);
    let again = story.alice(|pen, plan| take_over_area(pen, plan, &needs, &later, &area));
    assert_eq!(again, []);
}

#[test]
fn an_area_is_skipped_only_with_a_reason() {
    let mut story = Story::opened();
    let area = AreaId::from("work");
    let mut skip = |reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        let entries = story.try_alice(|pen, plan| skip_area(pen, plan, &round(), &area, reason))?;
        story.take(&entries);
        Ok(state(&story.plan, &round(), &skip_field(&area)).value)
    };
    assert_eq!(skip(Some("  ")), Err(AnswerNeedError::ReasonMissing));
    let reason = FieldValue::Text("Har jobb".to_owned());
    assert_eq!(skip(Some("Har jobb")), Ok(reason));
    assert_eq!(skip(None), Ok(FieldValue::Empty));
}

#[test]
fn a_question_proposes_and_sets_only_when_confirmed() {
    let template = template();
    let question = template
        .questions
        .iter()
        .find(|one| one.id.as_str() == "q-roof")
        .unwrap();
    let mut story = Story::opened_with("Prøve", None, &["no-home"]);
    let given = FieldValue::one("own-rent");
    story.alice(|pen, plan| answer_question(pen, plan, &round(), &question.id, given));
    let proposed = proposal(&story.plan, &round(), question);
    assert!(!proposed.needs.is_empty());
    assert_eq!(
        proposed.conditions.get(&ConditionId::from("was-renting")),
        Some(&true)
    );
    assert_eq!(
        proposed.conditions.get(&ConditionId::from("no-home")),
        Some(&false)
    );
    assert_eq!(
        story.plan.condition(&"was-renting".into()).value,
        None,
        "nothing is set yet"
    );
    story.alice(|pen, plan| confirm_proposal(pen, plan, &template.needs, &round(), &proposed));
    assert_eq!(
        story.plan.condition(&"was-renting".into()).value,
        Some(true)
    );
    assert_eq!(
        proposal(&story.plan, &round(), question),
        Proposal::default()
    );
}

#[test]
fn every_question_proposes_what_exists() {
    let template = template();
    let needs: BTreeSet<&FieldId> = template.needs.needs.iter().map(|need| &need.id).collect();
    let conditions: BTreeSet<&ConditionId> =
        template.conditions.iter().map(|one| &one.id).collect();
    assert_eq!(needs.len(), template.needs.needs.len());
    for question in &template.questions {
        assert!(
            question.prompt.is_whole() && question.why.is_whole(),
            "{}",
            question.id
        );
        for answer in &question.answers {
            assert!(answer.label.is_whole());
            assert!(answer.sets_needs.iter().all(|need| needs.contains(need)));
            let named = answer
                .sets_conditions
                .iter()
                .chain(&answer.clears_conditions);
            assert!(
                named.into_iter().all(|id| conditions.contains(id)),
                "{}",
                question.id
            );
        }
    }
    for need in &template.needs.needs {
        assert!(need.title.is_whole(), "{}", need.id);
        assert!(
            need.items.iter().all(|item| template.item(item).is_some()),
            "{}",
            need.id
        );
        assert!(template.areas.iter().any(|area| area.id == need.area));
    }
}

#[test]
fn words_that_are_too_long_are_refused() {
    let mut story = Story::opened();
    let need = FieldId::from("housing.other");
    let refused = story
        .try_alice(|pen, plan| word_need(pen, plan, &round(), &need, crate::story::too_long()));
    assert_eq!(refused.unwrap_err(), AnswerNeedError::TooLong);
}

#[test]
fn what_one_answer_sets_another_does_not_clear() {
    let template = template();
    let question = template
        .questions
        .iter()
        .find(|one| one.id.as_str() == "q-roof")
        .unwrap();
    let sets = question
        .answers
        .iter()
        .find(|one| one.sets_conditions == ["no-home".into()])
        .unwrap();
    let clears = question
        .answers
        .iter()
        .find(|one| one.clears_conditions == ["no-home".into()])
        .unwrap();
    let mut story = Story::opened_with("Prøve", None, &["no-home"]);
    let both = FieldValue::Chosen(BTreeSet::from([sets.id.clone(), clears.id.clone()]));
    story.alice(|pen, plan| answer_question(pen, plan, &round(), &question.id, both));
    let proposed = proposal(&story.plan, &round(), question);
    assert_eq!(proposed.conditions.get(&ConditionId::from("no-home")), None);
}

#[test]
fn a_confirmed_need_and_one_that_is_taken_over_never_stand_beside_none() {
    let (need, none) = housing();
    let needs = template().needs;
    let mut story = Story::opened();
    answer(&mut story, &none, NeedState::Identified);
    let found = Proposal {
        needs: BTreeSet::from([FieldId::from(need.as_str())]),
        ..Proposal::default()
    };
    story.alice(|pen, plan| confirm_proposal(pen, plan, &needs, &round(), &found));
    assert_eq!(stands(&story, ROUND, &none), NeedState::NotAsked);
    answer(&mut story, &none, NeedState::Identified);
    let later = RoundId::from("pre-release");
    let area = AreaId::from("housing");
    let id = FieldId::from(need.as_str());
    story.alice(|pen, plan| answer_need(pen, plan, &needs, &later, &id, NeedState::Identified));
    story.alice(|pen, plan| take_over_area(pen, plan, &needs, &later, &area));
    assert_eq!(stands(&story, "pre-release", &none), NeedState::NotAsked);
}

#[test]
fn what_is_left_of_a_round_is_skipped_with_one_reason() {
    let (need, _) = housing();
    let mut story = Story::opened();
    answer(&mut story, &need, NeedState::Identified);
    let template = template();
    let question = template
        .questions
        .iter()
        .find(|one| one.area.as_str() == "debts");
    let id = question.unwrap().id.clone();
    let said = FieldValue::one("declined");
    story.alice(|pen, plan| answer_question(pen, plan, &round(), &id, said));
    let skip = |story: &mut Story, reason: &str| {
        let reason: String = reason.to_owned();
        // Of health and what this user may not write nothing is said.
        let areas: Vec<&str> = vec!["housing", "debts", "benefits", "family-network"];
        let areas = areas.into_iter().map(AreaId::from).collect();
        story.try_alice(|pen, plan| skip_round(pen, plan, &template, &round(), &areas, reason))
    };
    assert_eq!(
        skip(&mut story, " ").unwrap_err(),
        AnswerNeedError::ReasonMissing
    );
    let entries = skip(&mut story, "Løslates i dag").unwrap();
    assert_eq!(
        entries.len(),
        2,
        "one for each area, so that each has its readers"
    );
    story.take(&entries);
    let skipped = |area: &str| {
        let field = skip_field(&AreaId::from(area));
        state(&story.plan, &round(), &field).value.text().to_owned()
    };
    assert_eq!(skipped("housing"), "", "something was asked there");
    assert_eq!(skipped("debts"), "", "a question of it was answered");
    assert_eq!(skipped("benefits"), "Løslates i dag");
    assert_eq!(skipped("health"), "");
    let again = skip(&mut story, "Løslates i dag");
    assert_eq!(again.unwrap_err(), AnswerNeedError::NothingLeft);
}

#[test]
fn taking_over_writes_no_contradiction() {
    let (need, none) = housing();
    let mut story = Story::opened();
    for said in [&none, &need] {
        let values =
            BTreeMap::from([(FieldId::from(said.as_str()), FieldValue::one("identified"))]);
        let record = Record::Round(round());
        story.bob(|pen, plan| vec![pen.begin(plan.id, Change::FieldsSet { record, values })]);
    }
    let (later, area) = (RoundId::from("pre-release"), AreaId::from("housing"));
    let needs = template().needs;
    story.alice(|pen, plan| take_over_area(pen, plan, &needs, &later, &area));
    assert_eq!(stands(&story, "pre-release", &need), NeedState::Identified);
    assert_eq!(stands(&story, "pre-release", &none), NeedState::NotAsked);
}

#[test]
fn the_words_beside_an_answer_come_along_into_the_next_round() {
    let (need, _) = housing();
    let mut story = Story::opened();
    answer(&mut story, &need, NeedState::Identified);
    let (id, needs) = (FieldId::from(need.as_str()), template().needs);
    story.alice(|pen, plan| word_need(pen, plan, &round(), &id, "Hos søster".to_owned()).unwrap());
    let later = RoundId::from("pre-release");
    let area = AreaId::from("housing");
    story.alice(|pen, plan| take_over_area(pen, plan, &needs, &later, &area));
    let words = state(&story.plan, &later, &words_field(&id)).value;
    assert_eq!(words.text(), "Hos søster");
    assert_eq!(stands(&story, "pre-release", &need), NeedState::Identified);
}
