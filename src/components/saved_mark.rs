//! Whether something is on this device only or at the centre too.

use leptos::prelude::*;

use crate::aksel::{Icon, IconName};
use crate::live::Live;
use crate::text::item as text;

/// "Saved here" or "received".
#[component]
pub fn SavedMark(
    /// Whether the centre has it.
    #[prop(into)]
    is_received: Live<bool>,
) -> impl IntoView {
    let state = move || {
        if is_received.get() {
            "received"
        } else {
            "saved"
        }
    };
    let icon = Live::derive(move || {
        if is_received.get() {
            IconName::CheckmarkCircle
        } else {
            IconName::MobileSmall
        }
    });
    let words = move || {
        if is_received.get() {
            text::RECEIVED
        } else {
            text::SAVED
        }
    };
    view! {
        <span class="ov-saved" data-state=state>
            <Icon name=icon />
            <span>{words}</span>
        </span>
    }
}
