//! A list to choose one from. For two to five choices use `RadioGroup` or `ToggleGroup`.

use leptos::prelude::*;

use super::class_names::class_names;
use super::field_ids::{FieldIds, aria_invalid};
use super::form_field::FormField;
use super::icon::Icon;
use super::icon_name::IconName;
use super::size::Size;
use crate::live::{Live, drawn};

/// A list to choose one from.
#[component]
pub fn Select(
    /// What the field asks for.
    #[prop(into)]
    label: Live<String>,
    /// Value of the chosen option.
    #[prop(into)]
    value: Live<String>,
    /// Called with the value of the option just chosen.
    #[prop(into)]
    on_change: Callback<String>,
    /// Hides label and description from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_label: bool,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// What is wrong; nothing by default.
    #[prop(into, optional)]
    error: Live<Option<String>>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// Id of the control; made up by default.
    #[prop(into, optional)]
    id: Option<String>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// Value and text of each option, in order.
    #[prop(into)]
    options: Live<Vec<(String, String)>>,
) -> impl IntoView {
    let ids = FieldIds::new(id, "select");
    let control_id = ids.control.clone();
    let described_by = ids.described_by(description, error);
    let invalid = aria_invalid(error);
    let control_class = class_names(&[
        "aksel-select__input",
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
            read_only=false.into()
            state_classes=("aksel-select--error", "aksel-select--readonly")
            class=class
        >
            <div class="aksel-select__container">
                <select
                    id=control_id
                    class=control_class
                    autocomplete="off"
                    on:change=move |event| on_change.run(event_target_value(&event))
                    disabled=move || disabled.get()
                    aria-describedby=move || described_by.get()
                    aria-invalid=move || invalid.get()
                >
                    // The chosen option is marked on the options: a value set on the select before they exist is lost.
                    {drawn(move || options.get().into_iter().map(|(option, text)| {
                        let own = option.clone();
                        let is_chosen = move || value.with(|value| *value == own);
                        view! { <option value=option prop:selected=is_chosen>{text}</option> }
                    }).collect_view())}
                </select>
                <Icon name=IconName::ChevronDown class="aksel-select__chevron" />
            </div>
        </FormField>
    }
}
