//! The tool's name in the `InternalHeader`: leads to the first page.

use leptos::prelude::*;

/// The tool's name; stands in an `InternalHeader`.
#[component]
pub fn InternalHeaderTitle(
    /// Where it leads; `/` by default.
    #[prop(default = "/")]
    href: &'static str,
    /// The name.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="aksel-internalheader__title aksel-body-short" href=href><span>{children()}</span></a>
    }
}
