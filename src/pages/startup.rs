//! The way from an empty page to a signed-in user with an open journal. Needs no network once the app
//! and a user are on the device.

use std::collections::BTreeSet;

use leptos::prelude::*;
use uuid::Uuid;

use super::later::{Later, LaterScreen, LaterScreens};
use super::lock_cover::LockCover;
use super::sign_in_page::SignInPage;
use super::unlock_page::UnlockPage;
use crate::aksel::{
    AlertStatus, BodyLong, Heading, HeadingLevel, HeadingSize, Loader, LocalAlert,
    LocalAlertContent, LocalAlertHeader, LocalAlertTitle,
};
use crate::live::{LiveCell, drawn};
use crate::state::{
    JournalState, LeaseState, Loaded, OpenStoreError, ReferenceState, Session, SessionPhase,
    hand_in_open, keep_handing_in, open_tabs, provide_draft_state, provide_filter_state,
    provide_journal_state, provide_lease_state, provide_lock_state, provide_read_state,
    provide_reference_state, provide_session_state, provide_sync_state, provide_update_state,
    provide_view_state, use_reference_state, use_session_state,
};
use crate::text::frame as text;

/// Shows its children to a signed-in user, and what is needed before to others.
#[component]
pub fn Startup(children: ChildrenFn) -> impl IntoView {
    let session = provide_session_state();
    keep_handing_in(session);
    provide_update_state();
    provide_view_state();
    let reference: LiveCell<Option<Result<ReferenceState, String>>> = LiveCell::new(None);
    leptos::task::spawn_local(async move {
        let read = ReferenceState::load().await;
        session.resume().await;
        reference.set(Some(read));
    });
    let children = StoredValue::new(children);
    drawn(move || match reference.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(Err(detail)) => view! { <Failed message=text::START_FAILED detail /> }.into_any(),
        Some(Ok(reference)) => {
            provide_reference_state(reference);
            view! { <Entrance>{children.with_value(|children| children())}</Entrance> }.into_any()
        }
    })
}

/// Signed in or not.
#[component]
fn Entrance(children: ChildrenFn) -> impl IntoView {
    let phase = use_session_state().phase();
    let children = StoredValue::new(children);
    drawn(move || match phase.get() {
        SessionPhase::Starting => view! { <Waiting /> }.into_any(),
        SessionPhase::SignedOut => view! { <SignInPage /> }.into_any(),
        SessionPhase::Locked(closed) => view! { <UnlockPage closed /> }.into_any(),
        SessionPhase::NewSpace(response) => before_all(Later::NewSpace(response)),
        SessionPhase::StorageBroken(detail) => before_all(Later::BrokenStorage(detail)),
        SessionPhase::CannotOpen(error) => view! { <CannotOpen error /> }.into_any(),
        SessionPhase::SignedIn(session) => {
            view! { <Opening session>{children.with_value(|children| children())}</Opening> }
                .into_any()
        }
    })
}

/// A screen that stands alone.
fn before_all(screen: Later) -> AnyView {
    view! {
        <main id="main" class="ov-sign-in">
            <LaterScreen screen screens=LaterScreens::load() />
        </main>
    }
    .into_any()
}

/// What lies open once the journal is.
#[derive(Clone)]
struct Opened {
    journal: JournalState,
    lease: LeaseState,
    loaded: Loaded,
    tab: Uuid,
    open_tabs: BTreeSet<Uuid>,
}

/// Opens the user's journal.
#[component]
fn Opening(session: Session, children: ChildrenFn) -> impl IntoView {
    let reference = use_reference_state();
    let opened: LiveCell<Option<Result<Opened, OpenStoreError>>> = LiveCell::new(None);
    let session_state = use_session_state();
    leptos::task::spawn_local(async move {
        let Some(keys) = session_state.keys() else {
            return;
        };
        let (tab, open_tabs) = open_tabs().await;
        let lease: LeaseState = match LeaseState::of(keys.space()).await {
            Ok(lease) => lease,
            Err(error) => return opened.set(Some(Err(error))),
        };
        let is_closed: bool = lease.is_over().get_untracked();
        let result = JournalState::open(session, &keys, reference, is_closed).await;
        opened.set(Some(result.map(|(journal, loaded)| Opened {
            journal,
            lease,
            loaded,
            tab,
            open_tabs,
        })));
    });
    let children = StoredValue::new(children);
    drawn(move || match opened.get() {
        None => view! { <Waiting /> }.into_any(),
        Some(Err(error)) => view! { <CannotOpen error /> }.into_any(),
        Some(Ok(opened)) => {
            provide_journal_state(opened.journal);
            provide_read_state(opened.journal);
            provide_filter_state(opened.journal, opened.loaded.filters);
            let drafts = provide_draft_state(
                opened.journal,
                opened.tab,
                &opened.open_tabs,
                opened.loaded.drafts,
            );
            let lock = session_state.keys().map(|keys| {
                let lock = provide_lock_state(
                    session_state,
                    opened.journal,
                    drafts,
                    keys,
                    opened.loaded.lock,
                );
                provide_lease_state(opened.lease, opened.journal, &lock);
                leptos::task::spawn_local(async move {
                    opened.journal.look_for_room().await;
                    opened.journal.renew_seals().await;
                });
                lock
            });
            let is_put_away = move || lock.is_some_and(|lock| lock.is_put_away().get());
            let sync = provide_sync_state(opened.journal, opened.lease);
            hand_in_open(opened.journal, sync);
            let is_over = opened.lease.is_over();
            let page = drawn(move || {
                if is_put_away() {
                    ().into_any()
                } else if is_over.get() {
                    let screen = Later::Closed;
                    view! { <LaterScreen screen screens=LaterScreens::load() /> }.into_any()
                } else {
                    children.with_value(|children| children()).into_any()
                }
            });
            let cover = lock.map(|_| view! { <LockCover /> });
            view! {
                {page}
                {cover}
            }
            .into_any()
        }
    })
}

/// While something is read.
#[component]
fn Waiting() -> impl IntoView {
    view! {
        <main class="ov-sign-in">
            <Loader title=text::STARTING.to_owned() />
        </main>
    }
}

/// What lies here does not open.
#[component]
fn CannotOpen(error: OpenStoreError) -> impl IntoView {
    let message: &str = match error {
        OpenStoreError::NewerVersion => text::NEWER_VERSION,
        OpenStoreError::NoStorage | OpenStoreError::Failed(_) => text::OPEN_FAILED,
    };
    view! { <Failed message detail=error.to_string() /> }
}

/// The app cannot start.
#[component]
fn Failed(
    /// What and what to do.
    message: &'static str,
    /// For whoever helps.
    detail: String,
) -> impl IntoView {
    view! {
        <main class="ov-sign-in">
            <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::NAME}</Heading>
            <LocalAlert status=AlertStatus::Error>
                <LocalAlertHeader>
                    <LocalAlertTitle>{text::TROUBLE}</LocalAlertTitle>
                </LocalAlertHeader>
                <LocalAlertContent>
                    <BodyLong>{message}</BodyLong>
                    <BodyLong>{detail}</BodyLong>
                </LocalAlertContent>
            </LocalAlert>
        </main>
    }
}
