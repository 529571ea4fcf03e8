//! `access.csv` holds together, as `domain/README.md` asks under "Checks".

#![expect(
    clippy::unwrap_used,
    reason = "what fails in here fails the test, as it should"
)]

use std::collections::BTreeSet;

use overgang_domain::access::{AccessTable, Class, Grant, Rule};
use overgang_domain::change::Role;
use overgang_domain::reference::Reference;
use overgang_domain::template::Sensitivity;
use overgang_domain::{AreaId, form};
use overgang_testkit::full_plan::reference;

const TABLE: &str = include_str!("../data/access.csv");

fn table() -> AccessTable {
    AccessTable::read(TABLE).unwrap()
}

fn class(area: &str, sensitivity: Sensitivity) -> Class {
    Class {
        area: AreaId::from(area),
        sensitivity,
    }
}

fn rules(role: Role) -> impl Iterator<Item = (Class, Rule)> {
    let table = table();
    let classes: Vec<Class> = table.classes().collect();
    classes.into_iter().map(move |class| {
        let row = table.rule(&class, role);
        (class, row)
    })
}

#[test]
fn each_area_and_sensitivity_that_occurs_has_each_role_once() {
    let Reference { template, .. } = reference();
    let items = template
        .items
        .iter()
        .map(|one| (&one.area, one.sensitivity));
    let conditions = template
        .conditions
        .iter()
        .map(|one| (&one.area, one.sensitivity));
    let needs = template
        .needs
        .needs
        .iter()
        .map(|one| (&one.area, one.sensitivity));
    let occurring: BTreeSet<Class> = items
        .chain(conditions)
        .chain(needs)
        .map(|(area, sensitivity)| class(area.as_str(), sensitivity))
        .collect();
    assert_eq!(table().classes().collect::<BTreeSet<Class>>(), occurring);
    // By the text itself, so that a row too many or too few shows.
    let mut combinations: BTreeSet<&str> = BTreeSet::new();
    for line in TABLE.lines().skip(1) {
        let combination: usize = line.match_indices(',').nth(2).unwrap().0;
        assert!(combinations.insert(&line[..combination]), "{line}");
    }
    assert_eq!(combinations.len(), occurring.len() * Role::ALL.len());
    for one in &occurring {
        let sensitivity = format!("{:?}", one.sensitivity).to_lowercase();
        for role in Role::ALL {
            let combination = format!("{},{sensitivity},{}", one.area, role.as_str());
            assert!(combinations.contains(combination.as_str()), "{combination}");
        }
    }
}

#[test]
fn only_health_reads_health_notes_and_others_see_a_public_line_at_most() {
    for role in Role::ALL {
        for (class, rule) in rules(role) {
            let is_health: bool = class.sensitivity == Sensitivity::Health;
            if is_health && role != Role::Health {
                assert!(matches!(rule.read, Grant::No | Grant::Bit), "{role:?}");
                assert_eq!(rule.write, Grant::No, "{role:?}");
            }
            assert!(is_health || rule.read != Grant::Bit, "{role:?} {class:?}");
            assert_ne!(rule.write, Grant::Bit, "{role:?} {class:?}");
            assert!(!(is_health && rule.overridable), "{role:?} {class:?}");
        }
    }
}

#[test]
fn the_four_administrative_roles_have_nothing() {
    let administrative = Role::ALL
        .into_iter()
        .filter(|role| role.is_administrative());
    assert_eq!(administrative.clone().count(), 4);
    for role in administrative {
        for (class, rule) in rules(role) {
            assert_eq!(rule, Rule::default(), "{class:?}");
        }
        let unwritten = class("coordination", Sensitivity::Restricted);
        assert_eq!(table().rule(&unwritten, role), Rule::default());
    }
    // Not only because the code says so.
    for line in TABLE.lines() {
        let cells: Vec<&str> = line.splitn(8, ',').collect();
        if ["manager", "template-admin", "access-admin", "auditor"].contains(&cells[2]) {
            assert_eq!(cells[3..7], ["no"; 4], "{line}");
        }
    }
}

#[test]
fn a_grant_by_consent_says_that_it_needs_one() {
    for role in Role::ALL {
        for (class, rule) in rules(role) {
            let is_by_consent = |grant| matches!(grant, Grant::Consent | Grant::Bit);
            if is_by_consent(rule.read) || is_by_consent(rule.write) {
                assert!(rule.needs_consent, "{role:?} {class:?}");
            }
        }
    }
}

#[test]
fn the_coordinator_sees_nothing_restricted() {
    for (class, rule) in rules(Role::Coordinator) {
        if class.sensitivity == Sensitivity::Restricted {
            assert_eq!((rule.read, rule.write), (Grant::No, Grant::No), "{class:?}");
        }
    }
}

#[test]
fn a_combination_without_rows_is_never_looser_than_the_rows_that_stand_for_it() {
    let table = table();
    let education = class("education", Sensitivity::Welfare);
    let of = |role| {
        let rule = table.rule(&education, role);
        (rule.read, rule.write)
    };
    assert_eq!(of(Role::NavCaseworker), (Grant::Consent, Grant::Consent));
    assert_eq!(of(Role::Education), (Grant::No, Grant::No));
    assert_eq!(of(Role::MunicipalServices), (Grant::Consent, Grant::Own));
    assert_eq!(of(Role::ContactOfficer), (Grant::Consent, Grant::No));
    assert_eq!(of(Role::Coordinator), (Grant::Yes, Grant::Yes));
    let closed = [
        class("work", Sensitivity::Health),
        class("no-such-area", Sensitivity::Team),
        class("no-such-area", Sensitivity::Welfare),
    ];
    for (class, role) in closed
        .iter()
        .flat_map(|class| Role::ALL.map(|role| (class, role)))
    {
        assert_eq!(table.rule(class, role), Rule::default(), "{class:?}");
    }
}

#[test]
fn the_table_survives_being_packed() {
    let packed: Vec<u8> = form::write(&table()).unwrap();
    assert_eq!(form::read::<AccessTable>(&packed), Ok(table()));
}
