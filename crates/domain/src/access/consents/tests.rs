//! What grants, and what does not.

use uuid::Uuid;

use super::*;
use crate::story::{Story, day, on, values};
use crate::{Change, commands};

const GIVEN: &str = "2027-01-04";
const EXPIRES: &str = "2027-06-30";

fn row(number: u64) -> RowId {
    RowId(Uuid::from_u64_pair(0xC0, number))
}

fn chosen(ids: &[&str]) -> FieldValue {
    FieldValue::Chosen(ids.iter().map(|id| (*id).to_owned()).collect())
}

/// A consent for NAV's office about housing and debts, with some of its fields changed.
fn consent(changed: &[(&str, FieldValue)]) -> Change {
    let mut fields = values(&[
        ("recipient", FieldValue::one("nav-office")),
        ("areas", chosen(&["housing", "debts"])),
        ("given", on(GIVEN)),
        ("expires", on(EXPIRES)),
    ]);
    fields.extend(values(changed));
    fields.retain(|_, value| *value != FieldValue::Empty);
    Change::RowAdded {
        row: row(1),
        sheet: SheetId::from(CONSENT),
        values: fields,
    }
}

fn refusal(typed: &[(&str, FieldValue)]) -> Change {
    Change::RowAdded {
        row: row(2),
        sheet: SheetId::from(REFUSAL),
        values: values(typed),
    }
}

fn set(number: u64, field: &str, value: FieldValue) -> Change {
    Change::FieldsSet {
        record: Record::Row(row(number)),
        values: values(&[(field, value)]),
    }
}

/// Alice and Bob write without seeing each other's.
fn apart(story: &mut Story, ours: Change, theirs: Change) {
    let plan = story.plan.clone();
    let entries = [
        story.alice.write(|pen| pen.write(&plan, ours)),
        story.bob.write(|pen| pen.write(&plan, theirs)),
    ];
    story.take(&entries);
}

/// Whether NAV's office may see housing and debts.
fn held(story: &Story, today: &str) -> [bool; 2] {
    let consents = Consents::of(&story.plan);
    let nav_office = AgencyId::from("nav-office");
    ["housing", "debts"].map(|area| consents.in_force(&nav_office, &area.into(), day(today)))
}

#[test]
fn a_consent_holds_from_its_first_day_to_its_last_for_whom_and_what_it_names() {
    let mut story = Story::opened();
    story.alice_says(consent(&[]));
    for (today, is_held) in [
        ("2027-01-03", false),
        (GIVEN, true),
        (EXPIRES, true),
        ("2027-07-01", false),
    ] {
        assert_eq!(held(&story, today), [is_held; 2], "{today}");
    }
    let consents = Consents::of(&story.plan);
    let today = day(GIVEN);
    assert!(!consents.in_force(&"probation".into(), &"housing".into(), today));
    assert!(!consents.in_force(&"nav-office".into(), &"work".into(), today));
}

#[test]
fn half_filled_in_and_unreadable_rows_grant_nothing() {
    let text = || FieldValue::Text("nav-office".to_owned());
    let cases = [
        ("recipient", FieldValue::Empty),
        ("recipient", text()),
        ("recipient", chosen(&["nav-office", "ngo"])),
        ("areas", FieldValue::Empty),
        ("areas", chosen(&[])),
        ("given", FieldValue::Empty),
        ("given", text()),
        ("expires", FieldValue::Empty),
        ("expires", FieldValue::Number(3)),
    ];
    for (field, value) in cases {
        let mut story = Story::opened();
        story.alice_says(consent(&[(field, value)]));
        assert_eq!(held(&story, GIVEN), [false; 2], "{field}");
        assert_eq!(Consents::of(&story.plan).consents, [], "{field}");
    }
}

#[test]
fn a_withdrawal_holds_whatever_stands_beside_it() {
    for (field, value) in [
        ("withdrawn", on("2027-05-01")),
        ("withdrawn", FieldValue::Text("i går".to_owned())),
        ("withdrawn-how", FieldValue::one("oral")),
    ] {
        let mut story = Story::opened();
        story.alice_says(consent(&[]));
        story.alice_says(set(1, field, value.clone()));
        assert_eq!(held(&story, GIVEN), [false; 2], "{field}");
        story.alice_says(set(1, field, FieldValue::Empty));
        assert_eq!(held(&story, GIVEN), [true; 2], "taken back by a later word");
        apart(
            &mut story,
            set(1, field, value),
            set(1, field, FieldValue::Empty),
        );
        assert_eq!(held(&story, GIVEN), [false; 2], "{field}, of two answers");
    }
}

#[test]
fn of_two_answers_the_one_that_grants_less_counts() {
    let cases = [
        (
            "expires",
            on("2027-12-31"),
            on("2027-01-31"),
            "2027-02-01",
            [false; 2],
        ),
        (
            "expires",
            on("2027-12-31"),
            FieldValue::Empty,
            GIVEN,
            [false; 2],
        ),
        (
            "given",
            on(GIVEN),
            on("2027-02-01"),
            "2027-01-31",
            [false; 2],
        ),
        (
            "given",
            on(GIVEN),
            on("2027-02-01"),
            "2027-02-01",
            [true; 2],
        ),
        (
            "areas",
            chosen(&["housing", "debts"]),
            chosen(&["housing", "work"]),
            GIVEN,
            [true, false],
        ),
        (
            "areas",
            chosen(&["housing"]),
            FieldValue::Empty,
            GIVEN,
            [false; 2],
        ),
        (
            "recipient",
            FieldValue::one("nav-office"),
            FieldValue::one("ngo"),
            GIVEN,
            [false; 2],
        ),
    ];
    for (field, ours, theirs, today, expected) in cases {
        for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
            let mut story = Story::opened();
            story.alice_says(consent(&[]));
            apart(
                &mut story,
                set(1, field, ours.clone()),
                set(1, field, theirs.clone()),
            );
            assert_eq!(held(&story, today), expected, "{field}");
        }
    }
}

#[test]
fn a_struck_consent_does_not_count_even_where_another_restored_it_apart() {
    let mut story = Story::opened();
    story.alice_says(consent(&[]));
    let record = || Record::Row(row(1));
    let strike = |story: &mut Story| {
        story.alice(|pen, plan| {
            commands::strike_out(pen, plan, record(), "Feil".to_owned()).unwrap()
        });
    };
    strike(&mut story);
    assert_eq!(held(&story, GIVEN), [false; 2]);
    story.bob_says(Change::RecordRestored { record: record() });
    assert_eq!(held(&story, GIVEN), [true; 2]);
    let strike = Change::RecordStruck {
        record: record(),
        reason: "Feil".to_owned(),
        saw: BTreeSet::new(),
    };
    apart(
        &mut story,
        strike,
        Change::RecordRestored { record: record() },
    );
    assert_eq!(held(&story, GIVEN), [false; 2]);
}

#[test]
fn a_refusal_goes_before_consents_and_of_two_answers_the_wider_counts() {
    let nav_office = || ("recipient", FieldValue::one("nav-office"));
    let cases = [
        (
            vec![
                nav_office(),
                ("areas", chosen(&["debts"])),
                ("from", on(GIVEN)),
            ],
            [true, false],
        ),
        (
            vec![nav_office(), ("areas", chosen(&["debts"]))],
            [true, false],
        ),
        (vec![nav_office(), ("from", on("2027-01-05"))], [true, true]),
        (vec![nav_office()], [false, false]),
        (vec![("recipient", FieldValue::one("ngo"))], [true, true]),
        (vec![], [true, true]),
    ];
    for (typed, expected) in cases {
        let mut story = Story::opened();
        story.alice_says(consent(&[]));
        story.alice_says(refusal(&typed));
        assert_eq!(held(&story, GIVEN), expected, "{typed:?}");
    }
    let pairs = [
        (
            "recipient",
            FieldValue::one("nav-office"),
            FieldValue::one("ngo"),
            [true, false],
        ),
        (
            "areas",
            chosen(&["housing"]),
            chosen(&["debts"]),
            [false, false],
        ),
        (
            "areas",
            chosen(&["debts"]),
            FieldValue::Empty,
            [false, false],
        ),
        ("from", on(GIVEN), on("2027-03-01"), [true, false]),
    ];
    for (field, ours, theirs, expected) in pairs {
        let mut story = Story::opened();
        story.alice_says(consent(&[]));
        let typed = [
            nav_office(),
            ("areas", chosen(&["debts"])),
            ("from", on(GIVEN)),
        ];
        story.alice_says(refusal(&typed));
        apart(&mut story, set(2, field, ours), set(2, field, theirs));
        assert_eq!(held(&story, GIVEN), expected, "{field}");
    }
}

#[test]
fn a_refusal_that_one_struck_and_another_restored_apart_stands() {
    let mut story = Story::opened();
    story.alice_says(consent(&[]));
    story.alice_says(refusal(&[("recipient", FieldValue::one("nav-office"))]));
    let record = Record::Row(row(2));
    let strike = Change::RecordStruck {
        record: record.clone(),
        reason: "Ombestemt seg".to_owned(),
        saw: BTreeSet::new(),
    };
    apart(
        &mut story,
        strike.clone(),
        Change::RecordRestored { record },
    );
    assert_eq!(held(&story, GIVEN), [false; 2]);
    story.alice_says(strike);
    assert_eq!(held(&story, GIVEN), [true; 2]);
}

#[test]
fn a_consent_in_an_administrations_favour_is_known_by_its_recipient() {
    let (office, health) = (AgencyId::from("nav-office"), AgencyId::from("health"));
    assert!(names_recipient(&consent(&[]), &office));
    assert!(!names_recipient(&consent(&[]), &health));
    assert!(!names_recipient(
        &consent(&[("recipient", FieldValue::Empty)]),
        &office
    ));
    let refused = refusal(&[("recipient", FieldValue::one("nav-office"))]);
    assert!(
        !names_recipient(&refused, &office),
        "a refusal is in nobody's favour"
    );
    let edit = |field: &str| Change::FieldsSet {
        record: Record::Row(row(1)),
        values: values(&[(field, FieldValue::one("nav-office"))]),
    };
    assert!(names_recipient(&edit("recipient"), &office));
    assert!(!names_recipient(&edit("purpose"), &office));
}
