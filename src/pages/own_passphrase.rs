//! A passphrase of one's own, typed twice: where a space is made, and where another passphrase is to open it.

use leptos::prelude::*;

use crate::components::PassphraseField;
use crate::live::LiveCell;
use crate::state::{WeakPassphrase, check_passphrase, is_same_passphrase};
use crate::text::space as text;

/// What was typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct OwnPassphrase {
    first: LiveCell<String>,
    second: LiveCell<String>,
    first_error: LiveCell<Option<String>>,
    second_error: LiveCell<Option<String>>,
}

impl OwnPassphrase {
    /// Nothing was typed.
    pub(super) fn new() -> Self {
        Self {
            first: LiveCell::new(String::new()),
            second: LiveCell::new(String::new()),
            first_error: LiveCell::new(None),
            second_error: LiveCell::new(None),
        }
    }

    /// The passphrase, if what was typed is one; else says at the fields why not.
    pub(super) fn checked(self) -> Option<String> {
        let passphrase: String = self.first.get_untracked();
        let why_weak = check_passphrase(&passphrase).err().map(|why| match why {
            WeakPassphrase::Short => text::SHORT,
            WeakPassphrase::Number => text::NUMBER,
            WeakPassphrase::Repeated => text::REPEATED,
        });
        let is_same: bool = is_same_passphrase(&passphrase, &self.second.get_untracked());
        self.first_error.set(why_weak.map(str::to_owned));
        self.second_error
            .set((!is_same).then(|| text::DIFFERENT.to_owned()));
        (why_weak.is_none() && is_same).then_some(passphrase)
    }

    /// Empties the fields.
    pub(super) fn forget(self) {
        self.first.set(String::new());
        self.second.set(String::new());
        self.first_error.set(None);
        self.second_error.set(None);
    }
}

/// The two fields.
#[component]
pub(super) fn OwnPassphraseFields(
    typed: OwnPassphrase,
    /// Whether the letters are shown.
    is_shown: LiveCell<bool>,
    /// Called at Enter.
    on_enter: Callback<()>,
) -> impl IntoView {
    view! {
        <PassphraseField
            label=text::OWN
            description=text::OWN_HELP
            value=typed.first
            error=typed.first_error
            is_shown
            on_enter
        />
        <PassphraseField
            label=text::REPEAT
            value=typed.second
            error=typed.second_error
            is_shown
            on_enter
        />
    }
}
