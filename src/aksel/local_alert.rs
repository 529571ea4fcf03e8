//! A message about part of a page that must not be missed: read aloud when it appears, at once when
//! something is wrong and after the current sentence when not (Aksel always interrupts).

use leptos::context::Provider;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::{AkselTexts, use_aksel_texts};
use super::class_names::class_names;
use super::icon_name::IconName;
use super::size::Size;
use crate::live::Live;

/// What kind of alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertStatus {
    /// News.
    Announcement,
    /// It worked.
    Success,
    /// Needs a look.
    Warning,
    /// Something is wrong.
    Error,
}

impl AlertStatus {
    pub(super) fn color(self) -> AkselColor {
        match self {
            Self::Announcement => AkselColor::Neutral,
            Self::Success => AkselColor::Success,
            Self::Warning => AkselColor::Warning,
            Self::Error => AkselColor::Danger,
        }
    }

    pub(super) fn icon(self) -> IconName {
        match self {
            Self::Announcement => IconName::MegaphoneSpeakingFill,
            Self::Success => IconName::CheckmarkCircleFill,
            Self::Warning => IconName::ExclamationmarkTriangleFill,
            Self::Error => IconName::XMarkOctagonFill,
        }
    }

    pub(super) fn word(self, texts: AkselTexts) -> &'static str {
        match self {
            Self::Announcement => texts.announcement,
            Self::Success => texts.success,
            Self::Warning => texts.warning,
            Self::Error => texts.error,
        }
    }

    fn role(self) -> &'static str {
        match self {
            Self::Announcement | Self::Success => "status",
            Self::Warning | Self::Error => "alert",
        }
    }
}

/// What the alert hands to its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct LocalAlertContext {
    /// What kind of alert.
    pub(super) status: Live<AlertStatus>,
    /// Size of the parts.
    pub(super) size: Size,
}

/// A message about part of a page.
#[component]
pub fn LocalAlert(
    /// What kind of alert.
    #[prop(into)]
    status: Live<AlertStatus>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// A `LocalAlertHeader` with a `LocalAlertTitle`, then a `LocalAlertContent`.
    children: Children,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let context = LocalAlertContext { status, size };
    view! {
        <section
            class=class_names(&[class, "aksel-base-alert"])
            aria-label=move || status.get().word(texts.get())
            data-size=size.as_str()
            data-color=move || status.get().color().as_str()
            data-variant="strong"
            data-global="false"
        >
            <div role=move || status.get().role()>
                <Provider value=context>{children()}</Provider>
            </div>
        </section>
    }
}
