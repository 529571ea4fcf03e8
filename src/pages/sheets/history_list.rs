//! What happened to a record: who wrote what when, and what stands.

use leptos::prelude::*;
use overgang_domain::history::{HistoryLine, history};
use overgang_domain::register::{Record, Register, Value};
use overgang_domain::{Due, FieldId, Plan};

use super::OpenPlan;
use super::item_words::who_and_when;
use super::value_words::WordsContext;
use crate::components::SavedMark;
use crate::live::{Live, drawn};
use crate::state::{ReferenceState, use_journal_state, use_view_state};
use crate::text::{dates, item as text, new_plan, overrides, plan, rights, sheet, words};

/// The lines, newest first.
#[component]
pub(in crate::pages) fn HistoryList(open: OpenPlan, record: Record) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let context = WordsContext::new(open);
    let lines = Live::memo(move || open.plan.with(|plan| HistoryLines(history(plan, &record))));
    let line = move |line: HistoryLine| {
        let who: String = who_and_when(journal, view_state, line.by, line.at);
        let what: String = what(&line, open, context);
        view! {
            <li class="ov-history__line" data-stands=line.stands.to_string()>
                <span class="ov-text">{what}</span>
                <span class="ov-note__meta">
                    <span class="ov-text">{who}</span>
                    <SavedMark is_received=line.is_received />
                </span>
            </li>
        }
    };
    view! {
        <ul class="ov-history">
            {drawn(move || lines.get().0.into_iter().map(line).collect_view())}
        </ul>
        <Show when=move || lines.with(|lines| lines.0.is_empty())>
            <p class="ov-empty">{text::NO_HISTORY}</p>
        </Show>
    }
}

#[derive(Clone, PartialEq, Eq)]
struct HistoryLines(Vec<HistoryLine>);

/// The field and what was put there.
fn what(line: &HistoryLine, open: OpenPlan, context: WordsContext) -> String {
    let reference: ReferenceState = context.reference();
    let field: String = match &line.register {
        Register::Name => new_plan::NAME.to_owned(),
        Register::BirthDate => plan::BORN.to_owned(),
        Register::Prison => plan::PRISON.to_owned(),
        Register::Home => text::HOME.to_owned(),
        Register::ReleaseDate => plan::RELEASE.to_owned(),
        Register::Template | Register::Edition(_) => plan::TEMPLATE.to_owned(),
        Register::Condition(id) => open.template.with_value(|template| {
            let known = template
                .conditions
                .iter()
                .find(|condition| condition.id == *id);
            known.map_or_else(|| id.to_string(), |condition| condition.label.nb.clone())
        }),
        Register::ItemTitle(_) => text::ITEM.to_owned(),
        Register::Status(_) => text::STATUS.to_owned(),
        Register::Owner(_) => text::OWNER.to_owned(),
        Register::Due(_) => text::DUE.to_owned(),
        Register::NoteItem(_) | Register::NoteText(_) => plan::NOTES.to_owned(),
        Register::Struck(_) => text::STRUCK.to_owned(),
        Register::Override(_) => overrides::TITLE.to_owned(),
        Register::PublicLine(line) => rights::public_line(line),
        Register::Listing(_) => String::new(),
        Register::Sheet(_) => plan::ADDED.to_owned(),
        Register::Field(record, field) => {
            return open
                .plan
                .with(|plan| field_line(plan, record, field, &line.value, context));
        }
    };
    format!("{field}: {}", value(&line.value, reference))
}

/// A field of a sheet: its label and what was put there.
fn field_line(
    plan: &Plan,
    record: &Record,
    id: &FieldId,
    value: &Value,
    context: WordsContext,
) -> String {
    let Value::Field(value) = value else {
        return String::new();
    };
    let sheets = context.reference().sheets();
    match sheets.field_of(plan, record, id) {
        Some(field) => format!("{}: {}", field.label.nb, context.value(field, value)),
        // A need, a question, or a field of a newer version.
        None => format!(
            "{}: {}",
            context.other_label(id),
            context.other_value(id, value)
        ),
    }
}

fn value(value: &Value, reference: ReferenceState) -> String {
    match value {
        Value::Text(words) => words.clone(),
        Value::Date(date) => date.map_or_else(|| plan::NO_DATE.to_owned(), dates::day),
        Value::Prison(prison) => reference.prison_name(prison),
        Value::Template(version) => version.to_string(),
        Value::Applies(applies) => if *applies { plan::YES } else { plan::NO }.to_owned(),
        Value::Added(_, title) => title.clone(),
        Value::Status(status) if status.why.is_empty() => words::status(status.status).to_owned(),
        Value::Status(status) => format!("{} – {}", words::status(status.status), status.why),
        Value::Owner(owner) => {
            let agency = owner.agency.as_ref().map(|id| reference.agency_name(id));
            let agency: String = agency.unwrap_or_else(|| text::AS_TEMPLATE.to_owned());
            if owner.person.is_empty() {
                agency
            } else {
                format!("{}, {agency}", owner.person)
            }
        }
        Value::Due(Due::AsTemplate) => text::AS_TEMPLATE.to_owned(),
        Value::Due(Due::On(date)) => dates::day(*date),
        Value::Due(Due::DaysBeforeRelease(days)) => text::days_before_release(*days),
        Value::About(_) => String::new(),
        Value::Struck(Some(strike)) => strike.reason.clone(),
        Value::Override(opened) => opened.reason.clone(),
        Value::Arranged(arranged) => rights::arranged(true, *arranged).to_owned(),
        Value::Struck(None) => text::RESTORE.to_owned(),
        Value::Listing(listing) => listing.name.clone(),
        Value::Sheet(sheet) => {
            let sheets = reference.sheets();
            let known = sheets.get(sheet);
            known.map_or_else(|| sheet.to_string(), |known| known.one.nb.clone())
        }
        Value::Field(value) => sheet::typed(value),
        Value::Edition(edition) => edition.words.clone(),
    }
}
