//! Adding an item that the template does not have.

use leptos::prelude::*;
use overgang_domain::commands::add_item;
use overgang_domain::{AreaId, Change, ItemId};

use crate::aksel::{Select, TextField};
use crate::components::{BehindButton, DoOrCancel, NumberWarning};
use crate::live::{Live, LiveCell};
use crate::pages::sheets::OpenPlan;
use crate::state::{DraftField, use_draft, use_journal_state};
use crate::text::{item, plan as text};

/// A button, then a small form.
#[component]
pub(in crate::pages::plan_page) fn AddItem(open: OpenPlan) -> impl IntoView {
    let draft: DraftField = use_draft(open.id, "add-item");
    let is_open = LiveCell::new(!draft.text().with_untracked(String::is_empty));
    let areas = Live::memo(move || areas(open));
    view! {
        <Show when=move || !areas.with(Vec::is_empty)>
            <BehindButton words=text::ADD_ITEM is_open>
                <AddItemForm open areas draft is_open />
            </BehindButton>
        </Show>
    }
}

/// The areas to which the user may add something: ids and names.
fn areas(open: OpenPlan) -> Vec<(String, String)> {
    let all = open.template.with_value(|template| template.areas.clone());
    let may_add = |area: &AreaId| {
        let added = Change::ItemAdded {
            item: ItemId::from("added"),
            area: area.clone(),
            title: String::new(),
        };
        open.writes(&added).is_allowed()
    };
    let areas = all.into_iter().filter(|area| may_add(&area.id));
    areas.map(|area| (area.id.0, area.name.nb)).collect()
}

#[component]
fn AddItemForm(
    open: OpenPlan,
    areas: Live<Vec<(String, String)>>,
    draft: DraftField,
    is_open: LiveCell<bool>,
) -> impl IntoView {
    let journal = use_journal_state();
    let first = areas.with_untracked(|areas| areas.first().map(|(id, _)| id.clone()));
    let area = LiveCell::new(first.unwrap_or_default());
    let error: LiveCell<Option<String>> = LiveCell::new(None);
    let on_save = Callback::new(move |_| {
        let words: String = draft.text().get_untracked();
        let area = AreaId(area.get_untracked());
        journal.act_at_field(
            open.id,
            draft.settle(),
            move |pen, plan| Ok(add_item(pen, plan, area, words)?.1),
            error,
            text::item_refused,
            move || {
                is_open.set(false);
                journal.announce(item::SAVED);
            },
        );
    });
    view! {
        <div class="ov-form">
            <TextField
                label=text::ITEM_TITLE
                value=draft.text()
                on_input=move |words| draft.set(words)
                description=Some(item::NOT_TO_WRITE.to_owned())
                error=error
            />
            <NumberWarning text=draft.text() />
            <Select
                label=text::ITEM_AREA
                value=area
                on_change=move |chosen: String| area.set(chosen)
                options=areas
            />
            <div class="ov-actions">
                <DoOrCancel words=text::SAVE_ITEM on_do=on_save is_open />
            </div>
        </div>
    }
}
