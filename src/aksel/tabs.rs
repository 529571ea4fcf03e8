//! Tabs: several panels in the room of one. Hands the chosen value to list, tabs and panels.

use leptos::context::Provider;
use leptos::prelude::*;

use super::class_names::class_names;
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::Live;

/// What the tabs hand to their parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct TabsContext {
    /// Value of the open panel.
    pub(super) value: Live<String>,
    /// Called with the value just chosen.
    pub(super) on_change: Callback<String>,
    /// Size of the tabs.
    pub(super) size: Size,
    /// Whether the tabs share the whole width.
    pub(super) fill: bool,
    /// What the ids of this set's tabs and panels open with.
    pub(super) id: StoredValue<String>,
}

impl TabsContext {
    /// Id of the tab for `value`.
    pub(super) fn tab_id(&self, value: &str) -> String {
        self.id.with_value(|id| format!("{id}-tab-{value}"))
    }

    /// Id of the panel for `value`.
    pub(super) fn panel_id(&self, value: &str) -> String {
        self.id.with_value(|id| format!("{id}-panel-{value}"))
    }
}

/// Several panels in the room of one.
#[component]
pub fn Tabs(
    /// Value of the open panel; a word without spaces.
    #[prop(into)]
    value: Live<String>,
    /// Called with the value just chosen, not with the one already open.
    #[prop(into)]
    on_change: Callback<String>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// The tabs share the whole width; false by default.
    #[prop(optional)]
    fill: bool,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// A `TabsList`, then a `TabsPanel` for each tab.
    children: Children,
) -> impl IntoView {
    let context = TabsContext {
        value,
        on_change,
        size,
        fill,
        id: StoredValue::new(unique_id("tabs")),
    };
    let class = class_names(&[class, &format!("aksel-tabs--{}", size.as_str())]);
    view! {
        <div class=class>
            <Provider value=context>{children()}</Provider>
        </div>
    }
}
