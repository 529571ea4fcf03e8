//! The row of tabs. Where there is no room for all it scrolls sideways.

use leptos::prelude::*;

use super::roving_focus::move_focus;
use crate::live::Live;

/// The row of tabs; stands in `Tabs`.
#[component]
pub fn TabsList(
    /// What the tabs are about, for screen readers; nothing by default.
    #[prop(into, optional)]
    label: Live<Option<String>>,
    /// The tabs.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="aksel-tabs__tablist-wrapper">
            <div
                class="aksel-tabs__tablist"
                role="tablist"
                aria-orientation="horizontal"
                aria-label=move || label.get()
                on:keydown=move |event| move_focus(&event)
            >
                {children()}
            </div>
        </div>
    }
}
