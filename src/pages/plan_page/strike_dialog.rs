//! Striking out a record, with the reason.

use leptos::prelude::*;
use overgang_domain::commands::strike_out;
use overgang_domain::register::Record;

use super::OpenPlan;
use crate::aksel::{BodyLong, Modal, ModalBody, ModalFooter, TextField};
use crate::components::{DoOrCancel, NumberWarning};
use crate::live::LiveCell;
use crate::state::{ActError, DraftField, done, use_draft, use_journal_state};
use crate::text::{item as text, plan};

/// Asks why, and strikes out.
#[component]
pub(super) fn StrikeDialog(
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
