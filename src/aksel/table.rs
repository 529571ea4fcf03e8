//! A table. Where the screen is narrow it scrolls sideways inside its surroundings, not the page.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::size::Size;

/// A table.
#[component]
pub fn Table(
    /// Size of the rows; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Every other row has another ground; false by default.
    #[prop(optional)]
    zebra_stripes: bool,
    /// The header stays in sight; false by default.
    #[prop(optional)]
    sticky_header: bool,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// A `TableHeader` and a `TableBody`.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-table",
        &format!("aksel-table--{}", size.as_str()),
        class,
        class_if(zebra_stripes, "aksel-table--zebra-stripes"),
        class_if(sticky_header, "aksel-table--sticky-header"),
    ]);
    view! {
        <table class=class>{children()}</table>
    }
}
