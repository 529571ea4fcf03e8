//! What the person has said against sharing, kept outside the database too: a backup from before must not share again
//! (D7). Which entries that are [`Judgement::withdrawn`](crate::intake::Judgement::withdrawn) says.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use overgang_domain::{Entry, Stored, form};

use super::append::{self, TRIES};
use super::{BEGIN_WRITE, Pool, lookups, rights};
use crate::erasures_file::{ErasuresFile, Line, WithdrawnLine, WriteErasureError};
use crate::intake::Offered;
use crate::partition::Partition;
use crate::rules::PlanRights;
use crate::storage::UseStoreError;

/// Writes such words down. They stand in the database already, uncommitted.
pub(super) fn write_down(
    said: &[&Offered],
    now: u64,
    file: &ErasuresFile,
) -> Result<(), WriteErasureError> {
    let lines = said.iter().map(|Offered { entry, body }| {
        Line::Withdrawn(WithdrawnLine {
            plan: entry.plan,
            entry: entry.id,
            received_at: now,
            body: STANDARD.encode(body),
        })
    });
    file.add(&lines.collect::<Vec<Line>>())
}

/// Appends such an entry again, where the ledger has its plan and not the entry. Answers whether it did.
pub(super) async fn append_again(pool: &Pool, line: &WithdrawnLine) -> Result<bool, UseStoreError> {
    let unreadable = || UseStoreError::Unreadable("an entry in the file of erasures");
    let body: Vec<u8> = STANDARD.decode(&line.body).map_err(|_| unreadable())?;
    let entry: Entry = form::read(&body).map_err(|_| unreadable())?;
    if (entry.id, entry.plan) != (line.entry, line.plan) {
        return Err(unreadable());
    }
    let offered = [Offered { entry, body }];
    for _ in 0..TRIES {
        if let Some(is_new) = try_to_append(pool, &offered, line.received_at).await? {
            return Ok(is_new);
        }
    }
    Err(UseStoreError::Contended)
}

/// `None`: the plan has moved between looking for its log and locking it.
async fn try_to_append(
    pool: &Pool,
    offered: &[Offered; 1],
    received_at: u64,
) -> Result<Option<bool>, UseStoreError> {
    let [Offered { entry, .. }] = offered;
    let mut transaction = pool.begin_with(BEGIN_WRITE).await?;
    let home: Option<Partition> = lookups::home_of(&mut transaction, entry.plan).await?;
    let Some(home) = home else {
        return Ok(Some(false));
    };
    let mut heads = append::lock(&mut transaction, &BTreeSet::from([home.clone()])).await?;
    let mut facts = append::facts_about(&mut transaction, offered).await?;
    if facts.homes.get(&entry.plan) != Some(&home) {
        transaction.rollback().await?;
        return Ok(None);
    }
    if facts.entries.contains_key(&entry.id) || facts.erased.contains_key(&entry.id) {
        transaction.rollback().await?;
        return Ok(Some(false));
    }
    let entries = offered.iter().map(|one| (one, received_at));
    append::append(&mut transaction, &mut heads, &home, entries).await?;
    if let Some(plan) = facts.plans.get_mut(&entry.plan) {
        plan.apply(&Stored::received(entry.clone(), received_at));
        rights::write(&mut transaction, plan.id, &PlanRights::undated(plan)).await?;
    }
    transaction.commit().await?;
    Ok(Some(true))
}
