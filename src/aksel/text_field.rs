//! A field for one line of text. For dates use `DateField`, for searching `Search`.

use leptos::html;
use leptos::prelude::*;

use super::class_names::class_names;
use super::field_ids::{FieldIds, aria_invalid};
use super::form_field::FormField;
use super::size::Size;
use crate::live::Live;

/// What kind of text a field takes; tells the tablet which keyboard to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextFieldType {
    /// Any text.
    #[default]
    Text,
    /// A date, with the browser's own picker; its value is `YYYY-MM-DD`.
    Date,
    /// An e-mail address.
    Email,
    /// A number; for codes and long numbers use `Text` with `input_mode`.
    Number,
    /// A secret, shown as dots.
    Password,
    /// A telephone number.
    Tel,
    /// A time of day; its value is `HH:MM`.
    Time,
    /// A web address.
    Url,
}

impl TextFieldType {
    /// The value of `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Email => "email",
            Self::Number => "number",
            Self::Password => "password",
            Self::Tel => "tel",
            Self::Time => "time",
            Self::Url => "url",
        }
    }
}

/// A field for one line of text. The browser never remembers what was typed.
#[component]
pub fn TextField(
    /// What the field asks for.
    #[prop(into)]
    label: Live<String>,
    /// What stands in the field.
    #[prop(into)]
    value: Live<String>,
    /// Called with the whole text at every change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called when the field is left; nothing by default.
    #[prop(into, optional)]
    on_blur: Option<Callback<()>>,
    /// Hides label and description from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_label: bool,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// What is wrong; nothing by default.
    #[prop(into, optional)]
    error: Live<Option<String>>,
    /// Kind of text (Aksel's `type`); `Text` by default.
    #[prop(into, optional)]
    input_type: Live<TextFieldType>,
    /// The tablet neither corrects nor completes nor checks what is typed, letter by letter; false by default.
    #[prop(optional)]
    verbatim: bool,
    /// Keyboard to show (`inputmode`), such as `numeric`; by kind of text by default.
    #[prop(optional)]
    input_mode: Option<&'static str>,
    /// Earliest or smallest value, for dates and numbers; none by default.
    #[prop(into, optional)]
    min: Live<Option<String>>,
    /// Latest or largest value, for dates and numbers; none by default.
    #[prop(into, optional)]
    max: Live<Option<String>>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// Can be read but not changed; false by default.
    #[prop(into, optional)]
    read_only: Live<bool>,
    /// Id of the control; made up by default.
    #[prop(into, optional)]
    id: Option<String>,
    /// Gives the element away, to set focus; none by default.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let ids = FieldIds::new(id, "text-field");
    let control_id = ids.control.clone();
    let described_by = ids.described_by(description, error);
    let invalid = aria_invalid(error);
    let control_class = class_names(&[
        "aksel-text-field__input",
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
    ]);
    view! {
        <FormField
            ids=ids
            label=label
            hide_label=hide_label
            description=description
            error=error
            size=size
            disabled=disabled
            read_only=read_only
            state_classes=("aksel-text-field--error", "aksel-text-field--readonly")
            class=class
        >
            <input
                node_ref=node_ref
                id=control_id
                type=move || input_type.get().as_str()
                autocapitalize=verbatim.then_some("none")
                spellcheck=verbatim.then_some("false")
                inputmode=input_mode
                class=control_class
                autocomplete="off"
                min=move || min.get()
                max=move || max.get()
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                on:blur=move |_| {
                    // A field that goes while it has the focus is left too.
                    on_blur.and_then(|on_blur| on_blur.try_run(()));
                }
                disabled=move || disabled.get()
                readonly=move || read_only.get()
                aria-describedby=move || described_by.get()
                aria-invalid=move || invalid.get()
            />
        </FormField>
    }
}
