//! The person's consents and refusals, as rows of sheets. Nothing is granted by what is half filled in or unclear: of two
//! answers the one that grants less counts until someone chooses (D2).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::plan::reading;
use crate::register::{Record, Register, Value};
use crate::{AgencyId, AreaId, Change, FieldId, FieldValue, Plan, RowId, SheetId};

/// The sheet of consents.
pub const CONSENT: &str = "consent";
/// The sheet of refusals.
pub const REFUSAL: &str = "access-refusal";
/// The field of both that says whom.
pub(super) const RECIPIENT: &str = "recipient";

/// What the person said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    /// Consents that grant something, or did, or will.
    pub consents: Vec<Consent>,
    /// Refusals.
    pub refusals: Vec<Refusal>,
}

/// One consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// The row that says so.
    pub row: RowId,
    /// To whom.
    pub recipient: AgencyId,
    /// About which areas.
    pub areas: BTreeSet<AreaId>,
    /// From which day on.
    pub given: NaiveDate,
    /// Until which day, that day included.
    pub expires: NaiveDate,
    /// The person has taken it back.
    pub is_withdrawn: bool,
}

/// One refusal. It goes before any consent until it is struck out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The row that says so.
    pub row: RowId,
    /// Whom the person refuses.
    pub recipients: BTreeSet<AgencyId>,
    /// Which areas; none: all.
    pub areas: BTreeSet<AreaId>,
    /// From which day on; `None`: always.
    pub from: Option<NaiveDate>,
}

/// Whether a change names `agency` as the recipient of a consent: what an administration should not record for itself. An
/// edit of a row counts whatever sheet the row is of, which the change alone does not say.
pub fn names_recipient(change: &Change, agency: &AgencyId) -> bool {
    let values = if let Change::RowAdded { sheet, values, .. } = change {
        (sheet.as_str() == CONSENT).then_some(values)
    } else if let Change::FieldsSet { record, values } = change {
        matches!(record, Record::Row(_)).then_some(values)
    } else {
        None
    };
    let recipient = values.and_then(|values| values.get(&FieldId::from(RECIPIENT)));
    recipient.is_some_and(|value| value.has(agency.as_str()))
}

impl Consents {
    /// Reads them from `plan`.
    pub fn of(plan: &Plan) -> Self {
        let rows = |sheet: &str| plan.rows(&SheetId::from(sheet)).into_iter();
        let consents = rows(CONSENT).filter(|row| !is_struck_by_any(plan, *row));
        let refusals = rows(REFUSAL).filter(|row| plan.struck_out(&Record::Row(*row)).is_none());
        Self {
            consents: consents
                .filter_map(|row| Consent::read(plan, row))
                .collect(),
            refusals: refusals.map(|row| Refusal::read(plan, row)).collect(),
        }
    }

    /// Whether a consent for this administration and area is in force on `today`, and no refusal.
    pub fn in_force(&self, agency: &AgencyId, area: &AreaId, today: NaiveDate) -> bool {
        let mut consents = self.consents.iter();
        !self.refuses(agency, area, today)
            && consents.any(|one| {
                one.recipient == *agency
                    && one.areas.contains(area)
                    && !one.is_withdrawn
                    && (one.given..=one.expires).contains(&today)
            })
    }

    /// Whether the person refuses this administration anything.
    pub fn refuses_anything(&self, agency: &AgencyId, today: NaiveDate) -> bool {
        let mut refusals = self.refusals.iter();
        refusals
            .any(|one| one.recipients.contains(agency) && one.from.is_none_or(|from| from <= today))
    }

    /// Whether the person refuses this administration the area.
    pub fn refuses(&self, agency: &AgencyId, area: &AreaId, today: NaiveDate) -> bool {
        self.refusals.iter().any(|one| {
            one.recipients.contains(agency)
                && (one.areas.is_empty() || one.areas.contains(area))
                && one.from.is_none_or(|from| from <= today)
        })
    }
}

impl Consent {
    /// A row as every answer on each of its fields says it: whom and what all of them name, the last beginning and the
    /// first end. `None` where that leaves no recipient, no area or no day.
    fn read(plan: &Plan, row: RowId) -> Option<Self> {
        let answers = |field: &str| answers(plan, row, field);
        let mut recipients = in_all(&answers(RECIPIENT)).into_iter();
        let (recipient, other) = (recipients.next()?, recipients.next());
        let areas: BTreeSet<String> = in_all(&answers("areas"));
        if other.is_some() || areas.is_empty() {
            return None;
        }
        let is_said = |field: &str| answers(field).iter().any(|value| !value.is_empty());
        Some(Self {
            row,
            recipient: AgencyId(recipient),
            areas: areas.into_iter().map(AreaId).collect(),
            given: days(&answers("given"))?.into_iter().max()?,
            expires: days(&answers("expires"))?.into_iter().min()?,
            is_withdrawn: is_said("withdrawn") || is_said("withdrawn-how"),
        })
    }
}

impl Refusal {
    /// A row as any answer on each of its fields says it: whom and what any of them names, the first beginning.
    fn read(plan: &Plan, row: RowId) -> Self {
        let answers = |field: &str| answers(plan, row, field);
        let in_any = |field: &str| -> BTreeSet<String> {
            let answers = answers(field);
            let chosen = answers.iter().flat_map(FieldValue::chosen);
            chosen.map(str::to_owned).collect()
        };
        let areas = answers("areas");
        // An answer that names no area refuses all of them.
        let is_of_all: bool = areas.iter().any(|value| value.chosen().next().is_none());
        Self {
            row,
            recipients: in_any(RECIPIENT).into_iter().map(AgencyId).collect(),
            areas: if is_of_all {
                BTreeSet::new()
            } else {
                in_any("areas").into_iter().map(AreaId).collect()
            },
            from: days(&answers("from")).and_then(|days| days.into_iter().min()),
        }
    }
}

/// Where one struck a row out and another restored it apart, the person's word is in doubt.
fn is_struck_by_any(plan: &Plan, row: RowId) -> bool {
    let said = plan.field(
        &Register::Struck(Record::Row(row)),
        reading!(Value::Struck(strike) => strike.clone()),
    );
    said.answers.iter().any(|answer| answer.value.is_some())
}

fn answers(plan: &Plan, row: RowId, field: &str) -> Vec<FieldValue> {
    let held = plan.value(&Record::Row(row), &FieldId::from(field));
    let answers = held.answers.into_iter();
    answers.map(|answer| answer.value).collect()
}

/// The options that every answer has.
fn in_all(answers: &[FieldValue]) -> BTreeSet<String> {
    let chosen = answers
        .iter()
        .map(|value| value.chosen().map(str::to_owned).collect());
    let in_all = chosen.reduce(|one: BTreeSet<String>, other| &one & &other);
    in_all.unwrap_or_default()
}

/// The days that the answers say; `None` where one of them says none.
fn days(answers: &[FieldValue]) -> Option<Vec<NaiveDate>> {
    answers.iter().map(FieldValue::day).collect()
}

#[cfg(test)]
mod tests;
