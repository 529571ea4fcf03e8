//! The person's national identity number, and the name that the register of persons has for it.

use leptos::prelude::*;
use overgang_domain::national_id;

use crate::aksel::{Button, ButtonVariant, InlineMessage, MessageStatus, Size, TextField};
use crate::live::{Live, LiveCell, drawn};
use crate::state::{DraftField, LookedUp, look_up};
use crate::text::new_plan as text;

/// The field, with the look-up. What is found is written into the fields below, where it can be changed.
#[component]
pub(super) fn NumberPart(
    number: DraftField,
    name: DraftField,
    prison: DraftField,
    error: Live<Option<String>>,
) -> impl IntoView {
    let is_asking = LiveCell::new(false);
    let is_wrong = LiveCell::new(false);
    let outcome: LiveCell<Option<(MessageStatus, &'static str)>> = LiveCell::new(None);
    let on_look_up = Callback::new(move |_| {
        let read = national_id::read(number.text().get_untracked().trim());
        is_wrong.set(read.is_none());
        outcome.set(None);
        let Some(read) = read else { return };
        is_asking.set(true);
        leptos::task::spawn_local(async move {
            let found: LookedUp = look_up(read.clone()).await;
            is_asking.set(false);
            // Another number was typed meanwhile: the name is not that one's.
            if number
                .text()
                .with_untracked(|typed| national_id::read(typed.trim()))
                != Some(read)
            {
                return;
            }
            outcome.set(Some(match found {
                LookedUp::Person(person) => {
                    let whole = format!("{} {}", person.given_name, person.family_name);
                    name.set(whole.trim().to_owned());
                    if let Some(known) = person.prison {
                        prison.set(known.to_string());
                    }
                    (MessageStatus::Success, text::FOUND)
                }
                LookedUp::Nobody => (MessageStatus::Warning, text::FOUND_NOBODY),
                LookedUp::NoAnswer => (MessageStatus::Info, text::NO_ANSWER),
            }));
        });
    });
    let error = Live::derive(move || {
        let wrong = || is_wrong.get().then(|| text::NO_NUMBER.to_owned());
        error.get().or_else(wrong)
    });
    view! {
        <TextField
            label=text::NUMBER
            description=Some(text::NUMBER_HELP.to_owned())
            value=number.text()
            on_input=move |typed| number.set(typed)
            error=error
        />
        <div class="ov-actions">
            <Button
                variant=ButtonVariant::Secondary
                loading=is_asking
                on_click=on_look_up
            >
                {text::LOOK_UP}
            </Button>
        </div>
        <div role="status">
            {drawn(move || {
                let (status, words) = outcome.get()?;
                Some(view! { <InlineMessage status size=Size::Small>{words}</InlineMessage> })
            })}
        </div>
    }
}
