//! One answer of a `RadioGroup`.

use leptos::prelude::*;

use super::class_names::class_names;
use super::fieldset::FieldsetContext;
use super::radio_group::RadioGroupContext;
use super::strict_context::strict_context;
use super::unique_id::unique_id;
use crate::live::{Live, drawn};

/// One answer; stands in a `RadioGroup`.
#[component]
pub fn Radio(
    /// Its value.
    #[prop(into)]
    value: String,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// Cannot be chosen; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let group: RadioGroupContext = strict_context("Radio", "RadioGroup");
    let fieldset: FieldsetContext = strict_context("Radio", "RadioGroup");
    let is_disabled = move || disabled.get() || fieldset.disabled.get();
    let id = unique_id("radio");
    let description_id = format!("{id}-description");
    let described_by = description_id.clone();
    let described_by = move || {
        description
            .with(Option::is_some)
            .then(|| described_by.clone())
    };
    let size = fieldset.size.as_str();
    let class = class_names(&["aksel-radio", &format!("aksel-radio--{size}")]);
    let label_class = format!("aksel-radio__label aksel-body-short aksel-body-short--{size}");
    let description_class = format!(
        "aksel-form-field__subdescription aksel-radio__description aksel-body-short aksel-body-short--{size}"
    );
    let own_value = StoredValue::new(value);
    let is_checked = move || {
        group
            .value
            .with(|value| own_value.with_value(|own| own == value))
    };
    view! {
        <div
            class=class
            class=("aksel-radio--error", move || fieldset.has_error.get())
            class=("aksel-radio--disabled", is_disabled)
            data-color=move || fieldset.has_error.get().then_some("danger")
        >
            <input
                id=id.clone()
                type="radio"
                class="aksel-radio__input"
                data-standalone="false"
                autocomplete="off"
                name=group.name.get_value()
                value=own_value.get_value()
                prop:checked=is_checked
                on:change=move |_| group.on_change.run(own_value.get_value())
                disabled=is_disabled
                aria-describedby=described_by
            />
            <label for=id class=label_class>{children()}</label>
            {drawn(move || description.get().map(|description| view! {
                <p id=description_id.clone() class=description_class.clone()>{description}</p>
            }))}
        </div>
    }
}
