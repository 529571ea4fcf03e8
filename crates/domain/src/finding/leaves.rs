//! Leaves that cannot be as they stand.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::Finding;
use crate::register::Record;
use crate::sheet::FieldFault;
use crate::{FieldId, FieldValue, Plan, RowId, SheetId};

/// The sheet of leaves, whose days may not overlap.
const LEAVE: &str = "leave";

/// A leave with the time that it takes.
struct Leave {
    row: RowId,
    from: NaiveDateTime,
    to: NaiveDateTime,
}

impl Leave {
    /// `None` while nobody has said when. What has no time of day takes the whole day where it is of one day; else it
    /// begins and ends at noon, so that of one day the one may end and the other begin.
    fn of(plan: &Plan, row: RowId) -> Option<Self> {
        let value = |field: &str| plan.row_value(row, &FieldId::from(field));
        let from: NaiveDate = value("from").day()?;
        let to: NaiveDate = value("to").day().unwrap_or(from);
        let noon: u16 = 12 * 60;
        let (first, last) = if from == to {
            (0, 24 * 60)
        } else {
            (noon, noon)
        };
        let at = |day: NaiveDate, minutes: u16| {
            day.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(minutes))
        };
        Some(Self {
            row,
            from: at(from, value("from-clock").clock().unwrap_or(first)),
            to: at(to, value("to-clock").clock().unwrap_or(last)),
        })
    }
}

/// Leaves that fall into each other, each named at the later one; and those that end before they begin.
pub(super) fn odd_leaves(plan: &Plan) -> Vec<Finding> {
    let at = |row: RowId, field, fault| Finding::at(Record::Row(row), field, fault);
    // Day-release goes on for months; what is only wished for, or refused, does not happen.
    let counts = |row: &RowId| {
        let status: FieldValue = plan.row_value(*row, &FieldId::from("status"));
        let kind: FieldValue = plan.row_value(*row, &FieldId::from("kind"));
        !kind.has("day-release") && !status.has("refused") && !status.has("wished")
    };
    let rows = plan.standing_rows(&SheetId::from(LEAVE)).into_iter();
    let (mut leaves, rest): (Vec<Leave>, Vec<Leave>) = rows
        .filter_map(|row| Leave::of(plan, row))
        .partition(|leave| counts(&leave.row));
    leaves.sort_unstable_by_key(|leave| (leave.from, leave.to, leave.row));
    let mut found: Vec<Finding> = Vec::new();
    for leave in leaves.iter().chain(&rest) {
        if leave.from.date() == leave.to.date() && leave.to < leave.from {
            let fault = FieldFault::Before(FieldId::from("from-clock"));
            found.push(at(leave.row, "to-clock", fault));
        }
    }
    // The leave that lasts longest of those that have begun.
    let mut longest: Option<&Leave> = None;
    for leave in &leaves {
        if let Some(other) = longest.filter(|other| leave.from < other.to) {
            found.push(at(leave.row, "from", FieldFault::Overlaps(other.row)));
        }
        if longest.is_none_or(|other| leave.to > other.to) {
            longest = Some(leave);
        }
    }
    found
}
