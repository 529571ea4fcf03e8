//! A box to tick, alone or in a `CheckboxGroup`. What acts at once is a `Switch`.

use leptos::prelude::*;

use super::checkbox_group::CheckboxGroupContext;
use super::class_names::{class_if, class_names};
use super::fieldset::FieldsetContext;
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::{Live, drawn};

/// A box to tick.
#[component]
pub fn Checkbox(
    /// Whether it is ticked; in a group the group says.
    #[prop(into, optional)]
    checked: Live<bool>,
    /// Called with whether it is ticked now.
    #[prop(into, optional)]
    on_change: Option<Callback<bool>>,
    /// Its value in a group; empty by default.
    #[prop(into, optional)]
    value: String,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// Hides the label from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_label: bool,
    /// Size; that of the group, otherwise `Medium`.
    #[prop(into, optional)]
    size: Option<Size>,
    /// Has an error; the message stands elsewhere. False by default.
    #[prop(into, optional)]
    error: Live<bool>,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let fieldset: Option<FieldsetContext> = use_context();
    let group: Option<CheckboxGroupContext> = use_context();
    let size = size
        .or(fieldset.map(|fieldset| fieldset.size))
        .unwrap_or_default();
    let is_disabled =
        move || disabled.get() || fieldset.is_some_and(|fieldset| fieldset.disabled.get());
    let has_error = Live::derive(move || {
        error.get() || fieldset.is_some_and(|fieldset| fieldset.has_error.get())
    });
    let own_value = StoredValue::new(value);
    let is_checked = move || match group {
        Some(group) => group
            .value
            .with(|values| own_value.with_value(|own| values.contains(own))),
        None => checked.get(),
    };
    let id = unique_id("checkbox");
    let description_id = format!("{id}-description");
    let described_by = description_id.clone();
    let described_by = move || {
        description
            .with(Option::is_some)
            .then(|| described_by.clone())
    };
    let class = class_names(&[
        "aksel-checkbox",
        &format!("aksel-checkbox--{}", size.as_str()),
    ]);
    let text_class = format!("aksel-body-short aksel-body-short--{}", size.as_str());
    let label_class = class_names(&[
        "aksel-checkbox__label",
        &text_class,
        class_if(hide_label, "aksel-typo--visually-hidden"),
    ]);
    let description_class = class_names(&[
        "aksel-form-field__subdescription aksel-checkbox__description",
        &text_class,
        class_if(hide_label, "aksel-typo--visually-hidden"),
    ]);
    let changed = move |event| {
        if let Some(on_change) = on_change {
            on_change.run(event_target_checked(&event));
        }
        if let Some(group) = group {
            group.toggle.run(own_value.get_value());
        }
    };
    view! {
        <div
            class=class
            class=("aksel-checkbox--error", move || has_error.get())
            class=("aksel-checkbox--disabled", is_disabled)
            data-color=move || has_error.get().then_some("danger")
        >
            <div class="aksel-checkbox__input-wrapper" data-standalone="false">
                <input
                    id=id.clone()
                    type="checkbox"
                    class="aksel-checkbox__input"
                    autocomplete="off"
                    prop:checked=is_checked
                    on:change=changed
                    disabled=is_disabled
                    aria-describedby=described_by
                />
                <svg viewBox="0 0 13 10" fill="none" focusable="false" aria-hidden="true" class="aksel-checkbox__icon">
                    <path
                        fill="currentColor"
                        d="m4.04 6.41 6.44-6a1.5 1.5 0 0 1 2.04 2.2l-7.5 7a1.5 1.5 0 0 1-2.08-.05l-2.5-2.5a1.5 1.5 0 0 1 2.12-2.12z"
                    />
                </svg>
            </div>
            <label for=id class=label_class>{children()}</label>
            {drawn(move || description.get().map(|description| view! {
                <p id=description_id.clone() class=description_class.clone()>{description}</p>
            }))}
        </div>
    }
}
