//! What `HStack` and `VStack` share: how their children stand, and the element that they are.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};

/// How children stand across the stack's direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackAlign {
    /// At the start.
    Start,
    /// In the middle.
    Center,
    /// At the end.
    End,
    /// On one line of writing.
    Baseline,
    /// As large as the stack.
    Stretch,
}

impl StackAlign {
    /// The value of `align-items`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Center => "center",
            Self::End => "end",
            Self::Baseline => "baseline",
            Self::Stretch => "stretch",
        }
    }
}

/// How children share the room along the stack's direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StackJustify {
    /// Together at the start.
    Start,
    /// Together in the middle.
    Center,
    /// Together at the end.
    End,
    /// The first at the start, the last at the end.
    SpaceBetween,
}

impl StackJustify {
    /// The value of `justify-content`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Center => "center",
            Self::End => "end",
            Self::SpaceBetween => "space-between",
        }
    }
}

/// A flex box in one direction.
#[component]
pub(super) fn Stack(
    direction_class: &'static str,
    direction: &'static str,
    wrap: bool,
    gap: &'static str,
    align: Option<StackAlign>,
    justify: Option<StackJustify>,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-stack",
        direction_class,
        "aksel-stack-direction",
        class,
        class_if(!gap.is_empty(), "aksel-stack-gap"),
        class_if(align.is_some(), "aksel-stack-align"),
        class_if(justify.is_some(), "aksel-stack-justify"),
        class_if(wrap, "aksel-stack-wrap"),
    ]);
    // Single properties are set through the style object: the content security policy lets them pass.
    let gap = (!gap.is_empty()).then(|| format!("var(--ax-{gap})"));
    view! {
        <div
            class=class
            style=("--__axc-stack-direction-xs", direction)
            style=("--__axc-stack-gap-xs", gap)
            style=("--__axc-stack-align-xs", align.map(StackAlign::as_str))
            style=("--__axc-stack-justify-xs", justify.map(StackJustify::as_str))
        >
            {children()}
        </div>
    }
}
