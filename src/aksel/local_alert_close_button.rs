//! The cross that puts a `LocalAlert` away.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::use_aksel_texts;
use super::button::{Button, ButtonSize, ButtonVariant};
use super::icon_name::IconName;
use crate::live::Live;

/// The cross; stands in a `LocalAlertHeader` after the title.
#[component]
pub fn LocalAlertCloseButton(
    /// Called when pressed; the caller takes the alert away.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    let texts = use_aksel_texts();
    view! {
        <Button
            class="aksel-base-alert__close-button"
            variant=ButtonVariant::Tertiary
            color=AkselColor::Neutral
            size=ButtonSize::Small
            icon=IconName::XMark
            title=Live::derive(move || Some(texts.get().close.to_owned()))
            on_click=move |_| on_click.run(())
        />
    }
}
