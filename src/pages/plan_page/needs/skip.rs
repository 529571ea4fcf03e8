//! Skipping an area of a round, or what is left of the round, with the reason; or the reason why an area is skipped.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::commands::{skip_area, skip_round};
use overgang_domain::need::skip_field;
use overgang_domain::register::Record;
use overgang_domain::{AreaId, FieldValue, RoundId, Template};

use crate::aksel::{Button, ButtonVariant};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::field_answers::FieldAnswers;
use crate::pages::sheets::words_form::WordsForm;
use crate::state::{DraftField, Settled, use_draft, use_journal_state};
use crate::text::{item, need as text};

/// The buttons, the reason that is typed, and the one that stands.
#[component]
pub(in crate::pages::plan_page) fn Skip(
    open: OpenPlan,
    round: RoundId,
    /// Which area; none for all that are left.
    area: Option<AreaId>,
    /// Why the area is skipped; empty where it is not.
    skipped: Live<String>,
) -> impl IntoView {
    let journal = use_journal_state();
    let name: &str = area.as_ref().map_or("rest", AreaId::as_str);
    let reason: DraftField = use_draft(open.id, &format!("round/{round}/skip/{name}"));
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let is_asking = LiveCell::new(!reason.text().with_untracked(String::is_empty));
    let (button, help) = if area.is_some() {
        (text::SKIP, item::NOT_TO_WRITE)
    } else {
        (text::SKIP_ROUND, text::SKIP_ROUND_HELP)
    };
    let two = area.as_ref().map(|area| {
        let place = (Record::Round(round.clone()), skip_field(area));
        let place = StoredValue::new(place);
        let words = Callback::new(|value: FieldValue| value.text().to_owned());
        view! { <FieldAnswers open place label=text::SKIPPED.to_owned() words /> }
    });
    let place = StoredValue::new((round, area));
    let set = move |words: Option<String>, settled: Settled| {
        let (round, area) = place.get_value();
        let template: Arc<Template> = open.template.get_value();
        let areas: BTreeSet<AreaId> = may_skip(open, &round);
        journal.act_at_field(
            open.id,
            settled,
            move |pen, plan| {
                if let Some(area) = area {
                    skip_area(pen, plan, &round, &area, words)
                } else {
                    let words: String = words.unwrap_or_default();
                    skip_round(pen, plan, &template, &round, &areas, words)
                }
            },
            error,
            text::refused,
            move || {
                is_asking.set(false);
                journal.announce(item::SAVED);
            },
        );
    };
    let on_skip = Callback::new(move |_| set(Some(reason.text().get_untracked()), reason.settle()));
    let on_ask = Callback::new(move |_| set(None, Settled::default()));
    let writes = Live::memo(move || {
        let (round, area) = place.get_value();
        match area {
            Some(area) => skips(open, round, &area),
            None => !may_skip(open, &round).is_empty(),
        }
    });
    view! {
        {two}
        {drawn(move || {
            if !writes.get() {
                return ().into_any();
            }
            if !skipped.with(String::is_empty) {
                return view! {
                    <p class="ov-text">{format!("{}: {}", text::SKIPPED, skipped.get())}</p>
                    <div class="ov-actions">
                        <Button variant=ButtonVariant::Secondary on_click=on_ask>{text::UNSKIP}</Button>
                    </div>
                }
                .into_any();
            }
            if !is_asking.get() {
                return view! {
                    <div class="ov-actions">
                        <Button
                            variant=ButtonVariant::Tertiary
                            on_click=Callback::new(move |_| is_asking.set(true))
                        >
                            {button}
                        </Button>
                    </div>
                }
                .into_any();
            }
            let on_cancel = Callback::new(move |_| is_asking.set(false));
            view! {
                <WordsForm
                    draft=reason
                    label=text::SKIP_REASON
                    help
                    error
                    save=text::DO_SKIP
                    on_save=on_skip
                    on_cancel
                />
            }
            .into_any()
        })}
    }
}

/// Whether the user may write down that an area was not asked.
fn skips(open: OpenPlan, round: RoundId, area: &AreaId) -> bool {
    open.writes_field(&Record::Round(round), &skip_field(area))
        .is_allowed()
}

/// The areas of a round that the user may skip.
fn may_skip(open: OpenPlan, round: &RoundId) -> BTreeSet<AreaId> {
    let areas = open.template.with_value(|template| {
        let round = template.needs.round(round);
        round.map(|round| round.areas.clone()).unwrap_or_default()
    });
    areas
        .into_iter()
        .filter(|area| skips(open, round.clone(), area))
        .collect()
}
