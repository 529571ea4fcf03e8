//! Letting the device's screen lock open the space, where the device has one that can.

use leptos::prelude::*;

use super::unlock_page::StaysClosed;
use crate::aksel::{BodyLong, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize};
use crate::components::{PassphraseField, ShowPassphrase};
use crate::live::{LiveCell, drawn};
use crate::state::{
    AskScreenLockError, ScreenLock, SpaceFailure, UnlockError, has_screen_lock, space_name,
    use_lock_state, use_session_state,
};
use crate::text::{space, this_device as text};

/// The section; nothing where there is no such lock.
#[component]
pub(super) fn ScreenLockSection(
    /// Whether it opens the space.
    is_on: LiveCell<bool>,
) -> impl IntoView {
    let lock = use_lock_state();
    let is_there = LiveCell::new(false);
    leptos::task::spawn_local(async move {
        is_on.set(lock.opens_by_screen_lock().await);
        is_there.set(is_on.get_untracked() || has_screen_lock().await);
    });
    drawn(move || {
        let part = move || {
            if is_on.get() {
                view! { <On is_on /> }.into_any()
            } else {
                view! { <Off is_on /> }.into_any()
            }
        };
        is_there.get().then(|| {
            view! {
                <section class="ov-section">
                    <Heading level=HeadingLevel::Two size=HeadingSize::Medium>
                        {text::SCREEN_LOCK}
                    </Heading>
                    {drawn(part)}
                </section>
            }
        })
    })
}

/// It opens the space.
#[component]
fn On(is_on: LiveCell<bool>) -> impl IntoView {
    let session = use_session_state();
    let trouble: LiveCell<Option<&'static str>> = LiveCell::new(None);
    let on_drop = Callback::new(move |_| {
        leptos::task::spawn_local(async move {
            match session.drop_screen_lock().await {
                Ok(()) => is_on.set(false),
                Err(_) => trouble.set(Some(space::CANNOT_WRITE)),
            }
        });
    });
    view! {
        <BodyLong>{text::SCREEN_LOCK_ON}</BodyLong>
        <StaysClosed title=text::SCREEN_LOCK trouble />
        <Button variant=ButtonVariant::Secondary on_click=on_drop>
            {text::SCREEN_LOCK_DROP}
        </Button>
    }
}

/// It may.
#[component]
fn Off(is_on: LiveCell<bool>) -> impl IntoView {
    let session = use_session_state();
    let typed: LiveCell<String> = LiveCell::new(String::new());
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let is_shown = LiveCell::new(false);
    let is_adding = LiveCell::new(false);
    let trouble: LiveCell<Option<&'static str>> = LiveCell::new(None);
    // The device asks right after the press, as some browsers want it. With another passphrase it is not asked again.
    let registered: StoredValue<Option<ScreenLock>, LocalStorage> = StoredValue::new_local(None);
    // A word that tells nothing of whose it is.
    let locker: String = session
        .keys()
        .map(|keys| space::name(&space_name(keys.space())))
        .unwrap_or_default();
    let add = async move |passphrase: String, locker: String| -> Result<(), SpaceFailure> {
        let lock: ScreenLock = match registered.get_value() {
            Some(lock) => lock,
            None => session.register_screen_lock(&locker).await?,
        };
        registered.set_value(Some(lock.clone()));
        session.add_screen_lock(&passphrase, &lock).await
    };
    let on_add = Callback::new(move |()| {
        let passphrase: String = typed.get_untracked();
        error.set(None);
        trouble.set(None);
        if passphrase.trim().is_empty() {
            error.set(Some(space::EMPTY.to_owned()));
            return;
        }
        if is_adding.get_untracked() {
            return;
        }
        is_adding.set(true);
        let locker: String = locker.clone();
        leptos::task::spawn_local(async move {
            let added = add(passphrase, locker).await;
            is_adding.set(false);
            match added {
                Ok(()) => is_on.set(true),
                Err(SpaceFailure::Closed(UnlockError::Wrong { .. })) => {
                    error.set(Some(space::WRONG.to_owned()));
                }
                Err(SpaceFailure::Closed(UnlockError::TooEarly { .. })) => {
                    error.set(Some(space::TOO_EARLY.to_owned()));
                }
                Err(SpaceFailure::Closed(UnlockError::ScreenLock(why))) => {
                    trouble.set(Some(match why {
                        AskScreenLockError::Declined => text::SCREEN_LOCK_DECLINED,
                        AskScreenLockError::Unfit | AskScreenLockError::Crypto(_) => {
                            text::SCREEN_LOCK_UNFIT
                        }
                    }));
                }
                Err(_) => trouble.set(Some(space::CANNOT_WRITE)),
            }
        });
    });
    view! {
        <BodyLong>{text::SCREEN_LOCK_LEAD}</BodyLong>
        <StaysClosed title=text::SCREEN_LOCK_NOT_ADDED trouble />
        <PassphraseField
            label=text::SCREEN_LOCK_PASSPHRASE
            value=typed
            error
            is_shown
            on_enter=on_add
        />
        <ShowPassphrase is_shown />
        <div class="ov-actions">
            <Button
                variant=ButtonVariant::Secondary
                loading=is_adding
                on_click=Callback::new(move |_| on_add.run(()))
            >
                {text::SCREEN_LOCK_ADD}
            </Button>
        </div>
    }
}
