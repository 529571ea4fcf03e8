//! The cell that names a column of a `Table`, and sorts by it where it may. Sorting is the caller's.

use leptos::prelude::*;

use super::class_names::class_names;
use super::icon::Icon;
use super::icon_name::IconName;
use super::table_data_cell::CellAlign;
use crate::live::Live;

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDirection {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The cell that names a column.
#[component]
pub fn TableColumnHeader(
    /// Which way the table is sorted by this column; not by it by default.
    #[prop(into, optional)]
    sort: Live<Option<SortDirection>>,
    /// Called when the table is to be sorted by this column; without it the column cannot be sorted.
    #[prop(into, optional)]
    on_sort: Option<Callback<()>>,
    /// Where the text stands; `Left` by default.
    #[prop(optional)]
    align: CellAlign,
    /// What stands in the cell.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-table__header-cell",
        "aksel-label",
        match align {
            CellAlign::Left => "",
            CellAlign::Center => "aksel-table__header-cell--align-center",
            CellAlign::Right => "aksel-table__header-cell--align-right",
        },
    ]);
    let aria_sort = move || {
        on_sort.map(|_| match sort.get() {
            Some(SortDirection::Ascending) => "ascending",
            Some(SortDirection::Descending) => "descending",
            None => "none",
        })
    };
    let icon = Live::derive(move || match sort.get() {
        Some(SortDirection::Ascending) => IconName::SortUp,
        Some(SortDirection::Descending) => IconName::SortDown,
        None => IconName::ArrowsUpDown,
    });
    view! {
        <th class=class scope="col" aria-sort=aria_sort>
            {match on_sort {
                Some(on_sort) => view! {
                    <button
                        type="button"
                        class="aksel-table__sort-button"
                        on:click=move |_| on_sort.run(())
                    >
                        {children()}
                        <Icon name=icon />
                    </button>
                }.into_any(),
                None => children(),
            }}
        </th>
    }
}
