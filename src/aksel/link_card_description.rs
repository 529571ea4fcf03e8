//! The text below the title of a `LinkCard`.

use leptos::prelude::*;

/// The text below the title; stands in a `LinkCard`.
#[component]
pub fn LinkCardDescription(
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="aksel-link-card__description">{children()}</div>
    }
}
