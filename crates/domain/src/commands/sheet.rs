//! Filling in sheets: a new row, and fields of a row or of the plan itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::pen::{Pen, keep_unseen};
use crate::finding::{Finding, Forms, findings};
use crate::register::{Record, Register};
use crate::sheet::{FieldFault, Sheet};
use crate::template::draft;
use crate::{Change, Entry, EntryId, FieldId, FieldValue, Plan, PlanId, RowId, Stored};

/// Nothing was filled in: what is wrong, at each field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("some fields do not fit; see what is said at each of them")]
pub struct FillInError {
    /// By field, in the order of the sheet.
    pub faults: Vec<(FieldId, FieldFault)>,
}

/// What was typed in the fields of a sheet, as the fields hold it. Answers with every fault, not only the first.
pub fn read_typed<'a>(
    sheet: &Sheet,
    typed: impl IntoIterator<Item = (&'a FieldId, &'a str)>,
) -> Result<BTreeMap<FieldId, FieldValue>, FillInError> {
    let mut values: BTreeMap<FieldId, FieldValue> = BTreeMap::new();
    let mut faults: Vec<(FieldId, FieldFault)> = Vec::new();
    for (id, text) in typed {
        let Some(field) = sheet.field(id) else {
            continue;
        };
        match field.read(text) {
            Ok(value) => drop(values.insert(id.clone(), value)),
            Err(fault) => faults.push((id.clone(), fault)),
        }
    }
    if faults.is_empty() {
        Ok(values)
    } else {
        Err(FillInError { faults })
    }
}

/// Adds a row. Empty fields are left out.
pub fn add_row(
    pen: &mut Pen<'_>,
    plan: &Plan,
    forms: Forms<'_>,
    sheet: &Sheet,
    mut values: BTreeMap<FieldId, FieldValue>,
    today: NaiveDate,
) -> Result<(RowId, Vec<Entry>), FillInError> {
    values.retain(|_, value| !value.is_empty());
    // A row that says nothing could only be struck out again.
    let is_said = |id: &FieldId| sheet.field(id).is_some_and(|field| !field.is_fixed);
    if !values.keys().any(is_said)
        && let Some(first) = sheet.fields.iter().find(|field| !field.is_fixed)
    {
        let faults = vec![(first.id.clone(), FieldFault::Missing)];
        return Err(FillInError { faults });
    }
    let row = RowId((pen.fresh_id)());
    let written: BTreeSet<FieldId> = values.keys().cloned().collect();
    let change = Change::RowAdded {
        row,
        sheet: sheet.id.clone(),
        values,
    };
    let entry: Entry = pen.begin(plan.id, change);
    refuse_new_faults(plan, forms, &entry, &Record::Row(row), &written, today)?;
    Ok((row, vec![entry]))
}

/// Fills in fields of a record: those whose value differs from what stands, or that have several answers.
/// Without any, nothing is written. `seen` has by field what [`Plan::to_replace`] said when the writer began: what came
/// since is not replaced, so both answers stand (D2). `None`: all that stands was seen.
pub fn set_fields(
    pen: &mut Pen<'_>,
    plan: &Plan,
    forms: Forms<'_>,
    record: &Record,
    mut values: BTreeMap<FieldId, FieldValue>,
    seen: Option<&BTreeMap<FieldId, BTreeSet<EntryId>>>,
    today: NaiveDate,
) -> Result<Vec<Entry>, FillInError> {
    // In the directory an item's fields are those of the template until somebody writes others.
    let is_template: bool = plan.id == PlanId::DIRECTORY && matches!(record, Record::Item(_));
    let drafted: Option<Plan> = is_template.then(|| draft::drafted(plan, forms.template));
    let plan: &Plan = drafted.as_ref().unwrap_or(plan);
    values.retain(|id, value| {
        let known = plan.value(record, id);
        known.is_contested() || known.value != *value
    });
    if values.is_empty() {
        return Ok(Vec::new());
    }
    let written: BTreeSet<FieldId> = values.keys().cloned().collect();
    let change = Change::FieldsSet {
        record: record.clone(),
        values,
    };
    let mut entry: Entry = pen.write(plan, change);
    let of_written = seen
        .into_iter()
        .flatten()
        .filter(|(field, _)| written.contains(*field));
    for (field, seen) in of_written {
        let register = Register::Field(record.clone(), field.clone());
        keep_unseen(&mut entry, plan, &register, seen);
    }
    refuse_new_faults(plan, forms, &entry, record, &written, today)?;
    Ok(vec![entry])
}

/// Chooses one of the answers that stand on a field. It adds no contradiction, so nothing is judged.
pub fn choose_field(
    pen: &mut Pen<'_>,
    plan: &Plan,
    record: &Record,
    field: &FieldId,
    value: FieldValue,
) -> Vec<Entry> {
    let change = Change::FieldsSet {
        record: record.clone(),
        values: BTreeMap::from([(field.clone(), value)]),
    };
    vec![pen.write(plan, change)]
}

/// Refuses an entry with which something in its record would no longer fit. What did not fit before, another
/// device's doing, does not keep anybody from writing the rest.
fn refuse_new_faults(
    plan: &Plan,
    forms: Forms<'_>,
    entry: &Entry,
    record: &Record,
    written: &BTreeSet<FieldId>,
    today: NaiveDate,
) -> Result<(), FillInError> {
    let mut after: Plan = plan.clone();
    after.apply(&Stored::unsent(entry.clone()));
    let before: Vec<Finding> = findings(plan, forms, today);
    let faults: Vec<(FieldId, FieldFault)> = findings(&after, forms, today)
        .into_iter()
        .filter(|finding| !finding.fault.is_hint())
        .filter(|finding| !before.contains(finding) || written.contains(&finding.field))
        // A leave can fall into an earlier one, or a later one into it.
        .filter(|finding| {
            let is_other =
                matches!(&finding.fault, FieldFault::Overlaps(row) if Record::Row(*row) == *record);
            finding.record == *record || is_other
        })
        .map(|finding| (finding.field, finding.fault))
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(FillInError { faults })
    }
}

#[cfg(test)]
mod tests;
