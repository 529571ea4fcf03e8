//! Changing an item: status, owner, day, and adding one that the template does not have.

use super::pen::{Pen, fits};
use crate::{AgencyId, AreaId, Change, Due, Entry, ItemId, Plan, Status};

/// The item was not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeItemError {
    /// An added item needs words.
    #[error("the item has no words; write what is to be done")]
    TitleMissing,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the text is too long; shorten it")]
    TextTooLong,
}

/// Sets an item's status, with a word why or an empty one.
pub fn set_status(
    pen: &mut Pen<'_>,
    plan: &Plan,
    item: &ItemId,
    status: Status,
    why: String,
) -> Result<Vec<Entry>, ChangeItemError> {
    if !fits(&why) {
        return Err(ChangeItemError::TextTooLong);
    }
    Ok(vec![pen.write(
        plan,
        Change::StatusSet {
            item: item.clone(),
            status,
            why,
        },
    )])
}

/// Agrees who does an item: an administration (`None` for the template's) and a name, or an empty one.
pub fn set_owner(
    pen: &mut Pen<'_>,
    plan: &Plan,
    item: &ItemId,
    agency: Option<AgencyId>,
    person: String,
) -> Result<Vec<Entry>, ChangeItemError> {
    if !fits(&person) {
        return Err(ChangeItemError::TextTooLong);
    }
    Ok(vec![pen.write(
        plan,
        Change::OwnerSet {
            item: item.clone(),
            agency,
            person,
        },
    )])
}

/// Agrees by when an item is to be done.
pub fn set_due(pen: &mut Pen<'_>, plan: &Plan, item: &ItemId, due: Due) -> Vec<Entry> {
    vec![pen.write(
        plan,
        Change::DueSet {
            item: item.clone(),
            due,
        },
    )]
}

/// Adds an item that the template does not have.
pub fn add_item(
    pen: &mut Pen<'_>,
    plan: &Plan,
    area: AreaId,
    title: String,
) -> Result<(ItemId, Vec<Entry>), ChangeItemError> {
    if title.trim().is_empty() {
        return Err(ChangeItemError::TitleMissing);
    }
    if !fits(&title) {
        return Err(ChangeItemError::TextTooLong);
    }
    let item = ItemId((pen.fresh_id)().to_string());
    let entry: Entry = pen.begin(
        plan.id,
        Change::ItemAdded {
            item: item.clone(),
            area,
            title,
        },
    );
    Ok((item, vec![entry]))
}
