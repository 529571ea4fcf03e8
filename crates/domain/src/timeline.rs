//! All that has a day in a plan, on one line: milestones, rows with a day, what is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::checklist::Checklist;
use crate::milestone::{Basis, MilestoneId, Milestones};
use crate::sheet::Sheets;
use crate::{FieldId, ItemId, Plan, RowId, SheetId};

/// One thing on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its day.
    pub day: NaiveDate,
    /// Its last day, where it goes on for several.
    pub until: Option<NaiveDate>,
    /// What it is.
    pub what: Marked,
}

/// What stands on the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// A milestone, and whether its day is an estimate.
    Milestone(MilestoneId, Basis),
    /// A row of a sheet: an appointment, a leave, …
    Row(SheetId, RowId),
    /// Open items that are due.
    Due(Vec<ItemId>),
}

/// The marks of a plan, by day.
pub fn marks(
    plan: &Plan,
    sheets: &Sheets,
    checklist: &Checklist,
    milestones: &Milestones,
) -> Vec<Mark> {
    let mut marks: Vec<Mark> = Vec::new();
    for milestone in &milestones.milestones {
        if let Some(day) = milestone.day {
            marks.push(Mark {
                day,
                until: None,
                what: Marked::Milestone(milestone.id, milestone.basis),
            });
        }
    }
    for sheet in &sheets.sheets {
        let Some(first) = &sheet.day else { continue };
        for row in plan.standing_rows(&sheet.id) {
            let on = |field: &FieldId| plan.row_value(row, field).day();
            if let Some(day) = on(first) {
                marks.push(Mark {
                    day,
                    until: sheet.until.as_ref().and_then(on),
                    what: Marked::Row(sheet.id.clone(), row),
                });
            }
        }
    }
    let mut due: BTreeMap<NaiveDate, Vec<ItemId>> = BTreeMap::new();
    for item in checklist.items.iter().filter(|item| item.is_open()) {
        if let Some(day) = item.window.done_by {
            due.entry(day).or_default().push(item.id.clone());
        }
    }
    marks.extend(due.into_iter().map(|(day, items)| Mark {
        day,
        until: None,
        what: Marked::Due(items),
    }));
    marks.sort_by_key(|mark| mark.day);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::Sentence;
    use crate::story::{Story, day, reference};
    use crate::{Change, FieldValue};

    #[test]
    fn all_that_has_a_day_stands_on_one_line() {
        let reference = reference();
        let mut story = Story::opened();
        let row = RowId(uuid::Uuid::from_u64_pair(0xC0, 1));
        let sheet = SheetId::from("leave");
        let on = |text| FieldValue::Day(day(text));
        let values = BTreeMap::from([
            (FieldId::from("from"), on("2027-02-01")),
            (FieldId::from("to"), on("2027-02-03")),
        ]);
        story.alice(|pen, plan| vec![pen.write(plan, Change::RowAdded { row, sheet, values })]);
        let checklist = Checklist::of(&story.plan, &reference.template);
        let milestones = Milestones::of(&Sentence::of(&story.plan), day("2027-01-04"));
        let marks = marks(&story.plan, &reference.sheets, &checklist, &milestones);
        assert!(marks.is_sorted_by_key(|mark| mark.day));
        let leave = marks
            .iter()
            .find(|mark| matches!(mark.what, Marked::Row(..)))
            .unwrap();
        assert_eq!(
            (leave.day, leave.until),
            (day("2027-02-01"), Some(day("2027-02-03")))
        );
        let release = Marked::Milestone(MilestoneId::Release, Basis::Entered);
        assert!(
            marks
                .iter()
                .any(|mark| mark.what == release && mark.day == day("2027-03-01"))
        );
        assert!(
            marks
                .iter()
                .any(|mark| matches!(&mark.what, Marked::Due(items) if !items.is_empty()))
        );
    }
}
