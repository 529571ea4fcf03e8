//! The one link of a `LinkCard`.

use crate::live::Live;
use leptos::prelude::*;

/// The one link; stands in a `LinkCardTitle`.
#[component]
pub fn LinkCardAnchor(
    /// Where it leads.
    #[prop(into)]
    href: Live<String>,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <a class="aksel-link-anchor" href=move || href.get()>{children()}</a>
    }
}
