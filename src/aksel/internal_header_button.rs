//! A button in the `InternalHeader`.

use leptos::prelude::*;

use super::class_names::class_names;
use crate::live::Live;

/// A button; stands in an `InternalHeader`.
#[component]
pub fn InternalHeaderButton(
    /// Called when pressed.
    #[prop(into)]
    on_click: Callback<()>,
    /// Marked as where one is; false by default.
    #[prop(into, optional)]
    is_active: Live<bool>,
    /// The name where there is no text; none by default.
    #[prop(into, optional)]
    title: Live<Option<String>>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// Icon or text.
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=class_names(&["aksel-internalheader__button", class])
            aria-current=move || is_active.get().then_some("true")
            data-active=move || if is_active.get() { "true" } else { "false" }
            aria-label=move || title.get()
            title=move || title.get()
            on:click=move |_| on_click.run(())
        >
            {children()}
        </button>
    }
}
