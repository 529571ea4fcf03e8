//! Giving out a new version of the checklist template, and taking it into a plan.

use super::pen::{Pen, fits};
use super::sheet::{FillInError, set_fields};
use crate::entry::MAX_ENTRY_BYTES;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::finding::{Finding, Forms, findings};
use crate::register::Record;
use crate::template::{Templates, draft};
use crate::{Change, Entry, FieldId, FieldValue, ItemId, Plan, Template, TemplateVersion, form};

/// Nothing was published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// The draft says what the newest version says.
    #[error("the draft does not differ from the newest version; change an item first")]
    NothingChanged,
    /// Nobody said what is new.
    #[error("say in some words what is new, for those who will take it")]
    WordsMissing,
    /// The words do not fit in a field.
    #[error("the words are too long; shorten them")]
    WordsTooLong,
    /// The version would not fit in one entry.
    #[error("the version changes more than one entry holds; shorten some help texts")]
    TooLarge,
    /// Something in the draft does not fit.
    #[error("something in the draft does not fit; mend what is said at the items")]
    Faults(Vec<Finding>),
}

/// The version was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TakeTemplateError {
    /// The plan goes by this version or a newer one.
    #[error("the plan goes by this version or a newer one already")]
    NotNewer,
}

/// Publishes the draft that stands in `directory` as the next version. The entry has all of it, so a later edit of
/// the draft changes nothing in it.
pub fn publish_template(
    pen: &mut Pen<'_>,
    directory: &Plan,
    templates: &Templates,
    forms: Forms<'_>,
    words: &str,
    today: NaiveDate,
) -> Result<(TemplateVersion, Vec<Entry>), PublishError> {
    let newest: &Template = templates.newest();
    let drafted: Plan = draft::drafted(directory, newest);
    let next: Template = draft::next_version(&drafted, newest);
    if newest.changed_in(&next).is_empty() {
        return Err(PublishError::NothingChanged);
    }
    if words.trim().is_empty() {
        return Err(PublishError::WordsMissing);
    }
    if !fits(words) {
        return Err(PublishError::WordsTooLong);
    }
    let faults: Vec<Finding> = findings(&drafted, forms, today)
        .into_iter()
        .filter(|finding| matches!(finding.record, Record::Item(_)))
        .collect();
    if !faults.is_empty() {
        return Err(PublishError::Faults(faults));
    }
    let shipped: &Template = templates.shipped();
    let version: TemplateVersion = next.version();
    let change = Change::TemplatePublished {
        template: version.0,
        base: shipped.version().0,
        items: shipped.changed_in(&next),
        words: words.to_owned(),
    };
    let entry: Entry = pen.write(directory, change);
    if form::write(&entry).is_ok_and(|bytes| bytes.len() > MAX_ENTRY_BYTES) {
        return Err(PublishError::TooLarge);
    }
    Ok((version, vec![entry]))
}

/// Adds an item to the draft of the template.
pub fn add_template_item(
    pen: &mut Pen<'_>,
    directory: &Plan,
    forms: Forms<'_>,
    values: BTreeMap<FieldId, FieldValue>,
    today: NaiveDate,
) -> Result<Vec<Entry>, FillInError> {
    let record = Record::Item(ItemId((pen.fresh_id)().to_string()));
    set_fields(pen, directory, forms, &record, values, None, today)
}

/// Lets a plan go by a newer version. What is answered in it stays.
pub fn take_template(
    pen: &mut Pen<'_>,
    plan: &Plan,
    version: TemplateVersion,
) -> Result<Vec<Entry>, TakeTemplateError> {
    if plan.template().value >= Some(version) {
        return Err(TakeTemplateError::NotNewer);
    }
    let change = Change::TemplateTaken {
        template: version.0,
    };
    Ok(vec![pen.write(plan, change)])
}

#[cfg(test)]
mod tests;
