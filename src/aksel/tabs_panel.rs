//! What a tab opens. What stands in a closed panel is not on the page.

use leptos::prelude::*;

use super::strict_context::strict_context;
use super::tabs::TabsContext;
use crate::live::{Live, drawn};

/// What a tab opens; stands in `Tabs`, after the `TabsList`.
#[component]
pub fn TabsPanel(
    /// Value of its tab; a word without spaces.
    #[prop(into)]
    value: String,
    /// What stands in the panel; built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let tabs: TabsContext = strict_context("TabsPanel", "Tabs");
    let panel_id = tabs.panel_id(&value);
    let tab_id = tabs.tab_id(&value);
    let is_open = Live::memo(move || tabs.value.with(|open| *open == value));
    view! {
        <div
            id=panel_id
            class="aksel-tabs__tabpanel"
            role="tabpanel"
            tabindex="0"
            aria-labelledby=tab_id
            hidden=move || !is_open.get()
            data-state=move || if is_open.get() { "active" } else { "inactive" }
        >
            {drawn(move || is_open.get().then(|| children()))}
        </div>
    }
}
