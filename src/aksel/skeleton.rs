//! Grey shapes where content will be. Not for screen readers: say beside it that something loads.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};

/// Shape of a skeleton.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonVariant {
    /// A line of text.
    #[default]
    Text,
    /// A circle.
    Circle,
    /// A rectangle.
    Rectangle,
    /// A rectangle with round corners.
    Rounded,
}

impl SkeletonVariant {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Circle => "circle",
            Self::Rectangle => "rectangle",
            Self::Rounded => "rounded",
        }
    }
}

/// A grey shape where content will be.
#[component]
pub fn Skeleton(
    /// Shape; `Text` by default.
    #[prop(optional)]
    variant: SkeletonVariant,
    /// Height as in CSS; by the surroundings by default.
    #[prop(optional)]
    height: Option<&'static str>,
    /// Width as in CSS; by the surroundings by default.
    #[prop(optional)]
    width: Option<&'static str>,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-skeleton",
        &format!("aksel-skeleton--{}", variant.as_str()),
        class_if(height.is_none(), "aksel-skeleton--no-height"),
        class_if(width.is_none(), "aksel-skeleton--no-width"),
    ]);
    view! {
        <div class=class style:width=width style:height=height aria-hidden="true"></div>
    }
}
