//! Rules that come again, exceptions, and the days on which the clocks change.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::commands::{FillInError, add_row};
use crate::sheet::FieldFault;
use crate::story::{Story, TODAY, day};

fn text(words: &str) -> FieldValue {
    FieldValue::Text(words.to_owned())
}

fn on(weekdays: &[&str]) -> FieldValue {
    FieldValue::Chosen(weekdays.iter().map(|day| (*day).to_owned()).collect())
}

/// Hours from 09:00 to 14:30 of NAV in Ullersmo.
fn rule<'a>(weekdays: &[&str], rhythm: &str, first: &str) -> BTreeMap<&'a str, FieldValue> {
    BTreeMap::from([
        ("prison", FieldValue::one("ullersmo")),
        ("agency", FieldValue::one("nav-in-prison")),
        ("weekdays", on(weekdays)),
        ("rhythm", FieldValue::one(rhythm)),
        ("from", FieldValue::Clock(540)),
        ("to", FieldValue::Clock(870)),
        ("first-day", FieldValue::Day(day(first))),
    ])
}

fn exception<'a>(kind: &str, first: &str, last: Option<&str>) -> BTreeMap<&'a str, FieldValue> {
    let mut values = BTreeMap::from([
        ("prison", FieldValue::one("ullersmo")),
        ("kind", FieldValue::one(kind)),
        ("first-day", FieldValue::Day(day(first))),
        ("reason", text("Kurs")),
    ]);
    if let Some(last) = last {
        values.insert("last-day", FieldValue::Day(day(last)));
    }
    values
}

fn add(
    story: &mut Story,
    sheet: &str,
    values: BTreeMap<&str, FieldValue>,
) -> Result<RowId, FillInError> {
    let reference = crate::story::reference();
    let sheet = reference.sheets.get(&SheetId::from(sheet)).unwrap();
    let values = values
        .into_iter()
        .map(|(id, value)| (FieldId::from(id), value))
        .collect();
    let added = story
        .try_alice(|pen, plan| add_row(pen, plan, reference.forms(), sheet, values, day(TODAY)));
    let (row, entries) = added?;
    story.take(&entries);
    Ok(row)
}

/// A directory with these rules.
fn with(rules: Vec<BTreeMap<&str, FieldValue>>) -> Story {
    let mut story = Story::of_directory();
    for rule in rules {
        add(&mut story, OFFICE_HOURS, rule).unwrap();
    }
    story
}

/// The days on which it is open.
fn open_days(story: &Story, first: &str, last: &str) -> Vec<String> {
    let times = office_times(
        &story.plan,
        &PrisonId::from("ullersmo"),
        day(first),
        day(last),
    );
    let open = times.into_iter().filter(|time| time.closed.is_none());
    open.map(|time| time.day.to_string()).collect()
}

#[test]
fn rules_come_again_in_their_rhythm() {
    let cases = [
        (
            rule(&["tuesday"], "every-week", "2027-01-04"),
            "2027-01-05 2027-01-12 2027-01-19 2027-01-26 2027-02-02 2027-02-09",
        ),
        (
            rule(&["monday", "thursday"], "every-second-week", "2027-01-07"),
            "2027-01-07 2027-01-18 2027-01-21 2027-02-01 2027-02-04",
        ),
        (
            rule(&["tuesday"], "first", "2027-01-01"),
            "2027-01-05 2027-02-02",
        ),
        (rule(&["friday"], "last", "2027-01-01"), "2027-01-29"),
        (rule(&["wednesday"], "third", "2027-01-21"), ""),
    ];
    for (rule, expected) in cases {
        let story = with(vec![rule.clone()]);
        let days = open_days(&story, "2027-01-01", "2027-02-12");
        assert_eq!(days.join(" "), expected, "{rule:?}");
    }
}

#[test]
fn nine_is_nine_before_and_after_the_clocks_change() {
    // In 2027 the clocks go forward on 28 March and back on 31 October.
    let story = with(vec![rule(&["tuesday"], "every-week", "2027-01-05")]);
    let opens = |first: &str| {
        let prison = PrisonId::from("ullersmo");
        let times = office_times(&story.plan, &prison, day(first), day(first));
        let [time] = times.as_slice() else {
            panic!("{first}: {times:?}")
        };
        assert_eq!((time.from, time.to), (540, 870));
        assert_eq!(time.closes_at - time.opens_at, 330 * 60_000);
        let utc = chrono::DateTime::from_timestamp_millis(time.opens_at).unwrap();
        utc.naive_utc().time().to_string()
    };
    assert_eq!(opens("2027-03-16"), "08:00:00");
    assert_eq!(opens("2027-03-30"), "07:00:00");
    assert_eq!(opens("2027-10-26"), "07:00:00");
    assert_eq!(opens("2027-11-02"), "08:00:00");
}

#[test]
fn an_hour_that_the_clocks_leave_out_or_give_twice_stops_nothing() {
    let mut night = rule(&["sunday"], "every-week", "2027-01-03");
    night.insert("from", FieldValue::Clock(150));
    night.insert("to", FieldValue::Clock(240));
    let story = with(vec![night]);
    for changed in ["2027-10-31", "2027-03-21", "2027-04-04"] {
        assert_eq!(open_days(&story, changed, changed), [changed]);
    }
}

#[test]
fn holidays_and_closed_days_say_why_nobody_is_there() {
    let mut story = with(vec![rule(&["thursday"], "every-week", "2027-03-01")]);
    add(
        &mut story,
        HOURS_CHANGE,
        exception("closed", "2027-04-01", Some("2027-04-08")),
    )
    .unwrap();
    let times = office_times(
        &story.plan,
        &PrisonId::from("ullersmo"),
        day("2027-03-18"),
        day("2027-04-15"),
    );
    let closed: Vec<(String, Option<Closing>)> = times
        .into_iter()
        .map(|time| (time.day.to_string(), time.closed))
        .collect();
    let why = Some(Closing::Exception("Kurs".to_owned()));
    assert_eq!(
        closed,
        [
            ("2027-03-18".to_owned(), None),
            // Maundy Thursday.
            ("2027-03-25".to_owned(), Some(Closing::Holiday)),
            ("2027-04-01".to_owned(), why.clone()),
            ("2027-04-08".to_owned(), why),
            ("2027-04-15".to_owned(), None),
        ]
    );
}

#[test]
fn other_hours_and_extra_days_are_taken_over_for_whom_they_are_meant() {
    let mut others = rule(&["tuesday"], "every-week", "2027-01-05");
    others.insert("agency", FieldValue::one("probation"));
    let mut story = with(vec![rule(&["tuesday"], "every-week", "2027-01-05"), others]);
    let mut shorter = exception("other-hours", "2027-01-12", None);
    shorter.insert("agency", FieldValue::one("nav-in-prison"));
    shorter.insert("from", FieldValue::Clock(600));
    shorter.insert("to", FieldValue::Clock(720));
    add(&mut story, HOURS_CHANGE, shorter).unwrap();
    let mut extra = exception("extra", "2027-01-14", None);
    extra.insert("agency", FieldValue::one("nav-in-prison"));
    extra.insert("from", FieldValue::Clock(780));
    extra.insert("to", FieldValue::Clock(900));
    add(&mut story, HOURS_CHANGE, extra).unwrap();
    let prison = PrisonId::from("ullersmo");
    let times = office_times(&story.plan, &prison, day("2027-01-12"), day("2027-01-18"));
    let hours: Vec<(String, u16, u16, String)> = times
        .into_iter()
        .map(|time| {
            let agency = time.agency.map(|agency| agency.to_string());
            (
                time.day.to_string(),
                time.from,
                time.to,
                agency.unwrap_or_default(),
            )
        })
        .collect();
    let expected = [
        ("2027-01-12", 540, 870, "probation"),
        ("2027-01-12", 600, 720, "nav-in-prison"),
        ("2027-01-14", 780, 900, "nav-in-prison"),
    ];
    let expected = expected.map(|(day, from, to, who)| (day.to_owned(), from, to, who.to_owned()));
    assert_eq!(hours, expected);
}

#[test]
fn a_rule_that_contradicts_itself_is_refused_at_the_field() {
    let mut story = Story::of_directory();
    let mut backwards = rule(&["tuesday"], "every-week", "2027-01-05");
    backwards.insert("to", FieldValue::Clock(480));
    backwards.insert("last-day", FieldValue::Day(day("2026-12-31")));
    let refused = add(&mut story, OFFICE_HOURS, backwards).unwrap_err();
    let faults: BTreeSet<(String, String)> = refused
        .faults
        .into_iter()
        .map(|(field, fault)| (field.to_string(), format!("{fault:?}")))
        .collect();
    let before = |bound: &str| format!("{:?}", FieldFault::Before(FieldId::from(bound)));
    let expected = [
        ("last-day".to_owned(), before("first-day")),
        ("to".to_owned(), before("from")),
    ];
    assert_eq!(faults, BTreeSet::from(expected));
    let mut empty = rule(&[], "every-week", "2027-01-05");
    empty.remove("from");
    let refused = add(&mut story, OFFICE_HOURS, empty).unwrap_err();
    let fields: Vec<String> = refused.faults.iter().map(|(f, _)| f.to_string()).collect();
    assert_eq!(fields, ["weekdays", "from"]);
}

#[test]
fn days_at_the_ends_of_the_calendar_and_rows_of_other_prisons_give_nothing() {
    let mut far = rule(&["tuesday"], "every-week", "2027-01-05");
    far.insert("prison", FieldValue::one("halden"));
    let story = with(vec![far, rule(&["tuesday"], "every-week", "9999-12-01")]);
    assert!(open_days(&story, "2027-01-01", "2027-12-31").is_empty());
    let last = NaiveDate::MAX;
    let prison = PrisonId::from("ullersmo");
    assert!(office_times(&story.plan, &prison, last, last).is_empty());
}
