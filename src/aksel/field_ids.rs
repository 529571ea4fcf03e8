//! Ids that tie a field to its label, description and error.

use super::unique_id::unique_id;
use crate::live::Live;

/// Ids of one field.
#[derive(Clone, Debug)]
pub(super) struct FieldIds {
    /// Id of the control.
    pub(super) control: String,
    /// Id of the description.
    pub(super) description: String,
    /// Id of the place for the error.
    pub(super) error: String,
}

impl FieldIds {
    /// Ids for a field whose control is called `id`, or by a new name where that is `None`.
    pub(super) fn new(id: Option<String>, prefix: &str) -> Self {
        let control = id.unwrap_or_else(|| unique_id(prefix));
        Self {
            description: format!("{control}-description"),
            error: format!("{control}-error"),
            control,
        }
    }

    /// The control's `aria-describedby`: the ids of what is there.
    pub(super) fn described_by(
        &self,
        description: Live<Option<String>>,
        error: Live<Option<String>>,
    ) -> Live<Option<String>> {
        let ids = self.clone();
        Live::derive(move || {
            let has_description = description.with(Option::is_some);
            let has_error = error.with(Option::is_some);
            match (has_description, has_error) {
                (true, true) => Some(format!("{} {}", ids.description, ids.error)),
                (true, false) => Some(ids.description.clone()),
                (false, true) => Some(ids.error.clone()),
                (false, false) => None,
            }
        })
    }
}

/// The value of `aria-invalid`: there only where there is an error.
pub(super) fn aria_invalid(error: Live<Option<String>>) -> Live<Option<&'static str>> {
    Live::derive(move || error.with(Option::is_some).then_some("true"))
}
