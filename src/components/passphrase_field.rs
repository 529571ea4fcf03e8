//! A field for a passphrase: shown as dots, or as letters for whoever asks.

use leptos::prelude::*;

use crate::aksel::{Checkbox, TextField, TextFieldType};
use crate::live::{Live, LiveCell};
use crate::text::space as text;

/// The field. The key Enter is as good as the button below.
#[component]
pub fn PassphraseField(
    /// What it asks for.
    label: &'static str,
    /// What was typed. It is cleared by whoever uses it.
    value: LiveCell<String>,
    /// What is wrong.
    #[prop(into)]
    error: Live<Option<String>>,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// Whether the letters are shown; fields that belong together share it.
    is_shown: LiveCell<bool>,
    /// Called at Enter.
    on_enter: Callback<()>,
) -> impl IntoView {
    let kind = Live::derive(move || {
        if is_shown.get() {
            TextFieldType::Text
        } else {
            TextFieldType::Password
        }
    });
    view! {
        <div on:keydown=move |event: leptos::ev::KeyboardEvent| {
            if event.key() == "Enter" {
                on_enter.run(());
            }
        }>
            <TextField
                label=label
                description=description
                value=value
                on_input=move |typed| value.set(typed)
                error=error
                input_type=kind
                verbatim=true
            />
        </div>
    }
}

/// Shows the letters of such fields.
#[component]
pub fn ShowPassphrase(
    /// Whether they are shown.
    is_shown: LiveCell<bool>,
) -> impl IntoView {
    view! {
        <Checkbox checked=is_shown on_change=Callback::new(move |now| is_shown.set(now))>
            {text::SHOW}
        </Checkbox>
    }
}
