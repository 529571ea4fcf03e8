//! What the person has said against sharing, kept outside the database too: a backup from before must not share again
//! (D7). It is every entry about a consent that stood already, whatever it changes of it, and every one about a refusal.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use overgang_domain::access::{CONSENT, REFUSAL};
use overgang_domain::register::Record;
use overgang_domain::{Change, Entry, Plan, PlanId, SheetId, Stored, form};

use super::append::{self, TRIES};
use super::{BEGIN_WRITE, Connection, Pool, logs, lookups, rights};
use crate::erasures_file::{ErasuresFile, Line, WithdrawnLine};
use crate::intake::{Judgement, Offered};
use crate::partition::Partition;
use crate::rules::PlanRights;
use crate::storage::UseStoreError;

/// Writes down what of these entries is such a word. They stand in the database already, uncommitted.
pub(super) async fn write_down(
    connection: &mut Connection,
    judgement: &Judgement<'_>,
    now: u64,
    file: &ErasuresFile,
) -> Result<(), UseStoreError> {
    let accepted = judgement.accepted.values().flatten();
    let of_rows = accepted.filter(|one| matches!(one.entry.change.record(), Some(Record::Row(_))));
    let mut by_plan: BTreeMap<PlanId, Vec<&Offered>> = BTreeMap::new();
    for one in of_rows {
        by_plan.entry(one.entry.plan).or_default().push(one);
    }
    let mut lines: Vec<Line> = Vec::new();
    for (id, offered) in by_plan {
        let entries: Vec<Stored> = logs::plan_entries(&mut *connection, id).await?;
        let plan = Plan::fold(id, &entries);
        let said = offered
            .iter()
            .filter(|one| is_said(&plan, &one.entry.change));
        lines.extend(said.map(|one| {
            Line::Withdrawn(WithdrawnLine {
                plan: id,
                entry: one.entry.id,
                received_at: now,
                body: STANDARD.encode(&one.body),
            })
        }));
    }
    if !lines.is_empty() {
        file.add(&lines)?;
    }
    Ok(())
}

/// Whether a change says something of a refusal, or of a consent that was given before.
fn is_said(plan: &Plan, change: &Change) -> bool {
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
