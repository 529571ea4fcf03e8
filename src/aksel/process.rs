//! Events in the order of time: what was, what is, what is to come.

use leptos::context::Provider;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use crate::live::Live;

/// What the process hands to its events.
#[derive(Clone, Copy, Debug)]
pub(super) struct ProcessContext {
    /// Whether the word for the active event is left out.
    pub(super) hide_status_text: bool,
}

/// Events in the order of time.
#[component]
pub fn Process(
    /// Leaves out the word for the event that is going on; false by default.
    #[prop(optional)]
    hide_status_text: bool,
    /// What the events are about, for screen readers; nothing by default.
    #[prop(into, optional)]
    label: Live<Option<String>>,
    /// Colour role (`data-color`); `Info` by default.
    #[prop(default = AkselColor::Info)]
    color: AkselColor,
    /// The events, oldest first.
    children: Children,
) -> impl IntoView {
    view! {
        // Without its role a list without bullets is no list to VoiceOver.
        <ol
            class="aksel-process"
            role="list"
            data-color=color.as_str()
            aria-label=move || label.get()
        >
            <Provider value=ProcessContext { hide_status_text }>{children()}</Provider>
        </ol>
    }
}
