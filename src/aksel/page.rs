//! The ground that a page stands on, at least as high as the screen.

use leptos::prelude::*;

use super::class_names::class_names;

/// The ground that a page stands on.
#[component]
pub fn Page(
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands on the page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=class_names(&["aksel-page", class])>
            <div class="aksel-page__content--grow aksel-page__content--padding">{children()}</div>
        </div>
    }
}
