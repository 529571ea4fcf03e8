//! Opening a plan for a person, and the fields of its header.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::consent::NewConsent;
use super::pen::{Pen, fits, keep_unseen};
use crate::register::{Record, Register};
use crate::sentence::Stay;
use crate::{
    Change, ConditionId, Entry, EntryId, FieldId, FieldValue, Plan, PlanId, PrisonId, RowId,
    TemplateVersion, national_id,
};

/// What is asked when a plan is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlan {
    /// The person's name.
    pub name: String,
    /// The date of birth, if given.
    pub birth_date: Option<NaiveDate>,
    /// The national identity number or D-number as it was typed, if it was.
    pub national_id: Option<String>,
    /// The prison.
    pub prison: PrisonId,
    /// The release date, if known.
    pub release_date: Option<NaiveDate>,
    /// Why the person is in prison, if it was said.
    pub stay: Option<Stay>,
    /// The template to begin with.
    pub template: TemplateVersion,
    /// What the person consented to while being asked.
    pub consents: Vec<NewConsent>,
    /// Which conditions hold; those not named have not been asked.
    pub answers: BTreeMap<ConditionId, bool>,
}

/// The plan was not opened, or the person's field not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangePersonError {
    /// Nothing but white space.
    #[error("the name is missing; write the name that the person uses")]
    NameMissing,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the name is too long; shorten it")]
    NameTooLong,
    /// A birth date that has not come yet.
    #[error("the date of birth lies in the future; check the year")]
    BornInFuture,
    /// Digits that are no national identity number.
    #[error("this is no national identity number; one of its digits is wrong")]
    NoNumber,
    /// The number of somebody born on another day.
    #[error("the number and the date of birth are of different days; check both")]
    NumberOfOtherBirth,
    /// An admission before the birth.
    #[error("the admission lies before the date of birth; check both dates")]
    AdmittedBeforeBirth,
    /// A release before the admission.
    #[error("the release lies before the admission; check both dates")]
    ReleasedBeforeAdmission,
    /// A release before the birth.
    #[error("the release lies before the date of birth; check both dates")]
    ReleasedBeforeBirth,
}

/// Opens a plan. Answers with its id and the entries; `today` is the local day. Consents come right after the opening,
/// because what follows may rest on them: each entry is judged against those before it.
pub fn open_plan(
    pen: &mut Pen<'_>,
    new: NewPlan,
    today: NaiveDate,
) -> Result<(PlanId, Vec<Entry>), ChangePersonError> {
    check_name(&new.name)?;
    check_dates(new.birth_date, new.release_date, today)?;
    let number: Option<String> = check_number(new.national_id.as_deref(), new.birth_date)?;
    let plan = PlanId((pen.fresh_id)());
    let change = Change::PlanOpened {
        name: new.name,
        birth_date: new.birth_date,
        prison: new.prison,
        release_date: new.release_date,
        template: new.template.0,
    };
    let mut entries: Vec<Entry> = vec![pen.begin(plan, change)];
    for consent in new.consents {
        let change: Change = consent.into_row(RowId((pen.fresh_id)()));
        entries.push(pen.begin(plan, change));
    }
    let stay = new.stay.map(|stay| FieldValue::one(stay.as_str()));
    for (field, value) in [
        (national_id::FIELD, number.map(FieldValue::Text)),
        ("stay", stay),
    ] {
        if let Some(value) = value {
            let values = BTreeMap::from([(FieldId::from(field), value)]);
            let record = Record::Header;
            entries.push(pen.begin(plan, Change::FieldsSet { record, values }));
        }
    }
    let answers = new.answers.into_iter();
    entries.extend(answers.map(|(condition, applies)| {
        pen.begin(plan, Change::ConditionAnswered { condition, applies })
    }));
    Ok((plan, entries))
}

/// Corrects the person's name.
pub fn name_person(
    pen: &mut Pen<'_>,
    plan: &Plan,
    name: String,
) -> Result<Vec<Entry>, ChangePersonError> {
    check_name(&name)?;
    Ok(vec![pen.write(plan, Change::PersonNamed { name })])
}

/// Sets the date of birth, or takes it away.
pub fn set_birth_date(
    pen: &mut Pen<'_>,
    plan: &Plan,
    birth_date: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<Entry>, ChangePersonError> {
    check_dates(birth_date, plan.release_date().value, today)?;
    let admission: Option<NaiveDate> = plan.held("admission").day();
    if let (Some(birth), Some(admission)) = (birth_date, admission)
        && admission <= birth
    {
        return Err(ChangePersonError::AdmittedBeforeBirth);
    }
    Ok(vec![pen.write(plan, Change::BirthDateSet { birth_date })])
}

/// Sets the release date, or takes it away. All deadlines follow; see [`crate::deadline::what_moved`]. `seen` is what
/// [`Plan::to_replace`] said when the writer began: a date that came since stays beside this one. `None`: all that
/// stands was seen. The date that stands alone is not written again.
pub fn set_release_date(
    pen: &mut Pen<'_>,
    plan: &Plan,
    release_date: Option<NaiveDate>,
    seen: Option<&BTreeSet<EntryId>>,
    today: NaiveDate,
) -> Result<Vec<Entry>, ChangePersonError> {
    check_dates(plan.birth_date().value, release_date, today)?;
    let admission: Option<NaiveDate> = plan.held("admission").day();
    if let (Some(admission), Some(release)) = (admission, release_date)
        && release < admission
    {
        return Err(ChangePersonError::ReleasedBeforeAdmission);
    }
    let known = plan.release_date();
    if !known.is_contested() && known.value == release_date {
        return Ok(Vec::new());
    }
    let change = Change::ReleaseDateSet { release_date };
    let mut entry: Entry = pen.write(plan, change);
    if let Some(seen) = seen {
        keep_unseen(&mut entry, plan, &Register::ReleaseDate, seen);
    }
    Ok(vec![entry])
}

/// Answers whether a condition holds. Its items come, or stay marked where they have work on them.
pub fn answer_condition(
    pen: &mut Pen<'_>,
    plan: &Plan,
    condition: ConditionId,
    applies: bool,
) -> Vec<Entry> {
    vec![pen.write(plan, Change::ConditionAnswered { condition, applies })]
}

fn check_name(name: &str) -> Result<(), ChangePersonError> {
    if name.trim().is_empty() {
        return Err(ChangePersonError::NameMissing);
    }
    if !fits(name) {
        return Err(ChangePersonError::NameTooLong);
    }
    Ok(())
}

/// The digits of the number that was typed, if any was.
fn check_number(
    typed: Option<&str>,
    birth: Option<NaiveDate>,
) -> Result<Option<String>, ChangePersonError> {
    let Some(typed) = typed else {
        return Ok(None);
    };
    let number: String = national_id::read(typed.trim()).ok_or(ChangePersonError::NoNumber)?;
    if birth.is_some_and(|birth| !national_id::fits_birth(&number, birth)) {
        return Err(ChangePersonError::NumberOfOtherBirth);
    }
    Ok(Some(number))
}

fn check_dates(
    birth: Option<NaiveDate>,
    release: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<(), ChangePersonError> {
    if birth.is_some_and(|birth| birth > today) {
        return Err(ChangePersonError::BornInFuture);
    }
    if let (Some(birth), Some(release)) = (birth, release)
        && release <= birth
    {
        return Err(ChangePersonError::ReleasedBeforeBirth);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
