//! A spinning circle for waits of unknown length.

use leptos::prelude::*;

use super::aksel_texts::use_aksel_texts;
use super::class_names::{class_if, class_names};
use crate::live::Live;

/// Size of a loader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoaderSize {
    /// 64 pixels.
    XXLarge,
    /// 48 pixels.
    XLarge,
    /// 32 pixels.
    Large,
    /// 24 pixels.
    #[default]
    Medium,
    /// 20 pixels.
    Small,
    /// 16 pixels.
    XSmall,
}

impl LoaderSize {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::XXLarge => "2xlarge",
            Self::XLarge => "xlarge",
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
            Self::XSmall => "xsmall",
        }
    }
}

/// Colour of a loader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoaderVariant {
    /// Grey.
    #[default]
    Neutral,
    /// The colour of its surroundings.
    Interaction,
    /// For dark ground.
    Inverted,
}

impl LoaderVariant {
    /// The value of `data-variant`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Interaction => "interaction",
            Self::Inverted => "inverted",
        }
    }
}

/// A spinning circle.
#[component]
pub fn Loader(
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: LoaderSize,
    /// Colour; `Neutral` by default.
    #[prop(optional)]
    variant: LoaderVariant,
    /// No ground behind the moving part; false by default.
    #[prop(optional)]
    transparent: bool,
    /// What is being waited for; "waiting" by default.
    #[prop(optional, into)]
    title: Live<Option<String>>,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let class = class_names(&[
        "aksel-loader",
        &format!("aksel-loader--{}", size.as_str()),
        &format!("aksel-loader--{}", variant.as_str()),
        class_if(transparent, "aksel-loader--transparent"),
    ]);
    let color = (variant != LoaderVariant::Interaction).then_some("neutral");
    view! {
        <svg
            class=class
            role="img"
            aria-label=move || title.get().unwrap_or_else(|| texts.get().loading.to_owned())
            focusable="false"
            viewBox="0 0 50 50"
            preserveAspectRatio="xMidYMid"
            data-color=color
            data-variant=variant.as_str()
        >
            <circle class="aksel-loader__background" cx="25" cy="25" r="20" fill="none" />
            <circle
                class="aksel-loader__foreground"
                cx="25"
                cy="25"
                r="20"
                fill="none"
                stroke-dasharray="50 155"
            />
        </svg>
    }
}
