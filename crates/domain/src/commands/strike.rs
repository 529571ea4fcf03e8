//! Striking out a record that was a mistake, and taking the strike back.

use super::pen::{Pen, fits};
use crate::register::Record;
use crate::{Change, Entry, Plan};

/// The record was not struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StrikeError {
    /// A strike needs its reason.
    #[error("the reason is missing; say why it is struck out")]
    ReasonMissing,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the reason is too long; shorten it")]
    ReasonTooLong,
}

/// Strikes out an item or a note. What the striker sees of it is named, so that an edit made apart shows.
pub fn strike_out(
    pen: &mut Pen<'_>,
    plan: &Plan,
    record: Record,
    reason: String,
) -> Result<Vec<Entry>, StrikeError> {
    if reason.trim().is_empty() {
        return Err(StrikeError::ReasonMissing);
    }
    if !fits(&reason) {
        return Err(StrikeError::ReasonTooLong);
    }
    let saw = plan.heads_of(&record);
    Ok(vec![pen.write(
        plan,
        Change::RecordStruck {
            record,
            reason,
            saw,
        },
    )])
}

/// Lets a struck out record count again.
pub fn restore(pen: &mut Pen<'_>, plan: &Plan, record: Record) -> Vec<Entry> {
    vec![pen.write(plan, Change::RecordRestored { record })]
}
