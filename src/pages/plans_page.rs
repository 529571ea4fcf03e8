//! All plans that the user may see: search as one types, order, readiness at a glance.

mod assign_dialog;
mod plan_row;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::PrisonId;
use overgang_domain::summary::PlanSummary;

use self::assign_dialog::AssignDialog;
use self::plan_row::PlanRow;
use crate::aksel::{
    BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, IconName, Search,
    SearchVariant, Select, TextColor,
};
use crate::live::{Live, LiveCell, drawn};
use crate::page::Page;
use crate::state::{
    ViewState, use_journal_state, use_reference_state, use_route_state, use_view_state,
};
use crate::text::plans as text;

/// The list without a worker.
const NOBODY: &str = "nobody";
/// Closed plans.
const CLOSED: &str = "closed";
/// Open and closed plans.
const ALL: &str = "all";

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
    let today: NaiveDate = view_state.today();
    let query = LiveCell::new(String::new());
    let limit = LiveCell::new(FIRST);
    let order = view_state.plan_order();
    let found = Live::memo(move || {
        let query: String = query.get();
        let narrowed = Narrowed::now(view_state);
        let mut found: Vec<PlanSummary> = journal.summaries().with(|summaries| {
            let all = summaries.values().filter(|plan| narrowed.shows(plan));
            all.filter(|plan| plan.matches(&query)).cloned().collect()
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
    let route = use_route_state();
    let on_new = Callback::new(move |_| route.go(Page::NewPlan));
    let rows = move || {
        found.with(|found| {
            found
                .iter()
                .take(limit.get())
                .cloned()
                .collect::<Vec<PlanSummary>>()
        })
    };
    view! {
        <header class="ov-page-header">
            <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
            <Button icon=Some(IconName::Plus) on_click=on_new>{text::NEW}</Button>
        </header>
        <div class="ov-toolbar">
            <Search
                label=text::SEARCH
                value=query
                on_input=move |text| query.set(text)
                hide_label=false
                variant=SearchVariant::Simple
            />
            <Narrowing />
        </div>
        <div class="ov-page-header">
            <BodyShort text_color=TextColor::Subtle>{count}</BodyShort>
            <Button
                variant=ButtonVariant::Tertiary
                on_click=Callback::new(move |_| is_assigning.set(true))
            >
                {text::ASSIGN}
            </Button>
        </div>
        <AssignDialog
            plans=Live::derive(move || found.with(|found| found.iter().map(|plan| plan.id).collect()))
            from=Live::derive(move || view_state.plan_worker().get().parse().ok())
            is_open=is_assigning
        />
        <Show when=move || journal.summaries().with(BTreeMap::is_empty)>
            <p class="ov-empty">{text::EMPTY}</p>
        </Show>
        <Show when=move || found.with(Vec::is_empty) && !journal.summaries().with(BTreeMap::is_empty)>
            <p class="ov-empty">{text::NO_MATCH}</p>
        </Show>
        <ul class="ov-plan-list" aria-label=text::LIST>
            {drawn(move || rows().into_iter().map(|summary| view! { <PlanRow summary today /> }).collect_view())}
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

/// What the list is narrowed to.
struct Narrowed {
    prison: String,
    worker: String,
    life: String,
}

impl Narrowed {
    fn now(view_state: ViewState) -> Self {
        Self {
            prison: view_state.plan_prison().get(),
            worker: view_state.plan_worker().get(),
            life: view_state.plan_life().get(),
        }
    }

    fn shows(&self, plan: &PlanSummary) -> bool {
        let prison: &str = plan.prison.as_ref().map_or("", PrisonId::as_str);
        let is_workers: bool = match self.worker.as_str() {
            "" => true,
            NOBODY => plan.workers.is_empty(),
            worker => worker
                .parse()
                .is_ok_and(|worker| plan.workers.contains(&worker)),
        };
        let is_alive: bool = match self.life.as_str() {
            CLOSED => plan.is_closed,
            ALL => true,
            _ => !plan.is_closed,
        };
        (self.prison.is_empty() || prison == self.prison) && is_workers && is_alive
    }
}

/// The order, the prison, by whom the plans are worked with and how many each has, and whether closed ones are shown.
#[component]
fn Narrowing() -> impl IntoView {
    let journal = use_journal_state();
    let reference = use_reference_state();
    let view_state = use_view_state();
    let orders: Vec<(String, String)> = Order::ALL
        .iter()
        .map(|(_, id, words)| ((*id).to_owned(), (*words).to_owned()))
        .collect();
    let prisons = Live::derive(move || {
        let known = journal.session().user.prisons;
        let named = known
            .iter()
            .map(|id: &PrisonId| (id.to_string(), reference.prison_name(id)));
        std::iter::once((String::new(), text::ALL_PRISONS.to_owned()))
            .chain(named)
            .collect()
    });
    let workers = Live::derive(move || {
        let (loads, without) = journal.summaries().with(|summaries| {
            let open = || summaries.values().filter(|plan| !plan.is_closed);
            let mut loads: BTreeMap<String, usize> = BTreeMap::new();
            for worker in open().flat_map(|plan| &plan.workers) {
                *loads.entry(worker.to_string()).or_default() += 1;
            }
            (loads, open().filter(|plan| plan.workers.is_empty()).count())
        });
        let named = journal.user_names().into_iter().map(|(id, name)| {
            let load: usize = loads.get(&id).copied().unwrap_or_default();
            (id, text::load(&name, load))
        });
        let first = [
            (String::new(), text::EVERYBODY.to_owned()),
            (NOBODY.to_owned(), text::load(text::NOBODY, without)),
        ];
        first.into_iter().chain(named).collect::<Vec<_>>()
    });
    let lives: Vec<(String, String)> = [
        ("", text::OPEN_PLANS),
        (CLOSED, text::CLOSED_PLANS),
        (ALL, text::ALL_PLANS),
    ]
    .map(|(id, words)| (id.to_owned(), words.to_owned()))
    .to_vec();
    view! {
        <Select
            label=text::SORT
            value=view_state.plan_order()
            on_change=move |order: String| view_state.set_plan_order(&order)
            options=Live::constant(orders)
        />
        <Select
            label=text::PRISON
            value=view_state.plan_prison()
            on_change=move |prison: String| view_state.set_plan_prison(&prison)
            options=prisons
        />
        <Select
            label=text::WORKER
            value=view_state.plan_worker()
            on_change=move |worker: String| view_state.set_plan_worker(&worker)
            options=workers
        />
        <Select
            label=text::LIFE
            value=view_state.plan_life()
            on_change=move |life: String| view_state.set_plan_life(&life)
            options=Live::constant(lives)
        />
    }
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
