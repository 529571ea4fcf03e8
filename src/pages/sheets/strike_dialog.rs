//! Striking out a record, with the reason, and taking it back.

use leptos::prelude::*;
use overgang_domain::commands::{restore, strike_out};
use overgang_domain::register::Record;

use super::OpenPlan;
use crate::aksel::{BodyLong, Button, ButtonVariant, Modal, ModalBody, ModalFooter, TextField};
use crate::components::{DoOrCancel, NumberWarning};
use crate::live::{Live, LiveCell};
use crate::state::{ActError, DraftField, done, use_draft, use_journal_state};
use crate::text::{item as text, plan};

/// Asks why, and strikes out.
#[component]
pub(in crate::pages) fn StrikeDialog(
    open: OpenPlan,
    record: Record,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let place: String = match &record {
        Record::Header => "strike".to_owned(),
        Record::Item(item) => format!("item/{item}/strike"),
        Record::Note(note) => format!("note/{note}/strike"),
        Record::User(user) => format!("user/{user}/strike"),
        Record::Row(row) => format!("row/{row}/strike"),
        Record::Round(round) => format!("round/{round}/strike"),
        Record::Template(version) => format!("template/{version}/strike"),
    };
    let reason: DraftField = use_draft(open.id, &place);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let record = StoredValue::new(record);
    let on_strike = Callback::new(move |_| {
        let words: String = reason.text().get_untracked();
        let record: Record = record.get_value();
        journal.act(
            open.id,
            reason.settle(),
            move |pen, plan| done(strike_out(pen, plan, record, words)),
            move |saved| match saved {
                Ok(()) => {
                    error.set(None);
                    is_open.set(false);
                    journal.announce(text::SAVED);
                }
                Err(ActError::Refused(refusal)) => {
                    error.set(Some(plan::strike_refused(refusal).to_owned()));
                }
                Err(ActError::NotSaved) => is_open.set(false),
            },
        );
    });
    let on_close = Callback::new(move |()| is_open.set(false));
    view! {
        <Modal open=is_open on_close heading=text::DO_STRIKE>
            <ModalBody>
                <BodyLong spacing=true>{text::STRIKE_HELP}</BodyLong>
                <TextField
                    label=text::REASON
                    value=reason.text()
                    on_input=move |words| reason.set(words)
                    description=Some(text::NOT_TO_WRITE.to_owned())
                    error=error
                />
                <NumberWarning text=reason.text() />
            </ModalBody>
            <ModalFooter>
                <DoOrCancel words=text::DO_STRIKE on_do=on_strike is_open />
            </ModalFooter>
        </Modal>
    }
}

/// Striking out, or taking it back.
#[component]
pub(in crate::pages) fn StrikeActions(
    open: OpenPlan,
    record: Record,
    is_striking: LiveCell<bool>,
    /// What the button says.
    words: &'static str,
) -> impl IntoView {
    let journal = use_journal_state();
    let struck: Record = record.clone();
    let kept = StoredValue::new(record.clone());
    let is_struck = Live::memo(move || open.plan.with(|plan| plan.struck_out(&struck).is_some()));
    let on_restore = Callback::new(move |_| {
        let record: Record = kept.get_value();
        journal.act_at_once(open.id, move |pen, plan| restore(pen, plan, record), || {});
    });
    let may_strike =
        Live::memo(move || kept.with_value(|record| open.strikes(record).is_allowed()));
    view! {
        <Show when=move || may_strike.get()>
            <div class="ov-actions">
                <Show
                    when=move || is_struck.get()
                    fallback=move || {
                        view! {
                            <Button
                                variant=ButtonVariant::Tertiary
                                on_click=Callback::new(move |_| is_striking.set(true))
                            >
                                {words}
                            </Button>
                        }
                    }
                >
                    <Button
                        variant=ButtonVariant::Secondary
                        on_click=on_restore
                    >
                        {text::RESTORE}
                    </Button>
                </Show>
            </div>
        </Show>
        <StrikeDialog open record is_open=is_striking />
    }
}
