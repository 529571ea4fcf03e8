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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::{Story, item};
    use crate::{Status, commands};

    #[test]
    fn the_newest_line_stands_first_and_what_was_replaced_does_not_stand() {
        let mut story = Story::opened();
        story.alice_sets("id-check", Status::NeedsHelp);
        story.bob_sets("id-check", Status::Done);
        let lines = history(&story.plan, &Record::Item(item("id-check")));
        let seen: Vec<(UserId, bool)> = lines.iter().map(|line| (line.by, line.stands)).collect();
        assert_eq!(
            seen,
            [(story.bob.author, true), (story.alice.author, false)]
        );
        assert!(lines.iter().all(|line| !line.is_received));
    }

    #[test]
    fn answers_given_apart_both_stand() {
        let mut story = Story::opened();
        story.apart("id-check", Status::Done, Status::Declined);
        let lines = history(&story.plan, &Record::Item(item("id-check")));
        assert_eq!(lines.iter().filter(|line| line.stands).count(), 2);
    }

    #[test]
    fn a_strike_and_its_end_are_lines_too() {
        let mut story = Story::opened();
        let record = Record::Item(item("id-check"));
        story.alice_sets("id-check", Status::Done);
        story.alice(|pen, plan| {
            commands::strike_out(pen, plan, Record::Item(item("id-check")), "Feil".to_owned())
                .unwrap()
        });
        story.bob(|pen, plan| commands::restore(pen, plan, Record::Item(item("id-check"))));
        let lines = history(&story.plan, &record);
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].value, Value::Struck(None));
        assert!(!lines[1].stands);
    }

    #[test]
    fn a_record_that_nobody_wrote_has_no_history() {
        let lines = history(&Story::opened().plan, &Record::Item(item("id-check")));
        assert_eq!(lines, vec![]);
    }
}
