//! The week inside: what goes on when, so that a clash is seen (gym, library and time outdoors at the same hour).

use chrono::{NaiveDate, Weekday};

use crate::sheet::{Part, Sheets};
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

/// One thing on one weekday.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// On which day.
    pub weekday: Weekday,
    /// From when, in minutes since midnight.
    pub from: u16,
    /// Until when.
    pub to: u16,
    /// The sheet of the row.
    pub sheet: SheetId,
    /// What it is.
    pub row: RowId,
    /// Whether something else goes on at the same time.
    pub clashes: bool,
}

/// What goes on in a week around `today`, by day and time. Rows that have ended or not begun are left out, and
/// those without a weekday or a time.
pub fn week(plan: &Plan, sheets: &Sheets, today: NaiveDate) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for sheet in sheets
        .sheets
        .iter()
        .filter(|sheet| sheet.page == Part::Inside)
    {
        for row in plan.standing_rows(&sheet.id) {
            slots.extend(slots_of(plan, &sheet.id, row, today));
        }
    }
    slots.sort_by_key(|slot| {
        (
            slot.weekday.num_days_from_monday(),
            slot.from,
            slot.to,
            slot.row,
        )
    });
    for at in 0..slots.len() {
        let one: &Slot = &slots[at];
        let clashes: bool = slots.iter().enumerate().any(|(other_at, other)| {
            other_at != at
                && other.weekday == one.weekday
                && other.from < one.to
                && one.from < other.to
        });
        slots[at].clashes = clashes;
    }
    slots
}

fn slots_of(plan: &Plan, sheet: &SheetId, row: RowId, today: NaiveDate) -> Vec<Slot> {
    let value = |field: &str| plan.row_value(row, &FieldId::from(field));
    let has_begun: bool = value("first-day").day().is_none_or(|day| day <= today);
    let goes_on: bool = value("last-day").day().is_none_or(|day| day >= today);
    let is_stopped: bool = value("status").chosen().any(|status| status != "working");
    let times = value("from").clock().zip(value("to").clock());
    let Some((from, to)) = times.filter(|_| has_begun && goes_on && !is_stopped) else {
        return Vec::new();
    };
    let weekdays = value("weekdays");
    let days = WEEKDAYS.into_iter().filter(|(id, _)| weekdays.has(id));
    days.map(|(_, weekday)| Slot {
        weekday,
        from,
        to,
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
            .map(|slot| (slot.weekday, slot.from, slot.clashes))
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
            &[("first-day", FieldValue::Day(day("2027-01-05")))],
        );
        add(&mut story, 4, "activity", &[], 480, 540, &[]);
        assert_eq!(seen(&story), []);
    }
}
