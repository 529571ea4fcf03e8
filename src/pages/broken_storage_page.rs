//! In the place of all pages where the browser opens its storage no more: what to do, and a way to begin anew.

use leptos::prelude::*;

use crate::aksel::{
    AlertStatus, BodyLong, BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    LocalAlert, LocalAlertContent, LocalAlertHeader, LocalAlertTitle, TextColor,
};
use crate::live::{Live, LiveCell, drawn};
use crate::state::{EmptyBrowserError, empty_browser};
use crate::text::{broken_storage as text, frame};

/// The page.
#[component]
pub fn BrokenStoragePage(
    /// What the browser says, for whoever helps.
    detail: String,
) -> impl IntoView {
    let is_emptying = LiveCell::new(false);
    let error: LiveCell<Option<EmptyBrowserError>> = LiveCell::new(None);
    let is_asked_again = move || match error.get() {
        Some(EmptyBrowserError::NoCopy | EmptyBrowserError::NotHandedIn(_)) => true,
        Some(EmptyBrowserError::Unreachable) | None => false,
    };
    let begin = move |wanted_anyway: bool| {
        if is_emptying.get_untracked() {
            return;
        }
        is_emptying.set(true);
        leptos::task::spawn_local(async move {
            let emptied = empty_browser(wanted_anyway).await;
            is_emptying.set(false);
            error.set(emptied.err());
        });
    };
    let trouble = move || {
        let words: String = match error.get()? {
            EmptyBrowserError::NoCopy => text::NO_COPY.to_owned(),
            EmptyBrowserError::NotHandedIn(count) => text::not_handed_in(count),
            EmptyBrowserError::Unreachable => text::UNREACHABLE.to_owned(),
        };
        Some(view! {
            <LocalAlert status=AlertStatus::Error>
                <LocalAlertHeader>
                    <LocalAlertTitle>{text::NOT_EMPTIED}</LocalAlertTitle>
                </LocalAlertHeader>
                <LocalAlertContent>{words}</LocalAlertContent>
            </LocalAlert>
        })
    };
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::XLarge>{frame::NAME}</Heading>
        <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <BodyLong>{text::EMPTY_HELP}</BodyLong>
        {drawn(trouble)}
        <Button loading=is_emptying on_click=Callback::new(move |_| begin(false))>
            {text::EMPTY}
        </Button>
        <Show when=is_asked_again>
            <Button
                variant=ButtonVariant::Secondary
                disabled=Live::from(is_emptying)
                on_click=Callback::new(move |_| begin(true))
            >
                {text::EMPTY_ANYWAY}
            </Button>
        </Show>
        <BodyShort text_color=TextColor::Subtle>{text::detail(&detail)}</BodyShort>
    }
}
