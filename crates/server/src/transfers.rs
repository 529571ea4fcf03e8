//! Transfers between prisons that come into force by themselves: from the day that somebody wrote down, the plan stands in
//! the new prison's log. What is in force when it is written moves at once, with the entry that says so.

use crate::after_commit::AfterCommit;
use crate::clock::day_in_norway;
use crate::rules::Rules;
use crate::storage::{LedgerStore, UseStoreError};

/// Moves the plans whose day has come at `now`, milliseconds since 1970. Answers how many moved, or the first failure once
/// all were tried.
pub async fn move_due_plans(
    store: &dyn LedgerStore,
    rules: &Rules,
    after_commit: &AfterCommit,
    now: u64,
) -> Result<usize, UseStoreError> {
    let mut count: usize = 0;
    let mut failed: Option<UseStoreError> = None;
    for plan in store.due_moves(day_in_norway(now)).await? {
        // One plan that cannot be moved does not hold up the others.
        match store.move_if_due(plan, rules, now).await {
            Ok(is_moved) => count += usize::from(is_moved),
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    if count > 0 {
        after_commit.note_commit();
    }
    failed.map_or(Ok(count), Err)
}
