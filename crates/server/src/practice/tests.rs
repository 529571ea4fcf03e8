//! Whether the practice prison is what was asked for.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use overgang_domain::access::{
    Consents, Operation, Ownership, PlanFacts, Reader, Visibility, Visible,
};
use overgang_domain::change::Role;
use overgang_domain::day_one::LightState;
use overgang_domain::directory::Directory;
use overgang_domain::summary::PlanSummary;
use overgang_domain::{AgencyId, Plan, PlanId, Template, UserId};

use super::*;

const DAY: &str = "2026-11-23";

fn made(seed: u32) -> Practice {
    let day: NaiveDate = DAY.parse().unwrap();
    make_practice_prison(PracticeOrigin { seed, day }).unwrap()
}

fn folded(practice: &Practice, plan: PlanId) -> Plan {
    let stored = practice.entries.iter().map(|(_, stored)| stored);
    Plan::fold(plan, stored.filter(|stored| stored.entry.plan == plan))
}

/// The people's plans.
fn folds(practice: &Practice) -> Vec<Plan> {
    let mut plans: BTreeMap<PlanId, Vec<&Stored>> = BTreeMap::new();
    for (_, stored) in &practice.entries {
        plans.entry(stored.entry.plan).or_default().push(stored);
    }
    plans.remove(&PlanId::DIRECTORY);
    let plans = plans.into_iter();
    plans
        .map(|(plan, entries)| Plan::fold(plan, entries))
        .collect()
}

fn summaries(practice: &Practice) -> Vec<PlanSummary> {
    let template: Template = reference_data::shipped().unwrap().template;
    let plans = folds(practice).into_iter();
    plans
        .map(|plan| PlanSummary::of(&plan, &template))
        .collect()
}

fn reader(user: &User) -> Reader {
    Reader {
        user: user.user,
        agency: user.agency.clone(),
        role: user.role,
        further_roles: user.further_roles.clone(),
    }
}

fn visibility<'a>(reference: &'a Reference, plan: &'a Plan) -> Visibility<'a> {
    Visibility {
        plan,
        template: &reference.template,
        sheets: &reference.sheets,
    }
}

fn day_of(millis: u64) -> NaiveDate {
    let days = Days::new(millis / (24 * 60 * 60 * 1000));
    NaiveDate::default().checked_add_days(days).unwrap()
}

#[test]
fn the_same_seed_and_day_give_the_same_entries_to_the_letter() {
    assert_eq!(made(7), made(7));
    assert_ne!(made(7), made(8));
}

#[test]
fn there_are_sixty_people_in_five_prisons_and_users_for_every_role_but_those_of_school_and_library()
{
    let practice = made(DEFAULT_SEED);
    let plans = summaries(&practice);
    let names: BTreeSet<&String> = plans.iter().map(|plan| &plan.name).collect();
    let prisons: BTreeSet<_> = plans
        .iter()
        .filter_map(|plan| plan.prison.clone())
        .collect();
    assert_eq!((plans.len(), names.len(), prisons.len()), (60, 60, 5));
    let roles: BTreeSet<Role> = practice.users.iter().map(|user| user.role).collect();
    let known = BTreeSet::from(Role::ALL);
    let missing: Vec<&Role> = known.difference(&roles).collect();
    assert_eq!(missing, [&Role::Education, &Role::LibraryFaithNgo]);
    let directory = folded(&practice, PlanId::DIRECTORY);
    assert_eq!(
        Directory::of(&directory).users().len(),
        practice.users.len()
    );
    for user in practice
        .users
        .iter()
        .filter(|user| !user.role.is_administrative())
    {
        assert!((1..=3).contains(&user.prisons.len()), "{}", user.name);
    }
}

#[test]
fn nobody_wrote_what_the_centre_would_have_refused() {
    let (practice, reference) = (made(DEFAULT_SEED), reference_data::shipped().unwrap());
    let directory = Directory::of(&folded(&practice, PlanId::DIRECTORY));
    let users: BTreeMap<UserId, &User> = practice.users.iter().map(|one| (one.user, one)).collect();
    let mut plans: BTreeMap<PlanId, Plan> = BTreeMap::new();
    let (mut judged, mut writers) = (0, BTreeMap::<Role, usize>::new());
    for (_, Stored { entry, .. }) in &practice.entries {
        let Some(user) = users.get(&entry.author) else {
            assert!(entry.plan == PlanId::DIRECTORY || entry.change.is_centres_own());
            continue;
        };
        let day = day_of(entry.time.millis);
        let plan = plans
            .entry(entry.plan)
            .or_insert_with(|| Plan::empty(entry.plan));
        let before: Plan = plan.clone();
        plan.apply(&Stored::unsent(entry.clone()));
        let is_opening = matches!(entry.change, Change::PlanOpened { .. });
        let judged_in: &Plan = if is_opening { plan } else { &before };
        let decision = reference.access.may_write(
            &reader(user),
            &PlanFacts::of(judged_in, &user.prisons),
            visibility(&reference, &before),
            &directory,
            &entry.change,
            day,
        );
        assert!(
            decision.is_allowed(),
            "{decision:?} for {}: {:?}",
            user.name,
            entry.change
        );
        judged += 1;
        *writers.entry(user.role).or_default() += 1;
    }
    assert!(judged > 2_000, "{judged}");
    for role in [
        Role::Health,
        Role::MunicipalServices,
        Role::ContactOfficer,
        Role::Probation,
    ] {
        assert!(
            writers.get(&role).is_some_and(|written| *written >= 10),
            "{writers:?}"
        );
    }
}

#[test]
fn each_user_sees_the_plans_that_their_role_lets_them_see() {
    let (practice, reference) = (made(DEFAULT_SEED), reference_data::shipped().unwrap());
    let today: NaiveDate = DAY.parse().unwrap();
    let plans: Vec<Plan> = folds(&practice);
    let open = |user: &User| {
        let is_open = |plan: &&Plan| {
            let facts = PlanFacts::of(plan, &user.prisons);
            let (asked, nobodys) = (reader(user), Ownership::default());
            let read = Operation::Read;
            let access = &reference.access;
            access
                .may_reach(read, &asked, &facts, &Visible::Header, &nobodys, today)
                .is_allowed()
        };
        plans.iter().filter(is_open).count()
    };
    let seen = practice
        .users
        .iter()
        .map(|user| (user.name.as_str(), open(user)));
    let seen: BTreeMap<&str, usize> = seen.collect();
    let expected = [
        ("Gro Ettersynsen", 0),
        ("Ingrid Testmoen", 10),
        ("Jonas Liksomsen", 21),
        ("Leif Innbilsrud", 21),
        ("Marit Låtsberg", 39),
        ("Nora Tallmo", 0),
        ("Odd Samlevik", 14),
        ("Petra Tenkvik", 30),
        ("Pål Tilgangsrud", 0),
        ("Ragna Fiksjonsen", 39),
        ("Solveig Oppdiktstad", 30),
        ("Torstein Prøvedal", 30),
        ("Vilde Øvingsen", 39),
        ("Øyvor Malstad", 0),
    ];
    assert_eq!(seen, BTreeMap::from(expected));
}

#[test]
fn most_people_share_all_and_some_do_not() {
    let (practice, reference) = (made(DEFAULT_SEED), reference_data::shipped().unwrap());
    let today: NaiveDate = DAY.parse().unwrap();
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    for plan in folds(&practice) {
        let consents = Consents::of(&plan);
        let withdrawn = consents.consents.iter().any(|consent| consent.is_withdrawn);
        let nav = ["nav-in-prison", "nav-office"].map(AgencyId::from);
        let asked = reference
            .access
            .areas_by_consent([Role::NavCaseworker])
            .into_iter();
        let closed =
            asked.filter(|area| !nav.iter().any(|nav| consents.in_force(nav, area, today)));
        let words = match (withdrawn, consents.refusals.len(), closed.count()) {
            (true, _, _) => "withdrawn".to_owned(),
            (_, 1.., closed) => format!("{closed} refused"),
            (_, _, closed) => format!("{closed} closed"),
        };
        *shared.entry(words).or_default() += 1;
    }
    let expected = [
        ("0 closed", 51),
        ("1 closed", 4),
        ("1 refused", 1),
        ("9 closed", 3),
        ("withdrawn", 1),
    ];
    assert_eq!(
        shared,
        expected
            .map(|(words, count)| (words.to_owned(), count))
            .into()
    );
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
