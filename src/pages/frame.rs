//! What stands around every page: the top bar with the state of network and sync, the navigation, and
//! messages that matter wherever one is.

use std::collections::BTreeSet;

use leptos::prelude::*;
use overgang_domain::change::Role;
use overgang_sync::message::Realm;

use super::sign_in_page::SentBack;
use crate::aksel::{
    AlertStatus, BodyShort, Button, Icon, IconName, InlineMessage, InternalHeader,
    InternalHeaderButton, InternalHeaderTitle, InternalHeaderUser, LocalAlert,
    LocalAlertCloseButton, LocalAlertContent, LocalAlertHeader, LocalAlertTitle, MessageStatus,
    Size,
};
use crate::components::NavLink;
use crate::live::{Live, drawn};
use crate::page::Page;
use crate::state::{
    CommitError, Trouble, use_draft_state, use_journal_state, use_lock_state, use_reference_state,
    use_route_state, use_sync_state, use_update_state,
};
use crate::text::{frame as text, space};

/// The frame.
#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let journal = use_journal_state();
    let session = journal.session();
    let agency: String = use_reference_state().agency_name(&session.user.agency);
    let roles: BTreeSet<Role> = session.user.roles().collect();
    let is_practice: bool = session.realm == Realm::Practice;
    let unsent = journal.unsent();
    let route = use_route_state();
    let page = route.page();
    let lock = use_lock_state();
    let saving = use_draft_state().saving();
    let on_lock = Callback::new(move |()| leptos::task::spawn_local(lock.lock()));
    let on_skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        route.focus_main();
    };
    view! {
        <div class="ov-frame" data-saving=move || saving.get()>
            <a class="ov-skip" href="#main" on:click=on_skip>{text::SKIP}</a>
            <InternalHeader class="ov-top">
                <InternalHeaderTitle href="/">{text::NAME}</InternalHeaderTitle>
                <span class="ov-top__space"></span>
                <SyncMark />
                <InternalHeaderUser name=session.user.name description=Some(agency) />
                <InternalHeaderButton on_click=on_lock>{space::LOCK}</InternalHeaderButton>
            </InternalHeader>
            <nav class="ov-nav" aria-label=text::NAVIGATION>
                <ul class="ov-nav__list">
                    <NavLink
                        href=Page::Plans.path()
                        icon=IconName::PersonGroup
                        words=text::PLANS
                        is_current=Live::derive(move || {
                            matches!(
                                page.get(),
                                None | Some(Page::Plans | Page::NewPlan | Page::Plan(..))
                            )
                        })
                    />
                    <NavLink
                        href=Page::Agenda.path()
                        icon=IconName::Calendar
                        words=text::AGENDA
                        is_current=Live::derive(move || page.get() == Some(Page::Agenda))
                    />
                    <NavLink
                        href=Page::Prisons.path()
                        icon=IconName::House
                        words=text::PRISONS
                        is_current=Live::derive(move || {
                            matches!(
                                page.get(),
                                Some(Page::Prisons | Page::Prison(_) | Page::About)
                            )
                        })
                    />
                    <LinksOfRoles roles />
                    <NavLink
                        href=Page::Sync.path()
                        icon=IconName::ArrowsCirclepath
                        words=text::SYNC
                        is_current=Live::derive(move || {
                            matches!(page.get(), Some(Page::Sync | Page::Devices | Page::ThisDevice))
                        })
                        count=unsent
                    />
                </ul>
            </nav>
            <main id="main" class="ov-main" tabindex="-1">
                {is_practice
                    .then(|| {
                        view! {
                            <div class="ov-practice">
                                <InlineMessage status=MessageStatus::Warning size=Size::Small>
                                    {text::PRACTICE}
                                </InlineMessage>
                            </div>
                        }
                    })}
                <SentBack />
                <TroubleAlert />
                <UpdateBanner />
                {children()}
            </main>
            <div class="ov-visually-hidden" role="status" aria-live="polite">
                {drawn(move || journal.announcement().get())}
            </div>
        </div>
    }
}

/// What only some have to do with.
#[component]
fn LinksOfRoles(roles: BTreeSet<Role>) -> impl IntoView {
    let page = use_route_state().page();
    let of_role = [
        (
            Role::TemplateAdmin,
            Page::Template,
            IconName::BulletList,
            text::TEMPLATE,
        ),
        (
            Role::Auditor,
            Page::Audit,
            IconName::MagnifyingGlass,
            text::AUDIT,
        ),
    ];
    let links = of_role
        .into_iter()
        .filter(|(role, ..)| roles.contains(role));
    let link = |(_, target, icon, words): (Role, Page, IconName, &'static str)| {
        view! {
            <NavLink
                href=target.path()
                icon
                words
                is_current=Live::derive(move || page.get() == Some(target))
            />
        }
    };
    links.map(link).collect_view()
}

/// Network and sync in a few words; leads to the sync centre.
#[component]
fn SyncMark() -> impl IntoView {
    let sync = use_sync_state();
    let unsent = use_journal_state().unsent();
    let state = move || {
        let status = sync.status().get();
        if sync.is_held().get() {
            "offline"
        } else if status.problem.is_some() {
            if unsent.get() > 0 {
                "waiting"
            } else {
                "offline"
            }
        } else if unsent.get() > 0 {
            "waiting"
        } else {
            "ok"
        }
    };
    let icon = Live::derive(move || match state() {
        "ok" => IconName::CheckmarkCircle,
        "offline" => IconName::CloudSlash,
        _ => IconName::Cloud,
    });
    let words = move || {
        let status = sync.status().get();
        let is_working: bool = status.is_working && status.problem.is_none() && unsent.get() > 0;
        text::state(
            unsent.get(),
            sync.is_held().get(),
            status.problem.is_some(),
            is_working,
        )
    };
    view! {
        <a class="ov-top__state" href=Page::Sync.path() data-state=state data-testid="sync-mark">
            <Icon name=icon />
            <span>{words}</span>
        </a>
    }
}

/// What went wrong on this device.
#[component]
pub(super) fn TroubleAlert() -> impl IntoView {
    let journal = use_journal_state();
    let message = |trouble: Trouble| match trouble {
        Trouble::NotSaved(CommitError::Full) => text::FULL.to_owned(),
        Trouble::NotSaved(CommitError::ClosedForUpdate) => text::CLOSED_FOR_UPDATE.to_owned(),
        Trouble::NotSaved(
            CommitError::Stale | CommitError::Unsealed(_) | CommitError::Failed(_),
        ) => text::SAVE_FAILED.to_owned(),
        Trouble::NotAllowed => text::NOT_ALLOWED.to_owned(),
        Trouble::NotRead(_) => text::READ_FAILED.to_owned(),
        Trouble::NoRoom => text::NO_ROOM.to_owned(),
        Trouble::Lost(entries, saved) => text::lost(entries, saved),
        Trouble::Damaged(entries) => text::damaged(entries),
    };
    drawn(move || {
        let trouble: Trouble = journal.trouble().get()?;
        let title: &str = if matches!(trouble, Trouble::NotSaved(_) | Trouble::NotAllowed) {
            text::NOT_SAVED
        } else {
            text::TROUBLE
        };
        let on_close = Callback::new(move |()| journal.dismiss_trouble());
        Some(view! {
            <LocalAlert status=AlertStatus::Error>
                <LocalAlertHeader>
                    <LocalAlertTitle>{title}</LocalAlertTitle>
                    <LocalAlertCloseButton on_click=on_close />
                </LocalAlertHeader>
                <LocalAlertContent>{message(trouble)}</LocalAlertContent>
            </LocalAlert>
        })
    })
}

/// A new version waits for the user's word.
#[component]
pub(super) fn UpdateBanner() -> impl IntoView {
    let update = use_update_state();
    let saving = use_draft_state().saving();
    let on_take = Callback::new(move |_| update.take(saving));
    drawn(move || {
        update.is_ready().get().then(|| {
            view! {
                <div class="ov-banner" role="status">
                    <div>
                        <BodyShort>{text::UPDATE_READY}</BodyShort>
                        <BodyShort>{text::UPDATE_WAITING}</BodyShort>
                    </div>
                    <Button on_click=on_take>{text::UPDATE_TAKE}</Button>
                </div>
            }
        })
    })
}
