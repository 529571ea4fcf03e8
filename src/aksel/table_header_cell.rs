//! The cell that names a row of a `Table`. Columns are named by `TableColumnHeader`.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::size::Size;

/// The cell that names a row.
#[component]
pub fn TableHeaderCell(
    /// What it names; `row` by default.
    #[prop(default = "row")]
    scope: &'static str,
    /// Size of the text; `Medium` by default.
    #[prop(optional)]
    text_size: Size,
    /// What stands in the cell.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-table__header-cell",
        "aksel-label",
        class_if(text_size == Size::Small, "aksel-label--small"),
    ]);
    view! {
        <th class=class scope=scope>{children()}</th>
    }
}
