//! The fields that narrow the list of plans and put it in order, behind one button.

use leptos::prelude::*;
use overgang_domain::PrisonId;
use overgang_domain::filter::{ALL, CLOSED, NOBODY, RELEASED, UNKNOWN};

use super::Order;
use super::assign_dialog::with_caseloads;
use crate::aksel::Select;
use crate::live::Live;
use crate::state::{use_filter_state, use_journal_state, use_reference_state, use_view_state};
use crate::text::plans as text;

/// Ids with their words, as a `Select` takes them.
type Options = Vec<(String, String)>;

/// The order, the prison, by whom the plans are worked with and how many each has, when the release is, and whether
/// closed ones are shown.
#[component]
pub(super) fn Narrowing() -> impl IntoView {
    let view_state = use_view_state();
    let filters = use_filter_state();
    let orders: Options = options(Order::ALL.map(|(_, id, words)| (id, words)));
    let (prisons, workers) = (prisons(), workers());
    view! {
        <div class="ov-narrowing">
            <Select
                label=text::SORT
                value=view_state.plan_order()
                on_change=move |order: String| view_state.set_plan_order(&order)
                options=Live::constant(orders)
            />
            <Select
                label=text::PRISON
                value=filters.field(|filter| &filter.prison)
                on_change=move |prison: String| filters.narrow(|filter| filter.prison = prison)
                options=prisons
            />
            <Select
                label=text::WORKER
                value=filters.field(|filter| &filter.worker)
                on_change=move |worker: String| filters.narrow(|filter| filter.worker = worker)
                options=workers
            />
            <Select
                label=text::RELEASE
                value=filters.field(|filter| &filter.release)
                on_change=move |release: String| filters.narrow(|filter| filter.release = release)
                options=Live::constant(
                    options([
                        ("", text::ANY_RELEASE),
                        ("14", text::WITHIN_14),
                        ("30", text::WITHIN_30),
                        ("90", text::WITHIN_90),
                        (UNKNOWN, text::NO_DATE),
                    ]),
                )
            />
            <Select
                label=text::LIFE
                value=filters.field(|filter| &filter.life)
                on_change=move |life: String| filters.narrow(|filter| filter.life = life)
                options=Live::constant(
                    options([
                        ("", text::OPEN_PLANS),
                        (RELEASED, text::RELEASED_PLANS),
                        (CLOSED, text::CLOSED_PLANS),
                        (ALL, text::ALL_PLANS),
                    ]),
                )
            />
        </div>
    }
}

fn options<const N: usize>(known: [(&str, &str); N]) -> Options {
    known
        .map(|(id, words)| (id.to_owned(), words.to_owned()))
        .to_vec()
}

fn prisons() -> Live<Options> {
    let journal = use_journal_state();
    let reference = use_reference_state();
    Live::derive(move || {
        let known = journal.session().user.prisons;
        let named = known
            .iter()
            .map(|id: &PrisonId| (id.to_string(), reference.prison_name(id)));
        let all = std::iter::once((String::new(), text::ALL_PRISONS.to_owned()));
        all.chain(named).collect()
    })
}

/// All users, each with the number of open plans that they work with.
fn workers() -> Live<Options> {
    let journal = use_journal_state();
    Live::derive(move || {
        let without: usize = journal.summaries().with(|summaries| {
            let open = summaries.values().filter(|plan| !plan.is_closed());
            open.filter(|plan| plan.workers.is_empty()).count()
        });
        let first = [
            (String::new(), text::EVERYBODY.to_owned()),
            (NOBODY.to_owned(), text::load(text::NOBODY, without)),
        ];
        first.into_iter().chain(with_caseloads(journal)).collect()
    })
}
