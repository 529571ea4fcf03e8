//! The seven lights, by the rule in the template's data.

use super::*;
use crate::life::LIFE;
use crate::register::Record;
use crate::story::{Story, day, item, template};
use crate::{Change, FieldId, FieldValue, commands};

fn light_of(story: &Story, id: LightId) -> Light {
    let template = template();
    let lights = lights(&Checklist::of(&story.plan, &template), &template);
    lights.into_iter().find(|light| light.id == id).unwrap()
}

fn state(story: &Story, id: LightId) -> LightState {
    light_of(story, id).state
}

fn set(story: &mut Story, id: &str, status: Status, why: &str) {
    let (item, why) = (item(id), why.to_owned());
    story.alice_says(Change::StatusSet { item, status, why });
}

#[test]
fn there_are_seven_lights_in_the_order_of_the_template() {
    let template = template();
    let story = Story::opened();
    let lights = lights(&Checklist::of(&story.plan, &template), &template);
    let ids: Vec<LightId> = lights.iter().map(|light| light.id).collect();
    assert_eq!(
        ids,
        [
            LightId::Roof,
            LightId::Money,
            LightId::Medicine,
            LightId::Papers,
            LightId::KeysAndPhone,
            LightId::MetAtGate,
            LightId::FirstAppointment
        ]
    );
}

#[test]
fn a_light_without_items_asks_and_is_never_green() {
    let story = Story::opened();
    assert_eq!(state(&story, LightId::Roof), LightState::NotAsked);
    assert_eq!(state(&story, LightId::Roof).colour(true), Colour::Grey);
}

#[test]
fn a_roof_needs_one_of_its_items() {
    let mut story = Story::opened_with("Prøve", None, &["no-home"]);
    assert_eq!(state(&story, LightId::Roof), LightState::Missing);
    set(&mut story, "housing-first-night", Status::Waiting, "");
    assert_eq!(state(&story, LightId::Roof), LightState::Missing);
    set(&mut story, "housing-first-night", Status::Done, "");
    assert_eq!(state(&story, LightId::Roof), LightState::Arranged);
}

#[test]
fn money_needs_all_of_its_items_that_apply() {
    let mut story = Story::opened();
    set(&mut story, "release-money", Status::Done, "");
    set(&mut story, "benefits-social-assistance", Status::Done, "");
    let before = light_of(&story, LightId::Money);
    for missing in before.missing {
        set(&mut story, missing.as_str(), Status::Done, "");
    }
    assert_eq!(state(&story, LightId::Money), LightState::Arranged);
    set(&mut story, "release-money", Status::UnderWay, "");
    let light = light_of(&story, LightId::Money);
    assert_eq!(light.missing, [item("release-money")]);
}

#[test]
fn not_needed_settles_a_light_only_with_a_reason_and_declined_never_does() {
    let mut story = Story::opened_with("Prøve", None, &["no-home"]);
    set(&mut story, "housing-first-night", Status::NotNeeded, "  ");
    assert_eq!(state(&story, LightId::Roof), LightState::Missing);
    set(
        &mut story,
        "housing-first-night",
        Status::NotNeeded,
        "Bor hos søster",
    );
    assert_eq!(state(&story, LightId::Roof), LightState::Arranged);
    set(
        &mut story,
        "housing-first-night",
        Status::Declined,
        "Vil ikke",
    );
    assert_eq!(state(&story, LightId::Roof), LightState::Missing);
}

#[test]
fn two_answers_are_never_green_though_both_would_be() {
    let mut story = Story::opened();
    set(&mut story, "release-travel", Status::Done, "");
    assert_eq!(state(&story, LightId::MetAtGate), LightState::Arranged);
    let plan = &story.plan;
    let apart = ["Bror henter", "NAV henter"].map(|why| Change::StatusSet {
        item: item("release-travel"),
        status: Status::Done,
        why: why.to_owned(),
    });
    let [ours, theirs] = apart;
    let ours = story.alice.write(|pen| pen.write(plan, ours));
    let theirs = story.bob.write(|pen| pen.write(plan, theirs));
    story.receive(&ours, 1);
    story.receive(&theirs, 1);
    assert_eq!(state(&story, LightId::MetAtGate), LightState::Missing);
    story.alice_sets("release-travel", Status::Done);
    story.apart("release-travel", Status::Done, Status::Done);
    assert_eq!(state(&story, LightId::MetAtGate), LightState::Arranged);
}

#[test]
fn items_that_are_struck_out_or_no_longer_needed_decide_nothing() {
    let mut story = Story::opened_with("Prøve", None, &["no-home"]);
    set(&mut story, "housing-first-night", Status::Done, "");
    story.alice(|pen, plan| commands::answer_condition(pen, plan, "no-home".into(), false));
    assert_eq!(state(&story, LightId::Roof), LightState::NotAsked);
    set(&mut story, "release-travel", Status::Done, "");
    let record = Record::Item(item("release-travel"));
    story.alice(|pen, plan| commands::strike_out(pen, plan, record, "Feil".to_owned()).unwrap());
    assert_eq!(state(&story, LightId::MetAtGate), LightState::NotAsked);
}

#[test]
fn what_is_missing_turns_red_28_days_before_the_release_and_at_once_on_remand() {
    let release = Some(day("2027-03-01"));
    assert!(!is_near(release, false, day("2027-01-31")));
    assert!(is_near(release, false, day("2027-02-01")));
    assert!(is_near(release, false, day("2027-03-05")));
    assert!(!is_near(None, false, day("2027-02-01")));
    assert!(is_near(None, true, day("2027-02-01")));
    assert_eq!(LightState::Missing.colour(true), Colour::Red);
    assert_eq!(LightState::Missing.colour(false), Colour::Amber);
    assert_eq!(LightState::Arranged.colour(true), Colour::Green);
}

#[test]
fn a_person_is_on_remand_when_an_answer_says_so_and_until_they_are_out() {
    assert!(!is_remand(&Story::opened().plan));
    let mut story = Story::opened_with("Prøve", None, &["remand"]);
    assert!(is_remand(&story.plan));
    story.alice_says(Change::FieldsSet {
        record: Record::Header,
        values: [(FieldId::from(LIFE), FieldValue::one("released"))].into(),
    });
    assert!(!is_remand(&story.plan));
}

#[test]
fn under_twelve_weeks_or_on_remand_the_first_day_comes_first() {
    let of = |release: Option<&str>, conditions: &[&str]| {
        is_short(
            &Story::opened_with("Prøve", release, conditions).plan,
            day("2027-01-04"),
        )
    };
    assert!(!of(None, &[]));
    assert!(of(None, &["remand"]));
    assert!(!of(Some("2027-03-29"), &[]), "twelve weeks exactly");
    assert!(of(Some("2027-03-28"), &[]));
}

#[test]
fn a_light_asks_what_brings_its_items_and_never_the_kind_of_stay() {
    let template = template();
    let ids = |light| -> Vec<String> {
        let asked = asks(light, &template).into_iter();
        asked.map(|one| one.id.to_string()).collect()
    };
    assert_eq!(ids(LightId::Roof), ["was-renting", "no-home", "new-rental"]);
    assert_eq!(
        ids(LightId::Medicine),
        [
            "opioid-treatment",
            "substance-use",
            "prescription-medication"
        ]
    );
    assert!(
        ids(LightId::MetAtGate).is_empty(),
        "its item always applies"
    );
    for rule in &template.day_one_lights {
        let mut story = Story::opened();
        for condition in asks(rule.id, &template) {
            let id = condition.id.clone();
            story.alice(|pen, plan| commands::answer_condition(pen, plan, id, true));
        }
        let light = light_of(&story, rule.id);
        assert_eq!(light.state, LightState::Missing, "{:?}", rule.id);
        assert!(light.missing.iter().all(|id| light.deciding.contains(id)));
    }
}
