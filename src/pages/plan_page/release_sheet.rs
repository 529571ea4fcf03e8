//! One sheet for the day the gate opens, at once: release from remand can come without warning. What is red stands
//! first, with who takes it and whom to call, and is settled here in one tap.

use leptos::prelude::*;
use overgang_domain::day_one::{self, Colour, Light};
use overgang_domain::office_hours::rows_of;
use overgang_domain::sheet::Sheet;
use overgang_domain::template::{Condition, LightId};
use overgang_domain::{Plan, RowId, SheetId};

use crate::aksel::{
    BodyLong, Button, ButtonVariant, Fieldset, Heading, HeadingLevel, HeadingSize, InlineMessage,
    MessageStatus,
};
use crate::live::{Live, drawn};
use crate::pages::plan_page::header::plan_life::ReleasedToday;
use crate::pages::plan_page::items::item_row::ItemRow;
use crate::pages::plan_page::needs::plan_answers::Conditions;
use crate::pages::plan_page::turned_sheet::TurnButton;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::value_words::WordsContext;
use crate::state::{use_read_state, use_view_state};
use crate::text::{plan, release_sheet as text, words};

/// The sheets whose rows are wanted on the day.
const LISTS: [&str; 3] = ["appointment", "contact", "condition"];

/// The sheet of whom to call in a prison, in the directory.
const PRISON_CONTACT: &str = "prison-contact";

/// The sheet.
#[component]
pub(in crate::pages) fn ReleaseSheet(
    open: OpenPlan,
    lights: Live<Vec<(Light, Colour)>>,
) -> impl IntoView {
    let context = WordsContext::new(open);
    let view_state = use_view_state();
    let reads = use_read_state();
    let is_remand = Live::memo(move || open.plan.with(day_one::is_remand));
    // In the order of the opening: what one has just settled stays under the hand.
    let mut order: Vec<(Colour, LightId)> = lights.with_untracked(|lights| {
        let lights = lights.iter();
        lights.map(|(light, colour)| (*colour, light.id)).collect()
    });
    order.sort_by_key(|(colour, _)| *colour);
    view! {
        <section class="ov-section ov-release-sheet" data-testid="release-sheet">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::TITLE}</Heading>
            <BodyLong>{text::LEAD}</BodyLong>
            <Show when=move || is_remand.get()>
                <InlineMessage status=MessageStatus::Warning>{plan::REMAND}</InlineMessage>
            </Show>
            <ul class="ov-release-sheet__lights">
                {order
                    .into_iter()
                    .map(|(_, id)| view! { <SheetLight open lights id /> })
                    .collect_view()}
            </ul>
            {LISTS.map(|sheet| view! { <List context sheet=SheetId::from(sheet) /> }).collect_view()}
            <PrisonContacts context />
            <div class="ov-actions">
                <ReleasedToday open />
                <TurnButton open lights />
                <Button
                    variant=ButtonVariant::Secondary
                    on_click=Callback::new(move |_| {
                        reads.printed(open.id);
                        view_state.print();
                    })
                >
                    {text::PRINT}
                </Button>
            </div>
        </section>
    }
}

/// One light: how it stands, the items that decide it with who takes them, to be settled here. Where no item applies,
/// its question with what can be answered.
#[component]
fn SheetLight(open: OpenPlan, lights: Live<Vec<(Light, Colour)>>, id: LightId) -> impl IntoView {
    let shown = Live::memo(move || {
        lights.with(|lights| {
            let found = lights.iter().find(|(light, _)| light.id == id);
            found.map_or((Colour::Grey, Vec::new()), |(light, colour)| {
                (*colour, light.deciding.clone())
            })
        })
    });
    let colour = Live::memo(move || shown.with(|(colour, _)| *colour));
    // Whoever has begun to answer goes on to answer, though the first answer brought an item.
    let asks = Live::memo_after(move |asked: Option<&bool>| {
        asked == Some(&true) || colour.get() == Colour::Grey
    });
    let question = StoredValue::new(question(open, id));
    view! {
        <li class="ov-release-sheet__light" data-colour=move || words::light_state(colour.get())>
            <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>
                {words::light(id)} " – " {drawn(move || words::light_state(colour.get()))}
            </Heading>
            <Show when=move || asks.get()>
                {if asked(open, id).is_empty() {
                    view! { <BodyLong>{question.get_value()}</BodyLong> }.into_any()
                } else {
                    view! {
                        <Fieldset legend=question.get_value() description=Some(text::ASKS.to_owned())>
                            <Conditions open asked=asked(open, id) />
                        </Fieldset>
                    }
                        .into_any()
                }}
            </Show>
            <ul class="ov-items">
                <For each=move || shown.get().1 key=Clone::clone let:item>
                    <ItemRow open id=item />
                </For>
            </ul>
        </li>
    }
}

/// What a light asks where no item applies.
pub(in crate::pages) fn question(open: OpenPlan, id: LightId) -> String {
    open.template.with_value(|template| {
        let rule = template.light(id);
        rule.map(|rule| rule.question.nb.clone())
            .unwrap_or_default()
    })
}

fn asked(open: OpenPlan, id: LightId) -> Vec<Condition> {
    open.template.with_value(|template| {
        let asked = day_one::asks(id, template).into_iter();
        asked.cloned().collect()
    })
}

/// A row on one line: all that is filled in.
fn line(context: WordsContext, sheet: &Sheet, plan: &Plan, row: RowId) -> String {
    let fields = sheet.fields.iter().filter(|field| !field.is_fixed);
    let values = fields.map(|field| context.value(field, &plan.row_value(row, &field.id)));
    let words: Vec<String> = values.filter(|words| !words.is_empty()).collect();
    words.join(" · ")
}

/// The rows of a sheet that lie ahead or have no day, one line each.
#[component]
fn List(context: WordsContext, sheet: SheetId) -> impl IntoView {
    let sheets = context.reference().sheets();
    let sheet = sheets.get(&sheet).cloned();
    let name: String = sheet
        .as_ref()
        .map(|sheet| sheet.name.nb.clone())
        .unwrap_or_default();
    let lines = Live::memo(move || match &sheet {
        Some(sheet) => lines_ahead(context, &sheet.id, |_, _| true),
        None => Vec::new(),
    });
    view! { <Lines name lines is_said=true /> }
}

/// The rows of a sheet that lie ahead or have no day, of those that are `wanted`, one line each.
pub(super) fn lines_ahead(
    context: WordsContext,
    sheet: &SheetId,
    wanted: impl Fn(&Plan, RowId) -> bool,
) -> Vec<String> {
    let sheets = context.reference().sheets();
    let Some(sheet) = sheets.get(sheet) else {
        return Vec::new();
    };
    let today = context.open().today.get();
    context.open().plan.with(|plan| {
        let rows = plan.standing_rows(&sheet.id).into_iter();
        let ahead = rows.filter(|row| {
            let day = sheet
                .day
                .as_ref()
                .and_then(|day| plan.row_value(*row, day).day());
            day.is_none_or(|day| day >= today) && wanted(plan, *row)
        });
        ahead
            .map(|row| line(context, sheet, plan, row))
            .collect::<Vec<String>>()
    })
}

/// Whom to call in the prison, as its page has it.
#[component]
fn PrisonContacts(context: WordsContext) -> impl IntoView {
    let journal = context.journal();
    let lines = Live::memo(move || {
        let open = context.open();
        let prison = open.plan.with(|plan| plan.prison_on(open.today.get()));
        let sheets = context.reference().sheets();
        let pages = journal.pages().get();
        let sheet = sheets.get(&SheetId::from(PRISON_CONTACT));
        let (Some(prison), Some(sheet)) = (prison, sheet) else {
            return Vec::new();
        };
        let rows = rows_of(&pages, PRISON_CONTACT, &prison);
        rows.map(|row| line(context, sheet, &pages, row))
            .collect::<Vec<String>>()
    });
    view! { <Lines name=text::IN_PRISON.to_owned() lines is_said=false /> }
}

/// Lines under a heading.
#[component]
fn Lines(
    name: String,
    lines: Live<Vec<String>>,
    /// Whether it is said that there are none; else nothing is shown then.
    is_said: bool,
) -> impl IntoView {
    let name = StoredValue::new(name);
    let line = |line: String| view! { <li class="ov-text">{line}</li> }.into_any();
    drawn(move || {
        let lines: Vec<String> = lines.get();
        if lines.is_empty() && !is_said {
            return None;
        }
        let none = lines
            .is_empty()
            .then(|| view! { <li class="ov-empty">{text::NONE}</li> });
        Some(view! {
            <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{name.get_value()}</Heading>
            <ul class="ov-rows">{none} {lines.into_iter().map(line).collect_view()}</ul>
        })
    })
}
