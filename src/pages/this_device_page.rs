//! What the device in hand holds, how it locks itself, and emptying it.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::own_passphrase::{OwnPassphrase, OwnPassphraseFields};
use super::screen_lock_section::ScreenLockSection;
use super::sync_page::when;
use super::unlock_page::StaysClosed;
use crate::aksel::{
    AkselColor, BodyLong, BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    Link, Modal, ModalBody, ModalFooter, ReadMore, Select, TextField, TextFieldType,
};
use crate::components::{DoOrCancel, PassphraseField, ShowPassphrase};
use crate::live::{Live, LiveCell, drawn};
use crate::page::Page;
use crate::state::{
    LockChoice, SpaceFailure, StorageFigures, UnlockError, ask_to_keep_storage, space_name,
    storage_figures, use_journal_state, use_lease_state, use_lock_state, use_session_state,
    use_sync_state, use_view_state,
};
use crate::text::{devices, space, this_device as text};

/// How many minutes may be chosen.
const MINUTES: [u8; 6] = [1, 2, 3, 5, 7, 10];

/// The page.
#[component]
pub fn ThisDevicePage() -> impl IntoView {
    let has_screen_lock = LiveCell::new(false);
    view! {
        <Link href=Page::Sync.path()>{devices::BACK}</Link>
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <Holds />
        <Locks />
        <ScreenLockSection is_on=has_screen_lock />
        <ChangePassphrase has_screen_lock />
        <Empty />
    }
}

/// What it holds.
#[component]
fn Holds() -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let known = use_lease_state().known();
    let session = use_session_state();
    let figures: LiveCell<Option<StorageFigures>> = LiveCell::new(None);
    let oldest: LiveCell<Option<u64>> = LiveCell::new(None);
    leptos::task::spawn_local(async move {
        oldest.set(journal.oldest_unsent().await);
        figures.set(Some(storage_figures().await));
    });
    let locker: String = session
        .keys()
        .map(|keys| space::name(&space_name(keys.space())))
        .unwrap_or_default();
    let plans = move || journal.summaries().with(BTreeMap::len);
    let names = move || {
        let mut names: Vec<String> = journal
            .summaries()
            .with(|all| all.values().map(|plan| plan.name.clone()).collect());
        names.sort();
        let row = |name: String| view! { <li class="ov-text">{name}</li> };
        names.into_iter().map(row).collect_view()
    };
    let moment = move |at: Option<u64>, none: &str| {
        at.map_or_else(|| none.to_owned(), |at| when(view_state, at))
    };
    let used = move || match figures.get().and_then(|figures| figures.used) {
        Some(used) => text::bytes(used),
        None => text::UNKNOWN.to_owned(),
    };
    let figure = |name: &'static str, value: AnyView| {
        view! {
            <div class="ov-figure">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! {
        <dl class="ov-figures">
            {figure(text::LOCKER, locker.into_any())}
            {figure(text::PLANS, drawn(plans).into_any())}
            {figure(text::UNSENT, drawn(move || journal.unsent().get()).into_any())}
            {figure(
                text::OLDEST,
                drawn(move || moment(oldest.get(), text::NONE)).into_any(),
            )}
            {figure(
                text::CONTACT,
                drawn(move || when(view_state, known.get().contact.answered_at)).into_any(),
            )}
            {figure(
                text::READ_UNTIL,
                drawn(move || when(view_state, known.get().contact.read_until())).into_any(),
            )}
            {figure(text::USED, drawn(used).into_any())}
        </dl>
        <ReadMore header=text::WHO>
            <ul>{drawn(names)}</ul>
        </ReadMore>
        <Keeps figures />
    }
}

/// Whether the browser keeps what is stored.
#[component]
fn Keeps(figures: LiveCell<Option<StorageFigures>>) -> impl IntoView {
    let on_ask = Callback::new(move |_| {
        leptos::task::spawn_local(async move {
            let is_kept: Option<bool> = ask_to_keep_storage().await;
            figures.update(|figures| {
                if let Some(figures) = figures {
                    figures.is_kept = is_kept;
                }
            });
        });
    });
    drawn(move || {
        let is_kept: Option<bool> = figures.get()?.is_kept;
        let words: &str = match is_kept {
            Some(true) => text::KEPT,
            Some(false) => text::NOT_KEPT,
            None => text::KEEP_UNKNOWN,
        };
        Some(view! {
            <section class="ov-section">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>
                    {text::KEEP_TITLE}
                </Heading>
                <BodyLong>{words}</BodyLong>
                {(is_kept == Some(false))
                    .then(|| {
                        view! {
                            <Button variant=ButtonVariant::Secondary on_click=on_ask>
                                {text::ASK_TO_KEEP}
                            </Button>
                        }
                    })}
            </section>
        })
    })
}

/// How it locks itself.
#[component]
fn Locks() -> impl IntoView {
    let journal = use_journal_state();
    let lock = use_lock_state();
    let choice = lock.choice();
    let typed: LiveCell<String> = LiveCell::new(String::new());
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let keep = move |choice: LockChoice| {
        leptos::task::spawn_local(async move {
            if let Err(error) = lock.choose(choice).await {
                journal.show_not_saved(error);
            }
        });
    };
    let on_keep = Callback::new(move |_| {
        let pin: String = typed.get_untracked();
        if !is_pin(&pin) {
            error.set(Some(text::PIN_WRONG.to_owned()));
            return;
        }
        error.set(None);
        typed.set(String::new());
        keep(LockChoice {
            pin: Some(pin),
            ..choice.get_untracked()
        });
    });
    let on_drop = Callback::new(move |_| {
        keep(LockChoice {
            pin: None,
            ..choice.get_untracked()
        });
    });
    let on_minutes = Callback::new(move |minutes: String| {
        keep(LockChoice {
            minutes: minutes.parse().unwrap_or(LockChoice::default().minutes),
            ..choice.get_untracked()
        });
    });
    let has_pin = move || choice.with(|choice| choice.pin.is_some());
    let options: Vec<(String, String)> = MINUTES
        .into_iter()
        .map(|minutes| (minutes.to_string(), text::minutes(minutes)))
        .collect();
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::LOCKS}</Heading>
            <BodyLong>{text::LOCKS_LEAD}</BodyLong>
            <Select
                label=text::MINUTES
                value=Live::derive(move || choice.with(|choice| choice.minutes.to_string()))
                on_change=on_minutes
                options
            />
            <BodyShort>
                {drawn(move || if has_pin() { text::PIN_IS_SET } else { text::PIN_IS_NOT_SET })}
            </BodyShort>
            <TextField
                label=text::PIN
                description=text::PIN_HELP
                value=typed
                on_input=move |pin| typed.set(pin)
                error=error
                input_type=TextFieldType::Password
                input_mode="numeric"
                verbatim=true
            />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_keep>
                    {text::PIN_KEEP}
                </Button>
                <Show when=has_pin>
                    <Button variant=ButtonVariant::Tertiary on_click=on_drop>
                        {text::PIN_DROP}
                    </Button>
                </Show>
            </div>
        </section>
    }
}

/// Four to eight digits, not all the same.
fn is_pin(typed: &str) -> bool {
    let is_number: bool = typed.bytes().all(|byte| byte.is_ascii_digit());
    let first: Option<char> = typed.chars().next();
    is_number && (4..=8).contains(&typed.len()) && typed.chars().any(|digit| Some(digit) != first)
}

/// Lets another passphrase open it.
#[component]
fn ChangePassphrase(has_screen_lock: LiveCell<bool>) -> impl IntoView {
    let is_open = LiveCell::new(false);
    let done: LiveCell<Option<&'static str>> = LiveCell::new(None);
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::CHANGE}</Heading>
            {drawn(move || done.get().map(|words| view! { <BodyLong>{words}</BodyLong> }))}
            {drawn(move || {
                if is_open.get() {
                    view! { <ChangeForm is_open done has_screen_lock /> }.into_any()
                } else {
                    view! {
                        <Button
                            variant=ButtonVariant::Secondary
                            on_click=Callback::new(move |_| {
                                done.set(None);
                                is_open.set(true);
                            })
                        >
                            {text::CHANGE}
                        </Button>
                    }
                        .into_any()
                }
            })}
        </section>
    }
}

/// What is needed for that.
#[component]
fn ChangeForm(
    is_open: LiveCell<bool>,
    done: LiveCell<Option<&'static str>>,
    has_screen_lock: LiveCell<bool>,
) -> impl IntoView {
    let session = use_session_state();
    let journal = use_journal_state();
    let lock = use_lock_state();
    let now: LiveCell<String> = LiveCell::new(String::new());
    let now_error: LiveCell<Option<String>> = LiveCell::new(None);
    let new = OwnPassphrase::new();
    let trouble: LiveCell<Option<&'static str>> = LiveCell::new(None);
    let is_shown = LiveCell::new(false);
    let on_change = Callback::new(move |()| {
        now_error.set(None);
        let Some(typed) = new.checked() else {
            return;
        };
        leptos::task::spawn_local(async move {
            let changed = session.change_passphrase(journal, now.get_untracked(), typed);
            match changed.await {
                Ok(keys) => {
                    lock.hand_out(keys);
                    done.set(Some(if has_screen_lock.get_untracked() {
                        text::CHANGED_ALONE
                    } else {
                        text::CHANGED
                    }));
                    // It was registered for the key from before.
                    has_screen_lock.set(false);
                    is_open.set(false);
                }
                Err(SpaceFailure::Closed(
                    UnlockError::Wrong { .. } | UnlockError::TooEarly { .. },
                )) => now_error.set(Some(space::WRONG.to_owned())),
                Err(_) => trouble.set(Some(space::CANNOT_WRITE)),
            }
        });
    });
    view! {
        <StaysClosed title=space::STAYS_CLOSED trouble />
        <PassphraseField
            label=text::NOW
            value=now
            error=now_error
            is_shown
            on_enter=on_change
        />
        <OwnPassphraseFields typed=new is_shown on_enter=on_change />
        <ShowPassphrase is_shown />
        <div class="ov-actions">
            <DoOrCancel
                words=text::CHANGE_DO
                on_do=Callback::new(move |_| on_change.run(()))
                is_open
            />
        </div>
    }
}

/// Sends and empties.
#[component]
fn Empty() -> impl IntoView {
    let journal = use_journal_state();
    let sync = use_sync_state();
    let session = use_session_state();
    let lock = use_lock_state();
    let is_open = LiveCell::new(false);
    let is_emptying = LiveCell::new(false);
    let on_empty = Callback::new(move |_| {
        is_emptying.set(true);
        leptos::task::spawn_local(async move {
            if let Err(error) = journal.send_and_empty(&lock, sync, session).await {
                is_emptying.set(false);
                is_open.set(false);
                journal.show_not_saved(error);
            }
        });
    });
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::EMPTY}</Heading>
            <BodyLong>{text::EMPTY_HELP}</BodyLong>
            <Button
                variant=ButtonVariant::Secondary
                color=AkselColor::Danger
                on_click=Callback::new(move |_| is_open.set(true))
            >
                {text::EMPTY}
            </Button>
            <Modal open=is_open on_close=move |()| is_open.set(false) heading=text::EMPTY>
                <ModalBody>
                    <BodyLong>{text::EMPTY_HELP}</BodyLong>
                </ModalBody>
                <ModalFooter>
                    <Button color=AkselColor::Danger loading=is_emptying on_click=on_empty>
                        {text::EMPTY_SURE}
                    </Button>
                    <Button
                        variant=ButtonVariant::Tertiary
                        on_click=Callback::new(move |_| is_open.set(false))
                    >
                        {crate::text::new_plan::CANCEL}
                    </Button>
                </ModalFooter>
            </Modal>
        </section>
    }
}
