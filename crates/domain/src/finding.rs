//! What contradicts in a plan. A command refuses to write a contradiction, but entries of two devices can make
//! one together: they fold all the same, and the screen shows what does not fit (D2). Hints are said the same way, and
//! refused by nobody.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::holiday::is_holiday;
use crate::register::Record;
use crate::sentence::{Length, Sentence};
use crate::sheet::{FieldFault, Holder, Sheet, Sheets};
use crate::template::draft;
use crate::{FieldId, FieldValue, ItemId, Plan, RowId, SheetId, Template, chain};

/// The sheet of leaves, whose days may not overlap.
const LEAVE: &str = "leave";

/// The sheet of appointments, before the release or after it.
const APPOINTMENT: &str = "appointment";

/// What fields are judged by.
#[derive(Clone, Copy, Debug)]
pub struct Forms<'a> {
    /// The checklist, for items that wait for each other.
    pub template: &'a Template,
    /// The sheets.
    pub sheets: &'a Sheets,
    /// The items on which running plans have answers, and in how many: the template may not drop them. Of use in
    /// the directory only.
    pub answered: Option<&'a BTreeMap<ItemId, usize>>,
}

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// In which record.
    pub record: Record,
    /// At which field.
    pub field: FieldId,
    /// What is wrong.
    pub fault: FieldFault,
}

/// All that does not fit in the fields of `plan` as they are on `today`.
pub fn findings(plan: &Plan, forms: Forms<'_>, today: NaiveDate) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for sheet in forms.sheets.of_plan(plan.id) {
        for record in holders(plan, sheet) {
            found.extend(in_record(plan, sheet, &record, today));
        }
    }
    found.extend(in_dates(plan));
    found.extend(circles(plan, forms.template));
    found.extend(overlaps(plan));
    found.extend(odd_appointments(plan, today));
    if let Some(answered) = forms.answered {
        found.extend(draft::dropped_though_answered(
            plan,
            forms.template,
            answered,
        ));
    }
    found
}

/// The records that `sheet` is filled in for.
fn holders(plan: &Plan, sheet: &Sheet) -> Vec<Record> {
    match sheet.of {
        Holder::Plan => vec![Record::Header],
        Holder::Rows => {
            let rows = plan.standing_rows(&sheet.id).into_iter();
            rows.map(Record::Row).collect()
        }
        Holder::Item => {
            let records = plan.records().keys();
            let items = records.filter(|record| matches!(record, Record::Item(_)));
            items.cloned().collect()
        }
    }
}

/// Items that wait for themselves. Their waiting for each other is passed over where days are computed.
fn circles(plan: &Plan, template: &Template) -> Vec<Finding> {
    let circular = chain::circular(plan, template);
    let found = circular.into_iter().map(|item| Finding {
        record: Record::Item(item),
        field: FieldId::from(chain::WAITS_FOR),
        fault: FieldFault::Circle,
    });
    found.collect()
}

/// What does not fit in one record. A single sheet asks for its fields only once one of them is filled in.
fn in_record(plan: &Plan, sheet: &Sheet, record: &Record, today: NaiveDate) -> Vec<Finding> {
    let own = |field: &FieldId| plan.value(record, field).value;
    let is_begun: bool = sheet.fields.iter().any(|field| !own(&field.id).is_empty());
    if !is_begun && sheet.of != Holder::Rows {
        return Vec::new();
    }
    let other = |field: &FieldId| {
        if sheet.field(field).is_some() {
            own(field)
        } else {
            plan.value(&Record::Header, field).value
        }
    };
    let faulty = sheet.fields.iter().filter_map(|field| {
        let fault: FieldFault = field.fault(&own(&field.id), other, today)?;
        Some(Finding {
            record: record.clone(),
            field: field.id.clone(),
            fault,
        })
    });
    faulty.collect()
}

/// What does not fit between birth, admission, length and release.
fn in_dates(plan: &Plan) -> Vec<Finding> {
    let sentence = Sentence::of(plan);
    let at_admission = |fault: FieldFault| Finding {
        record: Record::Header,
        field: FieldId::from("admission"),
        fault,
    };
    let mut found: Vec<Finding> = Vec::new();
    if let Some((admission, birth)) = sentence.admission.zip(sentence.birth)
        && admission <= birth
    {
        found.push(at_admission(FieldFault::AdmittedBeforeBirth));
    }
    if let Some((admission, release)) = sentence.admission.zip(sentence.release)
        && release < admission
    {
        found.push(at_admission(FieldFault::ReleasedBeforeAdmission));
    }
    if sentence.length == Some(Length::default()) {
        found.push(Finding {
            record: Record::Header,
            field: FieldId::from("sentence-days"),
            fault: FieldFault::NoLength,
        });
    }
    found
}

/// Leaves that fall into each other: each is named at the later one.
fn overlaps(plan: &Plan) -> Vec<Finding> {
    let (first, last) = (FieldId::from("from"), FieldId::from("to"));
    let kind = FieldId::from("kind");
    let days = |row: &RowId| {
        let from: NaiveDate = plan.row_value(*row, &first).day()?;
        let to: NaiveDate = plan.row_value(*row, &last).day().unwrap_or(from);
        Some((from, to))
    };
    // Day-release goes on for months; what is only wished for, or refused, does not happen.
    let counts = |row: &RowId| {
        let status: FieldValue = plan.row_value(*row, &FieldId::from("status"));
        !plan.row_value(*row, &kind).has("day-release")
            && !status.has("refused")
            && !status.has("wished")
    };
    let mut leaves: Vec<(NaiveDate, NaiveDate, RowId)> = plan
        .standing_rows(&SheetId::from(LEAVE))
        .into_iter()
        .filter(counts)
        .filter_map(|row| days(&row).map(|(from, to)| (from, to, row)))
        .collect();
    leaves.sort_unstable();
    let mut found: Vec<Finding> = Vec::new();
    // The leave that lasts longest of those that have begun.
    let mut longest: Option<(NaiveDate, RowId)> = None;
    for (from, to, row) in leaves {
        if let Some((_, other)) = longest.filter(|(last, _)| from < *last) {
            found.push(Finding {
                record: Record::Row(row),
                field: first.clone(),
                fault: FieldFault::Overlaps(other),
            });
        }
        if longest.is_none_or(|(last, _)| to > last) {
            longest = Some((to, row));
        }
    }
    found
}

/// Hints at appointments to come: on the wrong side of the release, or on a day when most offices are closed.
fn odd_appointments(plan: &Plan, today: NaiveDate) -> Vec<Finding> {
    let release: Option<NaiveDate> = plan.release_date().value;
    let mut found: Vec<Finding> = Vec::new();
    for row in plan.standing_rows(&SheetId::from(APPOINTMENT)) {
        let day = plan.row_value(row, &FieldId::from("day")).day();
        let Some(day) = day.filter(|day| *day >= today) else {
            continue;
        };
        let side = plan.row_value(row, &FieldId::from("release-side"));
        let mut hint = |field: &str, fault: FieldFault| {
            found.push(Finding {
                record: Record::Row(row),
                field: FieldId::from(field),
                fault,
            });
        };
        if side.has("before") && release.is_some_and(|release| day > release) {
            hint("release-side", FieldFault::AfterRelease);
        }
        if side.has("after") && release.is_some_and(|release| day < release) {
            hint("release-side", FieldFault::BeforeRelease);
        }
        if day.weekday() == Weekday::Sun || is_holiday(day) {
            hint("day", FieldFault::ClosedDay);
        }
    }
    found
}

#[cfg(test)]
mod tests;
