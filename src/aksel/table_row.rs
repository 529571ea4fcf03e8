//! A row of a `Table`.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use crate::live::Live;

/// A row of a `Table`.
#[component]
pub fn TableRow(
    /// Marked as chosen; false by default.
    #[prop(into, optional)]
    selected: Live<bool>,
    /// Darker under the pointer; true by default.
    #[prop(default = true)]
    shade_on_hover: bool,
    /// The cells.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-table__row",
        class_if(shade_on_hover, "aksel-table__row--shade-on-hover"),
    ]);
    view! {
        <tr class=class class=("aksel-table__row--selected", move || selected.get())>{children()}</tr>
    }
}
