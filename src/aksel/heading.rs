//! Headings: the level is for the page's outline, the size for the eye.

use leptos::html::custom;
use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::typography::{TextColor, color_class};

/// Place in the page's outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadingLevel {
    /// `h1`: one to a page.
    #[default]
    One,
    /// `h2`.
    Two,
    /// `h3`.
    Three,
    /// `h4`.
    Four,
    /// `h5`.
    Five,
    /// `h6`.
    Six,
}

impl HeadingLevel {
    /// The element's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::One => "h1",
            Self::Two => "h2",
            Self::Three => "h3",
            Self::Four => "h4",
            Self::Five => "h5",
            Self::Six => "h6",
        }
    }
}

/// Size of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingSize {
    /// 40 pixels, 32 on narrow screens.
    XLarge,
    /// 32 pixels, 28 on narrow screens.
    Large,
    /// 24 pixels.
    Medium,
    /// 20 pixels.
    Small,
    /// 18 pixels.
    XSmall,
}

impl HeadingSize {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::XLarge => "xlarge",
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
            Self::XSmall => "xsmall",
        }
    }
}

/// A heading.
#[component]
pub fn Heading(
    /// Place in the page's outline; `One` by default.
    #[prop(optional)]
    level: HeadingLevel,
    /// Size for the eye; no default.
    size: HeadingSize,
    /// Space below; none by default.
    #[prop(optional)]
    spacing: bool,
    /// Hides the heading from sight but not from screen readers; false by default.
    #[prop(optional)]
    visually_hidden: bool,
    /// Colour of the text; that of the surroundings by default.
    #[prop(optional, into)]
    text_color: Option<TextColor>,
    /// The element's id, to be pointed at; none by default.
    #[prop(optional, into)]
    id: Option<String>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands in the heading.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        class,
        "aksel-heading",
        &format!("aksel-heading--{}", size.as_str()),
        class_if(spacing, "aksel-typo--spacing"),
        class_if(visually_hidden, "aksel-typo--visually-hidden"),
        color_class(text_color),
    ]);
    custom(level.as_str()).id(id).class(class).child(children())
}
