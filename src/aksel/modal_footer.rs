//! The bottom of a `Modal`: the buttons, the main one first, which Aksel shows at the right end.

use leptos::prelude::*;

/// The bottom of a `Modal`.
#[component]
pub fn ModalFooter(
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="aksel-modal__footer">{children()}</div>
    }
}
