//! The middle of a `Modal`: text and fields. It scrolls where there is no room.

use leptos::prelude::*;

/// The middle of a `Modal`.
#[component]
pub fn ModalBody(
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="aksel-modal__body">{children()}</div>
    }
}
