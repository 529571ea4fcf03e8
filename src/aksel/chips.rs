//! A row of chips: filters that are on or off, or chosen things that can be taken away again.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::size::Size;
use crate::live::Live;

/// A row of chips; each part makes its own list item.
#[component]
pub fn Chips(
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// What the chips are, for screen readers; nothing by default.
    #[prop(into, optional)]
    label: Live<Option<String>>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// The chips.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-chips",
        class,
        &format!("aksel-chips--{}", size.as_str()),
        class_if(
            size == Size::Medium,
            "aksel-body-short aksel-body-short--small",
        ),
        class_if(size == Size::Small, "aksel-detail"),
    ]);
    view! {
        <ul class=class aria-label=move || label.get()>{children()}</ul>
    }
}
