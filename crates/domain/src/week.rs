//! The week inside: what goes on when, so that a clash is seen (gym, library and time outdoors at the same hour).

use chrono::{Datelike, NaiveDate, Weekday};

use crate::dated::dated_rows;
use crate::sheet::{Part, Sheet, Sheets};
use crate::{FieldId, Plan, RowId, SheetId};

/// The ids of weekdays in the sheets, Monday first.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

/// Sheets of other parts of the plan whose rows take the person away from what goes on inside.
const AWAY: [&str; 2] = ["leave", "appointment"];

/// One thing on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// On which day.
    pub day: NaiveDate,
    /// From when, in minutes since midnight; `None`: nobody has said, or the whole day.
    pub from: Option<u16>,
    /// Until when.
    pub to: Option<u16>,
    /// The sheet of the row.
    pub sheet: SheetId,
    /// What it is.
    pub row: RowId,
    /// Whether something else goes on at the same time.
    pub clashes: bool,
}

impl Slot {
    /// From when until when, where both are known.
    pub fn hours(&self) -> Option<(u16, u16)> {
        self.from.zip(self.to)
    }
}

/// What goes on in the week that begins on `monday`, by day and time: what comes every week while it lasts, and what has
/// its day in this one.
pub fn week(plan: &Plan, sheets: &Sheets, monday: NaiveDate) -> Vec<Slot> {
    let days: Vec<NaiveDate> = monday.iter_days().take(7).collect();
    let inside: Vec<&Sheet> = sheets
        .sheets
        .iter()
        .filter(|sheet| sheet.page == Part::Inside)
        .collect();
    let mut slots: Vec<Slot> = Vec::new();
    for sheet in &inside {
        for row in plan.standing_rows(&sheet.id) {
            slots.extend(every_week(plan, &sheet.id, row, &days));
        }
    }
    for row in dated_rows(plan) {
        let counts =
            inside.iter().any(|sheet| sheet.id == row.sheet) || AWAY.contains(&row.sheet.as_str());
        if !counts {
            continue;
        }
        let is_long: bool = row.until > row.day;
        let its_days = days
            .iter()
            .filter(|day| (row.day..=row.until).contains(*day));
        slots.extend(its_days.map(|day| Slot {
            day: *day,
            from: row.from.filter(|_| !is_long),
            to: row.to.filter(|_| !is_long),
            sheet: row.sheet.clone(),
            row: row.row,
            clashes: false,
        }));
    }
    slots.sort_by_key(|slot| (slot.day, slot.from, slot.to, slot.row));
    for at in 0..slots.len() {
        let one: &Slot = &slots[at];
        let clashes: bool = slots.iter().enumerate().any(|(other_at, other)| {
            other_at != at
                && other.day == one.day
                && one
                    .hours()
                    .zip(other.hours())
                    .is_some_and(|(one, other)| other.0 < one.1 && one.0 < other.1)
        });
        slots[at].clashes = clashes;
    }
    slots
}

/// The days of the week on which a row comes that comes every week.
fn every_week(plan: &Plan, sheet: &SheetId, row: RowId, days: &[NaiveDate]) -> Vec<Slot> {
    let value = |field: &str| plan.row_value(row, &FieldId::from(field));
    let (first, last) = (value("first-day").day(), value("last-day").day());
    let is_stopped: bool = value("status").chosen().any(|status| status != "working");
    let times = value("from").clock().zip(value("to").clock());
    let Some((from, to)) = times.filter(|_| !is_stopped) else {
        return Vec::new();
    };
    let weekdays = value("weekdays");
    let comes = |day: &NaiveDate| {
        first.is_none_or(|first| first <= *day)
            && last.is_none_or(|last| *day <= last)
            && WEEKDAYS
                .iter()
                .any(|(id, weekday)| *weekday == day.weekday() && weekdays.has(id))
    };
    let its_days = days.iter().copied().filter(comes);
    its_days
        .map(|day| Slot {
            day,
            from: Some(from),
            to: Some(to),
            sheet: sheet.clone(),
            row,
            clashes: false,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::story::{Story, day, reference};
    use crate::{Change, FieldValue};

    fn add(
        story: &mut Story,
        number: u64,
        sheet: &str,
        days: &[&str],
        from: u16,
        to: u16,
        more: &[(&str, FieldValue)],
    ) {
        let days: BTreeSet<String> = days.iter().map(|day| (*day).to_owned()).collect();
        let mut values = BTreeMap::from([
            (FieldId::from("weekdays"), FieldValue::Chosen(days)),
            (FieldId::from("from"), FieldValue::Clock(from)),
            (FieldId::from("to"), FieldValue::Clock(to)),
        ]);
        values.extend(
            more.iter()
                .map(|(id, value)| (FieldId::from(*id), value.clone())),
        );
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, number));
        let sheet = SheetId::from(sheet);
        story.alice(|pen, plan| vec![pen.write(plan, Change::RowAdded { row, sheet, values })]);
    }

    fn seen(story: &Story) -> Vec<(Weekday, u16, bool)> {
        let slots = week(&story.plan, &reference().sheets, day("2027-01-04"));
        slots
            .into_iter()
            .filter_map(|slot| Some((slot.day.weekday(), slot.hours()?.0, slot.clashes)))
            .collect()
    }

    #[test]
    fn what_goes_on_at_the_same_hour_clashes() {
        let mut story = Story::opened();
        add(
            &mut story,
            1,
            "activity",
            &["monday", "wednesday"],
            600,
            690,
            &[],
        );
        add(&mut story, 2, "education", &["monday"], 660, 720, &[]);
        add(&mut story, 3, "activity", &["wednesday"], 690, 720, &[]);
        assert_eq!(
            seen(&story),
            [
                (Weekday::Mon, 600, true),
                (Weekday::Mon, 660, true),
                (Weekday::Wed, 600, false),
                (Weekday::Wed, 690, false)
            ],
            "where one ends the next may begin"
        );
    }

    #[test]
    fn what_has_ended_or_has_no_time_is_left_out() {
        let mut story = Story::opened();
        add(
            &mut story,
            1,
            "education",
            &["friday"],
            480,
            540,
            &[("last-day", FieldValue::Day(day("2027-01-03")))],
        );
        add(
            &mut story,
            2,
            "work",
            &["friday"],
            480,
            540,
            &[("status", FieldValue::one("no-place-offered"))],
        );
        add(
            &mut story,
            3,
            "education",
            &["friday"],
            480,
            540,
            &[("first-day", FieldValue::Day(day("2027-01-09")))],
        );
        add(&mut story, 4, "activity", &[], 480, 540, &[]);
        assert_eq!(seen(&story), []);
    }

    #[test]
    fn what_has_its_day_in_the_week_clashes_with_what_comes_every_week() {
        let mut story = Story::opened();
        add(&mut story, 1, "activity", &["tuesday"], 600, 660, &[]);
        let at = |date: &str| [("day", FieldValue::Day(day(date)))];
        add(
            &mut story,
            2,
            "digital-session",
            &[],
            630,
            690,
            &at("2027-01-05"),
        );
        add(&mut story, 3, "visit", &[], 630, 690, &at("2027-01-12"));
        add(
            &mut story,
            4,
            "appointment",
            &[],
            480,
            540,
            &at("2027-01-10"),
        );
        assert_eq!(
            seen(&story),
            [
                (Weekday::Tue, 600, true),
                (Weekday::Tue, 630, true),
                (Weekday::Sun, 480, false)
            ]
        );
    }

    #[test]
    fn a_leave_of_several_days_stands_on_each_of_them_without_hours() {
        let mut story = Story::opened();
        let days = [
            ("from", FieldValue::Day(day("2027-01-08"))),
            ("to", FieldValue::Day(day("2027-01-12"))),
        ];
        add(&mut story, 1, "leave", &[], 0, 0, &days);
        let slots = week(&story.plan, &reference().sheets, day("2027-01-04"));
        let days: Vec<Weekday> = slots.iter().map(|slot| slot.day.weekday()).collect();
        assert_eq!(days, [Weekday::Fri, Weekday::Sat, Weekday::Sun]);
        assert!(
            slots
                .iter()
                .all(|slot| slot.hours().is_none() && !slot.clashes)
        );
    }
}
