//! Opening a plan and changing its header.

use std::collections::BTreeSet;

use super::*;
use crate::access::Consents;
use crate::commands::HowGiven;
use crate::story::{Story, TODAY, day, reference, too_long};
use crate::{AgencyId, AreaId, Stored};

fn consent() -> NewConsent {
    let forms_of = reference();
    let areas = BTreeSet::from([AreaId::from("housing")]);
    NewConsent::new(
        forms_of.forms(),
        &AgencyId::from("nav-in-prison"),
        &areas,
        "Finne bolig",
        HowGiven::Written,
        Some(day("2028-01-04")),
        day(TODAY),
    )
    .unwrap()
}

/// Invented: of somebody born on 17 May 1990.
const NUMBER: &str = "170590 10182";

fn new_plan(name: &str) -> NewPlan {
    NewPlan {
        name: name.to_owned(),
        birth_date: Some(day("1990-05-17")),
        national_id: Some(NUMBER.to_owned()),
        prison: PrisonId::from("ullersmo"),
        release_date: Some(day("2027-03-01")),
        stay: Some(Stay::Remand),
        template: TemplateVersion(2),
        consents: vec![consent()],
        answers: BTreeMap::from([("no-home".into(), true), ("new-rental".into(), false)]),
    }
}

fn open(new: NewPlan) -> Result<(PlanId, Vec<Entry>), ChangePersonError> {
    Story::opened().try_alice(|pen, _| open_plan(pen, new, day(TODAY)))
}

#[test]
fn an_opened_plan_says_what_was_asked() {
    let (id, entries) = open(new_plan("Prøve Prøvesen")).unwrap();
    let stored: Vec<Stored> = entries.iter().cloned().map(Stored::unsent).collect();
    let plan = Plan::fold(id, &stored);
    assert_eq!(plan.name().value, "Prøve Prøvesen");
    assert_eq!(plan.birth_date().value, Some(day("1990-05-17")));
    assert_eq!(plan.release_date().value, Some(day("2027-03-01")));
    assert_eq!(plan.prison(), Some(PrisonId::from("ullersmo")));
    let number = NUMBER.replace(' ', "");
    assert_eq!(national_id::of(&plan), BTreeSet::from([number]));
    assert_eq!(plan.template().value, Some(TemplateVersion(2)));
    assert_eq!(plan.condition(&"no-home".into()).value, Some(true));
    assert_eq!(plan.condition(&"new-rental".into()).value, Some(false));
    assert_eq!(plan.condition(&"was-renting".into()).value, None);
    assert!(entries.iter().all(|entry| entry.replaces.is_empty()));
}

#[test]
fn what_rests_on_a_consent_is_written_after_it_and_with_a_later_id() {
    let (id, entries) = open(new_plan("Prøve Prøvesen")).unwrap();
    assert!(entries.is_sorted_by(|one, next| one.id < next.id && one.time < next.time));
    assert!(matches!(entries[0].change, Change::PlanOpened { .. }));
    let first_two: Vec<Stored> = entries[..2].iter().cloned().map(Stored::unsent).collect();
    let consents = Consents::of(&Plan::fold(id, &first_two));
    let agency = AgencyId::from("nav-in-prison");
    assert!(consents.in_force(&agency, &AreaId::from("housing"), day(TODAY)));
    let kinds = entries[2..].iter().map(|entry| &entry.change);
    let answers = kinds.filter(|change| matches!(change, Change::ConditionAnswered { .. }));
    assert_eq!(answers.count(), 2);
}

#[test]
fn a_plan_with_a_bad_name_or_bad_dates_is_not_opened() {
    let cases = [
        (new_plan("  "), ChangePersonError::NameMissing),
        (new_plan(&too_long()), ChangePersonError::NameTooLong),
        (
            NewPlan {
                birth_date: Some(day("2027-01-05")),
                ..new_plan("Prøve")
            },
            ChangePersonError::BornInFuture,
        ),
        (
            NewPlan {
                release_date: Some(day("1990-05-17")),
                ..new_plan("Prøve")
            },
            ChangePersonError::ReleasedBeforeBirth,
        ),
        (
            NewPlan {
                national_id: Some("17059012345".to_owned()),
                ..new_plan("Prøve")
            },
            ChangePersonError::NoNumber,
        ),
        (
            NewPlan {
                birth_date: Some(day("1990-05-18")),
                ..new_plan("Prøve")
            },
            ChangePersonError::NumberOfOtherBirth,
        ),
    ];
    for (new, error) in cases {
        assert_eq!(open(new).unwrap_err(), error);
    }
}

#[test]
fn each_field_of_the_header_replaces_the_opening_and_only_in_its_field() {
    let mut story = Story::opened();
    let opened = BTreeSet::from([story.entries[0].id]);
    let name = story.alice(|pen, plan| name_person(pen, plan, "Ny".to_owned()).unwrap());
    let born = Some(day("1980-01-01"));
    let birth = story.alice(|pen, plan| set_birth_date(pen, plan, born, day(TODAY)).unwrap());
    let date = story.bob(|pen, plan| set_release_date(pen, plan, None, None, day(TODAY)).unwrap());
    let first = story.alice(|pen, plan| answer_condition(pen, plan, "no-home".into(), true));
    assert_eq!(name[0].replaces, opened);
    assert_eq!(birth[0].replaces, opened);
    assert_eq!(date[0].replaces, opened);
    assert!(first[0].replaces.is_empty());
    let second = story.bob(|pen, plan| answer_condition(pen, plan, "no-home".into(), false));
    assert_eq!(second[0].replaces, BTreeSet::from([first[0].id]));
    assert_eq!(story.plan.name().value, "Ny");
    assert_eq!(story.plan.birth_date().value, born);
    assert_eq!(story.plan.release_date().value, None);
    assert_eq!(story.plan.condition(&"no-home".into()).value, Some(false));
}

#[test]
fn a_changed_field_is_checked_like_a_new_one() {
    let mut story = Story::opened();
    let missing = story.try_alice(|pen, plan| name_person(pen, plan, " ".to_owned()));
    assert_eq!(missing.unwrap_err(), ChangePersonError::NameMissing);
    let long = story.try_alice(|pen, plan| name_person(pen, plan, too_long()));
    assert_eq!(long.unwrap_err(), ChangePersonError::NameTooLong);
    let tomorrow = Some(day("2027-01-05"));
    let future = story.try_alice(|pen, plan| set_birth_date(pen, plan, tomorrow, day(TODAY)));
    assert_eq!(future.unwrap_err(), ChangePersonError::BornInFuture);
    let born = Some(day("1980-01-01"));
    story.alice(|pen, plan| set_birth_date(pen, plan, born, day(TODAY)).unwrap());
    let before = story.try_alice(|pen, plan| set_release_date(pen, plan, born, None, day(TODAY)));
    assert_eq!(before.unwrap_err(), ChangePersonError::ReleasedBeforeBirth);
}

#[test]
fn a_release_date_that_came_while_another_was_typed_stays_beside_it() {
    let mut story = Story::opened();
    let seen: BTreeSet<EntryId> = story.plan.to_replace(&Register::ReleaseDate);
    let [ours, theirs] = [Some(day("2027-04-01")), Some(day("2027-05-01"))];
    let came =
        story.bob(|pen, plan| set_release_date(pen, plan, theirs, None, day(TODAY)).unwrap());
    let typed = |pen: &mut Pen<'_>, plan: &Plan| {
        set_release_date(pen, plan, ours, Some(&seen), day(TODAY)).unwrap()
    };
    let written = story.alice(typed);
    assert!(!written[0].replaces.contains(&came[0].id));
    assert!(story.plan.release_date().is_contested());
    let again = story.plan.to_replace(&Register::ReleaseDate);
    story.alice(|pen, plan| set_release_date(pen, plan, ours, Some(&again), day(TODAY)).unwrap());
    assert_eq!(story.plan.release_date().value, ours);
    assert!(!story.plan.release_date().is_contested());
}
