//! One choice of a `ToggleGroup`.

use leptos::prelude::*;

use super::icon::Icon;
use super::icon_name::IconName;
use super::strict_context::strict_context;
use super::toggle_group::ToggleGroupContext;
use crate::live::{Live, drawn};

/// One choice; stands in a `ToggleGroup`.
#[component]
pub fn ToggleGroupItem(
    /// Its value.
    #[prop(into)]
    value: String,
    /// Its text.
    #[prop(into)]
    label: Live<String>,
    /// An icon in front of the text; none by default.
    #[prop(into, optional)]
    icon: Live<Option<IconName>>,
    /// Cannot be chosen; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
) -> impl IntoView {
    let group: ToggleGroupContext = strict_context("ToggleGroupItem", "ToggleGroup");
    let own_value = StoredValue::new(value);
    let is_selected = Live::memo(move || {
        group
            .value
            .with(|value| own_value.with_value(|own| own == value))
    });
    let flag = move || if is_selected.get() { "true" } else { "false" };
    let inner_class = format!(
        "aksel-toggle-group__button-inner aksel-body-short aksel-body-short--{}",
        group.size.as_str()
    );
    view! {
        <button
            type="button"
            class="aksel-toggle-group__button"
            role="radio"
            aria-checked=flag
            data-selected=flag
            tabindex=move || if is_selected.get() { "0" } else { "-1" }
            disabled=move || disabled.get()
            on:click=move |_| {
                if !is_selected.get_untracked() {
                    group.on_change.run(own_value.get_value());
                }
            }
        >
            <span class=inner_class>
                {drawn(move || icon.get().map(|name| view! { <Icon name=name /> }))}
                {drawn(move || label.get())}
            </span>
        </button>
    }
}
