//! A short message beside what it is about. It is not announced by itself; what must be is a `LocalAlert`.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::use_aksel_texts;
use super::icon::Icon;
use super::icon_name::IconName;
use super::size::Size;
use crate::live::Live;

/// What kind of message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageStatus {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// Needs a look.
    Warning,
    /// Something is wrong.
    Error,
}

impl MessageStatus {
    fn color(self) -> AkselColor {
        match self {
            Self::Info => AkselColor::Info,
            Self::Success => AkselColor::Success,
            Self::Warning => AkselColor::Warning,
            Self::Error => AkselColor::Danger,
        }
    }

    fn icon(self) -> IconName {
        match self {
            Self::Info => IconName::InformationSquareFill,
            Self::Success => IconName::CheckmarkCircleFill,
            Self::Warning => IconName::ExclamationmarkTriangleFill,
            Self::Error => IconName::XMarkOctagonFill,
        }
    }
}

/// A short message beside what it is about.
#[component]
pub fn InlineMessage(
    /// What kind of message.
    #[prop(into)]
    status: Live<MessageStatus>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// The message.
    children: Children,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let word = move || {
        let texts = texts.get();
        let word = match status.get() {
            MessageStatus::Info => texts.info,
            MessageStatus::Success => texts.success,
            MessageStatus::Warning => texts.warning,
            MessageStatus::Error => texts.error,
        };
        format!("{word}: ")
    };
    let class = format!(
        "aksel-inline-message aksel-body-long aksel-body-long--{}",
        size.as_str()
    );
    view! {
        <div class=class data-color=move || status.get().color().as_str() data-size=size.as_str()>
            <Icon name=Live::derive(move || status.get().icon()) class="aksel-inline-message__icon" />
            <span class="aksel-sr-only">{word}</span>
            <span data-color="accent">{children()}</span>
        </div>
    }
}
