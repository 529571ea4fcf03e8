//! What can be wrong with a field, each with what to do about it.

use crate::{FieldId, RowId};

/// What is wrong with what a field holds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldFault {
    /// Nothing, where something must stand.
    #[error("the field is empty; fill it in")]
    Missing,
    /// No day of the calendar, such as 30 February.
    #[error("this is no day; write it as day, month and year")]
    NoDay,
    /// No time of day.
    #[error("this is no time of day; write hours and minutes")]
    NoClock,
    /// No whole number.
    #[error("this is no whole number; write figures only")]
    NoNumber,
    /// Less or more than the field takes.
    #[error("the number lies outside what is possible; check it")]
    OutOfRange {
        /// The least.
        min: Option<i32>,
        /// The most.
        max: Option<i32>,
    },
    /// A day that has not come, where it must have.
    #[error("the day lies ahead; check the year")]
    InFuture,
    /// Earlier than another field allows.
    #[error("it lies before another day or time; check both")]
    Before(FieldId),
    /// A smaller number than another field allows.
    #[error("the number is smaller than another one allows; check both")]
    LessThan(FieldId),
    /// The template would drop an item on which running plans have answers.
    #[error("the item is answered in running plans; leave it in the template")]
    Answered {
        /// In how many.
        plans: usize,
    },
    /// The control digits do not fit.
    #[error("the number's control digits do not fit; check each digit")]
    WrongNationalId,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the text is too long; shorten it")]
    TooLong,
    /// The item would wait for itself, through others.
    #[error("the items would wait for each other in a circle; take one of them away")]
    Circle,
    /// The release lies before the admission.
    #[error("the release lies before the admission; check both dates")]
    ReleasedBeforeAdmission,
    /// The admission lies before the birth.
    #[error("the admission lies before the date of birth; check both dates")]
    AdmittedBeforeBirth,
    /// A date of birth that has not come.
    #[error("the date of birth lies ahead; check the year")]
    BornInFuture,
    /// The release lies before the birth.
    #[error("the release lies before the date of birth; check both dates")]
    ReleasedBeforeBirth,
    /// The release lies after the end of the sentence.
    #[error("the release lies after the end of the sentence; check both dates")]
    ReleasedAfterEnd,
    /// The national identity number is of another date of birth.
    #[error("the number is of another date of birth; check both")]
    OtherBirth,
    /// "Nothing in this area", and a need of the area.
    #[error("\"none\" and a need of the same area both stand; take one of them back")]
    NoneAndSome,
    /// The day that it is counted from is not entered.
    #[error("the day that it is counted from is not entered yet")]
    NoAnchor,
    /// A sentence of no days.
    #[error("the sentence is of no days; write its length, or leave it empty")]
    NoLength,
    /// It falls into another leave.
    #[error("the leave overlaps another; check the days of both")]
    Overlaps(RowId),
    /// Meant for before the release, and after it.
    #[error("the day lies after the release; check both")]
    AfterRelease,
    /// Meant for after the release, and before it.
    #[error("the day lies before the release; check both")]
    BeforeRelease,
    /// A Sunday or a public holiday: most offices are closed.
    #[error("the day is a Sunday or a public holiday; check whether they are open")]
    ClosedDay,
}

impl FieldFault {
    /// Whether it may well be meant so: it is said, and keeps nobody from writing.
    pub fn is_hint(&self) -> bool {
        matches!(
            self,
            Self::AfterRelease
                | Self::BeforeRelease
                | Self::ClosedDay
                | Self::ReleasedAfterEnd
                | Self::OtherBirth
                | Self::NoAnchor
        )
    }

    /// The field that it names beside its own.
    pub fn bound(&self) -> Option<&FieldId> {
        if let Self::Before(bound) | Self::LessThan(bound) = self {
            Some(bound)
        } else {
            None
        }
    }
}
