//! The items of the template, area by area, each with its form.

use leptos::prelude::*;
use overgang_domain::register::Record;
use overgang_domain::sheet::{Part, Sheet};
use overgang_domain::template::Area;
use overgang_domain::{FieldId, ItemId};

use super::NextVersion;
use crate::aksel::{AkselColor, Heading, HeadingLevel, HeadingSize, ReadMore, Tag, TagSize};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::sheet_section::{AddRecord, FilledIn, adding};
use crate::pages::sheets::strike_dialog::StrikeActions;
use crate::pages::sheets::value_words::{About, Subject};
use crate::state::use_reference_state;
use crate::text::{sheet as sheet_text, template as text};

/// The items, area by area.
#[component]
pub(super) fn Areas(open: OpenPlan, next: Live<NextVersion>) -> impl IntoView {
    let areas: Vec<Area> = open.template.with_value(|template| template.areas.clone());
    let sheets = use_reference_state().sheets();
    let mut of_template = sheets.sheets.iter();
    let sheet = of_template.find(|sheet| sheet.page == Part::Template);
    let Some(sheet) = sheet.cloned().map(StoredValue::new) else {
        return ().into_any();
    };
    let area = move |area: Area| {
        let id = area.id.clone();
        let items = Live::memo(move || {
            next.with(|next| {
                let here = next.0.items.iter().filter(|item| item.area == id);
                here.map(|item| item.id.clone()).collect::<Vec<ItemId>>()
            })
        });
        view! {
            <section class="ov-section" data-area=area.id.to_string()>
                <Heading level=HeadingLevel::Three size=HeadingSize::Small>{area.name.nb}</Heading>
                <ul class="ov-rows">
                    <For each=move || items.get() key=ItemId::clone let:item>
                        <TemplateItemRow open next sheet item />
                    </For>
                </ul>
                <NewItem open sheet area=area.id.to_string() />
            </section>
        }
    };
    areas.into_iter().map(area).collect_view().into_any()
}

/// One item: what the draft says of it, and the form.
#[component]
fn TemplateItemRow(
    open: OpenPlan,
    next: Live<NextVersion>,
    sheet: StoredValue<Sheet>,
    item: ItemId,
) -> impl IntoView {
    let record = Record::Item(item.clone());
    let is_new: bool = open
        .template
        .with_value(|newest| newest.item(&item).is_none());
    let shown = Live::memo(move || {
        next.with(|next| {
            let drafted = next.0.item(&item)?;
            let is_changed: bool = open.template.with_value(|newest| {
                newest
                    .item(&item)
                    .is_some_and(|known| known.fields() != drafted.fields())
            });
            Some((drafted.title.nb.clone(), drafted.is_retired, is_changed))
        })
    });
    let is_striking = LiveCell::new(false);
    let kept = StoredValue::new(record);
    view! {
        <li class="ov-row">
            <div class="ov-row__head">
                <strong class="ov-text">{move || shown.get().map(|(title, ..)| title)}</strong>
                {drawn(move || {
                    let (_, is_retired, is_changed) = shown.get()?;
                    let words: &str = match (is_new, is_retired, is_changed) {
                        (true, ..) => text::NEW,
                        (_, true, _) => text::RETIRED,
                        (_, _, true) => text::CHANGED,
                        _ => return None,
                    };
                    Some(view! { <Tag size=TagSize::XSmall color=AkselColor::Info>{words}</Tag> })
                })}
            </div>
            <ReadMore header=sheet_text::DETAILS>
                <FilledIn open sheet record=kept.get_value() />
                {(is_new && open.may_write)
                    .then(|| {
                        view! {
                            <StrikeActions open record=kept.get_value() is_striking words=text::DROP_NEW />
                        }
                    })}
            </ReadMore>
        </li>
    }
}

/// A form for an item that the template does not have.
#[component]
fn NewItem(open: OpenPlan, sheet: StoredValue<Sheet>, area: String) -> impl IntoView {
    let subject = Subject::New(Some(About {
        field: FieldId::from("area"),
        id: area,
    }));
    let is_adding = adding(open, sheet, &subject);
    view! { <AddRecord open sheet subject is_adding words=text::NEW_ITEM.to_owned() /> }
}
