//! A word or two that marks the state of a thing. Not a button.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::class_names;
use super::icon::Icon;
use super::icon_name::IconName;
use crate::live::{Live, drawn};

/// Strength of a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagVariant {
    /// Light, with a border.
    #[default]
    Outline,
    /// Light.
    Moderate,
    /// Filled.
    Strong,
}

impl TagVariant {
    /// The value of `data-variant`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outline => "outline",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
        }
    }
}

/// Size of a tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagSize {
    /// 32 pixels high.
    #[default]
    Medium,
    /// 24 pixels high.
    Small,
    /// 20 pixels high.
    XSmall,
}

impl TagSize {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::Small => "small",
            Self::XSmall => "xsmall",
        }
    }
}

/// A word or two that marks the state of a thing.
#[component]
pub fn Tag(
    /// Strength; `Outline` by default.
    #[prop(into, optional)]
    variant: Live<TagVariant>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: TagSize,
    /// Colour role (`data-color`); `Neutral` by default.
    #[prop(into, default = AkselColor::Neutral.into())]
    color: Live<AkselColor>,
    /// An icon in front; none by default.
    #[prop(into, optional)]
    icon: Live<Option<IconName>>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// The words.
    children: Children,
) -> impl IntoView {
    let text = if size == TagSize::Medium {
        "medium"
    } else {
        "small"
    };
    let class = class_names(&[
        "aksel-tag",
        class,
        &format!("aksel-tag--{}", size.as_str()),
        "aksel-body-short",
        &format!("aksel-body-short--{text}"),
    ]);
    view! {
        <span
            class=class
            data-color=move || color.get().as_str()
            data-variant=move || variant.get().as_str()
        >
            {drawn(move || icon.get().map(|name| view! {
                <span class="aksel-tag__icon--left"><Icon name=name /></span>
            }))}
            {children()}
        </span>
    }
}
