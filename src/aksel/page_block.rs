//! A column of a page, as wide as can be read.

use leptos::html::custom;
use leptos::prelude::*;

use super::class_names::{class_if, class_names};

/// Widest that a block gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageBlockWidth {
    /// 576 pixels: for reading.
    Text,
    /// 768 pixels.
    Md,
    /// 1024 pixels.
    Lg,
    /// 1280 pixels.
    Xl,
    /// 1440 pixels.
    XXl,
}

impl PageBlockWidth {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Md => "md",
            Self::Lg => "lg",
            Self::Xl => "xl",
            Self::XXl => "2xl",
        }
    }
}

/// A column of a page.
#[component]
pub fn PageBlock(
    /// Widest that it gets; no limit by default.
    #[prop(into, optional)]
    width: Option<PageBlockWidth>,
    /// Space at both sides; false by default.
    #[prop(optional)]
    gutters: bool,
    /// The element's name (Aksel's `as`); `div` by default.
    #[prop(default = "div")]
    tag: &'static str,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands in the column.
    children: Children,
) -> impl IntoView {
    let width = width.map(|width| format!("aksel-pageblock--{}", width.as_str()));
    let class = class_names(&[
        "aksel-pageblock",
        width.as_deref().unwrap_or_default(),
        class,
        class_if(gutters, "aksel-pageblock--gutters"),
    ]);
    custom(tag).class(class).child(children())
}
