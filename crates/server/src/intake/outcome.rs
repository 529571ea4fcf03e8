//! What follows from entries that were accepted: what the centre says on health matters, and what has to be kept outside
//! the database.

use std::collections::BTreeSet;

use overgang_domain::access::{CONSENT, REFUSAL};
use overgang_domain::register::Record;
use overgang_domain::{Change, EntryId, Plan, PlanId, SheetId, public_line};

use crate::rules::Asker;

/// A line on health matters that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLine {
    /// The plan.
    pub plan: PlanId,
    /// What the line said before.
    pub replaces: BTreeSet<EntryId>,
    /// What it says.
    pub change: Change,
}

/// What the centre has to write so that the lines on health matters say what stands in a plan.
pub(super) fn public_lines(plan: &Plan, asker: Asker<'_>) -> Vec<PublicLine> {
    let due = public_line::due(plan, asker.forms(plan).template).into_iter();
    let lines = due.map(|(replaces, change)| PublicLine {
        plan: plan.id,
        replaces,
        change,
    });
    lines.collect()
}

/// Whether a change says something of a refusal, or of a consent that was given before.
pub(super) fn speaks_against_sharing(plan: &Plan, change: &Change) -> bool {
    let Some(Record::Row(row)) = change.record() else {
        return false;
    };
    let sheet: Option<SheetId> = plan.sheet_of(row);
    match sheet.as_ref().map(SheetId::as_str) {
        Some(REFUSAL) => true,
        Some(CONSENT) => !matches!(change, Change::RowAdded { .. }),
        Some(_) | None => false,
    }
}
