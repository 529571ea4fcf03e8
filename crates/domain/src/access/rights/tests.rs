//! What a screen may show and offer.

use std::collections::BTreeMap;

use super::*;
use crate::change::Role;
use crate::checklist::Checklist;
use crate::commands::{HowGiven, NewConsent, NewPlan, open_plan};
use crate::day_one::{self, LightState};
use crate::reference::Reference;
use crate::story::{Story, TODAY, day, reference};
use crate::summary::PlanSummary;
use crate::template::{LightId, Sensitivity};
use crate::{AgencyId, AreaId, Plan, PrisonId, SheetId, Status, UserId};

fn reader(agency: &str, role: Role) -> Reader {
    Reader {
        user: UserId(uuid::Uuid::from_u64_pair(0xA0, 9)),
        agency: AgencyId::from(agency),
        role,
        further_roles: BTreeSet::new(),
    }
}

/// A plan of somebody who shares these areas with NAV in the prison.
fn plan_with(reference: &Reference, areas: &[&str]) -> Plan {
    let areas: BTreeSet<AreaId> = areas.iter().map(|area| AreaId::from(*area)).collect();
    let nav = AgencyId::from("nav-in-prison");
    let (forms, in_a_year) = (reference.forms(), Some(day("2028-01-04")));
    let how = HowGiven::Written;
    let consent = NewConsent::new(forms, &nav, &areas, "Bolig", how, in_a_year, day(TODAY));
    let new = NewPlan {
        name: "Prøve".to_owned(),
        birth_date: None,
        national_id: None,
        prison: PrisonId::from("ullersmo"),
        release_date: Some(day("2027-01-20")),
        stay: None,
        template: reference.template.version(),
        consents: consent.into_iter().collect(),
        answers: BTreeMap::from([("no-home".into(), true)]),
    };
    let mut story = Story::opened();
    let opened = story.try_alice(|pen, _| open_plan(pen, new, day(TODAY)));
    let (id, entries) = opened.unwrap();
    story.plan = Plan::empty(id);
    story.take(&entries);
    let roof = [
        "housing-first-night",
        "housing-municipal-dwelling",
        "housing-private-rental",
    ];
    for item in roof {
        story.alice_sets(item, Status::Done);
    }
    story.plan
}

fn with_rights<T>(
    reference: &Reference,
    plan: &Plan,
    reader: &Reader,
    ask: impl FnOnce(Rights<'_>) -> T,
) -> T {
    let prisons = BTreeSet::from([PrisonId::from("ullersmo")]);
    let facts = PlanFacts::of(plan, &prisons);
    ask(Rights {
        table: &reference.access,
        reader,
        facts: &facts,
        plan: Visibility {
            plan,
            template: &reference.template,
            sheets: &reference.sheets,
        },
        directory: &Directory::default(),
        today: day(TODAY),
    })
}

fn only_items(items: BTreeSet<ItemId>) -> Closed {
    Closed {
        items,
        ..Closed::default()
    }
}

fn light(reference: &Reference, plan: &Plan, closed: BTreeSet<ItemId>, id: LightId) -> LightState {
    let checklist = Checklist::less(plan, &reference.template, only_items(closed));
    let lights = day_one::lights(&checklist, &reference.template);
    lights
        .into_iter()
        .find(|light| light.id == id)
        .unwrap()
        .state
}

#[test]
fn what_a_condition_that_the_reader_may_not_see_calls_for_is_shown() {
    let reference = reference();
    let nurse = reader("prison-health", Role::Health);
    let plan = plan_with(&reference, &[]);
    let closed = with_rights(&reference, &plan, &nurse, |rights| rights.closed());
    let stay = crate::ConditionId::from("stay-3-months-or-more");
    assert!(closed.conditions.contains(&stay));
    let dental = ItemId::from("health-dental");
    let template = &reference.template;
    assert!(Checklist::of(&plan, template).item(&dental).is_none());
    assert!(
        Checklist::less(&plan, template, closed)
            .item(&dental)
            .is_some()
    );
}

#[test]
fn without_consent_an_areas_items_are_closed_and_no_light_that_rests_on_them_is_green() {
    let reference = reference();
    let nav = reader("nav-in-prison", Role::NavCaseworker);
    let (shared, kept) = (
        plan_with(&reference, &["housing"]),
        plan_with(&reference, &["debts"]),
    );
    let closed = |plan| with_rights(&reference, plan, &nav, |rights| rights.closed().items);
    let of_area = |items: &BTreeSet<ItemId>, area: &str| {
        let items = items.iter().filter(|id| {
            let item = reference.template.item(id).unwrap();
            item.area.as_str() == area
        });
        items.count()
    };
    let (open, shut) = (closed(&shared), closed(&kept));
    assert_eq!(
        (of_area(&open, "housing"), of_area(&shut, "housing")),
        (0, 12)
    );
    assert_eq!(
        (of_area(&open, "health"), of_area(&open, "release-day")),
        (5, 0)
    );
    let states = |closed: &BTreeSet<ItemId>, plan| {
        [LightId::Roof, LightId::Medicine].map(|id| light(&reference, plan, closed.clone(), id))
    };
    assert_eq!(
        states(&open, &shared),
        [LightState::Arranged, LightState::NotShared]
    );
    assert_eq!(
        states(&shut, &kept),
        [LightState::NotShared, LightState::NotShared]
    );
    let counted = |closed: BTreeSet<ItemId>| {
        let summary = PlanSummary::less(&kept, &reference.template, only_items(closed));
        let mut deadlines = summary.deadlines.iter();
        let is_housing = |item: &ItemId| item.as_str().starts_with("housing-");
        (
            summary.open_items,
            deadlines.any(|due| is_housing(&due.item)),
        )
    };
    let (all, less) = (counted(BTreeSet::new()), counted(shut));
    assert!(less.0 < all.0 && !less.1, "{all:?} {less:?}");
}

#[test]
fn a_light_of_which_something_seen_is_missing_says_so_though_the_rest_is_not_shared() {
    let reference = reference();
    let plan = plan_with(&reference, &["housing"]);
    let closed = BTreeSet::from([ItemId::from("sentence-conditions")]);
    assert_eq!(
        light(&reference, &plan, closed, LightId::Papers),
        LightState::Missing
    );
}

#[test]
fn what_may_be_read_and_not_written_is_told_apart_and_why() {
    let reference = reference();
    let plan = plan_with(&reference, &["sentence-progression"]);
    let sheet = |id: &str| reference.sheets.get(&SheetId::from(id)).unwrap();
    let nav = reader("nav-in-prison", Role::NavCaseworker);
    let probation = reader("probation", Role::Probation);
    let ask = |reader: &Reader, id: &str| {
        with_rights(&reference, &plan, reader, |rights| {
            (
                rights.reads_sheet(sheet(id)),
                rights.writes_sheet(sheet(id)),
            )
        })
    };
    assert_eq!(ask(&nav, "sentence"), (Decision::Allowed, Decision::NoRule));
    assert_eq!(ask(&nav, "life"), (Decision::Allowed, Decision::Allowed));
    assert_eq!(
        ask(&probation, "consent"),
        (Decision::NeedsConsent, Decision::NoRule)
    );
    let status = Change::StatusSet {
        item: ItemId::from("housing-first-night"),
        status: Status::Done,
        why: String::new(),
    };
    let written = with_rights(&reference, &plan, &nav, |rights| rights.writes(&status));
    assert_eq!(written, Decision::NeedsConsent);
    let class = Class::new(&AreaId::from("housing"), Sensitivity::Team);
    let read = with_rights(&reference, &plan, &nav, |rights| rights.reads(&class));
    assert_eq!(read, Decision::NeedsConsent);
}

#[test]
fn what_the_centre_says_of_health_stays_closed_whatever_becomes_of_the_template() {
    let mut reference = reference();
    let said = Change::PublicLineSet {
        line: public_line::light_line(LightId::Medicine),
        is_arranged: Some(true),
    };
    let mut story = Story::opened();
    let opened = story.entries.clone();
    let said = story.alice_says(said);
    let entries: Vec<Stored> = opened
        .into_iter()
        .chain(said.clone())
        .map(Stored::unsent)
        .collect();
    let (nav, nurse) = (
        reader("nav-in-prison", Role::NavCaseworker),
        reader("prison-health", Role::Health),
    );
    for has_items in [true, false] {
        if !has_items {
            for item in &mut reference.template.items {
                item.public_group = None;
                item.day_one = None;
            }
            for light in &mut reference.template.day_one_lights {
                light.all_of.clear();
            }
        }
        let sees = |reader: &Reader| {
            let view = with_rights(&reference, &story.plan, reader, |rights| {
                rights.view(&entries)
            });
            view.contains(&said[0].id)
        };
        assert!(!sees(&nav), "nobody has consented");
        assert!(sees(&nurse));
        let closed = with_rights(&reference, &story.plan, &nav, |rights| rights.closed());
        assert!(closed.public_lines);
    }
}

#[test]
fn a_light_is_not_green_by_a_line_that_still_lies_here_when_the_consent_is_over() {
    let reference = reference();
    let nav = reader("nav-in-prison", Role::NavCaseworker);
    let state = |areas: &[&str]| {
        let mut plan = plan_with(&reference, areas);
        let line = Change::PublicLineSet {
            line: public_line::light_line(LightId::Medicine),
            is_arranged: Some(true),
        };
        let entry = Story::opened().alice.write(|pen| pen.write(&plan, line));
        plan.apply(&Stored::unsent(entry));
        let closed = with_rights(&reference, &plan, &nav, |rights| rights.closed());
        let checklist = Checklist::less(&plan, &reference.template, closed);
        let lights = day_one::lights(&checklist, &reference.template);
        let mut lights = lights.into_iter();
        lights
            .find(|light| light.id == LightId::Medicine)
            .unwrap()
            .state
    };
    assert_eq!(state(&["health", "substance-use"]), LightState::Arranged);
    assert_eq!(state(&["health"]), LightState::NotShared);
    assert_eq!(state(&[]), LightState::NotShared);
}
