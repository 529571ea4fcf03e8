//! Opening a space that is closed. Needs no network. Names nobody: a space goes by a word of its own.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use uuid::Uuid;

use super::sync_page::when;
use crate::aksel::{
    AlertStatus, BodyLong, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, LocalAlert,
    LocalAlertContent, LocalAlertHeader, LocalAlertTitle,
};
use crate::components::{PassphraseField, ShowPassphrase};
use crate::live::{Live, LiveCell, drawn};
use crate::state::{
    AskScreenLockError, Closed, Emptied, Listed, Opener, SessionResponse, SessionState,
    SignInFailure, SpaceFailure, UnlockError, emptied, space_name, unsent_in, use_session_state,
    use_view_state,
};
use crate::text::{closed, dates, frame, space as text};

/// One try after the other at what is closed.
#[derive(Clone, Copy)]
struct Opening {
    session: SessionState,
    closed: StoredValue<Closed>,
    chosen: LiveCell<usize>,
    typed: LiveCell<String>,
    is_trying: LiveCell<bool>,
    error: LiveCell<Option<String>>,
    wait_until: LiveCell<u64>,
    trouble: LiveCell<Option<&'static str>>,
}

impl Opening {
    fn new(closed: Closed) -> Self {
        Self {
            session: use_session_state(),
            closed: StoredValue::new(closed),
            chosen: LiveCell::new(0),
            typed: LiveCell::new(String::new()),
            is_trying: LiveCell::new(false),
            error: LiveCell::new(None),
            wait_until: LiveCell::new(0),
            trouble: LiveCell::new(None),
        }
    }

    fn by_passphrase(self) {
        let passphrase: String = self.typed.get_untracked();
        if passphrase.trim().is_empty() {
            self.error.set(Some(text::EMPTY.to_owned()));
            return;
        }
        self.open(Opener::Passphrase(passphrase));
    }

    fn open(self, opener: Opener) {
        if self.is_trying.get_untracked() {
            return;
        }
        let closed: Closed = self.closed.get_value();
        let Some(space) = closed.spaces.get(self.chosen.get_untracked()) else {
            return;
        };
        let space: Uuid = space.space.id;
        self.error.set(None);
        self.trouble.set(None);
        self.is_trying.set(true);
        leptos::task::spawn_local(async move {
            let outcome = self.session.unlock(closed, space, opener).await;
            self.is_trying.set(false);
            if let Err(failure) = outcome {
                self.typed.set(String::new());
                show_failure(&failure, self.error, self.wait_until, self.trouble);
            }
        });
    }

    /// Whether the device's screen lock opens the chosen one.
    fn has_screen_lock(self) -> bool {
        let at: usize = self.chosen.get();
        self.closed.with_value(|closed| {
            let chosen = closed.spaces.get(at).map(|listed| &listed.space);
            chosen.is_some_and(|space| space.envelope.opens_by_screen_lock())
        })
    }
}

/// The page.
#[component]
pub fn UnlockPage(closed: Closed) -> impl IntoView {
    let arrived = closed.arrived.clone();
    let spaces: Vec<Listed> = closed.spaces.clone();
    let opening = Opening::new(closed);
    let Opening {
        session,
        chosen,
        typed,
        is_trying,
        error,
        wait_until,
        trouble,
        ..
    } = opening;
    let is_shown = LiveCell::new(false);
    let on_unlock = Callback::new(move |()| opening.by_passphrase());
    let waits = count_down(wait_until);
    let has_arrived: bool = arrived.is_some();
    let lead = move || match (has_arrived, opening.has_screen_lock()) {
        (true, _) => text::UNLOCK_ARRIVED,
        (false, true) => text::UNLOCK_LEAD_SCREEN_LOCK,
        (false, false) => text::UNLOCK_LEAD,
    };
    let shown_error = Live::derive(move || match waits.get() {
        0 => error.get(),
        seconds => Some(text::wait(seconds)),
    });
    let weight = Live::derive(move || {
        if opening.has_screen_lock() {
            ButtonVariant::Secondary
        } else {
            ButtonVariant::Primary
        }
    });
    view! {
        <main id="main" class="ov-sign-in">
            <Heading level=HeadingLevel::One size=HeadingSize::XLarge>{frame::NAME}</Heading>
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::UNLOCK_TITLE}</Heading>
            <BodyLong>{drawn(lead)}</BodyLong>
            <Spaces spaces chosen />
            <StaysClosed title=text::STAYS_CLOSED trouble />
            <Show when=move || opening.has_screen_lock()>
                <Button
                    disabled=is_trying
                    on_click=Callback::new(move |_| opening.open(Opener::ScreenLock))
                >
                    {text::UNLOCK_SCREEN_LOCK}
                </Button>
            </Show>
            <PassphraseField
                label=text::PASSPHRASE
                value=typed
                error=shown_error
                is_shown
                on_enter=on_unlock
            />
            <ShowPassphrase is_shown />
            <Button
                variant=weight
                loading=is_trying
                disabled=Live::derive(move || waits.get() > 0)
                on_click=Callback::new(move |_| on_unlock.run(()))
            >
                {text::UNLOCK}
            </Button>
            <Forgotten arrived=arrived />
            <Button
                variant=ButtonVariant::Tertiary
                on_click=Callback::new(move |_| session.sign_in_as_another())
            >
                {text::ANOTHER}
            </Button>
        </main>
    }
}

fn show_failure(
    failure: &SpaceFailure,
    error: LiveCell<Option<String>>,
    wait: LiveCell<u64>,
    trouble: LiveCell<Option<&'static str>>,
) {
    match failure {
        SpaceFailure::Closed(UnlockError::Wrong { wait_until }) => {
            error.set(Some(text::WRONG.to_owned()));
            wait.set(*wait_until);
        }
        SpaceFailure::Closed(UnlockError::TooEarly { wait_until }) => wait.set(*wait_until),
        SpaceFailure::Closed(UnlockError::Damaged) => trouble.set(Some(text::DAMAGED)),
        SpaceFailure::Closed(UnlockError::ScreenLock(AskScreenLockError::Declined)) => {
            trouble.set(Some(text::NOT_CONFIRMED));
        }
        SpaceFailure::Closed(UnlockError::ScreenLock(
            AskScreenLockError::Unfit | AskScreenLockError::Crypto(_),
        )) => trouble.set(Some(text::SCREEN_LOCK_UNFIT)),
        SpaceFailure::Closed(UnlockError::Derive(_)) => trouble.set(Some(text::CANNOT_TRY)),
        SpaceFailure::Closed(UnlockError::Write(_))
        | SpaceFailure::NotMade(_)
        | SpaceFailure::NotRemembered(_) => trouble.set(Some(text::CANNOT_WRITE)),
    }
}

/// The seconds until a moment, counted down on the screen.
fn count_down(until: LiveCell<u64>) -> Live<u64> {
    let view = use_view_state();
    let left: LiveCell<u64> = LiveCell::new(0);
    let is_here = StoredValue::new(());
    leptos::task::spawn_local(async move {
        while is_here.try_get_value().is_some() {
            let millis: u64 = until.get_untracked().saturating_sub(view.now_millis());
            left.set(millis.div_ceil(1000));
            TimeoutFuture::new(250).await;
        }
    });
    left.into()
}

/// The spaces to choose among; the only one is just named.
#[component]
fn Spaces(spaces: Vec<Listed>, chosen: LiveCell<usize>) -> impl IntoView {
    let view = use_view_state();
    let told: Vec<LiveCell<Option<Emptied>>> = spaces.iter().map(|_| LiveCell::new(None)).collect();
    for (listed, told) in spaces.iter().zip(told.clone()) {
        let space: Uuid = listed.space.id;
        leptos::task::spawn_local(async move { told.set(emptied(space).await) });
    }
    let told = StoredValue::new(told);
    let notice = move || {
        let told = told.with_value(|all| all.get(chosen.get()).copied())?;
        let Emptied { at, days } = told.get()?;
        let day: String = dates::day(view.wall_time(at).date);
        Some(view! { <BodyLong>{closed::emptied(&day, days)}</BodyLong> })
    };
    let names = spaces.into_iter().map(|listed| {
        let unsent: LiveCell<Option<usize>> = LiveCell::new(None);
        leptos::task::spawn_local(async move {
            unsent.set(unsent_in(listed.space.id).await);
        });
        let last: String = when(view, listed.used.opened_at);
        let used = Live::derive(move || text::used(&last, unsent.get()));
        (text::name(&space_name(listed.space.id)), used)
    });
    let names: Vec<(String, Live<String>)> = names.collect();
    let is_only: bool = names.len() == 1;
    let row = |(at, (name, used)): (usize, (String, Live<String>))| {
        view! {
            <button
                type="button"
                class="ov-user"
                disabled=is_only
                aria-pressed=move || (chosen.get() == at).to_string()
                on:click=move |_| chosen.set(at)
            >
                <strong>{name}</strong>
                <span>{drawn(move || used.get())}</span>
            </button>
        }
    };
    view! {
        <div class="ov-users" role="group" aria-label=text::WHICH>
            {names.into_iter().enumerate().map(row).collect_view()}
        </div>
        {drawn(notice)}
    }
}

/// What to do without the passphrase: signing in anew first, then a new space.
#[component]
fn Forgotten(arrived: Option<SessionResponse>) -> impl IntoView {
    let session = use_session_state();
    let words: &str = if arrived.is_some() {
        text::FORGOTTEN_NEW
    } else {
        text::FORGOTTEN_SIGN_IN
    };
    let arrived = StoredValue::new(arrived);
    let on_go = Callback::new(move |_| match arrived.get_value() {
        Some(response) => session.start_over(response),
        None => session.sign_in_as_another(),
    });
    let is_open = LiveCell::new(false);
    drawn(move || {
        if is_open.get() {
            view! {
                <BodyLong>{text::FORGOTTEN_LEAD}</BodyLong>
                <Button variant=ButtonVariant::Secondary on_click=on_go>
                    {words}
                </Button>
            }
            .into_any()
        } else {
            view! {
                <Button
                    variant=ButtonVariant::Tertiary
                    on_click=Callback::new(move |_| is_open.set(true))
                >
                    {text::FORGOTTEN}
                </Button>
            }
            .into_any()
        }
    })
}

/// Why it stays closed; nothing where the field says it.
#[component]
pub(super) fn StaysClosed(
    title: &'static str,
    trouble: LiveCell<Option<&'static str>>,
) -> impl IntoView {
    drawn(move || {
        let message: &str = trouble.get()?;
        Some(view! {
            <LocalAlert status=AlertStatus::Error>
                <LocalAlertHeader>
                    <LocalAlertTitle>{title}</LocalAlertTitle>
                </LocalAlertHeader>
                <LocalAlertContent>{message}</LocalAlertContent>
            </LocalAlert>
        })
    })
}

/// Why it could not be made or opened, where the sign-in is the reason.
pub(super) fn why_not(failure: &SpaceFailure) -> &'static str {
    match failure {
        SpaceFailure::NotRemembered(SignInFailure::CannotStore) => text::CANNOT_WRITE,
        SpaceFailure::NotMade(_) | SpaceFailure::Closed(_) | SpaceFailure::NotRemembered(_) => {
            text::CANNOT_TRY
        }
    }
}
