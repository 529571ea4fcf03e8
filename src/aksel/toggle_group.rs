//! A few choices side by side of which one is in force, such as two ways to see the same list.

use leptos::context::Provider;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::{class_if, class_names};
use super::roving_focus::move_focus;
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::{Live, drawn};

/// What the group hands to its items.
#[derive(Clone, Copy, Debug)]
pub(super) struct ToggleGroupContext {
    /// Value of the item in force.
    pub(super) value: Live<String>,
    /// Called with the value just chosen.
    pub(super) on_change: Callback<String>,
    /// Size of the items.
    pub(super) size: Size,
}

/// A few choices side by side.
#[component]
pub fn ToggleGroup(
    /// Value of the item in force.
    #[prop(into)]
    value: Live<String>,
    /// Called with the value just chosen, not with the one already in force.
    #[prop(into)]
    on_change: Callback<String>,
    /// What is chosen.
    #[prop(into)]
    label: Live<String>,
    /// Hides the label from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_label: bool,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// As wide as its surroundings; false by default.
    #[prop(optional)]
    fill: bool,
    /// Colour role (`data-color`); that of the surroundings by default.
    #[prop(into, optional)]
    color: Option<AkselColor>,
    /// The items.
    children: Children,
) -> impl IntoView {
    let label_id = unique_id("toggle-group");
    let class = class_names(&[
        "aksel-toggle-group__wrapper",
        class_if(fill, "aksel-toggle-group__wrapper--fill"),
    ]);
    let label_class = class_names(&[
        "aksel-label",
        class_if(size == Size::Small, "aksel-label--small"),
        class_if(hide_label, "aksel-sr-only"),
    ]);
    let group_class = class_names(&[
        "aksel-toggle-group",
        &format!("aksel-toggle-group--{}", size.as_str()),
    ]);
    let context = ToggleGroupContext {
        value,
        on_change,
        size,
    };
    view! {
        <div class=class data-color=color.map(AkselColor::as_str)>
            <div id=label_id.clone() class=label_class>{drawn(move || label.get())}</div>
            <div
                class=group_class
                role="radiogroup"
                aria-labelledby=label_id
                on:keydown=move |event| move_focus(&event)
            >
                <Provider value=context>{children()}</Provider>
            </div>
        </div>
    }
}
