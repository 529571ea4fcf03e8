//! One sheet for the day the gate opens, at once: release from remand can come without warning. What is red stands
//! first, with who takes it and whom to call.

use leptos::prelude::*;
use overgang_domain::checklist::Item;
use overgang_domain::day_one::{Colour, Light};
use overgang_domain::{ItemId, SheetId};

use super::OpenPlan;
use super::item_words::title;
use super::value_words::WordsContext;
use crate::aksel::{
    BodyLong, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, InlineMessage,
    MessageStatus,
};
use crate::live::{Live, drawn};
use crate::state::use_view_state;
use crate::text::{plan, release_sheet as text, words};

/// The sheets whose rows are wanted on the day.
const LISTS: [&str; 3] = ["appointment", "contact", "condition"];

/// The sheet.
#[component]
pub(super) fn ReleaseSheet(open: OpenPlan, lights: Live<Vec<(Light, Colour)>>) -> impl IntoView {
    let context = WordsContext::new(open);
    let view_state = use_view_state();
    let is_remand = Live::memo(move || open.plan.with(overgang_domain::day_one::is_remand));
    view! {
        <section class="ov-section ov-release-sheet" data-testid="release-sheet">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::TITLE}</Heading>
            <BodyLong>{text::LEAD}</BodyLong>
            <Show when=move || is_remand.get()>
                <InlineMessage status=MessageStatus::Warning>{plan::REMAND}</InlineMessage>
            </Show>
            <ul class="ov-release-sheet__lights">
                {drawn(move || {
                    let mut lights: Vec<(Light, Colour)> = lights.get();
                    lights.sort_by_key(|(_, colour)| *colour);
                    lights.into_iter().map(|(light, colour)| light_view(context, light, colour)).collect_view()
                })}
            </ul>
            {LISTS.map(|sheet| view! { <List context sheet=SheetId::from(sheet) /> }).collect_view()}
            <div class="ov-actions">
                <Button
                    variant=ButtonVariant::Secondary
                    on_click=Callback::new(move |_| view_state.print())
                >
                    {text::PRINT}
                </Button>
            </div>
        </section>
    }
}

/// One light: how it stands, and what is missing with who takes it.
fn light_view(context: WordsContext, light: Light, colour: Colour) -> impl IntoView {
    let open: OpenPlan = context.open();
    let missing = light.missing.into_iter().filter_map(|id: ItemId| {
        let item: Item = open.checklist.with(|checklist| checklist.item(&id).cloned())?;
        let words: String = open.template.with_value(|template| title(&item, template));
        let agency = item.agency.as_ref().map(|id| context.reference().agency_name(id));
        let who = [item.owner.value.person.clone(), agency.unwrap_or_default()];
        let who: Vec<String> = who.into_iter().filter(|who| !who.is_empty()).collect();
        let status: &str = words::status(item.status.value.status);
        Some(view! {
            <li>
                <span class="ov-text">{words}</span>
                <span class="ov-text ov-release-sheet__who">{format!("{status}. {}", who.join(", "))}</span>
            </li>
        })
    });
    let missing = missing.collect_view();
    let question = (colour == Colour::Grey).then(|| {
        let question = open.template.with_value(|template| {
            let rule = template.light(light.id);
            rule.map(|rule| rule.question.nb.clone())
                .unwrap_or_default()
        });
        view! { <p>{question}</p> }
    });
    view! {
        <li class="ov-release-sheet__light" data-colour=words::light_state(colour)>
            <strong>{words::light(light.id)}" – "{words::light_state(colour)}</strong>
            {question}
            <ul>{missing}</ul>
        </li>
    }
}

/// The rows of a sheet, one line each.
#[component]
fn List(context: WordsContext, sheet: SheetId) -> impl IntoView {
    let sheets = context.reference().sheets();
    let sheet = sheets.get(&sheet).cloned();
    let name: String = sheet
        .as_ref()
        .map(|sheet| sheet.name.nb.clone())
        .unwrap_or_default();
    let lines = move || {
        let sheet = sheet.as_ref()?;
        let today = context.open().today;
        let lines: Vec<String> = context.open().plan.with(|plan| {
            let rows = plan.standing_rows(&sheet.id).into_iter();
            let ahead = rows.filter(|row| {
                let day = sheet
                    .day
                    .as_ref()
                    .and_then(|day| plan.row_value(*row, day).day());
                day.is_none_or(|day| day >= today)
            });
            ahead
                .map(|row| {
                    let values = sheet
                        .fields
                        .iter()
                        .map(|field| context.value(field, &plan.row_value(row, &field.id)));
                    let words: Vec<String> = values.filter(|words| !words.is_empty()).collect();
                    words.join(" · ")
                })
                .collect()
        });
        (!lines.is_empty()).then(|| {
            lines
                .into_iter()
                .map(|line| view! { <li class="ov-text">{line}</li> })
                .collect_view()
        })
    };
    view! {
        <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{name}</Heading>
        <ul class="ov-rows">
            {drawn(move || match lines() {
                Some(lines) => lines.into_any(),
                None => view! { <li class="ov-empty">{text::NONE}</li> }.into_any(),
            })}
        </ul>
    }
}
