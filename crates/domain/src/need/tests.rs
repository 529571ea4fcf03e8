//! Needs in rounds, and the items that they call for.

use super::*;
use crate::Status;
use crate::checklist::Checklist;
use crate::story::{Story, day, item, template};

fn answer(story: &mut Story, round: &str, need: &str, state: NeedState) {
    let value = if state == NeedState::NotAsked {
        FieldValue::Empty
    } else {
        FieldValue::one(state.as_str())
    };
    let record = Record::Round(RoundId::from(round));
    story.fill(&record, &[(need, value)]).unwrap();
}

fn has(story: &Story, id: &str) -> bool {
    Checklist::of(&story.plan, &template())
        .item(&item(id))
        .is_some()
}

/// A need that calls for an item which does not always apply.
fn calling() -> (FieldId, ItemId) {
    let template = template();
    let found = template.needs.needs.iter().find_map(|need| {
        let item = need.items.iter().find(|id| {
            let item = template.item(id).unwrap();
            item.applies_when.iter().all(|one| one.as_str() != "always")
        })?;
        Some((need.id.clone(), item.clone()))
    });
    found.unwrap()
}

fn known<'a>(needs: &'a Needs, id: &FieldId) -> &'a Need {
    needs.needs.iter().find(|need| need.id == *id).unwrap()
}

#[test]
fn not_wanting_to_answer_later_keeps_what_was_found_and_none_takes_it_back() {
    let (need, id) = calling();
    let needs = template().needs;
    let area = known(&needs, &need).area.clone();
    let none = needs
        .of_area(&area)
        .find(|one| one.kind == NeedKind::None)
        .unwrap()
        .id
        .clone();
    let mut story = Story::opened();
    answer(
        &mut story,
        "reception",
        need.as_str(),
        NeedState::Identified,
    );
    answer(
        &mut story,
        "pre-release",
        need.as_str(),
        NeedState::Declined,
    );
    assert!(has(&story, id.as_str()));
    answer(
        &mut story,
        "pre-release",
        none.as_str(),
        NeedState::Identified,
    );
    assert!(!has(&story, id.as_str()));
    assert_eq!(
        last_state(&story.plan, &needs, known(&needs, &none)),
        NeedState::Identified
    );
    answer(&mut story, "after-release", need.as_str(), NeedState::Unmet);
    assert!(has(&story, id.as_str()));
    assert_eq!(
        last_state(&story.plan, &needs, known(&needs, &none)),
        NeedState::NotAsked
    );
}

#[test]
fn a_need_that_is_found_calls_for_its_items_and_one_that_is_met_no_longer_does() {
    let (need, id) = calling();
    let mut story = Story::opened();
    assert!(!has(&story, id.as_str()));
    for (state, calls) in [
        (NeedState::Identified, true),
        (NeedState::Met, false),
        (NeedState::Unmet, true),
        (NeedState::Declined, false),
        (NeedState::Withdrawn, false),
        (NeedState::NotAsked, false),
    ] {
        answer(&mut story, "reception", need.as_str(), state);
        assert_eq!(has(&story, id.as_str()), calls, "{state:?}");
    }
}

#[test]
fn the_last_round_in_which_it_was_answered_counts() {
    let (need, id) = calling();
    let needs = template().needs;
    let mut story = Story::opened();
    answer(
        &mut story,
        "reception",
        need.as_str(),
        NeedState::Identified,
    );
    answer(&mut story, "pre-release", need.as_str(), NeedState::Met);
    assert_eq!(
        last_state(&story.plan, &needs, known(&needs, &need)),
        NeedState::Met
    );
    assert!(!has(&story, id.as_str()));
    // Rounds are compared, not overwritten.
    let first = state(&story.plan, &RoundId::from("reception"), &need);
    assert_eq!(NeedState::of(&first.value), NeedState::Identified);
    answer(
        &mut story,
        "pre-release",
        need.as_str(),
        NeedState::NotAsked,
    );
    assert_eq!(
        last_state(&story.plan, &needs, known(&needs, &need)),
        NeedState::Identified
    );
}

#[test]
fn an_item_with_work_stays_marked_when_the_need_is_gone() {
    let (need, id) = calling();
    let mut story = Story::opened();
    answer(
        &mut story,
        "reception",
        need.as_str(),
        NeedState::Identified,
    );
    story.alice_sets(id.as_str(), Status::UnderWay);
    answer(&mut story, "reception", need.as_str(), NeedState::Withdrawn);
    let checklist = Checklist::of(&story.plan, &template());
    assert!(checklist.item(&id).unwrap().is_no_longer_needed);
    answer(
        &mut story,
        "reception",
        need.as_str(),
        NeedState::Identified,
    );
    let revived = Checklist::of(&story.plan, &template());
    assert!(!revived.item(&id).unwrap().is_no_longer_needed);
}

#[test]
fn rounds_have_their_days() {
    let needs = template().needs;
    let (admission, release) = (Some(day("2026-06-01")), Some(day("2027-03-01")));
    let days = |id: &str| {
        needs
            .round(&RoundId::from(id))
            .unwrap()
            .days(admission, release)
    };
    assert_eq!(days("reception"), (admission, None));
    // At most twelve weeks before the release.
    assert_eq!(days("pre-release"), (Some(day("2026-12-07")), release));
    assert_eq!(days("after-release"), (release, Some(day("2027-08-30"))));
    let unknown = needs.rounds[1].days(None, None);
    assert_eq!(unknown, (None, None));
    assert_eq!(
        needs
            .before(&RoundId::from("pre-release"))
            .unwrap()
            .id
            .as_str(),
        "reception"
    );
    assert!(needs.before(&RoundId::from("reception")).is_none());
}
