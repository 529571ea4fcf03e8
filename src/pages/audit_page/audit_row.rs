//! Rows of the log of reads as a table: when, who, what and why, which plans.

use leptos::prelude::*;
use overgang_domain::{PlanId, UserId};
use overgang_sync::message::AuditRow;

use crate::aksel::{
    Button, ButtonSize, ButtonVariant, Size, Table, TableBody, TableColumnHeader, TableDataCell,
    TableHeader, TableRow,
};
use crate::live::{Live, drawn};
use crate::pages::sync_page::when;
use crate::state::{JournalState, use_journal_state, use_reference_state, use_view_state};
use crate::text::audit as text;

/// How many plans of one row are named.
const PLANS_NAMED: usize = 3;

/// The table; nothing where there are no rows.
#[component]
pub(super) fn AuditRows(
    /// The rows, in order.
    rows: Live<Vec<AuditRow>>,
    /// Called with the plan that somebody wants to know more about.
    on_plan: Callback<PlanId>,
) -> impl IntoView {
    view! {
        <Show when=move || rows.with(|rows| !rows.is_empty())>
            <div class="ov-wide">
                <Table size=Size::Small>
                    <TableHeader>
                        <TableRow>
                            <TableColumnHeader>{text::WHEN}</TableColumnHeader>
                            <TableColumnHeader>{text::USER}</TableColumnHeader>
                            <TableColumnHeader>{text::ACT}</TableColumnHeader>
                            <TableColumnHeader>{text::PLANS}</TableColumnHeader>
                        </TableRow>
                    </TableHeader>
                    <TableBody>
                        {drawn(move || {
                            rows.get().into_iter().map(|row| view! { <Row row on_plan /> }).collect_view()
                        })}
                    </TableBody>
                </Table>
            </div>
        </Show>
    }
}

/// One row.
#[component]
fn Row(row: AuditRow, on_plan: Callback<PlanId>) -> impl IntoView {
    let told = told(&row);
    let named = row.plans.iter().take(PLANS_NAMED).map(|plan| {
        let plan: PlanId = *plan;
        view! {
            <Button
                size=ButtonSize::XSmall
                variant=ButtonVariant::Tertiary
                on_click=Callback::new(move |_| on_plan.run(plan))
            >
                {text::plan(&plan.to_string())}
            </Button>
        }
    });
    let named = named.collect_view();
    let more: usize = row.plans.len().saturating_sub(PLANS_NAMED);
    view! {
        <TableRow>
            <TableDataCell>{told.when}</TableDataCell>
            <TableDataCell>{told.who}</TableDataCell>
            <TableDataCell>{told.what}</TableDataCell>
            <TableDataCell>
                {named} {(more > 0).then(|| text::more_plans(more))}
            </TableDataCell>
        </TableRow>
    }
}

/// A row in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    /// When.
    pub(super) when: String,
    /// Who.
    pub(super) who: String,
    /// What, and why.
    pub(super) what: String,
}

/// Puts a row into words.
pub(super) fn told(row: &AuditRow) -> Told {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let heard: String = when(view_state, row.received_at);
    let done: String = when(view_state, row.last);
    let agency: String = use_reference_state().agency_name(&row.agency);
    let mut what: Vec<String> = vec![text::act(row.act).to_owned()];
    what.extend(text::reason(row.reason).map(str::to_owned));
    what.extend((row.times > 1).then(|| text::times(row.times)));
    what.extend(row.about.map(|user| text::about(&name(journal, user))));
    Told {
        when: if heard == done {
            heard
        } else {
            format!("{heard}, {}", text::done(&done))
        },
        who: format!("{}, {agency}", name(journal, row.user)),
        what: what.join(", "),
    }
}

/// The plans of a row in one line.
pub(super) fn plans_named(row: &AuditRow) -> String {
    let named = row.plans.iter().take(PLANS_NAMED);
    let mut named: Vec<String> = named.map(|plan| text::plan(&plan.to_string())).collect();
    let more: usize = row.plans.len().saturating_sub(PLANS_NAMED);
    named.extend((more > 0).then(|| text::more_plans(more)));
    named.join(", ")
}

/// A user's name; their id where the directory does not have it.
pub(super) fn name(journal: JournalState, user: UserId) -> String {
    let known = journal
        .directory()
        .with_untracked(|directory| Some(directory.get(user)?.name.clone()));
    known.unwrap_or_else(|| user.to_string())
}
