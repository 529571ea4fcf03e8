//! Notes that were written while plans were closed: each is put into the plan that it belongs to, or thrown away.

use leptos::prelude::*;
use overgang_domain::PlanId;
use overgang_domain::commands::write_note;

use super::sync_page::when;
use crate::aksel::{BodyLong, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, Select};
use crate::components::AskFirst;
use crate::live::{Live, LiveCell, drawn};
use crate::state::{LooseFields, LooseNote, use_draft_state, use_journal_state, use_view_state};
use crate::text::{closed as text, plan};

/// The list; nothing where there is none.
#[component]
pub fn LooseNotesList() -> impl IntoView {
    let drafts = use_draft_state();
    let gone: LiveCell<usize> = LiveCell::new(0);
    let notes = Live::memo(move || {
        gone.get();
        drafts.loose_notes()
    });
    let on_gone = Callback::new(move |()| gone.update(|gone| *gone += 1));
    let row = move |note: LooseNote| view! { <Row note on_gone /> };
    view! {
        <Show when=move || notes.with(|notes| !notes.is_empty())>
            <section class="ov-section">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::LIST}</Heading>
                <BodyLong>{text::LIST_HELP}</BodyLong>
                <ul class="ov-notes">
                    {drawn(move || notes.get().into_iter().map(row).collect_view())}
                </ul>
            </section>
        </Show>
    }
}

/// One note.
#[component]
fn Row(note: LooseNote, on_gone: Callback<()>) -> impl IntoView {
    let journal = use_journal_state();
    let fields: LooseFields = use_draft_state().loose_fields(note.id);
    let chosen: LiveCell<String> = LiveCell::new(String::new());
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let is_asked = LiveCell::new(false);
    let written: String = when(use_view_state(), note.at);
    let words: String = text::in_plan(&note.text, &written);
    let on_put = Callback::new(move |_| {
        let Ok(plan) = chosen.get_untracked().parse::<PlanId>() else {
            return error.set(Some(text::PLAN_MISSING.to_owned()));
        };
        let words: String = words.clone();
        journal.act_at_field(
            plan,
            fields.settle(),
            move |pen, plan| Ok(write_note(pen, plan, None, words)?.1),
            error,
            plan::note_refused,
            move || {
                journal.announce(text::PUT_DONE);
                on_gone.run(());
            },
        );
    });
    let on_throw = Callback::new(move |_| fields.discard());
    let options = Live::derive(move || {
        let none = (String::new(), text::CHOOSE.to_owned());
        let plans = journal.plan_names(PlanId::DIRECTORY);
        std::iter::once(none).chain(plans).collect::<Vec<_>>()
    });
    let who: String = if note.who.trim().is_empty() {
        text::NOBODY.to_owned()
    } else {
        note.who
    };
    view! {
        <li class="ov-note" data-loose=note.id.to_string()>
            <p class="ov-text"><strong>{who}</strong></p>
            <p class="ov-text">{note.text}</p>
            <div class="ov-note__meta">{text::written_at(&written)}</div>
            <Select
                label=text::PLAN
                value=chosen
                on_change=move |plan: String| chosen.set(plan)
                error=error
                options=options
            />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_put>{text::PUT}</Button>
                <AskFirst
                    is_asked
                    ask=(text::THROW, ButtonVariant::Tertiary)
                    sure=text::THROW_SURE
                    keep=text::KEEP
                    on_sure=on_throw
                />
            </div>
        </li>
    }
}
