//! One item: its words, its status in one tap, and the rest when it is opened.

use leptos::prelude::*;
use overgang_domain::checklist::Item;
use overgang_domain::commands::set_status;
use overgang_domain::deadline::Timing;
use overgang_domain::{AgencyId, EntryId, ItemId, Status, StatusValue};

use super::item_detail::ItemDetail;
use crate::aksel::{AkselColor, Icon, IconName, Tag, TagSize};
use crate::components::{Answers, SavedMark, StatusButtons, StatusTag};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::{answers, title, who_and_when};
use crate::state::{
    Settled, done, use_draft_state, use_journal_state, use_reference_state, use_view_state,
};
use crate::text::{dates, item as text, words};

/// The row.
#[component]
pub(in crate::pages::plan_page) fn ItemRow(open: OpenPlan, id: ItemId) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let template = open.template;
    let key: ItemId = id.clone();
    let item = Live::memo_after(move |last: Option<&Item>| {
        let now: Option<Item> = open
            .checklist
            .with(|checklist| checklist.item(&id).cloned());
        // An item that has just left the plan keeps its last looks until its row is gone.
        now.or_else(|| last.cloned()).unwrap_or_else(|| {
            open.plan
                .with(|plan| template.with_value(|template| Item::of(plan, template, id.clone())))
        })
    });
    let is_expanded = view_state.unfolded(format!("{} {key}", open.id), false);
    let words =
        Live::memo(move || template.with_value(|template| item.with(|i| title(i, template))));
    let id = StoredValue::new(key);
    let set = move |value: StatusValue| {
        let item: ItemId = id.get_value();
        // Read now: the row may be gone when it is saved.
        let said: String = format!("{}: {}", words.get_untracked(), text::SAVED);
        journal.act(
            open.id,
            Settled::default(),
            move |pen, plan| done(set_status(pen, plan, &item, value.status, value.why)),
            move |saved| {
                if saved.is_ok() {
                    journal.announce(&said);
                }
            },
        );
    };
    let on_status = Callback::new(move |status: Status| {
        set(StatusValue {
            status,
            why: String::new(),
        });
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = item.with_untracked(|item| item.status.clone());
        if let Some(chosen) = field.answers.into_iter().find(|one| one.entry == entry) {
            set(chosen.value);
        }
    });
    let status_answers = Live::derive(move || {
        item.with(|item| {
            answers(&item.status.answers, journal, view_state, |value| {
                status_words(value)
            })
        })
    });
    let message: String = two_answers(item.with_untracked(|item| item.is_critical));
    let status = Live::derive(move || item.with(|item| item.status.value.status));
    let timing = Live::memo(move || {
        item.with(|item| {
            item.window
                .timing(item.status.value.status, open.today.get())
        })
    });
    let writes = Live::memo(move || id.with_value(|id| open.writes_item(id)));
    let is_late = move || matches!(timing.get(), Timing::TooLate | Timing::Overdue);
    let may_choose = Live::derive(move || writes.get().is_allowed());
    view! {
        <li
            class="ov-item"
            data-item=id.get_value().to_string()
            data-late=move || is_late().to_string()
        >
            <div class="ov-item__text">
                <button
                    type="button"
                    class="ov-item__title ov-text"
                    aria-expanded=move || is_expanded.get().to_string()
                    on:click=move |_| is_expanded.update(|open| *open = !*open)
                >
                    <span>{drawn(move || words.get())}</span>
                    <Icon name=Live::derive(move || {
                        if is_expanded.get() { IconName::ChevronUp } else { IconName::ChevronDown }
                    }) />
                </button>
                <ItemMeta open item timing />
                <StatusWhy item />
                <StruckOut item />
            </div>
            <Show
                when=move || may_choose.get() && item.with(|item| item.struck_out.is_none())
                fallback=move || view! { <StatusTag status /> }
            >
                <StatusButtons status on_status />
            </Show>
            <Answers message=message.clone() answers=status_answers may_choose on_choose />
            <Show when=move || is_expanded.get()>
                <ItemDetail open item writes />
            </Show>
        </li>
    }
}

/// The word why; where the first day needs one and there is none, that it is missing.
#[component]
fn StatusWhy(item: Live<Item>) -> impl IntoView {
    drawn(move || {
        let (value, is_critical) = item.with(|item| (item.status.value.clone(), item.is_critical));
        let needs_reason: bool = is_critical && value.status == Status::NotNeeded;
        let words: String = if value.why.is_empty() && needs_reason {
            text::NOT_NEEDED_WHY.to_owned()
        } else {
            value.why
        };
        (!words.is_empty()).then(|| view! { <p class="ov-text ov-item__why">{words}</p> })
    })
}

/// That the item was struck out, why and by whom, and who changed it without knowing.
#[component]
fn StruckOut(item: Live<Item>) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    drawn(move || {
        let struck = item.with(|item| item.struck_out.clone())?;
        let who: String = who_and_when(journal, view_state, struck.by, struck.at);
        let names: Vec<String> = struck
            .changed_by
            .iter()
            .map(|user| journal.user_name(*user))
            .collect();
        let changed = (!names.is_empty()).then(|| text::changed_by(&names));
        let why: String = format!("{}: {} ({who})", text::STRUCK, struck.reason);
        Some(view! {
            <p class="ov-text ov-struck">{why}</p>
            {changed.map(|changed| view! { <p class="ov-text ov-struck">{changed}</p> })}
        })
    })
}

/// The small line: first day, due, owner, notes, where it is stored.
#[component]
fn ItemMeta(open: OpenPlan, item: Live<Item>, timing: Live<Timing>) -> impl IntoView {
    let reference = use_reference_state();
    let drafts = use_draft_state();
    let due = move || {
        let window = item.with(|item| item.window);
        window
            .done_by
            .map(|date| format!("{} {}", text::DUE, dates::short_day(date)))
    };
    let named = move |agency: Option<AgencyId>, person: String| {
        let agency = agency.map(|id| reference.agency_name(&id));
        let words = [person, agency.unwrap_or_default()];
        let words: Vec<String> = words
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect();
        words.join(", ")
    };
    // Past its last day an item passes to whoever was named for that.
    let owner = move || {
        item.with(|item| match &item.fallback {
            Some(fallback) if item.has_passed_on(open.today.get()) => {
                let who: String = named(fallback.agency.clone(), fallback.person.clone());
                text::taken_over(&who)
            }
            _ => named(item.agency.clone(), item.owner.value.person.clone()),
        })
    };
    let is_received = Live::derive(move || item.with(|item| item.is_received));
    let has_work = move || {
        let id: ItemId = item.with(|item| item.id.clone());
        open.plan.with(|plan| {
            plan.records()
                .contains_key(&overgang_domain::register::Record::Item(id))
        })
    };
    let draft_prefix: String = item.with_untracked(|item| format!("item/{}/", item.id));
    let plan_id = open.plan.with_untracked(|plan| plan.id);
    let has_draft: bool = drafts.has_left(Some(plan_id), &draft_prefix);
    view! {
        <div class="ov-item__meta">
            {drawn(move || {
                item.with(|item| item.is_critical)
                    .then(|| {
                        view! { <Tag size=TagSize::XSmall color=AkselColor::Accent>{text::CRITICAL}</Tag> }
                    })
            })}
            {drawn(move || {
                let words: &str = words::timing(timing.get())?;
                let since = item.with(|item| {
                    item.window.too_late_since(item.status.value.status, open.today.get())
                });
                let since = since.map(|day| text::since(&dates::short_day(day)));
                Some(view! { <strong>{words} {since.map(|since| format!(" {since}"))}</strong> })
            })}
            {drawn(move || due().map(|due| view! { <span>{due}</span> }))}
            <span class="ov-text ov-clamp">{owner}</span>
            {drawn(move || {
                let notes: usize = item.with(|item| item.notes.len());
                (notes > 0).then(|| view! { <span>{text::notes(notes)}</span> })
            })}
            {has_draft.then(|| view! { <strong>{text::DRAFT_HERE}</strong> })}
            {drawn(move || {
                item.with(|item| item.is_no_longer_needed)
                    .then(|| view! { <span>{text::NO_LONGER_NEEDED}</span> })
            })}
            <Show when=has_work>
                <SavedMark is_received />
            </Show>
        </div>
    }
}

/// What is said over two answers.
fn two_answers(is_critical: bool) -> String {
    if is_critical {
        format!("{} {}", text::TWO_ANSWERS, text::CAREFUL_COUNTS)
    } else {
        text::TWO_ANSWERS.to_owned()
    }
}

/// A status with its word why.
fn status_words(value: &StatusValue) -> String {
    let status: &str = words::status(value.status);
    if value.why.is_empty() {
        status.to_owned()
    } else {
        format!("{status}: {}", value.why)
    }
}
