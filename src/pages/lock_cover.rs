//! What lies over the page while the soft lock is closed: nothing of the page can be seen, read or reached. On the
//! browser's own `<dialog>`, above any other that is open.

use leptos::html;
use leptos::prelude::*;

use crate::aksel::{
    BodyLong, BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, TextColor,
};
use crate::components::{PassphraseField, ShowPassphrase};
use crate::live::{LiveCell, drawn};
use crate::state::{
    LockState, StillCovered, TurnedPart, TurnedSheet, use_lock_state, use_route_state,
};
use crate::text::{frame, space as text, turned};

/// The cover, while there is one.
#[component]
pub(super) fn LockCover() -> impl IntoView {
    let lock = use_lock_state();
    let route = use_route_state();
    let is_covered = lock.is_covered();
    let node_ref = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node_ref.get() else { return };
        match (is_covered.get(), dialog.open()) {
            // Fails only for a dialog that is not on the page: then there is nothing to show.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => {
                dialog.close();
                // What had the focus may be gone.
                route.focus_main();
            }
            (true, true) | (false, false) => {}
        }
    });
    // Some browsers let Escape close any dialog at the second press. Whoever finds that out finds the hard lock.
    let on_close = move |_| {
        if is_covered.get_untracked() {
            if let Some(dialog) = node_ref.get_untracked() {
                drop(dialog.show_modal());
            }
            leptos::task::spawn_local(lock.lock());
        }
    };
    view! {
        <dialog
            node_ref=node_ref
            class="ov-cover"
            aria-label=text::COVERED
            on:cancel=move |event: leptos::ev::Event| event.prevent_default()
            on:close=on_close
        >
            {drawn(move || match (is_covered.get(), lock.turned().get()) {
                (false, _) => ().into_any(),
                (true, Some(sheet)) => view! { <Turned lock sheet /> }.into_any(),
                (true, None) => view! { <Covered lock /> }.into_any(),
            })}
        </dialog>
    }
}

/// The person's sheet, and the way back.
#[component]
fn Turned(lock: LockState, sheet: TurnedSheet) -> impl IntoView {
    let part = |part: TurnedPart| {
        view! {
            <section class="ov-section">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{part.title}</Heading>
                <ul class="ov-rows">
                    {part
                        .lines
                        .into_iter()
                        .map(|line| view! { <li class="ov-text">{line}</li> })
                        .collect_view()}
                </ul>
            </section>
        }
    };
    view! {
        <div class="ov-turned" data-testid="turned">
            <Heading level=HeadingLevel::One size=HeadingSize::XLarge>{sheet.name}</Heading>
            {sheet.parts.into_iter().map(part).collect_view()}
            <div class="ov-turned__back">
                <Button
                    variant=ButtonVariant::Tertiary
                    on_click=Callback::new(move |_| lock.take_back())
                >
                    {turned::BACK}
                </Button>
                <BodyShort text_color=TextColor::Subtle>{turned::BACK_HELP}</BodyShort>
            </div>
        </div>
    }
}

/// What stands on it.
#[component]
fn Covered(lock: LockState) -> impl IntoView {
    let typed: LiveCell<String> = LiveCell::new(String::new());
    let is_shown = LiveCell::new(false);
    let is_trying = LiveCell::new(false);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let has_screen_lock: LiveCell<bool> = LiveCell::new(false);
    leptos::task::spawn_local(async move {
        has_screen_lock.set(lock.opens_by_screen_lock().await);
    });
    let has_pin: bool = lock.choice().with_untracked(|choice| choice.pin.is_some());
    let say = move |outcome: Result<(), StillCovered>| {
        is_trying.set(false);
        typed.set(String::new());
        let why: Option<&str> = outcome.err().map(|still| match still {
            StillCovered::Wrong if has_pin => text::WRONG_PIN,
            StillCovered::Wrong => text::WRONG,
            StillCovered::TooEarly => text::TOO_EARLY,
            StillCovered::NotConfirmed => text::NOT_CONFIRMED,
            StillCovered::CannotTry => text::CANNOT_TRY,
        });
        error.set(why.map(str::to_owned));
    };
    let on_go = Callback::new(move |()| {
        let words: String = typed.get_untracked();
        if is_trying.get_untracked() || words.is_empty() {
            return;
        }
        is_trying.set(true);
        leptos::task::spawn_local(async move { say(lock.uncover(words).await) });
    });
    let on_screen_lock = Callback::new(move |_| {
        is_trying.set(true);
        leptos::task::spawn_local(async move { say(lock.uncover_by_screen_lock().await) });
    });
    let (lead, label) = if has_pin {
        (text::COVERED_PIN, text::PIN)
    } else {
        (text::COVERED_PASSPHRASE, text::PASSPHRASE)
    };
    view! {
        <div class="ov-sign-in">
            <Heading level=HeadingLevel::One size=HeadingSize::XLarge>{frame::NAME}</Heading>
            <BodyLong>{lead}</BodyLong>
            <Show when=move || has_screen_lock.get()>
                <Button
                    variant=ButtonVariant::Secondary
                    disabled=is_trying
                    on_click=on_screen_lock
                >
                    {text::GO_ON_SCREEN_LOCK}
                </Button>
            </Show>
            <PassphraseField label value=typed error is_shown on_enter=on_go />
            <ShowPassphrase is_shown />
            <Button loading=is_trying on_click=Callback::new(move |_| on_go.run(()))>
                {text::GO_ON}
            </Button>
            <Button
                variant=ButtonVariant::Secondary
                on_click=Callback::new(move |_| leptos::task::spawn_local(lock.lock()))
            >
                {text::LOCK_NOW}
            </Button>
            <BodyShort text_color=TextColor::Subtle>{text::COVERED_HELP}</BodyShort>
        </div>
    }
}
