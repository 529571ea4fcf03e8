//! The sheets of one part of the plan: what is filled in, two answers where there are two, what does not fit, and
//! the form when it is asked for.

use std::collections::BTreeMap;

use leptos::prelude::*;
use overgang_domain::access::Decision;
use overgang_domain::filter::RowFilter;
use overgang_domain::register::Record;
use overgang_domain::sentence;
use overgang_domain::sheet::{Holder, Part, Sheet};
use overgang_domain::{Field, FieldId, FieldValue, Plan, PlanId, RowId, SheetId};

use super::OpenPlan;
use super::closed::{NotShown, NotWritten};
use super::field_answers::FieldAnswers;
use super::findings_list::FindingsOf;
use super::history_list::HistoryList;
use super::item_words::who_and_when;
use super::named_by::NamedBy;
use super::row_narrowing::RowNarrowing;
use super::sheet_form::{SheetForm, is_left};
use super::strike_dialog::StrikeActions;
use super::value_words::{About, Subject, WordsContext};
use crate::aksel::{BodyLong, Button, ButtonVariant, Heading, HeadingLevel, HeadingSize, ReadMore};
use crate::components::{BehindButton, SavedMark};
use crate::live::{Live, LiveCell, drawn};
use crate::state::{use_draft_state, use_reference_state, use_view_state};
use crate::text::{item, sheet as text};

/// All sheets of a part, in their order.
#[component]
pub(in crate::pages) fn SheetSections(
    open: OpenPlan,
    part: Part,
    /// Only what is about this.
    #[prop(optional)]
    about: Option<About>,
) -> impl IntoView {
    let about = StoredValue::new(about);
    let sheets = use_reference_state().sheets();
    let of_part = sheets.sheets.iter().filter(|sheet| sheet.page == part);
    let of_part: Vec<Sheet> = of_part.cloned().collect();
    let section = move |sheet: Sheet| {
        let hidden_for = sheet.hidden_for.clone();
        let id = sheet.id.clone();
        let fields: Vec<FieldId> = if sheet.of == Holder::Plan {
            sheet.fields.iter().map(|field| field.id.clone()).collect()
        } else {
            Vec::new()
        };
        // A sheet that says nothing about this kind of stay is left out, unless something stands in it.
        let is_shown = Live::memo(move || {
            open.plan.with(|plan| {
                let stay = sentence::stay(plan);
                let is_hidden: bool = stay.is_some_and(|stay| hidden_for.contains(stay.as_str()));
                let has_any = || {
                    let mut fields = fields.iter();
                    fields.any(|field| !plan.held(field.as_str()).is_empty())
                        || !plan.rows(&id).is_empty()
                };
                !is_hidden || has_any()
            })
        });
        let sheet = StoredValue::new(sheet);
        view! {
            <Show when=move || is_shown.get()>
                <SheetSection open sheet about=about.get_value() />
            </Show>
        }
    };
    of_part.into_iter().map(section).collect_view()
}

/// One sheet of the plan itself, or one with rows.
#[component]
fn SheetSection(open: OpenPlan, sheet: StoredValue<Sheet>, about: Option<About>) -> impl IntoView {
    let Sheet { id, name, of, .. } = sheet.get_value();
    let name = StoredValue::new(name.nb);
    let about = StoredValue::new(about);
    // Rows about something that is open stand here though the sheet is closed. What is restricted is its first writer's,
    // so somebody has to be able to begin it.
    let rows: SheetId = id.clone();
    let closed = Live::memo(move || {
        let decision: Decision = sheet.with_value(|sheet| open.reads_sheet(sheet));
        let has_rows: bool = open.plan.with(|plan| !plan.rows(&rows).is_empty());
        let may_begin = || {
            sheet
                .with_value(|sheet| open.writes_sheet(sheet))
                .is_allowed()
        };
        (!decision.is_allowed() && !has_rows && !may_begin()).then_some(decision)
    });
    view! {
        <section class="ov-section ov-sheet" data-sheet=id.to_string()>
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{name.get_value()}</Heading>
            {drawn(move || {
                if let Some(decision) = closed.get() {
                    return view! { <NotShown open decision what=name /> }.into_any();
                }
                let about: Option<About> = about.get_value();
                view! {
                    <HowToFillIn open sheet />
                    {match of {
                        Holder::Rows => view! { <Rows open sheet about /> }.into_any(),
                        Holder::Plan | Holder::Item => {
                            view! { <FilledIn open sheet record=Record::Header /> }.into_any()
                        }
                    }}
                }
                    .into_any()
            })}
        </section>
    }
}

/// What the sheet is for, for those who fill it in; for those who only read it, why.
#[component]
fn HowToFillIn(open: OpenPlan, sheet: StoredValue<Sheet>) -> impl IntoView {
    let writes = Live::memo(move || sheet.with_value(|sheet| open.writes_sheet(sheet)));
    let help: StoredValue<String> =
        StoredValue::new(sheet.with_value(|sheet| sheet.help.nb.clone()));
    let is_person: bool = open.id != PlanId::DIRECTORY;
    drawn(move || {
        let help: String = help.get_value();
        let is_said: bool = writes.get().is_allowed() && !help.is_empty();
        [
            is_said.then(|| view! { <BodyLong>{help}</BodyLong> }.into_any()),
            is_person.then(|| view! { <NotWritten decision=writes /> }.into_any()),
        ]
    })
}

/// What a record has in the fields of a sheet, and the form.
#[component]
pub(in crate::pages) fn FilledIn(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    record: Record,
) -> impl IntoView {
    let drafts = use_draft_state();
    let is_editing: LiveCell<bool> = LiveCell::new(
        sheet.with_value(|sheet| is_left(drafts, open, sheet, &Subject::Known(record.clone()))),
    );
    let record = StoredValue::new(record);
    let filled = Live::memo(move || {
        sheet.with_value(|sheet| {
            open.plan
                .with(|plan| record.with_value(|record| Filled::of(plan, sheet, record)))
        })
    });
    let writes = Live::memo(move || {
        let first = sheet.with_value(|sheet| Some(sheet.fields.first()?.id.clone()));
        first.is_some_and(|field| {
            record.with_value(|record| open.writes_field(record, &field).is_allowed())
        })
    });
    view! {
        <FindingsOf open sheet record=record.get_value() />
        <Show
            when=move || is_editing.get()
            fallback=move || {
                view! {
                    <Facts open sheet record filled />
                    <Show when=move || writes.get()>
                        <EditButton filled is_editing />
                    </Show>
                }
            }
        >
            <SheetForm open sheet subject=Subject::Known(record.get_value()) is_open=is_editing />
        </Show>
    }
}

/// Opens the form.
#[component]
fn EditButton(filled: Live<Filled>, is_editing: LiveCell<bool>) -> impl IntoView {
    let words = move || {
        if filled.with(|filled| filled.0.is_empty()) {
            text::FILL_IN
        } else {
            text::CHANGE
        }
    };
    view! {
        <div class="ov-actions">
            <Button
                variant=ButtonVariant::Secondary
                on_click=Callback::new(move |_| is_editing.set(true))
            >
                {words}
            </Button>
        </div>
    }
}

/// The fields in which something stands.
#[derive(Clone, Debug, PartialEq)]
struct Filled(Vec<(FieldId, Field<FieldValue>)>);

impl Filled {
    fn of(plan: &Plan, sheet: &Sheet, record: &Record) -> Self {
        let values: BTreeMap<&FieldId, Field<FieldValue>> = sheet
            .fields
            .iter()
            .map(|field| (&field.id, plan.value(record, &field.id)))
            .collect();
        let held = |id: &FieldId| {
            let own = values.get(id).map(|field| field.value.clone());
            own.unwrap_or_else(|| plan.held(id.as_str()))
        };
        let shown = sheet.fields.iter().filter_map(|field| {
            let value: &Field<FieldValue> = values.get(&field.id)?;
            let is_shown: bool = !value.value.is_empty() && !field.is_fixed && field.is_shown(held);
            (is_shown || value.is_contested()).then(|| (field.id.clone(), value.clone()))
        });
        Self(shown.collect())
    }
}

/// Labels and values.
#[component]
fn Facts(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    record: StoredValue<Record>,
    filled: Live<Filled>,
) -> impl IntoView {
    let context = WordsContext::new(open);
    let fact = move |(id, value): (FieldId, Field<FieldValue>)| {
        let field = sheet.with_value(|sheet| sheet.field(&id).cloned())?;
        if value.is_contested() {
            let place = StoredValue::new((record.get_value(), id));
            let label: String = field.label.nb.clone();
            let words = Callback::new(move |value: FieldValue| context.value(&field, &value));
            return Some(view! { <FieldAnswers open place label words /> }.into_any());
        }
        let words: String = context.value(&field, &value.value);
        let label: String = field.label.nb;
        Some(
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd class="ov-text">{words}</dd>
                </div>
            }
            .into_any(),
        )
    };
    drawn(move || {
        let filled: Filled = filled.get();
        if filled.0.is_empty() {
            return view! { <p class="ov-empty">{text::EMPTY}</p> }.into_any();
        }
        let facts = filled.0.into_iter().filter_map(fact).collect_view();
        view! { <dl class="ov-facts ov-facts--sheet">{facts}</dl> }.into_any()
    })
}

/// The rows of a sheet, and the way to add one.
#[component]
pub(in crate::pages) fn Rows(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    /// Only the rows that are about this; a new one begins with it.
    about: Option<About>,
) -> impl IntoView {
    let subject = Subject::New(about.clone());
    let is_adding: LiveCell<bool> = adding(open, sheet, &subject);
    let all = Live::memo(move || {
        let mut rows: Vec<RowId> =
            sheet.with_value(|sheet| open.plan.with(|plan| in_order(plan, sheet)));
        if let Some(About { field, id }) = &about {
            open.plan
                .with(|plan| rows.retain(|row| plan.row_value(*row, field).has(id)));
        }
        rows
    });
    let filter: LiveCell<RowFilter> = LiveCell::new(RowFilter::default());
    let rows = Live::memo(move || {
        let filter: RowFilter = filter.get();
        let mut rows: Vec<RowId> = all.get();
        sheet.with_value(|sheet| {
            open.plan
                .with(|plan| rows.retain(|row| filter.shows(plan, sheet, *row)));
        });
        rows
    });
    let is_narrowed: bool = sheet.with_value(RowFilter::suits);
    let add: String = sheet.with_value(|sheet| text::add(&sheet.one.nb));
    view! {
        <Show when=move || is_narrowed && all.with(|all| all.len() > 1)>
            <RowNarrowing open filter shown=Live::derive(move || rows.with(Vec::len)) all=Live::derive(move || all.with(Vec::len)) />
        </Show>
        <ul class="ov-rows">
            <For each=move || rows.get() key=|row| *row let:row>
                <Row open sheet row />
            </For>
        </ul>
        <Show when=move || all.with(Vec::is_empty) && !is_adding.get()>
            <p class="ov-empty">{text::NO_ROWS}</p>
        </Show>
        <AddRecord open sheet subject is_adding words=add />
    }
}

/// Whether a form for something new is open: it was left unfinished.
pub(in crate::pages) fn adding(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    subject: &Subject,
) -> LiveCell<bool> {
    let drafts = use_draft_state();
    LiveCell::new(sheet.with_value(|sheet| is_left(drafts, open, sheet, subject)))
}

/// The button that adds something, and the form behind it; nothing for those who may not write.
#[component]
pub(in crate::pages) fn AddRecord(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    subject: Subject,
    is_adding: LiveCell<bool>,
    /// What the button says.
    words: String,
) -> impl IntoView {
    let subject = StoredValue::new(subject);
    let words = StoredValue::new(words);
    let writes = Live::memo(move || {
        sheet.with_value(|sheet| {
            subject.with_value(|subject| match subject {
                Subject::New(Some(about)) => open.writes(&about.new_row(sheet)),
                Subject::New(None) | Subject::Known(_) => open.writes_sheet(sheet),
            })
        })
    });
    view! {
        <Show when=move || writes.get().is_allowed()>
            <BehindButton words=words.get_value() is_open=is_adding>
                <SheetForm open sheet subject=subject.get_value() is_open=is_adding />
            </BehindButton>
        </Show>
    }
}

/// By day where the sheet has one, else as they were added; struck out ones last.
fn in_order(plan: &Plan, sheet: &Sheet) -> Vec<RowId> {
    let mut rows: Vec<RowId> = plan.rows(&sheet.id);
    rows.sort_by_key(|row| {
        let is_struck: bool = plan.struck_out(&Record::Row(*row)).is_some();
        let day = sheet
            .day
            .as_ref()
            .and_then(|day| plan.row_value(*row, day).day());
        (is_struck, day.is_none(), day)
    });
    rows
}

/// One row.
#[component]
fn Row(open: OpenPlan, sheet: StoredValue<Sheet>, row: RowId) -> impl IntoView {
    let context = WordsContext::new(open);
    let view_state = use_view_state();
    let record = Record::Row(row);
    let struck_record: Record = record.clone();
    let received_record: Record = record.clone();
    let heading = Live::memo(move || {
        sheet.with_value(|sheet| open.plan.with(|plan| context.heading(plan, sheet, row)))
    });
    let struck = Live::memo(move || {
        let struck = open.plan.with(|plan| plan.struck_out(&struck_record))?;
        let who: String = who_and_when(context.journal(), view_state, struck.by, struck.at);
        Some(format!("{}: {} ({who})", item::STRUCK, struck.reason))
    });
    let is_received =
        Live::derive(move || open.plan.with(|plan| plan.is_received(&received_record)));
    let is_striking = LiveCell::new(false);
    let kept = StoredValue::new(record);
    view! {
        <li class="ov-row" data-struck=move || struck.with(Option::is_some).to_string()>
            <div class="ov-row__head">
                <strong class="ov-text">{drawn(move || heading.get())}</strong>
                <SavedMark is_received />
            </div>
            {drawn(move || struck.get().map(|struck| view! { <p class="ov-struck ov-text">{struck}</p> }))}
            <Show when=move || struck.with(Option::is_none)>
                <FilledIn open sheet record=kept.get_value() />
                <NamedBy open sheet row />
            </Show>
            <ReadMore header=text::HISTORY>
                <HistoryList open record=kept.get_value() />
                <StrikeActions open record=kept.get_value() is_striking words=text::STRIKE />
            </ReadMore>
        </li>
    }
}
