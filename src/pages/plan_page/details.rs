//! Correcting the person's name, and the history of the header.

use leptos::prelude::*;
use overgang_domain::commands::name_person;
use overgang_domain::register::Record;

use super::OpenPlan;
use super::history_list::HistoryList;
use crate::aksel::{
    BodySize, Button, ButtonVariant, ExpansionCard, ExpansionCardContent, ExpansionCardHeader,
    ExpansionCardTitle, HeadingLevel, Size, TextField,
};
use crate::live::LiveCell;
use crate::state::{ActError, DraftField, done, use_draft, use_journal_state};
use crate::text::{item, new_plan, plan as text};

/// The card.
#[component]
pub(super) fn PlanDetails(open: OpenPlan) -> impl IntoView {
    view! {
        <ExpansionCard class="ov-area" size=Size::Small>
            <ExpansionCardHeader>
                <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>{text::HISTORY}</ExpansionCardTitle>
            </ExpansionCardHeader>
            <ExpansionCardContent>
                <Rename />
                <HistoryList open record=Record::Header />
            </ExpansionCardContent>
        </ExpansionCard>
    }
}

#[component]
fn Rename() -> impl IntoView {
    let journal = use_journal_state();
    let name: DraftField = use_draft("name");
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let on_save = Callback::new(move |_| {
        leptos::task::spawn_local(async move {
            let finished = name.finish().await;
            let words: String = name.text().get_untracked();
            let act = journal.act(finished, move |pen, plan| {
                done(name_person(pen, plan, words))
            });
            match act.await {
                Ok(()) => {
                    name.clear();
                    error.set(None);
                    journal.announce(item::SAVED);
                }
                Err(ActError::Refused(refusal)) => {
                    error.set(Some(new_plan::refused(refusal).to_owned()));
                }
                Err(ActError::NotSaved) => {}
            }
        });
    });
    view! {
        <div class="ov-form ov-form--line">
            <TextField
                label=text::RENAME
                value=name.text()
                on_input=move |words| name.set(words)
                error=error
            />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_save>{text::SAVE_NAME}</Button>
            </div>
        </div>
    }
}
