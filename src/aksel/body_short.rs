//! Text of one or two lines. Longer text is `BodyLong`.

use leptos::html::custom;
use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::typography::{BodySize, TextColor, Weight, color_class, weight_class};

/// Text of one or two lines.
#[component]
pub fn BodyShort(
    /// Size of the text; `Medium` by default.
    #[prop(optional)]
    size: BodySize,
    /// Weight of the text; `Regular` by default.
    #[prop(optional)]
    weight: Weight,
    /// Space below; none by default.
    #[prop(optional)]
    spacing: bool,
    /// Cuts the text off at one line with three dots; false by default.
    #[prop(optional)]
    truncate: bool,
    /// Hides the text from sight but not from screen readers; false by default.
    #[prop(optional)]
    visually_hidden: bool,
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
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
        weight_class(weight),
        class_if(spacing, "aksel-typo--spacing"),
        class_if(truncate, "aksel-typo--truncate"),
        class_if(visually_hidden, "aksel-typo--visually-hidden"),
        color_class(text_color),
    ]);
    custom(tag).class(class).child(children())
}
