//! What the matrix in `tests/access_matrix.rs` leaves out: the header, what cannot be placed, whole changes.

use std::collections::BTreeSet;

use super::*;
use crate::access::{CONSENT, CONTACT_OFFICERS, COORDINATORS, REFUSAL};
use crate::commands::WORKERS;
use crate::reference::Reference;
use crate::register::Record;
use crate::story::{Story, TODAY, day, reference, values};
use crate::{AgencyId, ConditionId, FieldValue, PrisonId, UserId};

fn reader(user: UserId, role: Role, agency: &str) -> Reader {
    Reader {
        user,
        agency: AgencyId::from(agency),
        role,
        further_roles: BTreeSet::new(),
    }
}

fn facts(story: &Story, prison: &str) -> PlanFacts {
    let prisons = BTreeSet::from([PrisonId::from(prison)]);
    PlanFacts::of(&story.plan, &prisons)
}

fn set(field: &str, value: FieldValue) -> Change {
    Change::FieldsSet {
        record: Record::Header,
        values: values(&[(field, value)]),
    }
}

fn of(user: UserId) -> FieldValue {
    FieldValue::one(&user.to_string())
}

fn parts<'a>(story: &'a Story, reference: &'a Reference) -> Visibility<'a> {
    Visibility {
        plan: &story.plan,
        template: &reference.template,
        sheets: &reference.sheets,
    }
}

fn reaches(story: &Story, who: &Reader, prison: &str, visible: &Visible) -> [Decision; 2] {
    let (access, facts) = (reference().access, facts(story, prison));
    [Operation::Read, Operation::Write].map(|operation| {
        let nobodys = Ownership::default();
        access.may_reach(operation, who, &facts, visible, &nobodys, day(TODAY))
    })
}

#[test]
fn the_header_is_seen_by_whoever_sees_anything_and_written_by_whoever_cooperates() {
    let story = Story::opened();
    let user = story.alice.author;
    let header =
        |role, prison| reaches(&story, &reader(user, role, "ngo"), prison, &Visible::Header);
    let (yes, no) = (Decision::Allowed, Decision::NoRule);
    assert_eq!(header(Role::NavCaseworker, "ullersmo"), [yes, yes]);
    assert_eq!(header(Role::Education, "ullersmo"), [yes, Decision::NotOwn]);
    assert_eq!(
        header(Role::NavCaseworker, "halden"),
        [Decision::OutOfScope; 2]
    );
    assert_eq!(
        header(Role::Coordinator, "ullersmo"),
        [Decision::OutOfScope; 2]
    );
    assert_eq!(
        header(Role::ContactOfficer, "ullersmo"),
        [Decision::OutOfScope; 2]
    );
    for role in Role::ALL
        .into_iter()
        .filter(|role| role.is_administrative())
    {
        assert_eq!(header(role, "ullersmo"), [no; 2], "{role:?}");
    }
}

#[test]
fn a_plan_says_who_is_put_or_appointed_on_it_and_the_appointment_ends_with_the_plan() {
    let mut story = Story::opened();
    let (alice, bob) = (story.alice.author, story.bob.author);
    for field in [COORDINATORS, CONTACT_OFFICERS, WORKERS] {
        story.alice_says(set(field, of(bob)));
    }
    let within = |story: &Story, user, role, prison: &str| {
        let reader = reader(user, role, "ngo");
        facts(story, prison).is_within_reach(Operation::Read, &reader, day(TODAY))
    };
    assert!(within(&story, bob, Role::Coordinator, "halden"));
    assert!(within(&story, bob, Role::ContactOfficer, "ullersmo"));
    assert!(
        !within(&story, bob, Role::ContactOfficer, "halden"),
        "the person has moved"
    );
    assert!(within(&story, bob, Role::NavOffice, "halden"));
    assert!(!within(&story, alice, Role::Coordinator, "ullersmo"));
    assert!(!within(&story, alice, Role::ContactOfficer, "ullersmo"));
    assert!(!within(&story, alice, Role::NavOffice, "halden"));
    // Of two answers only who stands in both.
    let plan = story.plan.clone();
    let both = FieldValue::Chosen([alice, bob].map(|user| user.to_string()).into());
    let apart = [
        story
            .alice
            .write(|pen| pen.write(&plan, set(COORDINATORS, both))),
        story
            .bob
            .write(|pen| pen.write(&plan, set(COORDINATORS, of(alice)))),
    ];
    story.take(&apart);
    assert_eq!(facts(&story, "ila").coordinators, BTreeSet::from([alice]));
    story.alice_says(set("life", FieldValue::one("closed")));
    assert!(facts(&story, "ila").coordinators.is_empty());
    assert!(within(&story, bob, Role::NavOffice, "halden"));
}

#[test]
fn what_cannot_be_placed_is_for_the_appointed_coordinator() {
    let mut story = Story::opened();
    let (alice, bob) = (story.alice.author, story.bob.author);
    story.alice_says(set(COORDINATORS, of(bob)));
    let whole = |user, role| {
        reaches(
            &story,
            &reader(user, role, "ngo"),
            "ullersmo",
            &Visible::Whole,
        )
    };
    assert_eq!(whole(bob, Role::Coordinator), [Decision::Allowed; 2]);
    assert_eq!(whole(alice, Role::Coordinator), [Decision::OutOfScope; 2]);
    for role in Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Coordinator)
    {
        assert_eq!(whole(bob, role), [Decision::NoRule; 2], "{role:?}");
    }
}

#[test]
fn a_change_is_allowed_where_all_that_it_touches_is() {
    let (mut story, reference) = (Story::opened(), reference());
    let alice = reader(story.alice.author, Role::NavCaseworker, "nav-in-prison");
    let directory = Directory::default();
    let may = |story: &Story, change: &Change| {
        let facts = facts(story, "ullersmo");
        let parts = parts(story, &reference);
        let access = &reference.access;
        access.may_write(&alice, &facts, parts, &directory, change, day(TODAY))
    };
    let answered = |condition: &str| Change::ConditionAnswered {
        condition: ConditionId::from(condition),
        applies: true,
    };
    assert_eq!(
        may(&story, &set("goal", FieldValue::Empty)),
        Decision::Allowed
    );
    assert_eq!(may(&story, &answered("no-income")), Decision::Allowed);
    assert_eq!(may(&story, &answered("opioid-treatment")), Decision::NoRule);
    assert_eq!(
        may(&story, &set("stay", FieldValue::Empty)),
        Decision::NoRule
    );
    assert_eq!(may(&story, &Change::from_bytes(&[99])), Decision::NoRule);
    let both = Change::FieldsSet {
        record: Record::Header,
        values: values(&[("goal", FieldValue::Empty), ("stay", FieldValue::Empty)]),
    };
    assert_eq!(
        may(&story, &both),
        Decision::NoRule,
        "a part of it is closed"
    );
    // No part of the header is its first writer's.
    let school = reader(story.bob.author, Role::Education, "county-education");
    let appoints = reference.access.may_write(
        &school,
        &facts(&story, "ullersmo"),
        parts(&story, &reference),
        &directory,
        &set(COORDINATORS, of(story.bob.author)),
        day(TODAY),
    );
    assert_eq!(appoints, Decision::NotOwn);
    // A safety warning is its first writer's: to write, and to read again.
    let warning = set("safety-warning", FieldValue::Text("x".to_owned()));
    assert_eq!(may(&story, &warning), Decision::Allowed);
    story.bob_says(warning.clone());
    assert_eq!(may(&story, &warning), Decision::NotOwn);
    let register = Register::Field(Record::Header, "safety-warning".into());
    let reads = |who: &Reader| {
        let facts = facts(&story, "ullersmo");
        let parts = parts(&story, &reference);
        let access = &reference.access;
        access.may_read(who, &facts, parts, &directory, &register, day(TODAY))
    };
    assert_eq!(reads(&alice), Decision::NotOwn);
    let bob = reader(story.bob.author, Role::Probation, "probation");
    assert_eq!(reads(&bob), Decision::Allowed);
}

#[test]
fn nobody_enters_a_plan_by_writing_in_it() {
    // Bob works elsewhere, and would put himself on the plan.
    let (story, reference) = (Story::opened(), reference());
    let bob = reader(story.bob.author, Role::NavOffice, "nav-office");
    for field in [COORDINATORS, CONTACT_OFFICERS, WORKERS] {
        let decision = reference.access.may_write(
            &bob,
            &facts(&story, "halden"),
            parts(&story, &reference),
            &Directory::default(),
            &set(field, of(story.bob.author)),
            day(TODAY),
        );
        assert_eq!(decision, Decision::OutOfScope, "{field}");
    }
}

#[test]
fn of_several_roles_the_widest_row_counts_each_within_its_own_reach() {
    let mut story = Story::opened();
    let bob = story.bob.author;
    let (nav, coordinator) = (Role::NavCaseworker, Role::Coordinator);
    let one = |role| reader(bob, role, "nav-in-prison");
    let both = Reader {
        further_roles: BTreeSet::from([coordinator]),
        ..one(nav)
    };
    // The caseworker reads housing by consent, the coordinator without.
    let housing = Visible::Class(Class::new(&AreaId::from("housing"), Sensitivity::Team));
    assert_eq!(
        reaches(&story, &both, "ullersmo", &housing),
        [Decision::NeedsConsent; 2],
        "appointed for nothing"
    );
    story.alice_says(set(COORDINATORS, of(bob)));
    assert_eq!(
        reaches(&story, &both, "ullersmo", &housing),
        [Decision::Allowed; 2]
    );
    assert_eq!(
        reaches(&story, &one(nav), "ullersmo", &housing),
        [Decision::NeedsConsent; 2],
        "an appointment alone is no role"
    );
    // What is one's own in one role is not hidden by the other, which has nothing to do with the plan.
    let officer = Reader {
        role: Role::Education,
        further_roles: BTreeSet::from([Role::ContactOfficer]),
        ..one(nav)
    };
    let [_, written] = reaches(&story, &officer, "ullersmo", &housing);
    assert_eq!(written, Decision::NotOwn);
    let access = reference().access;
    let classes = access.classes().map(Visible::Class);
    let all = classes.chain([Visible::Header, Visible::Whole, Visible::Override(bob)]);
    for visible in all {
        for prison in ["ullersmo", "halden"] {
            let of_one = |role| reaches(&story, &one(role), prison, &visible);
            let [alone, appointed] = [nav, coordinator].map(of_one);
            let widest = [0, 1].map(|at| [alone[at], appointed[at]].contains(&Decision::Allowed));
            let joined = reaches(&story, &both, prison, &visible);
            assert_eq!(joined.map(Decision::is_allowed), widest, "{visible:?}");
        }
    }
}

#[test]
fn whom_a_consent_is_given_to_reads_it_until_they_are_refused_something() {
    let mut story = Story::opened();
    let bob = story.bob.author;
    story.alice_says(set(CONTACT_OFFICERS, of(bob)));
    let reference = reference();
    let add = |story: &mut Story, number, sheet: &str| {
        let row = crate::RowId(uuid::Uuid::from_u64_pair(0xC0, number));
        let values = values(&[("recipient", FieldValue::one("contact-officer"))]);
        let sheet = crate::SheetId::from(sheet);
        story.alice_says(Change::RowAdded { row, sheet, values });
        Record::Row(row)
    };
    let reads = |story: &Story, record: &Record, role, agency: &str| {
        let (reader, facts) = (reader(bob, role, agency), facts(story, "ullersmo"));
        let register = Register::Field(record.clone(), "recipient".into());
        let (parts, directory) = (parts(story, &reference), Directory::default());
        let access = &reference.access;
        let decision = access.may_read(&reader, &facts, parts, &directory, &register, day(TODAY));
        decision.is_allowed()
    };
    let officer = Role::ContactOfficer;
    let consent = add(&mut story, 1, CONSENT);
    assert!(reads(&story, &consent, officer, "contact-officer"));
    assert!(!reads(&story, &consent, officer, "prison"), "another's");
    assert!(!reads(&story, &consent, Role::Manager, "contact-officer"));
    // The refusal, with its reason, is not theirs; so the consent must not look as if it held.
    let refusal = add(&mut story, 2, REFUSAL);
    for record in [&consent, &refusal] {
        assert!(!reads(&story, record, officer, "contact-officer"));
        assert!(reads(&story, record, Role::NavCaseworker, "nav-in-prison"));
    }
}

#[test]
fn a_consent_that_named_another_by_mistake_is_closed_to_them_once_that_is_corrected() {
    let mut story = Story::opened();
    let row = crate::RowId(uuid::Uuid::from_u64_pair(0xC0, 1));
    let to = |agency: &str| values(&[("recipient", FieldValue::one(agency))]);
    let added = Change::RowAdded {
        row,
        sheet: crate::SheetId::from(CONSENT),
        values: to("probation"),
    };
    let corrected = Change::FieldsSet {
        record: Record::Row(row),
        values: to("contact-officer"),
    };
    let reference = reference();
    let takes = |story: &Story, change: &Change| parts(story, &reference).of_change(change);
    let class = Class::new(&AreaId::from(COORDINATION), Sensitivity::Welfare);
    let only = |agency: &str| {
        let agency = AgencyId::from(agency);
        BTreeSet::from([Visible::Consent(agency, class.clone())])
    };
    assert_eq!(takes(&story, &added), only("probation"));
    story.alice_says(added.clone());
    assert_eq!(takes(&story, &added), only("probation"));
    story.alice(|pen, plan| {
        let register = Register::Field(Record::Row(row), "recipient".into());
        let mut entry = pen.write(plan, corrected.clone());
        entry.replaces = plan.to_replace(&register);
        vec![entry]
    });
    for change in [&added, &corrected] {
        assert_eq!(takes(&story, change), only("contact-officer"));
    }
}
