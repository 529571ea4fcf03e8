//! A status with its colour and picture, never colour alone.

use leptos::prelude::*;
use overgang_domain::Status;

use crate::aksel::{AkselColor, IconName, Tag, TagSize};
use crate::live::{Live, drawn};
use crate::text::words;

/// The status in words.
#[component]
pub fn StatusTag(
    /// Which.
    #[prop(into)]
    status: Live<Status>,
) -> impl IntoView {
    let color = Live::derive(move || status_color(status.get()));
    let icon = Live::derive(move || Some(status_icon(status.get())));
    view! {
        <Tag size=TagSize::Small color icon>
            {drawn(move || words::status(status.get()))}
        </Tag>
    }
}

/// Its colour.
pub fn status_color(status: Status) -> AkselColor {
    match status {
        Status::NotAssessed | Status::NotNeeded | Status::Declined => AkselColor::Neutral,
        Status::NeedsHelp => AkselColor::Danger,
        Status::UnderWay => AkselColor::Info,
        Status::Waiting => AkselColor::Warning,
        Status::Done => AkselColor::Success,
    }
}

/// Its picture.
pub fn status_icon(status: Status) -> IconName {
    match status {
        Status::NotAssessed => IconName::Circle,
        Status::NeedsHelp => IconName::ExclamationmarkTriangle,
        Status::UnderWay => IconName::ArrowRight,
        Status::Waiting => IconName::Hourglass,
        Status::Done => IconName::Checkmark,
        Status::NotNeeded => IconName::MinusCircle,
        Status::Declined => IconName::CircleSlash,
    }
}
