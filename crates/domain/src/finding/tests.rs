//! Contradictions that two devices make together fold, and are found.

use std::collections::BTreeMap;

use super::*;
use crate::story::{self, Story, TODAY, day, on, reference};
use crate::{Change, FieldValue, RoundId, RowId, Stored};

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

/// What another device wrote without seeing the rest, or a faulty one wrote.
fn comes(story: &mut Story, change: Change) {
    let entry = story.bob.write(|pen| pen.begin(story.plan.id, change));
    story.plan.apply(&Stored::unsent(entry));
}

#[test]
fn a_birth_that_cannot_be_is_found_whoever_wrote_it() {
    let cases = [
        (
            "2099-01-01",
            vec![FieldFault::BornInFuture, FieldFault::ReleasedBeforeBirth],
        ),
        ("2027-01-04", vec![]),
        (
            "2027-03-01",
            vec![FieldFault::BornInFuture, FieldFault::ReleasedBeforeBirth],
        ),
        ("1990-01-01", vec![]),
    ];
    for (born, expected) in cases {
        let mut story = Story::opened();
        let birth_date = Some(day(born));
        comes(&mut story, Change::BirthDateSet { birth_date });
        assert_eq!(found(&story), expected, "{born}");
    }
}

#[test]
fn a_number_of_another_birth_is_hinted_at_and_one_that_is_none_is_found() {
    let mut story = Story::opened();
    let number = |digits: &str| Change::FieldsSet {
        record: Record::Header,
        values: story::values(&[("national-id", FieldValue::Text(digits.to_owned()))]),
    };
    comes(&mut story, number("31029012493"));
    assert_eq!(found(&story), [FieldFault::WrongNationalId], "31 February");
    let mut story = Story::opened();
    comes(&mut story, number("01019012480"));
    assert_eq!(found(&story), []);
    let birth_date = Some(day("1990-01-02"));
    comes(&mut story, Change::BirthDateSet { birth_date });
    assert_eq!(found(&story), [FieldFault::OtherBirth]);
    assert!(FieldFault::OtherBirth.is_hint());
}

#[test]
fn values_of_another_kind_are_found() {
    for (field, fault) in [
        ("admission", FieldFault::NoDay),
        ("remand-days", FieldFault::NoNumber),
        ("first-report-clock", FieldFault::NoClock),
    ] {
        let mut story = Story::opened();
        let values = story::values(&[
            ("stay", FieldValue::one("convicted")),
            (field, FieldValue::Text("i fjor".to_owned())),
        ]);
        let record = Record::Header;
        comes(&mut story, Change::FieldsSet { record, values });
        assert_eq!(found(&story), [fault], "{field}");
    }
}

/// Days that were entered, and what does not fit then.
type Case = (&'static [(&'static str, &'static str)], Vec<FieldFault>);

#[test]
fn the_prisons_dates_are_held_against_the_admission_and_against_each_other() {
    let before = |bound: &str| FieldFault::Before(FieldId::from(bound));
    let cases: [Case; 6] = [
        (
            &[("end-date", "2020-01-01")],
            vec![FieldFault::ReleasedAfterEnd, before("admission")],
        ),
        (
            &[
                ("third-date", "2026-10-01"),
                ("two-thirds-date", "2026-09-01"),
            ],
            vec![before("third-date")],
        ),
        (
            &[("third-date", "2026-10-01"), ("end-date", "2027-06-01")],
            vec![],
        ),
        (
            &[("end-date", "2027-02-01")],
            vec![FieldFault::ReleasedAfterEnd],
        ),
        (&[("leave-from", "2026-01-01")], vec![before("admission")]),
        (&[("third-date", "2026-06-01")], vec![]),
    ];
    for (entered, expected) in cases {
        let mut story = Story::opened();
        let mut values = vec![
            ("stay", FieldValue::one("convicted")),
            ("admission", on("2026-06-01")),
        ];
        values.extend(entered.iter().map(|(field, day)| (*field, on(day))));
        write(&mut story, Record::Header, &values);
        let mut found = found(&story);
        found.sort_by_key(|fault| !fault.is_hint());
        assert_eq!(found, expected, "{entered:?}");
    }
}

#[test]
fn a_length_that_is_hidden_says_nothing() {
    let mut story = Story::opened();
    let values = [
        ("stay", FieldValue::one("remand")),
        ("sentence-days", FieldValue::Number(0)),
    ];
    write(&mut story, Record::Header, &values);
    assert_eq!(found(&story), []);
}

/// From when until when, in minutes since midnight.
type Hours = (Option<u16>, Option<u16>);

#[test]
fn leaves_of_one_day_are_told_apart_by_their_hours() {
    let leave = |number: u64, days: (&str, &str), hours: Hours| {
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, number));
        let mut values = vec![("from", on(days.0)), ("to", on(days.1))];
        values.extend(hours.0.map(|at| ("from-clock", FieldValue::Clock(at))));
        values.extend(hours.1.map(|at| ("to-clock", FieldValue::Clock(at))));
        let values = story::values(&values);
        let sheet = SheetId::from("leave");
        Change::RowAdded { row, sheet, values }
    };
    let day = ("2027-02-10", "2027-02-10");
    let (morning, noon_on) = ((Some(540), Some(720)), (Some(720), Some(900)));
    let none = (None, None);
    let long = ("2027-02-08", "2027-02-10");
    let overlaps = vec![FieldFault::Overlaps(RowId(uuid::Uuid::from_u64_pair(
        0xC0, 1,
    )))];
    let cases = [
        ((day, none), (day, none), overlaps.clone()),
        ((day, morning), (day, noon_on), vec![]),
        (
            (day, morning),
            (day, (Some(700), Some(800))),
            overlaps.clone(),
        ),
        (
            (long, none),
            (day, (Some(600), Some(900))),
            overlaps.clone(),
        ),
        (
            (long, (None, Some(540))),
            (day, (Some(600), Some(900))),
            vec![],
        ),
        (
            (("2027-01-10", "2027-01-10"), (Some(900), Some(540))),
            (day, none),
            vec![FieldFault::Before(FieldId::from("from-clock"))],
        ),
        (
            (day, none),
            (("2027-03-05", "2027-03-06"), none),
            vec![FieldFault::AfterRelease],
        ),
    ];
    for (number, (one, other, expected)) in cases.into_iter().enumerate() {
        let mut story = Story::opened();
        comes(&mut story, leave(1, one.0, one.1));
        comes(&mut story, leave(2, other.0, other.1));
        assert_eq!(found(&story), expected, "case {number}");
    }
}

#[test]
fn none_and_a_need_of_the_same_area_said_apart_are_found() {
    let reference = reference();
    let needs = &reference.template.needs.needs;
    let none = needs
        .iter()
        .find(|need| need.kind == NeedKind::None)
        .unwrap();
    let need = needs
        .iter()
        .find(|need| need.kind == NeedKind::Need && need.area == none.area)
        .unwrap();
    let mut story = Story::opened();
    let round = RoundId::from("reception");
    for said in [none, need] {
        let values = BTreeMap::from([(said.id.clone(), FieldValue::one("identified"))]);
        let record = Record::Round(round.clone());
        comes(&mut story, Change::FieldsSet { record, values });
    }
    assert_eq!(found(&story), [FieldFault::NoneAndSome]);
}

#[test]
fn what_lies_after_the_release_or_is_counted_from_nothing_is_hinted_at() {
    let mut story = Story::opened();
    for (number, sheet) in [(1, "transfer"), (2, "visit")] {
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, number));
        let mut values = vec![("day", on("2027-03-02"))];
        values.push(match sheet {
            "visit" => ("who", FieldValue::Text("Søster".to_owned())),
            _ => ("prison", FieldValue::one("halden")),
        });
        let (sheet, values) = (SheetId::from(sheet), story::values(&values));
        comes(&mut story, Change::RowAdded { row, sheet, values });
    }
    assert_eq!(
        found(&story),
        [FieldFault::AfterRelease, FieldFault::AfterRelease]
    );
    let mut story = Story::opened();
    let record = Record::Item(story::item("id-check"));
    let counted = [
        ("counts-from", FieldValue::one("admission")),
        ("counts-days", FieldValue::Number(-14)),
    ];
    write(&mut story, record, &counted);
    assert_eq!(found(&story), [FieldFault::NoAnchor]);
    assert!(FieldFault::NoAnchor.is_hint());
}
