//! The coloured top of a `LocalAlert`: icon, title, perhaps a button to close.

use leptos::prelude::*;

use super::icon::Icon;
use super::local_alert::LocalAlertContext;
use super::strict_context::strict_context;
use crate::live::Live;

/// The coloured top; stands in a `LocalAlert`.
#[component]
pub fn LocalAlertHeader(
    /// A `LocalAlertTitle`, perhaps a `LocalAlertCloseButton`.
    children: Children,
) -> impl IntoView {
    let alert: LocalAlertContext = strict_context("LocalAlertHeader", "LocalAlert");
    view! {
        <div class="aksel-base-alert__header" data-color=move || alert.status.get().color().as_str()>
            <div class="aksel-base-alert__icon"><Icon name=Live::derive(move || alert.status.get().icon()) /></div>
            {children()}
        </div>
    }
}
