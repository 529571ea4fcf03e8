//! How far something has come.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::use_aksel_texts;
use super::class_names::class_names;
use crate::live::Live;

/// Height of a progress bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProgressBarSize {
    /// 24 pixels.
    Large,
    /// 16 pixels.
    #[default]
    Medium,
    /// 8 pixels.
    Small,
}

impl ProgressBarSize {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
        }
    }
}

/// How far something has come.
#[component]
pub fn ProgressBar(
    /// What it measures, for screen readers.
    #[prop(into)]
    label: Live<String>,
    /// How much is done.
    #[prop(into)]
    value: Live<u32>,
    /// How much there is; 100 by default.
    #[prop(into, default = 100.into())]
    value_max: Live<u32>,
    /// Height; `Medium` by default.
    #[prop(optional)]
    size: ProgressBarSize,
    /// Colour role (`data-color`); that of the surroundings by default.
    #[prop(into, optional)]
    color: Live<Option<AkselColor>>,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let missing = move || {
        let max = value_max.get().max(1);
        let done = value.get().min(max);
        let percent = u64::from(max - done) * 100 / u64::from(max);
        format!("-{percent}%")
    };
    let class = class_names(&[
        "aksel-progress-bar",
        &format!("aksel-progress-bar--{}", size.as_str()),
    ]);
    view! {
        <div
            class=class
            role="progressbar"
            aria-label=move || label.get()
            aria-valuemin="0"
            aria-valuemax=move || value_max.get().to_string()
            aria-valuenow=move || value.get().to_string()
            aria-valuetext=move || format!("{} {} {}", value.get(), texts.get().out_of, value_max.get())
            data-color=move || color.get().map(AkselColor::as_str)
        >
            <div
                class="aksel-progress-bar__foreground"
                style=("--__axc-progress-bar-translate", missing)
            ></div>
        </div>
    }
}
