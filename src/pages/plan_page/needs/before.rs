//! How something was answered in the round before.

use leptos::prelude::*;
use overgang_domain::need::state;
use overgang_domain::{FieldId, FieldValue, RoundId};

use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::value_words::WordsContext;
use crate::text::need as text;

/// The answer of the round before; nothing where there was none.
#[component]
pub(in crate::pages::plan_page) fn Before(
    open: OpenPlan,
    /// The round, and the need or question.
    place: StoredValue<(RoundId, FieldId)>,
) -> impl IntoView {
    let context = WordsContext::new(open);
    let before = Live::memo(move || {
        let (round, id) = place.get_value();
        let before: Option<RoundId> = open.template.with_value(|template| {
            let before = template.needs.before(&round);
            before.map(|before| before.id.clone())
        });
        let before: RoundId = before?;
        let value: FieldValue = open.plan.with(|plan| state(plan, &before, &id).value);
        (!value.is_empty()).then(|| context.other_value(&id, &value))
    });
    drawn(move || {
        let words: String = format!("{}: {}", text::BEFORE, before.get()?);
        Some(view! { <span class="ov-need__before">{words}</span> })
    })
}
