//! What follows from entries that were accepted: what the centre says on health matters, and what has to be kept outside the
//! database.

use std::collections::BTreeSet;

use overgang_domain::access::{CONSENT, REFUSAL};
use overgang_domain::register::{Record, Register};
use overgang_domain::{Change, EntryId, Plan, PlanId, SheetId, public_line};

use crate::partition::Partition;
use crate::rules::Asker;

/// A line on health matters that says something else than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicLine {
    /// The plan.
    pub plan: PlanId,
    /// Its log.
    pub log: Partition,
    /// What the line said before.
    pub replaces: BTreeSet<EntryId>,
    /// What it says.
    pub change: Change,
}

/// What the centre has to write so that the lines on health matters say what stands in a plan.
pub(super) fn public_lines(
    plan: &Plan,
    log: &Partition,
    asker: Asker<'_>,
) -> impl Iterator<Item = PublicLine> {
    let template = asker.forms(plan).template;
    let due = public_line::due(plan, template).into_iter();
    due.map(|(line, is_arranged)| PublicLine {
        plan: plan.id,
        log: log.clone(),
        replaces: plan.to_replace(&Register::PublicLine(line.clone())),
        change: Change::PublicLineSet { line, is_arranged },
    })
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
