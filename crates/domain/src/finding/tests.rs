//! Contradictions that two devices make together fold, and are found.

use std::collections::BTreeMap;

use super::*;
use crate::story::{self, Story, TODAY, day, on, reference};
use crate::{Change, Stored};

fn found(story: &Story) -> Vec<FieldFault> {
    let reference = reference();
    let found = findings(&story.plan, reference.forms(), day(TODAY));
    found.into_iter().map(|finding| finding.fault).collect()
}

fn write(story: &mut Story, record: Record, values: &[(&str, FieldValue)]) {
    let values = story::values(values);
    story.alice(|pen, plan| vec![pen.write(plan, Change::FieldsSet { record, values })]);
}

#[test]
fn a_new_plan_has_no_findings() {
    assert_eq!(found(&Story::opened()), []);
}

#[test]
fn a_release_before_the_admission_is_found() {
    let mut story = Story::opened();
    write(
        &mut story,
        Record::Header,
        &[
            ("stay", FieldValue::one("convicted")),
            ("admission", on("2027-01-01")),
        ],
    );
    assert_eq!(found(&story), []);
    // Bob, who had not seen the admission, set an earlier release.
    let release_date = Some(day("2026-12-01"));
    let entry = story
        .bob
        .write(|pen| pen.begin(story.plan.id, Change::ReleaseDateSet { release_date }));
    story.plan.apply(&Stored::unsent(entry));
    assert_eq!(found(&story), [FieldFault::ReleasedBeforeAdmission]);
}

#[test]
fn a_sentence_of_no_days_and_an_admission_before_the_birth_are_found() {
    let mut story = Story::opened();
    let none = FieldValue::Number(0);
    write(
        &mut story,
        Record::Header,
        &[
            ("stay", FieldValue::one("convicted")),
            ("sentence-days", none),
        ],
    );
    assert_eq!(found(&story), [FieldFault::NoLength]);
    let mut story = Story::opened();
    story.alice(|pen, plan| {
        let birth_date = Some(day("2000-01-01"));
        vec![pen.write(plan, Change::BirthDateSet { birth_date })]
    });
    write(
        &mut story,
        Record::Header,
        &[
            ("stay", FieldValue::one("convicted")),
            ("admission", on("1999-12-31")),
        ],
    );
    assert_eq!(found(&story), [FieldFault::AdmittedBeforeBirth]);
}

#[test]
fn leaves_that_fall_into_each_other_are_found_at_the_later_one() {
    let leave = |number: u64, kind: &str, from: &str, to: &str| {
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, number));
        let values = BTreeMap::from([
            (FieldId::from("kind"), FieldValue::one(kind)),
            (FieldId::from("from"), on(from)),
            (FieldId::from("to"), on(to)),
        ]);
        Change::RowAdded {
            row,
            sheet: SheetId::from("leave"),
            values,
        }
    };
    // Of the same day the one may end and the other begin.
    for (other, overlap) in [
        (leave(2, "ordinary", "2027-02-03", "2027-02-05"), true),
        (leave(2, "ordinary", "2027-02-04", "2027-02-05"), false),
        (leave(2, "day-release", "2027-01-10", "2027-02-20"), false),
    ] {
        let mut story = Story::opened();
        story.alice(|pen, plan| {
            vec![pen.write(plan, leave(1, "ordinary", "2027-02-01", "2027-02-04"))]
        });
        story.bob(|pen, plan| vec![pen.write(plan, other)]);
        let expected: Vec<FieldFault> = if overlap {
            vec![FieldFault::Overlaps(RowId(uuid::Uuid::from_u64_pair(
                0xC0, 1,
            )))]
        } else {
            Vec::new()
        };
        assert_eq!(found(&story), expected);
    }
}

#[test]
fn a_row_without_what_it_must_have_is_found() {
    let mut story = Story::opened();
    let row = RowId(uuid::Uuid::from_u64_pair(0xC0, 1));
    let sheet = SheetId::from("contact");
    story.alice(|pen, plan| {
        let values = BTreeMap::new();
        vec![pen.write(plan, Change::RowAdded { row, sheet, values })]
    });
    assert!(found(&story).contains(&FieldFault::Missing));
    story.alice(|pen, plan| {
        crate::commands::strike_out(pen, plan, Record::Row(row), "Feil".to_owned()).unwrap()
    });
    assert_eq!(found(&story), [], "what is struck out does not count");
}

#[test]
fn an_appointment_on_the_wrong_side_of_the_release_or_on_a_closed_day_is_hinted_at() {
    // The release of an opened plan is Monday 1 March 2027.
    let cases = [
        ("before", "2027-02-26", vec![]),
        ("before", "2027-03-01", vec![]),
        ("before", "2027-03-02", vec![FieldFault::AfterRelease]),
        ("after", "2027-02-26", vec![FieldFault::BeforeRelease]),
        ("after", "2027-03-01", vec![]),
        ("", "2027-03-02", vec![]),
        ("after", "2027-03-25", vec![FieldFault::ClosedDay]),
        (
            "before",
            "2027-03-07",
            vec![FieldFault::AfterRelease, FieldFault::ClosedDay],
        ),
        // Past Sundays are nobody's concern.
        ("before", "2027-01-03", vec![]),
    ];
    for (side, date, expected) in cases {
        let mut story = Story::opened();
        let mut values = vec![("day", on(date))];
        if !side.is_empty() {
            values.push(("release-side", FieldValue::one(side)));
        }
        let reference = reference();
        let sheet = reference.sheets.get(&SheetId::from("appointment")).unwrap();
        let values = story::values(&values);
        // It is written all the same.
        story.alice(|pen, plan| {
            let forms = reference.forms();
            let added = crate::commands::add_row(pen, plan, forms, sheet, values, day(TODAY));
            added.unwrap().1
        });
        assert_eq!(found(&story), expected, "{side} {date}");
        assert!(expected.iter().all(FieldFault::is_hint));
    }
}
