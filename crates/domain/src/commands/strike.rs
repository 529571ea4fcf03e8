//! Striking out a record that was a mistake, and taking the strike back.

use super::pen::{Pen, fits};
use crate::register::Record;
use crate::{Change, Entry, Plan};

/// The record was not struck out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StrikeError {
    /// A strike needs its reason.
    #[error("the reason is missing; say why it is struck out")]
    ReasonMissing,
    /// Longer than [`crate::entry::MAX_TEXT_CHARS`].
    #[error("the reason is too long; shorten it")]
    ReasonTooLong,
}

/// Strikes out an item or a note. What the striker sees of it is named, so that an edit made apart shows.
pub fn strike_out(
    pen: &mut Pen<'_>,
    plan: &Plan,
    record: Record,
    reason: String,
) -> Result<Vec<Entry>, StrikeError> {
    if reason.trim().is_empty() {
        return Err(StrikeError::ReasonMissing);
    }
    if !fits(&reason) {
        return Err(StrikeError::ReasonTooLong);
    }
    let saw = plan.heads_of(&record);
    Ok(vec![pen.write(
        plan,
        Change::RecordStruck {
            record,
            reason,
            saw,
        },
    )])
}

/// Lets a struck out record count again.
pub fn restore(pen: &mut Pen<'_>, plan: &Plan, record: Record) -> Vec<Entry> {
    vec![pen.write(plan, Change::RecordRestored { record })]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::EntryId;
    use crate::story::{Story, item, too_long};
    use crate::{Due, Status, commands};

    fn strike(story: &mut Story) -> Vec<Entry> {
        let record = Record::Item(item("id-check"));
        story.alice(|pen, plan| strike_out(pen, plan, record, "Feil person".to_owned()).unwrap())
    }

    #[test]
    fn a_strike_names_what_stood_and_replaces_no_value() {
        let mut story = Story::opened();
        let status = story.alice_sets("id-check", Status::Done);
        let due =
            story.bob(|pen, plan| commands::set_due(pen, plan, &item("id-check"), Due::AsTemplate));
        let struck = strike(&mut story);
        let Change::RecordStruck { saw, .. } = &struck[0].change else {
            panic!("a strike was expected");
        };
        let stood: BTreeSet<EntryId> = BTreeSet::from([status[0].id, due[0].id]);
        assert_eq!(saw, &stood);
        assert!(struck[0].replaces.is_empty());
        assert_eq!(
            story.plan.status(&item("id-check")).value.status,
            Status::Done
        );
        let out = story
            .plan
            .struck_out(&Record::Item(item("id-check")))
            .unwrap();
        assert_eq!(
            (out.reason.as_str(), out.by),
            ("Feil person", story.alice.author)
        );
        assert!(out.changed_by.is_empty());
    }

    #[test]
    fn a_restored_record_counts_again_and_can_be_struck_out_again() {
        let mut story = Story::opened();
        let record = Record::Item(item("id-check"));
        let struck = strike(&mut story);
        let restored = story.bob(|pen, plan| restore(pen, plan, Record::Item(item("id-check"))));
        assert_eq!(restored[0].replaces, BTreeSet::from([struck[0].id]));
        assert_eq!(story.plan.struck_out(&record), None);
        strike(&mut story);
        assert!(story.plan.struck_out(&record).is_some());
    }

    #[test]
    fn a_strike_without_a_reason_or_with_too_long_a_one_is_refused() {
        let mut story = Story::opened();
        for (reason, error) in [
            ("  ".to_owned(), StrikeError::ReasonMissing),
            (too_long(), StrikeError::ReasonTooLong),
        ] {
            let record = Record::Item(item("id-check"));
            let refused = story.try_alice(|pen, plan| strike_out(pen, plan, record, reason));
            assert_eq!(refused.unwrap_err(), error);
        }
    }
}
