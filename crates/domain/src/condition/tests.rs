//! What follows from the facts, and that an answer overrides it.

use std::collections::BTreeMap;

use super::*;
use crate::FieldValue;
use crate::commands;
use crate::story::{Story, day, on};

fn story(stay: &str, months: i32, days: i32) -> Story {
    let mut story = Story::opened();
    let facts = [
        ("stay", FieldValue::one(stay)),
        ("admission", on("2026-12-01")),
        ("sentence-months", FieldValue::Number(months)),
        ("sentence-days", FieldValue::Number(days)),
    ];
    story.fill(&Record::Header, &facts).unwrap();
    story
}

fn of(story: &Story, condition: &str) -> Option<bool> {
    holds(&story.plan, &ConditionId::from(condition))
}

#[test]
fn the_length_of_the_sentence_decides_at_its_bounds() {
    // Months are calendar months: from 1 December, three of them are 90 days.
    for (months, days, under_3, over_6) in [
        (2, 27, true, false),
        (0, 89, true, false),
        (3, 0, false, false),
        (0, 90, false, false),
        (6, 0, false, false),
        (6, 1, false, true),
    ] {
        let story = story("convicted", months, days);
        assert_eq!(
            of(&story, "sentence-under-3-months"),
            Some(under_3),
            "{months}m {days}d"
        );
        assert_eq!(
            of(&story, "sentence-over-6-months"),
            Some(over_6),
            "{months}m {days}d"
        );
    }
}

#[test]
fn the_stay_runs_from_admission_to_release() {
    // From 1 December to 1 March are three months.
    let mut story = story("convicted", 6, 0);
    assert_eq!(of(&story, "stay-3-months-or-more"), Some(true));
    story.alice(|pen, plan| {
        commands::set_release_date(pen, plan, Some(day("2027-02-28")), None, day("2027-01-04"))
            .unwrap()
    });
    assert_eq!(of(&story, "stay-3-months-or-more"), Some(false));
    story.alice(|pen, plan| {
        commands::set_release_date(pen, plan, None, None, day("2027-01-04")).unwrap()
    });
    assert_eq!(of(&story, "stay-3-months-or-more"), None);
}

#[test]
fn an_answer_overrides_what_follows() {
    let mut story = story("convicted", 1, 0);
    let condition = ConditionId::from("sentence-under-3-months");
    story.alice(|pen, plan| commands::answer_condition(pen, plan, condition, false));
    assert_eq!(of(&story, "sentence-under-3-months"), Some(false));
}

#[test]
fn the_kind_of_stay_is_one_answer_and_not_three() {
    for (stay, convicted, remand, detention) in [
        ("convicted", true, false, false),
        ("remand", false, true, false),
        ("preventive-detention", true, false, true),
        ("fine-default", true, false, false),
        ("electronic-monitoring", true, false, false),
    ] {
        let story = story(stay, 1, 0);
        assert_eq!(of(&story, "convicted"), Some(convicted), "{stay}");
        assert_eq!(of(&story, "remand"), Some(remand), "{stay}");
        assert_eq!(
            of(&story, "preventive-detention"),
            Some(detention),
            "{stay}"
        );
    }
    assert_eq!(of(&Story::opened(), "remand"), None, "nobody has said");
}

#[test]
fn of_two_answers_remand_counts_until_someone_chooses() {
    let story = story("convicted", 1, 0);
    let set = |stay: &str| {
        let values = BTreeMap::from([(FieldId::from("stay"), FieldValue::one(stay))]);
        crate::Change::FieldsSet {
            record: Record::Header,
            values,
        }
    };
    let mut apart = story;
    let seen = apart.plan.clone();
    for (stay, is_alice) in [("remand", true), ("fine-default", false)] {
        let person = if is_alice {
            &mut apart.alice
        } else {
            &mut apart.bob
        };
        let entry = person.write(|pen| pen.write(&seen, set(stay)));
        apart.plan.apply(&crate::Stored::unsent(entry));
    }
    assert_eq!(of(&apart, "remand"), Some(true));
}

#[test]
fn children_that_were_counted_call_for_what_children_need() {
    let mut story = Story::opened();
    assert_eq!(of(&story, "has-children"), None);
    for (count, holds) in [(2, Some(true)), (0, Some(false))] {
        story
            .fill(&Record::Header, &[("children", FieldValue::Number(count))])
            .unwrap();
        assert_eq!(of(&story, "has-children"), holds);
    }
}
