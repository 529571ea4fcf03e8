//! A link in or beside text.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::{class_if, class_names};
use crate::live::Live;

/// A link.
#[component]
pub fn Link(
    /// Where it leads.
    #[prop(into)]
    href: Live<String>,
    /// Underlined; true by default.
    #[prop(default = true)]
    underline: bool,
    /// Stands in running text; false by default.
    #[prop(optional)]
    inline_text: bool,
    /// Colour role (`data-color`); that of the surroundings by default.
    #[prop(into, optional)]
    color: Option<AkselColor>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// The text.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-link",
        class,
        class_if(!underline, "aksel-link--remove-underline"),
        class_if(inline_text, "aksel-link--inline-text"),
    ]);
    view! {
        <a class=class href=move || href.get() data-color=color.map(AkselColor::as_str)>{children()}</a>
    }
}
