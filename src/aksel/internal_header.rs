//! The dark bar on top of NAV's internal tools.

use leptos::prelude::*;

use super::class_names::class_names;

/// The dark bar on top.
#[component]
pub fn InternalHeader(
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// An `InternalHeaderTitle`, then what the tool needs, then an `InternalHeaderUser`.
    children: Children,
) -> impl IntoView {
    view! {
        <header
            class=class_names(&["aksel-internalheader aksel-theme dark", class])
            data-background="false"
            data-color="accent"
        >
            {children()}
        </header>
    }
}
