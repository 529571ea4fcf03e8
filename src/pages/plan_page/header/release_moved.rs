//! That the release date was moved lately, and what moved with it: for everybody who was not there (D4).

use leptos::prelude::*;
use overgang_domain::deadline::{ReleaseMoved, release_moved};

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
        let today = open.today.get();
        open.template.with_value(|template| {
            open.plan
                .with(|plan| release_moved(plan, template, since, today))
        })
    });
    drawn(move || {
        let ReleaseMoved {
            from,
            by,
            at,
            moved,
        } = last.get()?;
        let from: String = from.map_or_else(|| text::NO_DATE.to_owned(), dates::day);
        let who: String = who_and_when(journal, view_state, by, at);
        let header: String = text::release_moved(&from, &who);
        Some(view! {
            <ReadMore header=header>
                <MovedList open moved=moved.clone() />
            </ReadMore>
        })
    })
}
