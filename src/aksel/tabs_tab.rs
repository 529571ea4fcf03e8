//! One tab: opens its panel.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::icon::Icon;
use super::icon_name::IconName;
use super::strict_context::strict_context;
use super::tabs::TabsContext;
use crate::live::{Live, drawn};

/// One tab; stands in a `TabsList`.
#[component]
pub fn TabsTab(
    /// Value of the panel that it opens; a word without spaces.
    #[prop(into)]
    value: String,
    /// Its text.
    #[prop(into)]
    label: Live<String>,
    /// An icon in front of the text; none by default.
    #[prop(into, optional)]
    icon: Live<Option<IconName>>,
) -> impl IntoView {
    let tabs: TabsContext = strict_context("TabsTab", "Tabs");
    let class = class_names(&[
        "aksel-tabs__tab",
        &format!("aksel-tabs__tab--{}", tabs.size.as_str()),
        class_if(tabs.fill, "aksel-tabs__tab--fill"),
    ]);
    let inner_class = format!(
        "aksel-tabs__tab-inner aksel-body-short aksel-body-short--{}",
        tabs.size.as_str()
    );
    let tab_id = tabs.tab_id(&value);
    let panel_id = tabs.panel_id(&value);
    let own_value = StoredValue::new(value);
    let is_open = Live::memo(move || {
        tabs.value
            .with(|value| own_value.with_value(|own| own == value))
    });
    view! {
        <button
            type="button"
            id=tab_id
            class=class
            role="tab"
            aria-selected=move || if is_open.get() { "true" } else { "false" }
            aria-controls=panel_id
            data-state=move || if is_open.get() { "active" } else { "inactive" }
            tabindex=move || if is_open.get() { "0" } else { "-1" }
            on:click=move |_| {
                if !is_open.get_untracked() {
                    tabs.on_change.run(own_value.get_value());
                }
            }
        >
            <span class=inner_class>
                {drawn(move || icon.get().map(|name| view! { <span aria-hidden="true"><Icon name=name /></span> }))}
                <span>{drawn(move || label.get())}</span>
            </span>
        </button>
    }
}
