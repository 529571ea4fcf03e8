//! Several checkboxes that together answer one question.

use leptos::context::Provider;
use leptos::prelude::*;

use super::fieldset::Fieldset;
use super::size::Size;
use crate::live::Live;

/// What the group hands to its checkboxes.
#[derive(Clone, Copy, Debug)]
pub(super) struct CheckboxGroupContext {
    /// Values of the ticked ones.
    pub(super) value: Live<Vec<String>>,
    /// Ticks a value, or takes the tick away.
    pub(super) toggle: Callback<String>,
}

/// Several checkboxes under one legend.
#[component]
pub fn CheckboxGroup(
    /// What the group asks for.
    #[prop(into)]
    legend: Live<String>,
    /// Values of the ticked checkboxes.
    #[prop(into)]
    value: Live<Vec<String>>,
    /// Called with the values that are ticked after a change.
    #[prop(into)]
    on_change: Callback<Vec<String>>,
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
    /// The checkboxes.
    children: Children,
) -> impl IntoView {
    let context = CheckboxGroupContext {
        value,
        toggle: Callback::new(move |toggled: String| {
            let mut values = value.get_untracked();
            let before = values.len();
            values.retain(|other| *other != toggled);
            if values.len() == before {
                values.push(toggled);
            }
            on_change.run(values);
        }),
    };
    view! {
        <Fieldset
            legend=legend
            hide_legend=hide_legend
            description=description
            error=error
            size=size
            disabled=disabled
        >
            <div><Provider value=context>{children()}</Provider></div>
        </Fieldset>
    }
}
