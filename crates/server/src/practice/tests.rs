//! Whether the practice prison is what was asked for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::change::Role;
use overgang_domain::day_one::LightState;
use overgang_domain::summary::PlanSummary;
use overgang_domain::{Plan, PlanId, Template};

use super::*;

const DAY: &str = "2026-11-23";

fn made(seed: u32) -> Practice {
    let day: NaiveDate = DAY.parse().unwrap();
    make_practice_prison(PracticeOrigin { seed, day }).unwrap()
}

fn summaries(practice: &Practice) -> Vec<PlanSummary> {
    let template: Template = reference_data::template().unwrap();
    let mut plans: BTreeMap<PlanId, Vec<Stored>> = BTreeMap::new();
    for (_, stored) in &practice.entries {
        let plan = plans.entry(stored.entry.plan).or_default();
        plan.push(stored.clone());
    }
    plans.remove(&PlanId::DIRECTORY);
    let plans = plans.iter();
    plans
        .map(|(plan, entries)| PlanSummary::of(&Plan::fold(*plan, entries), &template))
        .collect()
}

#[test]
fn the_same_seed_and_day_give_the_same_entries_to_the_letter() {
    assert_eq!(made(7), made(7));
    assert_ne!(made(7), made(8));
}

#[test]
fn there_are_sixty_people_five_users_of_five_administrations_an_administrator_and_five_prisons() {
    let practice = made(DEFAULT_SEED);
    let plans = summaries(&practice);
    let names: BTreeSet<&String> = plans.iter().map(|plan| &plan.name).collect();
    let prisons: BTreeSet<_> = plans
        .iter()
        .filter_map(|plan| plan.prison.clone())
        .collect();
    let agencies: BTreeSet<_> = practice.users.iter().map(|user| &user.agency).collect();
    assert_eq!((plans.len(), names.len(), prisons.len()), (60, 60, 5));
    let (writers, others): (Vec<_>, Vec<_>) = practice
        .users
        .iter()
        .partition(|user| user.role != Role::TemplateAdmin);
    assert_eq!((writers.len(), others.len(), agencies.len()), (5, 1, 5));
    for user in writers {
        assert!((1..=3).contains(&user.prisons.len()), "{}", user.name);
    }
}

#[test]
fn dates_are_spread_areas_are_half_filled_and_some_things_are_late_or_contested() {
    let plans = summaries(&made(DEFAULT_SEED));
    let today: NaiveDate = DAY.parse().unwrap();
    let within = |from: i64, to: i64| {
        let days = plans
            .iter()
            .filter_map(|plan| plan.urgency(today).days_left);
        days.filter(|days| (from..=to).contains(days)).count()
    };
    assert!(within(-60, -1) >= 4);
    assert!(within(0, 30) >= 15 && within(31, 60) >= 5 && within(61, 90) >= 4);
    assert!(within(91, 2_000) >= 10);
    assert_eq!(plans.iter().filter(|plan| plan.is_remand).count(), 5);
    let without_date = plans.iter().filter(|plan| plan.release_date.is_none());
    assert_eq!(without_date.count(), 10);
    assert_eq!(plans.iter().map(|plan| plan.contested).sum::<usize>(), 6);
    let late = plans.iter().filter(|plan| plan.urgency(today).overdue > 0);
    assert!(late.count() >= 10);
    let is_ready = |plan: &&PlanSummary| {
        let mut lights = plan.lights.iter();
        lights.all(|(_, state)| *state == LightState::Arranged)
    };
    assert!(plans.iter().filter(is_ready).count() >= 5);
}

#[test]
fn nothing_is_written_after_the_practice_day_and_everything_has_a_receipt() {
    let first_of_day: u64 = writing::millis_of(DAY.parse().unwrap());
    for (_, stored) in made(DEFAULT_SEED).entries {
        let received_at: u64 = stored.received_at.unwrap();
        assert!(stored.entry.time.millis <= received_at && received_at < first_of_day);
    }
}
