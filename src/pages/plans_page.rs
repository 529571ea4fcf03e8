//! All plans that the user may see: search as one types, order, readiness at a glance.

mod assign_dialog;
mod kept_filters;
mod narrowing;
mod plan_row;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::filter::PlanFilter;
use overgang_domain::summary::PlanSummary;

use self::assign_dialog::AssignDialog;
use self::kept_filters::KeptFilters;
use self::narrowing::Narrowing;
use self::plan_row::PlanRow;
use super::later::{Later, LaterScreen, LaterScreens};
use crate::aksel::{
    BodyShort, Button, ButtonSize, ButtonVariant, Heading, HeadingLevel, HeadingSize, IconName,
    Search, SearchVariant, TextColor,
};
use crate::live::{Live, LiveCell, drawn};
use crate::page::Page;
use crate::state::{
    use_draft_state, use_filter_state, use_journal_state, use_read_state, use_route_state,
    use_view_state,
};
use crate::text::plans as text;

/// How many plans are drawn at first; the rest on demand.
const FIRST: usize = 60;

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Urgency,
    Release,
    Name,
}

impl Order {
    const ALL: [(Self, &'static str, &'static str); 3] = [
        (Self::Urgency, "urgency", text::BY_URGENCY),
        (Self::Release, "release", text::BY_RELEASE),
        (Self::Name, "name", text::BY_NAME),
    ];

    fn read(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|(_, id, _)| *id == text)
            .map_or(Self::Urgency, |(o, _, _)| o)
    }
}

/// The page.
#[component]
pub fn PlansPage() -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let today: Live<NaiveDate> = view_state.day();
    let filters = use_filter_state();
    let is_narrowing = LiveCell::new(false);
    let limit = LiveCell::new(FIRST);
    let order = view_state.plan_order();
    let found = Live::memo(move || {
        let filter: PlanFilter = filters.in_use().get();
        let today: NaiveDate = today.get();
        let mut found: Vec<PlanSummary> = journal.directory().with(|directory| {
            journal.summaries().with(|summaries| {
                let all = summaries.values();
                let shown = all.filter(|plan| filter.shows(plan, directory, today));
                shown.cloned().collect()
            })
        });
        sort(&mut found, Order::read(&order.get()), today);
        found
    });
    let count = move || {
        text::count(
            found.with(Vec::len),
            journal.summaries().with(BTreeMap::len),
        )
    };
    let is_assigning = LiveCell::new(false);
    let rows = move || found.with(|found| found[..limit.get().min(found.len())].to_vec());
    note_what_is_shown(found, limit);
    view! {
        <header class="ov-page-header">
            <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
            <div class="ov-actions">
                <FindPlan />
                <NewPerson />
            </div>
        </header>
        <LooseNotes />
        <div class="ov-toolbar">
            <Search
                label=text::SEARCH
                value=filters.field(|filter| &filter.query)
                on_input=move |query| filters.narrow(|filter| filter.query = query)
                hide_label=false
                variant=SearchVariant::Simple
            />
            <Button
                variant=ButtonVariant::Secondary
                expanded=Live::derive(move || Some(is_narrowing.get()))
                on_click=Callback::new(move |_| is_narrowing.update(|is_open| *is_open = !*is_open))
            >
                {move || text::filters(filters.in_use().with(PlanFilter::count))}
            </Button>
        </div>
        <Show when=move || is_narrowing.get()>
            <Narrowing />
        </Show>
        <KeptFilters />
        <div class="ov-page-header">
            <BodyShort text_color=TextColor::Subtle>{count}</BodyShort>
            <Show when=move || journal.opens_plans()>
                <Button
                    size=ButtonSize::Small
                    variant=ButtonVariant::Tertiary
                    disabled=Live::derive(move || found.with(Vec::is_empty))
                    on_click=Callback::new(move |_| is_assigning.set(true))
                >
                    {text::ASSIGN}
                </Button>
            </Show>
        </div>
        <AssignDialog
            shown=found
            from=Live::derive(move || filters.in_use().with(|filter| filter.worker.parse().ok()))
            is_open=is_assigning
        />
        <Show when=move || journal.summaries().with(BTreeMap::is_empty)>
            <p class="ov-empty">{text::EMPTY}</p>
        </Show>
        <Show when=move || found.with(Vec::is_empty) && !journal.summaries().with(BTreeMap::is_empty)>
            <p class="ov-empty">{text::NO_MATCH}</p>
        </Show>
        <ul class="ov-plan-list" aria-label=text::LIST>
            {drawn(move || {
                let today: NaiveDate = today.get();
                rows().into_iter().map(|summary| view! { <PlanRow summary today /> }).collect_view()
            })}
        </ul>
        <Show when=move || { found.with(Vec::len) > limit.get() }>
            <Button
                variant=ButtonVariant::Secondary
                on_click=Callback::new(move |_| limit.update(|limit| *limit += FIRST))
            >
                {text::MORE}
            </Button>
        </Show>
    }
}

/// For the log of reads.
fn note_what_is_shown(found: Live<Vec<PlanSummary>>, limit: LiveCell<usize>) {
    let reads = use_read_state();
    let filter: Live<PlanFilter> = use_filter_state().in_use();
    Effect::new(move |_| {
        let shown =
            found.with(|found| found.iter().take(limit.get()).map(|plan| plan.id).collect());
        let is_search = filter.with(|filter| !filter.query.trim().is_empty());
        reads.shows(shown, is_search);
    });
}

/// Notes that were written while plans were closed.
#[component]
fn LooseNotes() -> impl IntoView {
    use_draft_state().has_loose_notes().then(|| {
        let screen = Later::LooseNotes;
        view! { <LaterScreen screen screens=LaterScreens::load() /> }
    })
}

/// The way to a plan of another prison.
#[component]
fn FindPlan() -> impl IntoView {
    let route = use_route_state();
    let on_find = Callback::new(move |_| route.go(Page::FindPlan));
    use_journal_state().opens_other_plans().then(|| {
        view! {
            <Button variant=ButtonVariant::Tertiary on_click=on_find>
                {text::FIND}
            </Button>
        }
    })
}

/// The way to a new person, for those who may open plans.
#[component]
fn NewPerson() -> impl IntoView {
    let route = use_route_state();
    let on_new = Callback::new(move |_| route.go(Page::NewPlan));
    use_journal_state()
        .opens_plans()
        .then(|| view! { <Button icon=Some(IconName::Plus) on_click=on_new>{text::NEW}</Button> })
}

fn sort(plans: &mut [PlanSummary], order: Order, today: NaiveDate) {
    match order {
        Order::Urgency => {
            plans.sort_by_key(|plan| (std::cmp::Reverse(plan.urgency(today).score), plan.id));
        }
        Order::Release => {
            plans.sort_by_key(|plan| (plan.release_date.is_none(), plan.release_date, plan.id));
        }
        Order::Name => plans.sort_by_key(|plan| (plan.name.to_lowercase(), plan.id)),
    }
}
