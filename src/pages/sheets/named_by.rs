//! The rows that name a row: what was agreed in a conversation stands with its notes.

use leptos::prelude::*;
use overgang_domain::sheet::Sheet;
use overgang_domain::{Plan, RowId};

use super::OpenPlan;
use super::value_words::WordsContext;
use crate::live::drawn;

/// The headings of those rows, under the name of their sheet; nothing where there are none.
#[component]
pub(in crate::pages) fn NamedBy(
    open: OpenPlan,
    sheet: StoredValue<Sheet>,
    row: RowId,
) -> impl IntoView {
    let context = WordsContext::new(open);
    drawn(move || {
        let sheets = context.reference().sheets();
        open.plan.with(|plan| {
            let named = sheets.sheets.iter().map(|other| {
                let rows: Vec<RowId> = sheet.with_value(|sheet| naming(plan, other, sheet, row));
                let line = |row: &RowId| {
                    let words: String = context.heading(plan, other, *row);
                    view! { <li class="ov-text">{words}</li> }
                };
                (!rows.is_empty()).then(|| {
                    view! {
                        <div class="ov-named-by">
                            <strong>{other.name.nb.clone()}</strong>
                            <ul>{rows.iter().map(line).collect_view()}</ul>
                        </div>
                    }
                })
            });
            named.collect_view()
        })
    })
}

/// The rows of `other` that name `row` of `sheet`.
fn naming(plan: &Plan, other: &Sheet, sheet: &Sheet, row: RowId) -> Vec<RowId> {
    let id: String = row.to_string();
    let fields = other.fields.iter();
    let fields: Vec<_> = fields
        .filter(|field| field.rows_of.as_ref() == Some(&sheet.id))
        .collect();
    if fields.is_empty() {
        return Vec::new();
    }
    let rows = plan.standing_rows(&other.id).into_iter();
    let names = |one: &RowId| {
        let mut fields = fields.iter();
        fields.any(|field| plan.row_value(*one, &field.id).has(&id))
    };
    rows.filter(names).collect()
}
