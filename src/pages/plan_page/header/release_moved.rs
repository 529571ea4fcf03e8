//! That the release date was moved lately, and what moved with it: for everybody who was not there (D4).

use leptos::prelude::*;
use overgang_domain::deadline::ReleaseMoved;

use super::release_dialog::MovedList;
use crate::aksel::ReadMore;
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::who_and_when;
use crate::state::{use_journal_state, use_view_state};
use crate::text::{dates, plan as text};

/// For how long a move is shown, in milliseconds: four weeks.
const SHOWN: u64 = 28 * 24 * 60 * 60 * 1000;

/// The line, with the list behind it.
#[component]
pub(in crate::pages::plan_page) fn ReleaseMove(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let last = Live::memo(move || {
        let since: u64 = view_state.now_millis().saturating_sub(SHOWN);
        open.plan.with(|plan| ReleaseMoved::of(plan, since))
    });
    drawn(move || {
        let last: ReleaseMoved = last.get()?;
        let who: String = who_and_when(journal, view_state, last.by, last.at);
        let header: String = text::release_moved(&dates::day(last.from), &who);
        // Two checklists: made only for whoever opens the list.
        let moved = move || {
            open.template.with_value(|template| {
                let today = open.today.get();
                open.plan
                    .with(|plan| last.what_moved(plan, template, today))
            })
        };
        Some(view! {
            <ReadMore header=header>
                <MovedList open moved=moved() />
            </ReadMore>
        })
    })
}
