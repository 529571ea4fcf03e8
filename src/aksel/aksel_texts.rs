//! The few words that Aksel's components say by themselves, most of them to screen readers only.
//! The app hands in the words of its language with `provide_aksel_texts`; without it they are bokmål.

use crate::live::Live;
use leptos::prelude::*;

/// Words that components say by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AkselTexts {
    /// Closes a dialog or an alert.
    pub close: &'static str,
    /// Opens a card.
    pub show_more: &'static str,
    /// A field that cannot be changed.
    pub read_only: &'static str,
    /// Status of a message: information.
    pub info: &'static str,
    /// Status of a message: success.
    pub success: &'static str,
    /// Status of a message: warning.
    pub warning: &'static str,
    /// Status of a message: error.
    pub error: &'static str,
    /// Status of a message: announcement.
    pub announcement: &'static str,
    /// Something is being worked on.
    pub loading: &'static str,
    /// Empties a search field.
    pub clear: &'static str,
    /// Starts a search.
    pub search: &'static str,
    /// Said after the words of a chip that can be removed.
    pub remove: &'static str,
    /// The event of a process that is going on now.
    pub active: &'static str,
    /// Said after the number of characters that are left.
    pub chars_left: &'static str,
    /// Said after the number of characters that are too many.
    pub chars_too_many: &'static str,
    /// Stands between a progress bar's value and its maximum.
    pub out_of: &'static str,
}

impl Default for AkselTexts {
    fn default() -> Self {
        Self {
            close: "Lukk",
            show_more: "Vis mer",
            read_only: "Skrivebeskyttet",
            info: "Informasjon",
            success: "Suksess",
            warning: "Advarsel",
            error: "Feil",
            announcement: "Kunngjøring",
            loading: "Venter…",
            clear: "Tøm feltet",
            search: "Søk",
            remove: "fjern",
            active: "Aktiv",
            chars_left: "tegn igjen",
            chars_too_many: "tegn for mye",
            out_of: "av",
        }
    }
}

/// Gives every component below the words of the app's language.
pub fn provide_aksel_texts(texts: Live<AkselTexts>) {
    provide_context(texts);
}

/// The words of the app's language, or bokmål where none were provided.
pub(super) fn use_aksel_texts() -> Live<AkselTexts> {
    use_context().unwrap_or_default()
}
