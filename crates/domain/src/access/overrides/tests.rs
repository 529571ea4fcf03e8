//! What an override opens, to whom, for how long, and who hears of it. `tests/access_matrix.rs` has the whole table.

use super::*;
use crate::access::{COORDINATORS, Class, Operation, Ownership, PlanFacts, Reader, Visible};
use crate::change::Role;
use crate::reference::Reference;
use crate::story::{Story, TODAY, day, reference, values};
use crate::template::Sensitivity;
use crate::{AgencyId, Change, FieldValue, PrisonId};

fn opened(user: UserId, areas: &[&str], opens_plan: bool, until: &str) -> Change {
    Change::AccessOverridden {
        user,
        areas: areas.iter().map(|area| AreaId::from(*area)).collect(),
        opens_plan,
        reason: "Har sagt at hen skal ta sitt liv".to_owned(),
        until: day(until),
    }
}

fn reader(user: UserId, role: Role) -> Reader {
    Reader {
        user,
        agency: AgencyId::from("nav-in-prison"),
        role,
        further_roles: BTreeSet::new(),
    }
}

/// What a user of `prison` may read of what is nobody's own.
fn reads(story: &Story, who: &Reader, prison: &str, visible: &Visible, today: &str) -> bool {
    let Reference { access, .. } = reference();
    let facts = PlanFacts::of(&story.plan, &BTreeSet::from([PrisonId::from(prison)]));
    let nobodys = Ownership::default();
    let decision = access.may_reach(Operation::Read, who, &facts, visible, &nobodys, day(today));
    decision.is_allowed()
}

fn class(area: &str, sensitivity: Sensitivity) -> Visible {
    Visible::Class(Class::new(&AreaId::from(area), sensitivity))
}

#[test]
fn each_override_counts_by_its_own_days_and_what_comes_later_ends_no_earlier_one() {
    let mut story = Story::opened();
    let bob = story.bob.author;
    let before = story.plan.clone();
    for (areas, until) in [(["housing"], TODAY), (["work"], "2027-01-05")] {
        let change = opened(bob, &areas, false, until);
        let entry = story.alice.write(|pen| pen.write(&before, change));
        story.take(&[entry]);
    }
    let overrides = Overrides::of(&story.plan);
    let areas = |today: &str| -> Vec<String> {
        let in_force = overrides.in_force(bob, day(today));
        let areas = in_force.flat_map(|one| &one.opened.areas);
        areas.map(ToString::to_string).collect()
    };
    assert_eq!(areas(TODAY), ["housing", "work"]);
    assert_eq!(areas("2027-01-05"), ["work"]);
    assert_eq!(areas("2027-01-06"), Vec::<String>::new());
    let turning = PlanFacts::turning_days(&story.plan);
    assert_eq!(
        turning,
        BTreeSet::from([day("2027-01-05"), day("2027-01-06")])
    );
}

#[test]
fn notes_on_safety_are_opened_where_a_life_is_in_danger_and_health_never_is() {
    let mut story = Story::opened();
    let bob = reader(story.bob.author, Role::NavCaseworker);
    let safety = class("family-network", Sensitivity::Restricted);
    let health = class("health", Sensitivity::Health);
    assert!(!reads(&story, &bob, "ullersmo", &safety, TODAY));
    story.alice_says(opened(
        bob.user,
        &["family-network", "health"],
        false,
        TODAY,
    ));
    assert!(reads(&story, &bob, "ullersmo", &safety, TODAY));
    assert!(!reads(&story, &bob, "ullersmo", &safety, "2027-01-05"));
    assert!(!reads(&story, &bob, "ullersmo", &health, TODAY));
    assert!(
        !reads(&story, &bob, "halden", &safety, TODAY),
        "out of reach"
    );
    let table = reference().access;
    for class in table.classes() {
        let is_overridable = Role::ALL
            .into_iter()
            .any(|role| table.rule(&class, role).overridable);
        assert!(
            !is_overridable || class.sensitivity != Sensitivity::Health,
            "{class:?}"
        );
    }
}

#[test]
fn a_plan_of_another_prison_is_opened_for_reading_what_one_would_read_at_home() {
    let mut story = Story::opened();
    let bob = reader(story.bob.author, Role::NavCaseworker);
    let everyday = class("coordination", Sensitivity::Team);
    let closed = class("housing", Sensitivity::Team);
    assert!(!reads(&story, &bob, "halden", &Visible::Header, TODAY));
    story.alice_says(opened(bob.user, &[], true, TODAY));
    for visible in [&everyday, &Visible::Header] {
        assert!(reads(&story, &bob, "halden", visible, TODAY));
        assert!(!reads(&story, &bob, "halden", visible, "2027-01-05"));
    }
    assert!(!reads(&story, &bob, "halden", &closed, TODAY), "no consent");
    let mut people = PlanFacts::people(&story.plan);
    assert_eq!(people.remove(&bob.user), Some(Some(day(TODAY))));
    let officer = reader(bob.user, Role::ContactOfficer);
    assert!(!reads(&story, &officer, "halden", &Visible::Header, TODAY));
}

#[test]
fn the_coordinator_hears_of_it_and_whoever_cooperates_whoever_is_appointed() {
    let mut story = Story::opened();
    let (alice, bob) = (story.alice.author, story.bob.author);
    story.alice_says(opened(bob, &["housing"], false, TODAY));
    let said = Visible::Override(bob);
    let sees =
        |story: &Story, user, role, prison| reads(story, &reader(user, role), prison, &said, TODAY);
    assert!(sees(&story, bob, Role::NavCaseworker, "ullersmo"));
    assert!(sees(&story, alice, Role::PrisonSocialWorker, "ullersmo"));
    assert!(!sees(&story, alice, Role::PrisonSocialWorker, "halden"));
    story.alice_says(Change::FieldsSet {
        record: Record::Header,
        values: values(&[(COORDINATORS, FieldValue::one(&alice.to_string()))]),
    });
    assert!(sees(&story, alice, Role::Coordinator, "halden"));
    assert!(sees(&story, bob, Role::NavCaseworker, "ullersmo"));
    assert!(!sees(&story, bob, Role::NavCaseworker, "halden"));
    // No appointment keeps it quiet.
    assert!(sees(&story, alice, Role::PrisonSocialWorker, "ullersmo"));
    assert!(!sees(&story, alice, Role::Education, "halden"));
}
