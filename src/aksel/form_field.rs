//! What text field, textarea, select and search have around their control: label, description, place
//! for the error. The control itself comes from them.

use leptos::prelude::*;

use super::aksel_texts::use_aksel_texts;
use super::class_names::{class_if, class_names};
use super::error_message::ErrorMessage;
use super::field_ids::FieldIds;
use super::icon::Icon;
use super::icon_name::IconName;
use super::size::Size;
use crate::live::{Live, drawn};

/// The frame around a control.
#[component]
pub(super) fn FormField(
    /// Ids of the control, the description and the error.
    ids: FieldIds,
    /// What the field asks for.
    label: Live<String>,
    /// Hides label and description from sight but not from screen readers.
    hide_label: bool,
    /// A sentence below the label.
    description: Live<Option<String>>,
    /// What is wrong.
    error: Live<Option<String>>,
    /// Size of control and texts.
    size: Size,
    /// Cannot be used.
    disabled: Live<bool>,
    /// Can be read but not changed.
    read_only: Live<bool>,
    /// The control's classes for an error and for read only.
    state_classes: (&'static str, &'static str),
    /// Further classes.
    class: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let frame_class = class_names(&[
        class,
        "aksel-form-field",
        &format!("aksel-form-field--{}", size.as_str()),
    ]);
    let label_class = class_names(&[
        "aksel-form-field__label",
        "aksel-label",
        class_if(size == Size::Small, "aksel-label--small"),
        class_if(hide_label, "aksel-sr-only"),
    ]);
    let description_class = class_names(&[
        "aksel-form-field__description",
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
        class_if(hide_label, "aksel-sr-only"),
    ]);
    let (error_class, read_only_class) = state_classes;
    view! {
        <div
            class=frame_class
            class=(error_class, move || error.with(Option::is_some))
            class=(read_only_class, move || read_only.get())
            class=("aksel-form-field--disabled", move || disabled.get())
            class=("aksel-form-field--readonly", move || read_only.get())
        >
            <label for=ids.control class=label_class>
                {drawn(move || read_only.get().then(|| view! {
                    <Icon
                        name=IconName::PadlockLocked
                        title=Live::derive(move || Some(texts.get().read_only.to_owned()))
                        class="aksel-form-field__readonly-icon"
                    />
                }))}
                {drawn(move || label.get())}
            </label>
            {drawn(move || description.get().map(|description| view! {
                <div id=ids.description.clone() class=description_class.clone()>{description}</div>
            }))}
            {children()}
            <div
                class="aksel-form-field__error"
                id=ids.error
                aria-relevant="additions removals"
                aria-live="polite"
            >
                {drawn(move || error.get().map(|error| view! {
                    <ErrorMessage size=size show_icon=true>{error}</ErrorMessage>
                }))}
            </div>
        </div>
    }
}
