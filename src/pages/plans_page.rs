//! All plans that the user may see: search as one types, order, readiness at a glance.

mod plan_row;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::PrisonId;
use overgang_domain::summary::PlanSummary;

use self::plan_row::PlanRow;
use crate::aksel::{
    BodyShort, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, IconName, Search,
    SearchVariant, Select, TextColor,
};
use crate::live::{Live, LiveCell, drawn};
use crate::page::Page;
use crate::state::{use_journal_state, use_reference_state, use_route_state, use_view_state};
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
    let reference = use_reference_state();
    let view_state = use_view_state();
    let today: NaiveDate = view_state.today();
    let query = LiveCell::new(String::new());
    let limit = LiveCell::new(FIRST);
    let order = view_state.plan_order();
    let prison = view_state.plan_prison();
    let found = Live::memo(move || {
        let query: String = query.get();
        let prison: String = prison.get();
        let mut found: Vec<PlanSummary> = journal.summaries().with(|summaries| {
            let all = summaries.values().filter(|plan| {
                prison.is_empty() || plan.prison.as_ref().is_some_and(|p| p.as_str() == prison)
            });
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
    let route = use_route_state();
    let on_new = Callback::new(move |_| route.go(Page::NewPlan));
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
            <Select
                label=text::SORT
                value=order
                on_change=move |order: String| view_state.set_plan_order(&order)
                options=Live::constant(orders)
            />
            <Select
                label=text::PRISON
                value=prison
                on_change=move |prison: String| view_state.set_plan_prison(&prison)
                options=prisons
            />
        </div>
        <BodyShort text_color=TextColor::Subtle>{count}</BodyShort>
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
