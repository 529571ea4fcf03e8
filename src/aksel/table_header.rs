//! The header rows of a `Table`.

use leptos::prelude::*;

/// The header rows of a `Table`.
#[component]
pub fn TableHeader(
    /// A `TableRow` of `TableColumnHeader`s.
    children: Children,
) -> impl IntoView {
    view! {
        <thead class="aksel-table__header">{children()}</thead>
    }
}
