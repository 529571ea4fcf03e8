//! By when an item is to be done.

use leptos::prelude::*;
use overgang_domain::checklist::{Checklist, Item};
use overgang_domain::commands::set_due;
use overgang_domain::deadline::{Moved, what_moved};
use overgang_domain::{Due, EntryId, ItemId, day};

use crate::aksel::{Button, ButtonVariant, DateField};
use crate::components::Answers;
use crate::live::{Live, LiveCell, drawn};
use crate::pages::plan_page::header::release_dialog::MovedList;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::answers;
use crate::state::{use_journal_state, use_view_state};
use crate::text::{dates, item as text, new_plan};

/// The form, and two answers where there are two.
#[component]
pub(in crate::pages::plan_page) fn ItemDue(open: OpenPlan, item: Live<Item>) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let id = StoredValue::new(item.with_untracked(|item| item.id.clone()));
    let typed: LiveCell<Option<String>> = LiveCell::new(None);
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let own_date = move || match item.with(|item| item.due.value) {
        Due::On(date) => date.to_string(),
        Due::AsTemplate | Due::DaysBeforeRelease(_) => String::new(),
    };
    let value = Live::derive(move || typed.get().unwrap_or_else(own_date));
    let moved: LiveCell<Vec<Moved>> = LiveCell::new(Vec::new());
    let save = move |due: Due| {
        let item: ItemId = id.get_value();
        // Read now: the item may be closed when it is saved.
        let own: ItemId = item.clone();
        let before: Checklist = open.checklist.get_untracked();
        let today = open.today.get_untracked();
        journal.act_at_once(
            open.id,
            move |pen, plan| set_due(pen, plan, &item, due),
            move || {
                // Whoever has left the page does not see the list.
                if let Some(after) = open.checklist.try_get_untracked() {
                    let mut with_it = what_moved(&before, &after, today);
                    with_it.retain(|one| one.item != own);
                    moved.set(with_it);
                }
                typed.set(None);
                error.set(None);
                journal.announce(text::SAVED);
            },
        );
    };
    let on_save = Callback::new(move |_| match day::typed(&value.get_untracked()) {
        Some(date) => save(Due::On(date)),
        None => error.set(Some(new_plan::BAD_DATE.to_owned())),
    });
    let words = |due: &Due| match due {
        Due::AsTemplate => text::AS_TEMPLATE.to_owned(),
        Due::On(date) => dates::day(*date),
        Due::DaysBeforeRelease(days) => text::days_before_release(*days),
    };
    let dues = Live::derive(move || {
        item.with(|item| answers(&item.due.answers, journal, view_state, words))
    });
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = item.with_untracked(|item| item.due.clone());
        if let Some(chosen) = field.answers.into_iter().find(|one| one.entry == entry) {
            save(chosen.value);
        }
    });
    view! {
        <div class="ov-form ov-form--line">
            <Answers message=format!("{}: {}", text::DUE, text::TWO_ANSWERS) answers=dues on_choose />
            <DateField
                label=text::OWN_DATE
                value=value
                on_input=move |words| typed.set(Some(words))
                error=error
            />
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_save>
                    {text::SAVE_DUE}
                </Button>
                <Show when=move || item.with(|item| item.due.value != Due::AsTemplate)>
                    <Button
                        variant=ButtonVariant::Tertiary
                        on_click=Callback::new(move |_| save(Due::AsTemplate))
                    >
                        {text::TEMPLATE_DUE}
                    </Button>
                </Show>
            </div>
            {drawn(move || {
                let moved: Vec<Moved> = moved.get();
                (!moved.is_empty())
                    .then(|| {
                        view! {
                            <div class="ov-form">
                                <strong>{text::MOVED_WITH_IT}</strong>
                                <MovedList open moved />
                            </div>
                        }
                    })
            })}
        </div>
    }
}
