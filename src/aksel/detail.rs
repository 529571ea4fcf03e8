//! The smallest text: dates, names, notes beside a thing.

use leptos::html::custom;
use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::typography::{TextColor, Weight, color_class, weight_class};

/// The smallest text.
#[component]
pub fn Detail(
    /// Weight of the text; `Regular` by default.
    #[prop(optional)]
    weight: Weight,
    /// Space below; none by default.
    #[prop(optional)]
    spacing: bool,
    /// Colour of the text; that of the surroundings by default.
    #[prop(optional, into)]
    text_color: Option<TextColor>,
    /// The element's name (Aksel's `as`); `p` by default.
    #[prop(default = "p")]
    tag: &'static str,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands in the text.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        class,
        "aksel-detail",
        weight_class(weight),
        class_if(spacing, "aksel-typo--spacing"),
        color_class(text_color),
    ]);
    custom(tag).class(class).child(children())
}
