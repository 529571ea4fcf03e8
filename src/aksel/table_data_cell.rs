//! A cell of a `Table`.

use leptos::prelude::*;

use super::class_names::class_names;
use super::size::Size;

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellAlign {
    /// At the start.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the end: for figures.
    Right,
}

/// A cell of a `Table`.
#[component]
pub fn TableDataCell(
    /// Where the text stands; `Left` by default.
    #[prop(optional)]
    align: CellAlign,
    /// Size of the text; `Medium` by default.
    #[prop(optional)]
    text_size: Size,
    /// What stands in the cell.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-table__data-cell",
        match align {
            CellAlign::Left => "",
            CellAlign::Center => "aksel-table__data-cell--align-center",
            CellAlign::Right => "aksel-table__data-cell--align-right",
        },
        "aksel-body-short",
        &format!("aksel-body-short--{}", text_size.as_str()),
    ]);
    view! {
        <td class=class>{children.map(|children| children())}</td>
    }
}
