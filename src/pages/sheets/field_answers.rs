//! Two answers on one field that were given apart, until a person chooses.

use leptos::prelude::*;
use overgang_domain::commands::choose_field;
use overgang_domain::register::Record;
use overgang_domain::{EntryId, Field, FieldId, FieldValue};

use super::OpenPlan;
use super::item_words::answers;
use crate::components::Answers;
use crate::live::Live;
use crate::state::{use_journal_state, use_view_state};
use crate::text::sheet as text;

/// The answers with their words; nothing where there is only one.
#[component]
pub(in crate::pages) fn FieldAnswers(
    open: OpenPlan,
    /// The record and its field.
    place: StoredValue<(Record, FieldId)>,
    /// What the field is called.
    label: String,
    /// An answer in words; empty where it says nothing.
    words: Callback<FieldValue, String>,
) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let field: Live<Field<FieldValue>> = Live::memo(move || {
        place.with_value(|(record, field)| open.plan.with(|plan| plan.value(record, field)))
    });
    let shown = Live::derive(move || {
        field.with(|field| {
            answers(&field.answers, journal, view_state, |value| {
                let words: String = words.run(value.clone());
                if words.is_empty() {
                    text::NOT_CHOSEN.to_owned()
                } else {
                    words
                }
            })
        })
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let answers = field.get_untracked().answers;
        let Some(chosen) = answers.into_iter().find(|one| one.entry == entry) else {
            return;
        };
        let (record, id) = place.get_value();
        journal.act_at_once(
            open.id,
            move |pen, plan| choose_field(pen, plan, &record, &id, chosen.value),
            || {},
        );
    });
    let message: String = label + ": " + text::TWO_VALUES;
    let may_choose = Live::memo(move || {
        place.with_value(|(record, field)| open.writes_field(record, field).is_allowed())
    });
    view! { <Answers message answers=shown may_choose on_choose /> }
}
