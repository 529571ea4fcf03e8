//! All that is held on the person and who has read it, for the coordinator to give to the person. It is fetched from the centre and
//! not kept here.

use leptos::prelude::*;
use overgang_domain::PlanId;
use overgang_sync::message::{HeldArea, HeldEntry, PersonDataResponse, PersonRead};

use crate::aksel::{
    AlertStatus, BodyLong, BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    LocalAlert, LocalAlertHeader, LocalAlertTitle,
};
use crate::live::{LiveCell, drawn};
use crate::pages::sync_page::when;
use crate::state::{
    DeviceTrouble, person_data, person_data_file, save_as_file, use_read_state, use_view_state,
};
use crate::text::{audit, person_data as text, words};

/// What the part has: all that was fetched, and what went wrong.
#[derive(Clone, Copy)]
struct Fetched {
    data: LiveCell<Option<PersonDataResponse>>,
    trouble: LiveCell<Option<DeviceTrouble>>,
    is_asking: LiveCell<bool>,
}

/// The part of the plan.
#[component]
pub(in crate::pages) fn PersonDataPart(plan: PlanId) -> impl IntoView {
    let fetched = Fetched {
        data: LiveCell::new(None),
        trouble: LiveCell::new(None),
        is_asking: LiveCell::new(false),
    };
    let on_fetch = Callback::new(move |_| {
        fetched.is_asking.set(true);
        leptos::task::spawn_local(async move {
            let answer = person_data(plan).await;
            fetched.is_asking.set(false);
            match answer {
                Ok(data) => {
                    fetched.trouble.set(None);
                    fetched.data.set(Some(data));
                }
                Err(trouble) => fetched.trouble.set(Some(trouble)),
            }
        });
    });
    view! {
        <section class="ov-section ov-person-data" data-testid="person-data">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::TITLE}</Heading>
            <BodyLong>{text::LEAD}</BodyLong>
            <div class="ov-actions">
                <Button loading=fetched.is_asking on_click=on_fetch>
                    {text::FETCH}
                </Button>
                <Show when=move || fetched.data.with(Option::is_some)>
                    <TakeAway plan fetched />
                </Show>
            </div>
            <Trouble fetched />
            {drawn(move || fetched.data.get().map(|data| view! { <Held data /> }))}
        </section>
    }
}

/// On paper, or as a file.
#[component]
fn TakeAway(plan: PlanId, fetched: Fetched) -> impl IntoView {
    let view_state = use_view_state();
    let reads = use_read_state();
    let on_print = Callback::new(move |_| {
        reads.printed(plan);
        view_state.print();
    });
    let on_file = Callback::new(move |_| {
        leptos::task::spawn_local(async move {
            match person_data_file(plan).await {
                Ok(json) => save_as_file(text::FILE, &json),
                Err(trouble) => fetched.trouble.set(Some(trouble)),
            }
        });
    });
    view! {
        <Button variant=ButtonVariant::Secondary on_click=on_print>
            {text::PRINT}
        </Button>
        <Button variant=ButtonVariant::Secondary on_click=on_file>
            {text::DOWNLOAD}
        </Button>
    }
}

/// What went wrong.
#[component]
fn Trouble(fetched: Fetched) -> impl IntoView {
    drawn(move || {
        let message: &str = match fetched.trouble.get()? {
            DeviceTrouble::Unreachable => text::UNREACHABLE,
            DeviceTrouble::SessionOver | DeviceTrouble::Revoked => text::SESSION_OVER,
            DeviceTrouble::Refused => text::REFUSED,
        };
        Some(view! {
            <LocalAlert status=AlertStatus::Warning>
                <LocalAlertHeader>
                    <LocalAlertTitle>{message}</LocalAlertTitle>
                </LocalAlertHeader>
            </LocalAlert>
        })
    })
}

/// All of it.
#[component]
fn Held(data: PersonDataResponse) -> impl IntoView {
    let view_state = use_view_state();
    let elsewhere = data.elsewhere.into_iter();
    let elsewhere = elsewhere.map(|one| format!("{}: {}", one.name, text::entries(one.entries)));
    let erased = data.erased.into_iter().map(|one| {
        let (many, at) = (text::entries(one.entries), when(view_state, one.at));
        format!("{many}, {at}: {}", text::ground(one.ground))
    });
    let read = |read: PersonRead| {
        let who = format!("{}, {}, {}", read.by, words::role(read.role), read.agency);
        let at: String = when(view_state, read.first);
        view! {
            <li class="ov-row">
                <BodyShort class="ov-text">{format!("{at}: {who}")}</BodyShort>
                <BodyShort>
                    {audit::act(read.act)} " " {audit::reason(read.reason)} " "
                    {(read.times > 1).then(|| audit::times(read.times))}
                </BodyShort>
            </li>
        }
    };
    view! {
        <Lines title=text::ELSEWHERE lines=elsewhere.collect() />
        <Lines title=text::ERASED lines=erased.collect() />
        {data.areas.into_iter().map(|area| view! { <Area area /> }).collect_view()}
        <Heading level=HeadingLevel::Three size=HeadingSize::Small>{text::READS}</Heading>
        <ul class="ov-rows">{data.reads.into_iter().map(read).collect_view()}</ul>
    }
}

/// A heading with lines, where there are any.
#[component]
fn Lines(title: &'static str, lines: Vec<String>) -> impl IntoView {
    let line = |line: String| view! { <li class="ov-row ov-text">{line}</li> };
    (!lines.is_empty()).then(|| {
        view! {
            <Heading level=HeadingLevel::Three size=HeadingSize::Small>{title}</Heading>
            <ul class="ov-rows">{lines.into_iter().map(line).collect_view()}</ul>
        }
    })
}

#[component]
fn Area(area: HeldArea) -> impl IntoView {
    view! {
        <Heading level=HeadingLevel::Three size=HeadingSize::Small>{area.name}</Heading>
        <ul class="ov-rows">
            {area.entries.into_iter().map(|entry| view! { <Written entry /> }).collect_view()}
        </ul>
    }
}

#[component]
fn Written(entry: HeldEntry) -> impl IntoView {
    let at: String = when(use_view_state(), entry.written_at);
    let who: String = text::written(&entry.by, &entry.agency, &at);
    let old = (!entry.stands).then_some(text::OLD);
    let says = entry.says.into_iter().map(|line| {
        let said = format!("{}: {}", line.field, line.value);
        view! { <BodyShort class="ov-text">{said}</BodyShort> }
    });
    view! {
        <li class="ov-row">
            <div class="ov-row__head">
                <strong class="ov-text">{entry.about}</strong>
                {old}
            </div>
            {says.collect_view()}
            <BodyShort class="ov-text">{who}</BodyShort>
        </li>
    }
}
