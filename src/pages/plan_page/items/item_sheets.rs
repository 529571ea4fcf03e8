//! What belongs to an item beside its status: what it waits for, steps, applications, cases elsewhere, days of its own.

use leptos::prelude::*;
use overgang_domain::chain::Waiting;
use overgang_domain::register::Record;
use overgang_domain::sheet::{Holder, Sheet};
use overgang_domain::{FieldId, ItemId, SheetId};

use crate::aksel::{Heading, HeadingLevel, HeadingSize, ReadMore};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::title_of;
use crate::pages::sheets::sheet_section::{FilledIn, Rows};
use crate::pages::sheets::value_words::About;
use crate::state::use_reference_state;
use crate::text::item as text;

/// The sheets whose rows name an item.
const LISTS: [&str; 3] = ["step", "application", "case"];

/// All of it, folded away.
#[component]
pub(in crate::pages::plan_page) fn ItemSheets(open: OpenPlan, id: ItemId) -> impl IntoView {
    let sheets = use_reference_state().sheets();
    let lists: Vec<Sheet> = LISTS
        .iter()
        .filter_map(|list| sheets.get(&SheetId::from(*list)).cloned())
        .collect();
    let mut of_plan = sheets.of_plan(open.id);
    let own: Option<Sheet> = of_plan.find(|sheet| sheet.of == Holder::Item).cloned();
    let has_any: bool = open.plan.with_untracked(|plan| {
        let mut rows = lists.iter().flat_map(|sheet| plan.standing_rows(&sheet.id));
        rows.any(|row| plan.row_value(row, &"item".into()).has(id.as_str()))
    });
    let pieces = StoredValue::new((id.clone(), lists, own));
    view! {
        <WaitsFor open id />
        <ReadMore header=text::SHEETS default_open=has_any>
            {move || {
                let (id, lists, own) = pieces.get_value();
                let list = |sheet: Sheet| {
                    let name: String = sheet.name.nb.clone();
                    let sheet = StoredValue::new(sheet);
                    let about = About {
                        field: FieldId::from("item"),
                        id: id.to_string(),
                    };
                    view! {
                        <div class="ov-form">
                            <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{name}</Heading>
                            <Rows open sheet about=Some(about) />
                        </div>
                    }
                };
                let own = own.map(|sheet| {
                    let name: String = sheet.name.nb.clone();
                    let sheet = StoredValue::new(sheet);
                    view! {
                        <div class="ov-form">
                            <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{name}</Heading>
                            <FilledIn open sheet record=Record::Item(id.clone()) />
                        </div>
                    }
                });
                view! {
                    <div class="ov-item__sheets">{lists.into_iter().map(list).collect_view()} {own}</div>
                }
            }}
        </ReadMore>
    }
}

/// The items that have to be finished first, and those that would help.
#[component]
fn WaitsFor(open: OpenPlan, id: ItemId) -> impl IntoView {
    let own = StoredValue::new(id.clone());
    let waiting = Live::memo(move || {
        open.checklist.with(|checklist| {
            let item = checklist.item(&id);
            item.map(|item| item.waiting.clone()).unwrap_or_default()
        })
    });
    drawn(move || {
        let Waiting {
            must,
            helps,
            asked_by,
        } = waiting.get();
        // Each with the reason why, where the template has one.
        let named = |before: &ItemId| {
            let why = open.template.with_value(|template| {
                let mut chains = template.chains.iter();
                let chain =
                    chains.find(|one| one.before == *before && one.after == own.get_value());
                chain.map(|chain| chain.reason.nb.clone())
            });
            let title: String = title_of(open, before);
            why.map_or(title.clone(), |why| format!("{title} – {why}"))
        };
        let list = |heading: &'static str, items: Vec<String>| {
            (!items.is_empty()).then(|| {
                let items = items.into_iter();
                let items = items.map(|item| view! { <li class="ov-text">{item}</li> });
                view! {
                    <div>
                        <strong>{heading}</strong>
                        <ul>{items.collect_view()}</ul>
                    </div>
                }
            })
        };
        let must: Vec<String> = must.iter().map(named).collect();
        let helps: Vec<String> = helps.iter().map(named).collect();
        let asked_by: Vec<String> = asked_by.iter().map(|item| title_of(open, item)).collect();
        [
            list(text::WAITS_FOR, must),
            list(text::ASKED_BY, asked_by),
            list(text::HELPED_BY, helps),
        ]
        .collect_view()
    })
}
