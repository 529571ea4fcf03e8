//! Notes on the plan or on one item, and the place to write one. What is typed is saved as it is typed.

use leptos::prelude::*;
use overgang_domain::commands::write_note;
use overgang_domain::register::Record;
use overgang_domain::{AreaId, Change, ItemId, NoteId, Plan};
use uuid::Uuid;

use crate::aksel::{Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, Textarea};
use crate::components::{Notes, NumberWarning, ShownNote};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::closed::{NotShown, NotWritten};
use crate::pages::sheets::item_words::who_and_when;
use crate::pages::sheets::strike_dialog::StrikeDialog;
use crate::state::{
    DraftField, JournalState, ViewState, use_draft, use_journal_state, use_view_state,
};
use crate::text::{item, plan as text};

/// The notes of the whole plan.
#[component]
pub(in crate::pages) fn PlanNotes(open: OpenPlan) -> impl IntoView {
    // Drawn anew only when it changes: somebody may be writing.
    let decision = Live::memo(move || open.reads_area(&AreaId::from("coordination")));
    view! {
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::NOTES}</Heading>
            {drawn(move || {
                let decision = decision.get();
                if decision.is_allowed() {
                    view! { <NoteEditor open item=None /> }.into_any()
                } else {
                    view! { <NotShown open decision what=StoredValue::new(text::NOTES.to_owned()) /> }.into_any()
                }
            })}
        </section>
    }
}

/// The notes of the plan or of an item, with the field for a new one on top.
#[component]
pub(in crate::pages) fn NoteEditor(open: OpenPlan, item: Option<ItemId>) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let place: String = match &item {
        Some(item) => format!("item/{item}/note"),
        None => "note".to_owned(),
    };
    let draft: DraftField = use_draft(open.id, &place);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let about = StoredValue::new(item);
    let on_save = Callback::new(move |_| {
        let words: String = draft.text().get_untracked();
        let item: Option<ItemId> = about.get_value();
        journal.act_at_field(
            open.id,
            draft.settle(),
            move |pen, plan| Ok(write_note(pen, plan, item, words)?.1),
            error,
            text::note_refused,
            move || journal.announce(item::SAVED),
        );
    });
    let notes = Live::memo(move || {
        let item: Option<ItemId> = about.get_value();
        open.plan
            .with(|plan| Shown(shown(plan, item.as_ref(), journal, view_state)))
    });
    let label: &str = if about.with_value(Option::is_some) {
        item::NOTES
    } else {
        text::NEW_NOTE
    };
    let striking: LiveCell<Option<NoteId>> = LiveCell::new(None);
    let writes = Live::memo(move || {
        let (note, item) = (NoteId(Uuid::nil()), about.get_value());
        let text = String::new();
        open.writes(&Change::NoteWritten { note, item, text })
    });
    view! {
        <Show when=move || about.with_value(Option::is_none)>
            <NotWritten decision=writes />
        </Show>
        <Show when=move || writes.get().is_allowed()>
            <div class="ov-form">
                <Textarea
                    label=label
                    description=Some(text::NOTE_HELP.to_owned())
                    value=draft.text()
                    on_input=move |words| draft.set(words)
                    error=error
                />
                <NumberWarning text=draft.text() />
                <div class="ov-actions">
                    <Button variant=ButtonVariant::Secondary on_click=on_save>{text::SAVE_NOTE}</Button>
                    <Show when=move || !draft.text().with(String::is_empty)>
                        <Button
                            variant=ButtonVariant::Tertiary
                            on_click=Callback::new(move |_| draft.discard())
                        >
                            {text::DISCARD}
                        </Button>
                    </Show>
                </div>
            </div>
        </Show>
        <Notes
            notes=Live::derive(move || notes.get().0)
            may_strike=Live::derive(move || writes.get().is_allowed())
            on_strike=Callback::new(move |note| striking.set(Some(note)))
        />
        {drawn(move || {
            striking
                .get()
                .map(|note| {
                    let is_open = LiveCell::new(true);
                    Effect::new(move |_| {
                        if !is_open.get() {
                            striking.set(None);
                        }
                    });
                    view! { <StrikeDialog open record=Record::Note(note) is_open /> }
                })
        })}
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Shown(Vec<ShownNote>);

fn shown(
    plan: &Plan,
    item: Option<&ItemId>,
    journal: JournalState,
    view: ViewState,
) -> Vec<ShownNote> {
    let newest_first = plan.notes_on(item).into_iter().rev();
    newest_first
        .map(|id| {
            let record = Record::Note(id);
            let words = plan.note_text(id);
            let struck = plan.struck_out(&record).map(|struck| {
                let who: String = who_and_when(journal, view, struck.by, struck.at);
                format!("{}: {} ({who})", item::STRUCK, struck.reason)
            });
            let who = words
                .answers
                .first()
                .map(|a| who_and_when(journal, view, a.by, a.at));
            ShownNote {
                id,
                texts: words
                    .answers
                    .into_iter()
                    .map(|answer| answer.value)
                    .collect(),
                who: who.unwrap_or_default(),
                struck,
                is_received: plan.is_received(&record),
            }
        })
        .collect()
}
