//! What does not fit, where the person is looking: at its record, and all of it at the top of the plan.

use std::collections::BTreeSet;

use leptos::prelude::*;
use overgang_domain::finding::Finding;
use overgang_domain::register::Record;
use overgang_domain::sheet::Sheet;
use overgang_domain::{FieldId, Plan};

use super::OpenPlan;
use super::item_words::title_of;
use super::value_words::WordsContext;
use crate::aksel::{InlineMessage, MessageStatus, Size};
use crate::live::drawn;
use crate::text::sheet as text;

/// What does not fit in the fields that one record has on a sheet.
#[component]
pub(in crate::pages) fn FindingsOf(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    record: Record,
) -> impl IntoView {
    let context = WordsContext::new(open);
    let is_here = move |finding: &Finding| {
        finding.record == record && sheet.with_value(|sheet| sheet.field(&finding.field).is_some())
    };
    drawn(move || {
        said(context, Place::Known, &is_here)
            .into_iter()
            .map(message)
            .collect_view()
    })
}

/// All that does not fit in the plan. Hints stand at their records only.
#[component]
pub(in crate::pages) fn AllFindings(open: OpenPlan) -> impl IntoView {
    let context = WordsContext::new(open);
    drawn(move || {
        let said: BTreeSet<String> = said(context, Place::Said, |finding| !finding.fault.is_hint());
        (!said.is_empty()).then(|| {
            view! {
                <section class="ov-section" aria-label=text::DOES_NOT_FIT data-testid="findings">
                    {said.into_iter().map(message).collect_view()}
                </section>
            }
        })
    })
}

/// What does not fit, in words, where `concerns` says so.
fn said(
    context: WordsContext,
    place: Place,
    concerns: impl Fn(&Finding) -> bool,
) -> BTreeSet<String> {
    context.open().findings.with(|found| {
        let found = found.iter().filter(|finding| concerns(finding));
        found
            .map(|finding| words(context, place, finding))
            .collect()
    })
}

/// Whether a finding says in which record it lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It stands at the record.
    Known,
    /// It stands elsewhere.
    Said,
}

fn message(words: String) -> impl IntoView {
    view! {
        <InlineMessage status=MessageStatus::Warning size=Size::Small>
            {words}
        </InlineMessage>
    }
}

/// The record, the field and what is wrong: "Permisjon – Fra: overlapper en annen permisjon".
fn words(context: WordsContext, place: Place, finding: &Finding) -> String {
    let sheets = context.reference().sheets();
    context.open().plan.with(|plan| {
        let label = |field: &FieldId| {
            let known = sheets.field_of(plan, &finding.record, field);
            known.map_or_else(
                || context.other_label(field),
                |field| field.label.nb.clone(),
            )
        };
        let bound: String = finding.fault.bound().map(label).unwrap_or_default();
        let place: String = match place {
            Place::Known => String::new(),
            Place::Said => heading(context, plan, &finding.record),
        };
        let fault: String = text::fault(&finding.fault, &bound);
        format!("{place}{}: {fault}", label(&finding.field))
    })
}

fn heading(context: WordsContext, plan: &Plan, record: &Record) -> String {
    match record {
        Record::Row(row) => {
            let sheets = context.reference().sheets();
            let sheet = plan.sheet_of(*row).and_then(|id| sheets.get(&id).cloned());
            sheet
                .map(|sheet| format!("{} – ", context.heading(plan, &sheet, *row)))
                .unwrap_or_default()
        }
        Record::Item(item) => {
            let title: String = title_of(context.open(), item);
            format!("{title} – ")
        }
        Record::Round(round) => context.open().template.with_value(|template| {
            let round = template.needs.round(round);
            round.map_or_else(String::new, |round| format!("{} – ", round.name.nb))
        }),
        Record::Header | Record::Note(_) | Record::User(_) | Record::Template(_) => String::new(),
    }
}
