//! The rows of a `Table` that hold its content.

use leptos::prelude::*;

/// The rows of a `Table` that hold its content.
#[component]
pub fn TableBody(
    /// The rows.
    children: Children,
) -> impl IntoView {
    view! {
        <tbody class="aksel-table__body">{children()}</tbody>
    }
}
