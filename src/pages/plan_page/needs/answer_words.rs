//! The person's own words beside an answer, to a need or to a question.

use leptos::prelude::*;
use overgang_domain::commands::word_need;
use overgang_domain::need::{state, words_field};
use overgang_domain::register::Record;
use overgang_domain::{FieldId, FieldValue, RoundId};

use crate::aksel::ButtonVariant;
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::field_answers::FieldAnswers;
use crate::pages::sheets::words_form::WordsForm;
use crate::state::{DraftField, use_draft, use_journal_state};
use crate::text::{item, need as text};

/// The words that stand, and the field for others where something is answered or was begun.
#[component]
pub(in crate::pages::plan_page) fn AnswerWords(
    open: OpenPlan,
    /// The round and the need or question.
    place: StoredValue<(RoundId, FieldId)>,
    /// Whether words are asked for.
    is_answered: Live<bool>,
    /// Whether the user may write them.
    may_write: Live<bool>,
) -> impl IntoView {
    let (round, field) = place.get_value();
    let draft: DraftField = use_draft(open.id, &format!("round/{round}/{field}"));
    let words = Live::memo(move || {
        let (round, field) = place.get_value();
        let value: FieldValue = open
            .plan
            .with(|plan| state(plan, &round, &words_field(&field)).value);
        value.text().to_owned()
    });
    let is_begun: bool = !draft.text().with_untracked(String::is_empty);
    let field_place = StoredValue::new({
        let (round, field) = place.get_value();
        (Record::Round(round), words_field(&field))
    });
    let in_words = Callback::new(|value: FieldValue| value.text().to_owned());
    view! {
        <FieldAnswers open place=field_place label=text::WORDS.to_owned() words=in_words />
        {drawn(move || {
            let words: String = words.get();
            (!words.is_empty()).then(|| view! { <p class="ov-item__why ov-text">{words}</p> })
        })}
        <Show when=move || (is_begun || is_answered.get()) && may_write.get()>
            <WordsField open place draft />
        </Show>
    }
}

#[component]
fn WordsField(
    open: OpenPlan,
    place: StoredValue<(RoundId, FieldId)>,
    draft: DraftField,
) -> impl IntoView {
    let journal = use_journal_state();
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let on_save = Callback::new(move |_| {
        let (round, field) = place.get_value();
        let typed: String = draft.text().get_untracked();
        journal.act_at_field(
            open.id,
            draft.settle(),
            move |pen, plan| word_need(pen, plan, &round, &field, typed),
            error,
            text::refused,
            move || journal.announce(item::SAVED),
        );
    });
    view! {
        <WordsForm
            draft
            label=text::WORDS
            help=item::NOT_TO_WRITE
            error
            save=text::SAVE_WORDS
            variant=ButtonVariant::Tertiary
            on_save
        />
    }
}
