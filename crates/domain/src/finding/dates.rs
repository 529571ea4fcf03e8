//! Contradictions between the person's name, birth, admission, length, release and end.

use chrono::NaiveDate;

use super::Finding;
use crate::register::Record;
use crate::sentence::{Length, Sentence, Stay};
use crate::sheet::FieldFault;
use crate::{FieldValue, Plan, PlanId, national_id};

/// The name of the person, among fields.
pub const NAME: &str = "name";
/// The date of birth, among fields.
pub const BIRTH_DATE: &str = "birth-date";
/// The release date, among fields.
pub const RELEASE_DATE: &str = "release-date";

/// What does not fit between name, birth, admission, length, release and end.
pub(super) fn in_dates(plan: &Plan, today: NaiveDate) -> Vec<Finding> {
    if plan.id == PlanId::DIRECTORY || plan.is_empty() {
        return Vec::new();
    }
    let sentence = Sentence::of(plan);
    let (birth, admission) = (sentence.birth, sentence.admission);
    let (release, end) = (sentence.release, sentence.end);
    let is_before = |one: Option<NaiveDate>, other: Option<NaiveDate>| {
        one.zip(other).is_some_and(|(one, other)| one < other)
    };
    let has_length: bool = !matches!(
        sentence.stay,
        Some(Stay::Remand | Stay::PreventiveDetention)
    );
    let is_of_no_days: bool = has_length && sentence.length == Some(Length::default());
    let checks = [
        (
            plan.name().value.trim().is_empty(),
            NAME,
            FieldFault::Missing,
        ),
        (
            birth.is_some_and(|birth| birth > today),
            BIRTH_DATE,
            FieldFault::BornInFuture,
        ),
        (
            is_before(admission, birth) || birth.is_some() && birth == admission,
            "admission",
            FieldFault::AdmittedBeforeBirth,
        ),
        (
            is_before(release, birth) || birth.is_some() && birth == release,
            RELEASE_DATE,
            FieldFault::ReleasedBeforeBirth,
        ),
        (
            is_before(release, admission),
            "admission",
            FieldFault::ReleasedBeforeAdmission,
        ),
        (
            is_before(end, release),
            "end-date",
            FieldFault::ReleasedAfterEnd,
        ),
        (is_of_no_days, "sentence-days", FieldFault::NoLength),
        (
            birth.is_some_and(|birth| {
                let number: FieldValue = plan.held(national_id::FIELD);
                !number.is_empty() && !national_id::fits_birth(number.text(), birth)
            }),
            national_id::FIELD,
            FieldFault::OtherBirth,
        ),
    ];
    let found = checks.into_iter().filter(|(is_so, ..)| *is_so);
    found
        .map(|(_, field, fault)| Finding::at(Record::Header, field, fault))
        .collect()
}
