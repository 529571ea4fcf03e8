//! What happened to a record, line by line. The audit trail is the data itself (D1).

use crate::register::{Record, Register, Value};
use crate::{EntryId, Plan, UserId};

/// One thing that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// The entry.
    pub entry: EntryId,
    /// The field.
    pub register: Register,
    /// What was put there.
    pub value: Value,
    /// By whom.
    pub by: UserId,
    /// When, in milliseconds since 1970.
    pub at: u64,
    /// Whether it stands: nothing has replaced it.
    pub stands: bool,
    /// Whether the centre has it.
    pub is_received: bool,
}

/// All that was written about `record`, newest first.
pub fn history(plan: &Plan, record: &Record) -> Vec<HistoryLine> {
    let mut lines: Vec<HistoryLine> = Vec::new();
    for (register, values) in plan.fields_of(record) {
        let standing: Vec<EntryId> = values.heads().into_iter().map(|(id, _)| id).collect();
        lines.extend(values.writes().iter().map(|(entry, write)| HistoryLine {
            entry: *entry,
            register: register.clone(),
            value: write.value.clone(),
            by: write.author,
            at: write.effective_millis(),
            stands: standing.contains(entry),
            is_received: write.received_at.is_some(),
        }));
    }
    lines.sort_by_key(|line| std::cmp::Reverse((line.at, line.entry)));
    lines
}
