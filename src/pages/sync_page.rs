//! The sync centre: what waits, what was received and when, what was set aside and why, last contact.

use std::collections::BTreeMap;

use leptos::prelude::*;
use overgang_domain::register::{Record, Value};
use overgang_domain::summary::PlanSummary;
use overgang_domain::{Entry, PlanId};
use overgang_sync::Problem;

use crate::aksel::{
    AlertStatus, BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, Icon,
    IconName, LocalAlert, LocalAlertContent, LocalAlertHeader, LocalAlertTitle, Switch,
};
use crate::page::{Page, PlanPart};
use crate::state::{
    SetAside, SignInFailure, SyncRecord, ViewState, use_journal_state, use_sync_state,
    use_view_state,
};

use super::export_unsent::ExportUnsent;
use super::kept_apart_list::KeptApartList;
use super::left_behind_list::LeftBehindList;
use super::sign_in_page::{SignInTrouble, signing_in_again};
use super::signing_out::SigningOut;
use crate::live::{Live, LiveCell, drawn};
use crate::text::{dates, frame, sheet, sync as text, words};

/// How many receipts the page shows.
const LINES: usize = 50;

/// The page.
#[component]
pub fn SyncPage() -> impl IntoView {
    let sync = use_sync_state();
    view! {
        <header class="ov-page-header">
            <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
            <Button
                icon=Some(IconName::ArrowsCirclepath)
                disabled=sync.is_held()
                loading=Live::derive(move || sync.status().get().is_working)
                on_click=Callback::new(move |_| sync.sync_now())
            >
                {text::SYNC_NOW}
            </Button>
        </header>
        <Standing />
        <Switch
            checked=sync.is_held()
            on_change=move |is_held: bool| sync.hold(is_held)
            description=Some(text::HOLD_HELP.to_owned())
        >
            {text::HOLD}
        </Switch>
        <Figures />
        <SetAsideList />
        <KeptApartList />
        <LeftBehindList />
        <Unsent />
        <Log />
        <SigningOut />
    }
}

/// How the sync stands, and what to do.
#[component]
fn Standing() -> impl IntoView {
    let journal = use_journal_state();
    let sync = use_sync_state();
    let failure: LiveCell<Option<SignInFailure>> = LiveCell::new(None);
    let on_sign_in = signing_in_again(failure);
    let standing = drawn(move || {
        let problem: Option<Problem> = sync.problem().get();
        let (status, message): (AlertStatus, &str) = if sync.is_held().get() {
            (AlertStatus::Announcement, text::HELD)
        } else if let Some(problem) = problem {
            (AlertStatus::Warning, text::problem(problem))
        } else if journal.unsent().get() > 0 {
            (AlertStatus::Announcement, text::WORKING)
        } else if journal.set_aside().with(|all| !all.is_empty()) {
            (AlertStatus::Warning, text::SOME_SET_ASIDE)
        } else {
            (AlertStatus::Success, text::WELL)
        };
        let is_signed_out: bool = problem == Some(Problem::SignedOut);
        let is_stuck: bool = problem == Some(Problem::Revoked) && journal.unsent().get() > 0;
        view! {
            <LocalAlert status>
                <LocalAlertHeader>
                    <LocalAlertTitle>{message}</LocalAlertTitle>
                </LocalAlertHeader>
                {is_signed_out
                    .then(|| {
                        view! {
                            <LocalAlertContent>
                                <Button on_click=on_sign_in>{text::SIGN_IN}</Button>
                            </LocalAlertContent>
                        }
                    })}
                {is_stuck
                    .then(|| {
                        view! {
                            <LocalAlertContent>
                                <ExportUnsent />
                            </LocalAlertContent>
                        }
                    })}
            </LocalAlert>
        }
    });
    view! {
        {standing}
        <SignInTrouble failure />
    }
}

/// Counts and times.
#[component]
fn Figures() -> impl IntoView {
    let journal = use_journal_state();
    let sync = use_sync_state();
    let view_state = use_view_state();
    let last_log = move || journal.log().with(|log| log.last().map(|record| record.at));
    let contact = move || {
        let last: Option<u64> = sync.status().get().last_contact.or_else(last_log);
        last.map_or_else(|| text::NEVER.to_owned(), |at| when(view_state, at))
    };
    let next = move || {
        let status = sync.status().get();
        let next: Option<u64> = status.next_try.filter(|_| !status.is_working);
        next.filter(|_| !sync.is_held().get())
            .map(|at| when(view_state, at))
    };
    view! {
        <dl class="ov-figures">
            <div class="ov-figure">
                <dt>{text::WAITING}</dt>
                <dd data-testid="unsent">{drawn(move || journal.unsent().get())}</dd>
            </div>
            <div class="ov-figure">
                <dt>{text::LAST_CONTACT}</dt>
                <dd data-testid="last-contact">{contact}</dd>
            </div>
            <div class="ov-figure">
                <dt>{text::ON_DEVICE}</dt>
                <dd data-testid="plans">{drawn(move || journal.summaries().with(BTreeMap::len))}</dd>
            </div>
            {drawn(move || {
                next()
                    .map(|next| {
                        view! {
                            <div class="ov-figure">
                                <dt>{text::NEXT_TRY}</dt>
                                <dd>{next}</dd>
                            </div>
                        }
                    })
            })}
        </dl>
    }
}

/// What waits, by plan.
#[component]
fn Unsent() -> impl IntoView {
    let journal = use_journal_state();
    let waiting = move || {
        journal.summaries().with(|all| {
            let waiting = all.values().filter(|plan| plan.unsent > 0);
            waiting.cloned().collect::<Vec<PlanSummary>>()
        })
    };
    let row = |plan: PlanSummary| {
        waiting_row(
            Page::Plan(plan.id, PlanPart::default()),
            plan.name,
            plan.unsent,
        )
    };
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::UNSENT}</Heading>
            <Show when=move || journal.unsent().get() == 0>
                <p class="ov-empty">{text::UNSENT_EMPTY}</p>
            </Show>
            <ul class="ov-sync-list">
                {drawn(move || waiting().into_iter().map(row).collect_view())}
                {drawn(move || {
                    let of_plans: usize = waiting().iter().map(|plan| plan.unsent).sum();
                    let shared: usize = journal.unsent().get().saturating_sub(of_plans);
                    (shared > 0).then(|| waiting_row(Page::Prisons, text::SHARED.to_owned(), shared))
                })}
            </ul>
        </section>
    }
}

/// What waits in one place.
fn waiting_row(page: Page, name: String, unsent: usize) -> impl IntoView {
    view! {
        <li class="ov-sync-entry" data-state="waiting">
            <Icon name=IconName::MobileSmall />
            <div class="ov-sync-entry__what">
                <a class="ov-text ov-clamp" href=page.path()>{name}</a>
                <div class="ov-sync-entry__when">{text::unsent(unsent)}</div>
            </div>
        </li>
    }
}

/// What the centre did not take, and why.
#[component]
fn SetAsideList() -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let row = move |one: SetAside| {
        let again: SetAside = one.clone();
        let on_again = Callback::new(move |_| {
            let again: SetAside = again.clone();
            leptos::task::spawn_local(async move { journal.send_again(again).await });
        });
        let plan = one.entry.plan;
        let (page, shared) = place(&one.entry);
        let name = move || match shared {
            Some(name) => Some(name.to_owned()),
            None => journal
                .summaries()
                .with(|all| all.get(&plan).map(|plan| plan.name.clone())),
        };
        view! {
            <li class="ov-sync-entry" data-state="set-aside">
                <Icon name=IconName::ExclamationmarkTriangle />
                <div class="ov-sync-entry__what">
                    <a class="ov-text ov-clamp" href=page.path()>{drawn(name)}</a>
                    <p class="ov-text">{typed(&one.entry)}</p>
                    <p>{words::reject_reason(one.reason)}</p>
                    <div class="ov-sync-entry__when">{when(view_state, one.at)}</div>
                </div>
                <Button
                    variant=ButtonVariant::Secondary
                    on_click=on_again
                >
                    {text::SEND_AGAIN}
                </Button>
            </li>
        }
    };
    view! {
        <Show when=move || journal.set_aside().with(|all| !all.is_empty())>
            <section class="ov-section">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::SET_ASIDE}</Heading>
                <BodyShort>{text::SET_ASIDE_HELP}</BodyShort>
                <ul class="ov-sync-list">
                    {drawn(move || journal.set_aside().get().into_iter().map(row).collect_view())}
                </ul>
            </section>
        </Show>
    }
}

/// What each exchange brought, newest first.
#[component]
fn Log() -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    // While there is network an exchange follows each save: those of one minute are one line.
    let lines = move || {
        let mut lines: Vec<(String, SyncRecord)> = Vec::new();
        for record in journal.log().get().into_iter().rev() {
            let minute: String = when(view_state, record.at);
            let is_same_minute: bool = lines.last().is_some_and(|(last, _)| *last == minute);
            if !is_same_minute && lines.len() == LINES {
                break;
            }
            match lines.last_mut().filter(|_| is_same_minute) {
                Some((_, line)) => {
                    line.confirmed += record.confirmed;
                    line.received += record.received;
                    line.set_aside += record.set_aside;
                }
                None => lines.push((minute, record)),
            }
        }
        lines
    };
    let row = |(minute, record): (String, SyncRecord)| {
        let what: String = text::record(record.confirmed, record.received, record.set_aside);
        view! {
            <li class="ov-sync-entry" data-state="received">
                <Icon name=IconName::CheckmarkCircle />
                <div class="ov-sync-entry__what">
                    <p>{what}</p>
                    <div class="ov-sync-entry__when">{minute}</div>
                </div>
            </li>
        }
    };
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::LOG}</Heading>
            <Show when=move || journal.log().with(Vec::is_empty)>
                <p class="ov-empty">{text::LOG_EMPTY}</p>
            </Show>
            <ul class="ov-sync-list" data-testid="log">
                {drawn(move || lines().into_iter().map(row).collect_view())}
            </ul>
        </section>
    }
}

/// Where what an entry says is shown, with the name of the place unless it is a person's plan.
pub(super) fn place(entry: &Entry) -> (Page, Option<&'static str>) {
    if entry.plan != PlanId::DIRECTORY {
        return (Page::Plan(entry.plan, PlanPart::default()), None);
    }
    let writes = entry.change.writes();
    let mut records = writes.iter().map(|(register, _)| register.record());
    if records.any(|record| matches!(record, Record::Item(_) | Record::Template(_))) {
        (Page::Template, Some(frame::TEMPLATE))
    } else {
        (Page::Prisons, Some(frame::PRISONS))
    }
}

/// The words in an entry that was set aside or cannot be sent, so that nothing typed is out of sight.
pub(super) fn typed(entry: &Entry) -> String {
    let words = entry
        .change
        .writes()
        .into_iter()
        .filter_map(|(_, value)| match value {
            Value::Text(words) | Value::Added(_, words) => Some(words),
            Value::Status(status) => {
                Some(format!("{} {}", words::status(status.status), status.why))
            }
            Value::Owner(owner) => Some(owner.person),
            Value::Date(date) => date.map(dates::day),
            Value::Struck(strike) => strike.map(|strike| strike.reason),
            Value::Field(value) => Some(sheet::typed(&value)),
            Value::Edition(edition) => Some(edition.words),
            Value::Override(opened) => Some(opened.reason),
            Value::Prison(_)
            | Value::Sheet(_)
            | Value::Template(_)
            | Value::Applies(_)
            | Value::Due(_)
            | Value::About(_)
            | Value::Arranged(_)
            | Value::Listing(_) => None,
        });
    words.collect::<Vec<String>>().join(", ")
}

/// `24.11.2026 14:02`.
pub(in crate::pages) fn when(view: ViewState, at: u64) -> String {
    let time = view.wall_time(at);
    format!(
        "{} {}",
        dates::short_day(time.date),
        dates::clock(time.hour, time.minute)
    )
}
