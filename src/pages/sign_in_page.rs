//! Signing in: to the practice prison by choosing whom to be, to an office at the organisation's provider.

use leptos::prelude::*;
use overgang_domain::UserId;
use overgang_sync::message::User;

use super::sync_page::when;
use crate::aksel::{
    AlertStatus, BodyLong, BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    Loader, LocalAlert, LocalAlertContent, LocalAlertHeader, LocalAlertTitle, TextColor,
};
use crate::live::{Live, LiveCell, drawn};
use crate::state::{
    DroppedStorage, SignInFailure, WaitingSpace, WayIn, has_signed_in_spaces, space_name,
    use_journal_state, use_reference_state, use_session_state, use_sync_state, use_view_state,
    waiting_spaces,
};
use crate::text::{frame, sign_in as text, space, words};

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let session = use_session_state();
    let way_in: LiveCell<Option<Result<WayIn, SignInFailure>>> = LiveCell::new(None);
    let failure: LiveCell<Option<SignInFailure>> = LiveCell::new(None);
    let ask = move || {
        way_in.set(None);
        leptos::task::spawn_local(async move { way_in.set(Some(session.way_in().await)) });
    };
    ask();
    let on_choose = Callback::new(move |user: UserId| {
        leptos::task::spawn_local(async move {
            failure.set(session.sign_in(user).await.err());
        });
    });
    let on_again = Callback::new(move |_| {
        failure.set(None);
        ask();
    });
    view! {
        <main id="main" class="ov-sign-in">
            <Heading level=HeadingLevel::One size=HeadingSize::XLarge>{frame::NAME}</Heading>
            <BodyLong text_color=TextColor::Subtle>{text::PRODUCT}</BodyLong>
            <SentBack />
            <SignInTrouble failure />
            <Dropped />
            <WaitingHere />
            {drawn(move || match way_in.get() {
                None => view! { <Loader title=text::ASKING.to_owned() /> }.into_any(),
                Some(Ok(WayIn::Practice(users))) => view! { <Users users on_choose /> }.into_any(),
                Some(Ok(WayIn::Provider)) => view! { <AtProvider failure /> }.into_any(),
                Some(Err(failure)) => {
                    view! {
                        <SignInTrouble failure=Live::constant(Some(failure)) />
                        <Button variant=ButtonVariant::Secondary on_click=on_again>
                            {text::TRY_AGAIN}
                        </Button>
                    }
                        .into_any()
                }
            })}
        </main>
    }
}

/// The browser has dropped what was stored.
#[component]
fn Dropped() -> impl IntoView {
    let session = use_session_state();
    let view_state = use_view_state();
    let dropped: LiveCell<Option<DroppedStorage>> = LiveCell::new(None);
    leptos::task::spawn_local(async move { dropped.set(session.dropped_storage().await) });
    drawn(move || {
        let DroppedStorage { unsent, heard_at } = dropped.get()?;
        let heard: Option<String> = heard_at.map(|at| when(view_state, at));
        Some(view! {
            <LocalAlert status=AlertStatus::Warning>
                <LocalAlertHeader>
                    <LocalAlertTitle>{text::DROPPED}</LocalAlertTitle>
                </LocalAlertHeader>
                <LocalAlertContent>
                    <BodyLong>{text::dropped(unsent, heard.as_deref())}</BodyLong>
                    <BodyLong>{text::DROPPED_HELP}</BodyLong>
                </LocalAlertContent>
            </LocalAlert>
        })
    })
}

/// What waits on this device, whoever signs in, and the way to what is locked.
#[component]
fn WaitingHere() -> impl IntoView {
    let session = use_session_state();
    let waiting: LiveCell<Vec<WaitingSpace>> = LiveCell::new(Vec::new());
    let can_unlock = LiveCell::new(false);
    leptos::task::spawn_local(async move {
        can_unlock.set(has_signed_in_spaces().await);
        waiting.set(waiting_spaces().await);
    });
    let row = |one: WaitingSpace| {
        let words: String = space::waiting(&space_name(one.space), one.unsent);
        view! { <li>{words}</li> }
    };
    let on_back = Callback::new(move |_| leptos::task::spawn_local(session.offer()));
    drawn(move || {
        let rows: Vec<WaitingSpace> = waiting.get();
        view! {
            {(!rows.is_empty())
                .then(|| {
                    view! {
                        <section>
                            <Heading level=HeadingLevel::Two size=HeadingSize::Small>
                                {space::WAITING}
                            </Heading>
                            <ul class="ov-rows">{rows.into_iter().map(row).collect_view()}</ul>
                        </section>
                    }
                })}
            {can_unlock
                .get()
                .then(|| {
                    view! {
                        <Button variant=ButtonVariant::Secondary on_click=on_back>
                            {space::BACK}
                        </Button>
                    }
                })}
        }
    })
}

/// To the organisation's sign-in and back.
#[component]
fn AtProvider(failure: LiveCell<Option<SignInFailure>>) -> impl IntoView {
    let session = use_session_state();
    let on_go = Callback::new(move |_| {
        failure.set(None);
        leptos::task::spawn_local(async move {
            failure.set(session.go_to_provider().await.err());
        });
    });
    view! {
        <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::OFFICE_TITLE}</Heading>
        <BodyLong>{text::OFFICE_LEAD}</BodyLong>
        <Button on_click=on_go>{text::OFFICE_GO}</Button>
    }
}

/// Whom one can be.
#[component]
fn Users(users: Vec<User>, on_choose: Callback<UserId>) -> impl IntoView {
    let reference = use_reference_state();
    let rows = users.into_iter().map(|user| {
        let prisons: Vec<String> =
            user.prisons.iter().map(|prison| reference.prison_name(prison)).collect();
        let id: UserId = user.user;
        let roles: String = words::roles(user.roles());
        view! {
            <li>
                <button type="button" class="ov-user" on:click=move |_| on_choose.run(id)>
                    <strong class="ov-text">{user.name}</strong>
                    <span>{roles}</span>
                    <BodyShort tag="span" text_color=TextColor::Subtle>{prisons.join(", ")}</BodyShort>
                </button>
            </li>
        }
    });
    view! {
        <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <ul class="ov-users" aria-label=text::USERS>{rows.collect_view()}</ul>
    }
}

/// Why the organisation's sign-in sent the user back as they were; here, and in the frame of whoever goes on offline.
#[component]
pub(super) fn SentBack() -> impl IntoView {
    view! { <SignInTrouble failure=use_session_state().sent_back() /> }
}

/// Signs the user of the open space in again, after their session at the centre has ended. `failure` gets why not.
pub(super) fn signing_in_again(
    failure: LiveCell<Option<SignInFailure>>,
) -> Callback<leptos::ev::MouseEvent> {
    let journal = use_journal_state();
    let sync = use_sync_state();
    let session = use_session_state();
    Callback::new(move |_| {
        let here = journal.session();
        failure.set(None);
        leptos::task::spawn_local(async move {
            match session.renew(&here).await {
                Ok(()) => sync.signed_in(),
                Err(error) => failure.set(Some(error)),
            }
        });
    })
}

/// Why it did not work; nothing where it did.
#[component]
pub(super) fn SignInTrouble(#[prop(into)] failure: Live<Option<SignInFailure>>) -> impl IntoView {
    drawn(move || {
        let message: &str = match failure.get()? {
            SignInFailure::Unreachable => text::UNREACHABLE,
            SignInFailure::Refused => text::REFUSED,
            SignInFailure::CannotStore => text::CANNOT_STORE,
            SignInFailure::Expired => text::EXPIRED,
            SignInFailure::Declined => text::DECLINED,
            SignInFailure::NoAccess => text::NO_ACCESS,
            SignInFailure::ProviderFails => text::PROVIDER_FAILS,
            SignInFailure::DeviceRevoked => text::DEVICE_REVOKED,
            SignInFailure::SessionOver => text::SESSION_OVER,
        };
        Some(view! {
            <LocalAlert status=AlertStatus::Warning>
                <LocalAlertHeader>
                    <LocalAlertTitle>{text::TROUBLE}</LocalAlertTitle>
                </LocalAlertHeader>
                <LocalAlertContent>{message}</LocalAlertContent>
            </LocalAlert>
        })
    })
}
