//! Several controls under one legend, with one place for their error. Hands size, lock and error to the
//! checkboxes and radios in it.

use leptos::context::Provider;
use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::error_message::ErrorMessage;
use super::field_ids::{FieldIds, aria_invalid};
use super::size::Size;
use crate::live::{Live, drawn};

/// What a fieldset hands to the controls in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct FieldsetContext {
    /// Size of the controls.
    pub(super) size: Size,
    /// Whether they are all locked.
    pub(super) disabled: Live<bool>,
    /// Whether the set has an error.
    pub(super) has_error: Live<bool>,
}

/// Several controls under one legend.
#[component]
pub fn Fieldset(
    /// What the set asks for.
    #[prop(into)]
    legend: Live<String>,
    /// Hides legend and description from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_legend: bool,
    /// A sentence below the legend; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// What is wrong; nothing by default.
    #[prop(into, optional)]
    error: Live<Option<String>>,
    /// Size of legend and controls; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// The element's role; the browser's own by default.
    #[prop(optional)]
    role: Option<&'static str>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// The controls.
    children: Children,
) -> impl IntoView {
    let ids = FieldIds::new(None, "fieldset");
    let described_by = ids.described_by(description, error);
    let invalid = aria_invalid(error);
    let context = FieldsetContext {
        size,
        disabled,
        has_error: Live::derive(move || error.with(Option::is_some)),
    };
    let set_class = class_names(&[
        class,
        "aksel-fieldset",
        &format!("aksel-fieldset--{}", size.as_str()),
    ]);
    let hidden = class_if(hide_legend, "aksel-typo--visually-hidden");
    let legend_class = class_names(&[
        "aksel-fieldset__legend",
        "aksel-label",
        class_if(size == Size::Small, "aksel-label--small"),
        hidden,
    ]);
    let description_class = class_names(&[
        "aksel-fieldset__description",
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
        hidden,
    ]);
    view! {
        <fieldset
            class=set_class
            role=role
            disabled=move || disabled.get()
            aria-describedby=move || described_by.get()
            aria-invalid=move || invalid.get()
        >
            <legend class=legend_class>{drawn(move || legend.get())}</legend>
            {drawn(move || description.get().map(|description| view! {
                <div id=ids.description.clone() class=description_class.clone()>{description}</div>
            }))}
            <Provider value=context>{children()}</Provider>
            <div
                id=ids.error
                aria-relevant="additions removals"
                aria-live="polite"
            >
                {drawn(move || error.get().map(|error| view! {
                    <ErrorMessage size=size show_icon=true>{error}</ErrorMessage>
                }))}
            </div>
        </fieldset>
    }
}
