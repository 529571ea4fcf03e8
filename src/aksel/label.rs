//! A label for a control that has none of its own, or a small bold text in front of a value.

use leptos::html::custom;
use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::size::Size;
use super::typography::{TextColor, color_class};

/// A label.
#[component]
pub fn Label(
    /// Size of the text; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Space below; none by default.
    #[prop(optional)]
    spacing: bool,
    /// Colour of the text; that of the surroundings by default.
    #[prop(optional, into)]
    text_color: Option<TextColor>,
    /// Id of the control that it names; none by default.
    #[prop(optional, into)]
    html_for: Option<String>,
    /// The element's name (Aksel's `as`); `label` by default.
    #[prop(default = "label")]
    tag: &'static str,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands in the label.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        class,
        "aksel-label",
        class_if(size == Size::Small, "aksel-label--small"),
        class_if(spacing, "aksel-typo--spacing"),
        color_class(text_color),
    ]);
    custom(tag)
        .attr("for", html_for)
        .class(class)
        .child(children())
}
