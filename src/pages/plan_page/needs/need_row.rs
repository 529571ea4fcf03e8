//! One need: answered in one tap, with the round before beside it and words where they are wanted.

use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::commands::answer_need;
use overgang_domain::need::{Need, NeedKind, NeedState, state};
use overgang_domain::register::Record;
use overgang_domain::{EntryId, RoundId, Template};

use super::answer_words::AnswerWords;
use super::before::Before;
use crate::components::Answers;
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::answers;
use crate::state::{use_journal_state, use_view_state};
use crate::text::{item, need as text, sheet};

/// The row.
#[component]
pub(in crate::pages::plan_page) fn NeedRow(
    open: OpenPlan,
    /// The round and the need.
    place: StoredValue<(RoundId, Need)>,
) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let field = Live::memo(move || {
        place.with_value(|(round, need)| open.plan.with(|plan| state(plan, round, &need.id)))
    });
    let now = Live::memo(move || field.with(|field| NeedState::of(&field.value)));
    let set = move |answer: NeedState| {
        let (round, need) = place.get_value();
        let template: Arc<Template> = open.template.get_value();
        journal.act_at_once(
            open.id,
            move |pen, plan| {
                let needs = &template.needs;
                answer_need(pen, plan, needs, &round, &need.id, answer)
            },
            move || {
                journal.announce(item::SAVED);
            },
        );
    };
    let shown_answers = Live::derive(move || {
        field.with(|field| {
            answers(&field.answers, journal, view_state, |value| {
                text::state(NeedState::of(value)).to_owned()
            })
        })
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let chosen = field.with_untracked(|field| {
            let one = field.answers.iter().find(|one| one.entry == entry)?;
            Some(NeedState::of(&one.value))
        });
        if let Some(chosen) = chosen {
            set(chosen);
        }
    });
    let is_answered = Live::derive(move || now.get() != NeedState::NotAsked);
    let writes = Live::memo(move || {
        place.with_value(|(round, need)| {
            let record = Record::Round(round.clone());
            open.writes_field(&record, &need.id).is_allowed()
        })
    });
    let words =
        StoredValue::new(place.with_value(|(round, need)| (round.clone(), need.id.clone())));
    let title: String = place.with_value(|(_, need)| need.title.nb.clone());
    let message: String = format!("{title}: {}", sheet::TWO_VALUES);
    view! {
        <li class="ov-need">
            <div>
                <span class="ov-text">{title}</span>
                <Before open place=words />
            </div>
            <Show
                when=move || writes.get()
                fallback=move || view! { <span>{drawn(move || text::state(now.get()))}</span> }
            >
                <Choices open place now on_answer=Callback::new(set) />
            </Show>
            <Answers message answers=shown_answers may_choose=writes on_choose />
            <AnswerWords open place=words is_answered may_write=writes />
        </li>
    }
}

/// The answers that can be given with one tap; a second tap takes the answer back.
#[component]
fn Choices(
    open: OpenPlan,
    place: StoredValue<(RoundId, Need)>,
    now: Live<NeedState>,
    on_answer: Callback<NeedState>,
) -> impl IntoView {
    let is_none: bool = place.with_value(|(_, need)| need.kind == NeedKind::None);
    let is_first: bool = open.template.with_value(|template| {
        place.with_value(|(round, _)| template.needs.before(round).is_none())
    });
    // Whether a need is met is known only in a later round.
    let offered = move |state: NeedState| match state {
        // Beside "none here" the latter means nothing of the area.
        NeedState::Identified | NeedState::Declined => true,
        NeedState::Met | NeedState::Unmet | NeedState::Withdrawn => !is_none && !is_first,
        NeedState::NotAsked => false,
    };
    let button = move |state: NeedState| {
        let words: &str = match (is_none, state) {
            (true, NeedState::Identified) => text::NONE_HERE,
            (true, NeedState::Declined) => text::DECLINES_AREA,
            (_, state) => text::state(state),
        };
        let on_click = move |_| {
            on_answer.run(if now.get_untracked() == state {
                NeedState::NotAsked
            } else {
                state
            });
        };
        view! {
            <Show when=move || offered(state) || now.get() == state>
                <button
                    type="button"
                    class="ov-status"
                    aria-pressed=move || (now.get() == state).to_string()
                    on:click=on_click
                >
                    {words}
                </button>
            </Show>
        }
    };
    view! { <div class="ov-statuses">{NeedState::ANSWERS.map(button).collect_view()}</div> }
}
