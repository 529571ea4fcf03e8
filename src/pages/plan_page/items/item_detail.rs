//! What one sees of an item when it is opened: help, the word why, owner, day, notes, history, striking out.

use leptos::prelude::*;
use overgang_domain::access::Decision;
use overgang_domain::checklist::Item;
use overgang_domain::commands::set_status;
use overgang_domain::register::Record;
use overgang_domain::{ItemId, Status};

use super::item_due::ItemDue;
use super::item_owner::ItemOwner;
use super::item_sheets::ItemSheets;
use crate::aksel::{BodyLong, Detail, ReadMore};
use crate::live::{Live, LiveCell};
use crate::pages::plan_page::plan_notes::NoteEditor;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::closed::NotWritten;
use crate::pages::sheets::history_list::HistoryList;
use crate::pages::sheets::strike_dialog::StrikeActions;
use crate::pages::sheets::words_form::WordsForm;
use crate::state::{DraftField, use_draft, use_journal_state, use_reference_state};
use crate::text::{item as text, plan};

/// The detail.
#[component]
pub(in crate::pages::plan_page) fn ItemDetail(
    open: OpenPlan,
    item: Live<Item>,
    /// Whether the user may work on it.
    writes: Live<Decision>,
) -> impl IntoView {
    let id: ItemId = item.with_untracked(|item| item.id.clone());
    let record = Record::Item(id.clone());
    let is_striking = LiveCell::new(false);
    let may_write = move || writes.get().is_allowed();
    let help: Option<(String, bool)> = open.template.with_value(|template| {
        template
            .item(&id)
            .map(|known| (known.help.nb.clone(), known.verified))
    });
    view! {
        <div class="ov-item__more">
            {help
                .map(|(help, is_verified)| {
                    view! {
                        <div>
                            <BodyLong>{help}</BodyLong>
                            {(!is_verified).then(|| view! { <Detail>{text::UNVERIFIED}</Detail> })}
                        </div>
                    }
                })}
            <Dates open item />
            <NotWritten decision=writes />
            <Show when=may_write>
                <Why open item />
            </Show>
            <NoteEditor open item=Some(id.clone()) />
            <Show when=may_write>
                <ItemOwner open item />
                <ItemDue open item />
            </Show>
            <ReadMore header=text::HISTORY>
                <HistoryList open record=record.clone() />
            </ReadMore>
            <ItemSheets open id=id.clone() />
            <StrikeActions open record=Record::Item(id) is_striking words=text::STRIKE />
        </div>
    }
}

/// The days that bound the item, and who helps by the template.
#[component]
fn Dates(open: OpenPlan, item: Live<Item>) -> impl IntoView {
    let reference = use_reference_state();
    let day = |date: Option<chrono::NaiveDate>| date.map(crate::text::dates::day);
    let supporting = move || {
        let id: ItemId = item.with(|item| item.id.clone());
        let names: Vec<String> = open.template.with_value(|template| {
            let known = template.item(&id).into_iter();
            let agencies = known.flat_map(|known| &known.supporting_agencies);
            agencies
                .map(|agency| reference.agency_name(agency))
                .collect()
        });
        (!names.is_empty()).then(|| names.join(", "))
    };
    let rows = move || {
        let window = item.with(|item| item.window);
        [
            (text::START_BY, day(window.start_by)),
            (text::DONE_BY, day(window.done_by)),
            (text::TOO_LATE_FROM, day(window.too_late_from)),
            (text::CHAIN_LAST_DAY, day(window.chain_last_day)),
            (text::SUPPORTING, supporting()),
        ]
        .into_iter()
        .filter_map(|(words, day)| {
            day.map(|day| view! { <div><dt>{words}</dt><dd>{day}</dd></div> })
        })
        .collect_view()
    };
    view! { <dl class="ov-facts">{rows}</dl> }
}

/// The word why.
#[component]
fn Why(open: OpenPlan, item: Live<Item>) -> impl IntoView {
    let journal = use_journal_state();
    let id = StoredValue::new(item.with_untracked(|item| item.id.clone()));
    let why: DraftField = use_draft(open.id, &format!("item/{}/why", id.get_value()));
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let on_save = Callback::new(move |_| {
        let words: String = why.text().get_untracked();
        let status: Status = item.with_untracked(|item| item.status.value.status);
        let item: ItemId = id.get_value();
        journal.act_at_field(
            open.id,
            why.settle(),
            move |pen, plan| set_status(pen, plan, &item, status, words),
            error,
            plan::item_refused,
            move || journal.announce(text::SAVED),
        );
    });
    view! {
        <WordsForm
            draft=why
            label=text::WHY
            help=text::NOT_TO_WRITE
            error
            save=text::SAVE_WHY
            on_save
        />
    }
}
