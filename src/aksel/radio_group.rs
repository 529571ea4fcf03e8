//! A few answers of which one is right.

use leptos::context::Provider;
use leptos::prelude::*;

use super::fieldset::Fieldset;
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::Live;

/// What the group hands to its radios.
#[derive(Clone, Copy, Debug)]
pub(super) struct RadioGroupContext {
    /// The name that binds the radios together.
    pub(super) name: StoredValue<String>,
    /// Value of the chosen one.
    pub(super) value: Live<String>,
    /// Called with the value just chosen.
    pub(super) on_change: Callback<String>,
}

/// A few answers under one legend.
#[component]
pub fn RadioGroup(
    /// What the group asks for.
    #[prop(into)]
    legend: Live<String>,
    /// Value of the chosen radio; empty for none.
    #[prop(into)]
    value: Live<String>,
    /// Called with the value of the radio just chosen.
    #[prop(into)]
    on_change: Callback<String>,
    /// Hides legend and description from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_legend: bool,
    /// A sentence below the legend; none by default.
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
    /// The radios.
    children: Children,
) -> impl IntoView {
    let context = RadioGroupContext {
        name: StoredValue::new(unique_id("radio-group")),
        value,
        on_change,
    };
    view! {
        <Fieldset
            legend=legend
            hide_legend=hide_legend
            description=description
            error=error
            size=size
            disabled=disabled
            role="radiogroup"
        >
            <div><Provider value=context>{children()}</Provider></div>
        </Fieldset>
    }
}
