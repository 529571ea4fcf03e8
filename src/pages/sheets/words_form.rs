//! One line of words with the button that saves it.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::aksel::{Button, ButtonVariant, TextField};
use crate::components::NumberWarning;
use crate::live::LiveCell;
use crate::state::DraftField;
use crate::text::new_plan as text;

/// The form.
#[component]
pub(in crate::pages) fn WordsForm(
    /// The words as they are typed.
    draft: DraftField,
    /// What they are.
    label: &'static str,
    /// What to write, or what not to; nothing by default.
    #[prop(optional)]
    help: Option<&'static str>,
    /// What is wrong with them.
    error: LiveCell<Option<String>>,
    /// What the button says.
    save: &'static str,
    /// Look of the button; `Secondary` by default.
    #[prop(default = ButtonVariant::Secondary)]
    variant: ButtonVariant,
    /// Saves them.
    on_save: Callback<MouseEvent>,
    /// Closes the form, where it can be closed.
    #[prop(optional)]
    on_cancel: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    view! {
        <div class="ov-form ov-form--line">
            <TextField
                label=label
                value=draft.text()
                on_input=move |words| draft.set(words)
                description=help.map(str::to_owned)
                error=error
            />
            <div class="ov-actions">
                <Button variant=variant on_click=on_save>{save}</Button>
                {on_cancel
                    .map(|on_click| {
                        view! {
                            <Button variant=ButtonVariant::Tertiary on_click=on_click>
                                {text::CANCEL}
                            </Button>
                        }
                    })}
            </div>
            <NumberWarning text=draft.text() />
        </div>
    }
}
