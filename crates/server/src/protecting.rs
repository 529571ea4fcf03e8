//! Changing who may see a plan at all, by the operator. It stands in the log of reads, without what it was changed to, and
//! in the file outside the database: a backup from before must not open a protected person again.

use std::collections::BTreeSet;

use overgang_domain::PlanId;
use overgang_sync::message::{AuditAct, AuditReason};

use crate::audit::AuditEvent;
use crate::erasures_file::ErasuresFile;
use crate::storage::{LedgerStore, Protection, UseStoreError};

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ProtectError {
    /// There is nothing to protect.
    #[error("there is no such plan here")]
    NoPlan,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

/// Changes what of a plan is closed, and to whom, at `now` (milliseconds since 1970), and answers what holds then. Where
/// nothing changes nothing is written.
pub async fn protect(
    store: &dyn LedgerStore,
    plan: PlanId,
    change: impl FnOnce(&mut Protection),
    now: u64,
    file: Option<&ErasuresFile>,
) -> Result<Protection, ProtectError> {
    if store.plan_entries(plan).await?.is_empty() {
        return Err(ProtectError::NoPlan);
    }
    let known = store.protections().await?.into_iter();
    let before = known.into_iter().find(|one| one.plan == plan);
    let before: Protection = before.unwrap_or_else(|| Protection::none(plan));
    let mut after: Protection = before.clone();
    change(&mut after);
    if after == before {
        return Ok(after);
    }
    // Before it is done: a row too many is better than one that is missing.
    let event = AuditEvent::of_operator(AuditAct::Protected, now);
    let event = event.about(AuditReason::None, BTreeSet::from([plan]));
    store.append_audit(&[event]).await?;
    store.protect(&after, now, file).await?;
    Ok(after)
}

#[cfg(test)]
mod tests;
