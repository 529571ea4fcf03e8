//! What contradicts in a plan. A command refuses to write a contradiction, but entries of two devices can make
//! one together: they fold all the same, and the screen shows what does not fit (D2). Hints are said the same way, and
//! refused by nobody.

mod dates;
mod leaves;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::checklist::{self, COUNTS_FROM};
use crate::holiday::is_holiday;
use crate::need::{self, Need, NeedKind, NeedState, Needs};
use crate::register::Record;
use crate::sheet::{FieldFault, Holder, Sheet, Sheets};
use crate::template::draft;
use crate::{FieldId, ItemId, Plan, SheetId, Template, chain};

pub use dates::{BIRTH_DATE, NAME, RELEASE_DATE};

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

impl Finding {
    fn at(record: Record, field: &str, fault: FieldFault) -> Self {
        Self {
            record,
            field: FieldId::from(field),
            fault,
        }
    }
}

/// All that does not fit in the fields of `plan` as they are on `today`.
pub fn findings(plan: &Plan, forms: Forms<'_>, today: NaiveDate) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for sheet in forms.sheets.of_plan(plan.id) {
        for record in holders(plan, sheet) {
            found.extend(in_record(plan, sheet, &record, today));
        }
    }
    found.extend(dates::in_dates(plan, today));
    found.extend(none_and_some(plan, &forms.template.needs));
    found.extend(circles(plan, forms.template));
    found.extend(leaves::odd_leaves(plan));
    found.extend(odd_appointments(plan, today));
    found.extend(after_release(plan));
    found.extend(counted_from_nothing(plan));
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
    let found = circular
        .into_iter()
        .map(|item| Finding::at(Record::Item(item), chain::WAITS_FOR, FieldFault::Circle));
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

/// "Nothing in this area" beside a need of the same area: of two devices, since a command takes the one back for the
/// other.
fn none_and_some(plan: &Plan, needs: &Needs) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for record in plan.records().keys() {
        let Record::Round(round) = record else {
            continue;
        };
        let says = |need: &&Need| NeedState::of(&need::state(plan, round, &need.id).value).calls();
        let said: Vec<&Need> = needs.needs.iter().filter(says).collect();
        let clashes = said.iter().filter(|one| {
            one.kind == NeedKind::None && said.iter().any(|other| need::excludes(one, other))
        });
        found
            .extend(clashes.map(|none| {
                Finding::at(record.clone(), none.id.as_str(), FieldFault::NoneAndSome)
            }));
    }
    found
}

/// Hints at what happens inside and lies after the release: a row of each sheet by the field with its day.
fn after_release(plan: &Plan) -> Vec<Finding> {
    let Some(release) = plan.release_date().value else {
        return Vec::new();
    };
    let sheets = [
        ("leave", "from"),
        ("transfer", "day"),
        ("visit", "day"),
        ("digital-session", "day"),
    ];
    let mut found: Vec<Finding> = Vec::new();
    for (sheet, field) in sheets {
        let rows = plan.standing_rows(&SheetId::from(sheet)).into_iter();
        let late = rows.filter(|row| {
            let day = plan.row_value(*row, &FieldId::from(field)).day();
            day.is_some_and(|day| day > release)
        });
        found
            .extend(late.map(|row| Finding::at(Record::Row(row), field, FieldFault::AfterRelease)));
    }
    found
}

/// Hints at items whose last day is counted from a day that nobody has entered.
fn counted_from_nothing(plan: &Plan) -> Vec<Finding> {
    let field = FieldId::from(COUNTS_FROM);
    let items = plan
        .records()
        .keys()
        .filter(|record| matches!(record, Record::Item(_)));
    let lost = items.filter(|record| {
        let from = plan.value(record, &field).value;
        !from.is_empty() && checklist::anchor(plan, record).is_none()
    });
    lost.map(|record| Finding::at(record.clone(), COUNTS_FROM, FieldFault::NoAnchor))
        .collect()
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
            found.push(Finding::at(Record::Row(row), field, fault));
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
