//! Erasing: the only statement that changes a row of the ledger. In one transaction the content goes, in each log a
//! tombstone comes, and what was worked out from the content is worked out again.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Change, Entry, EntryId, Plan, PlanId, Stored};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::append::{self, Heads, TRIES};
use super::columns::{entry_from, from_column, id_column, plan_from, to_column};
use super::{BEGIN_WRITE, Connection, Db, Pool, logs, lookups, projected, quarantine, rights};
use crate::clock::draw_id;
use crate::directory_entries::own_entry;
use crate::erasing::{EraseError, Erased, Erasure};
use crate::erasures_file::{ErasedLine, Line};
use crate::intake::Tombstone;
use crate::partition::Partition;
use crate::rules::PlanRights;
use crate::storage::{Projection, UseStoreError};

/// How many entries one tombstone names at most.
const IDS_AT_ONCE: usize = 1_000;

/// The ids of a plan's entries by log.
type Logs = BTreeMap<Partition, BTreeSet<EntryId>>;

/// Erases.
pub(super) async fn erase(pool: &Pool, erasure: &Erasure<'_>) -> Result<Erased, EraseError> {
    for _ in 0..TRIES {
        if let Some(erased) = try_to_erase(pool, erasure).await? {
            return Ok(erased);
        }
    }
    Err(UseStoreError::Contended.into())
}

/// `None`: the plan was moved into another log before it was locked.
async fn try_to_erase(pool: &Pool, erasure: &Erasure<'_>) -> Result<Option<Erased>, EraseError> {
    let begun = pool.begin_with(BEGIN_WRITE).await;
    let mut transaction = begun.map_err(UseStoreError::from)?;
    let plan: PlanId = erasure.plan;
    let before: BTreeSet<Partition> = logs_with(&mut transaction, erasure).await?;
    let mut heads: Heads = append::lock(&mut transaction, &before).await?;
    if logs_with(&mut transaction, erasure).await? != before {
        transaction.rollback().await.map_err(UseStoreError::from)?;
        return Ok(None);
    }
    let entries: Vec<Stored> = logs::plan_entries(&mut *transaction, plan).await?;
    let chosen: BTreeSet<EntryId> = (erasure.choose)(&entries)?;
    let mut logs: Logs = kept_by_log(&mut transaction, plan).await?;
    // All of a plan is also what stands only in a log that it was moved out of.
    let mut others = entries
        .iter()
        .filter(|one| !one.entry.change.is_tombstone());
    let is_whole: bool = !chosen.is_empty() && others.all(|one| chosen.contains(&one.entry.id));
    if is_whole {
        quarantine::forget(&mut transaction, plan).await?;
    }
    quarantine::forget_entries(&mut transaction, &chosen).await?;
    for kept in logs.values_mut() {
        kept.retain(|id| is_whole || chosen.contains(id));
    }
    if let Some(log) = erasure.absent_in {
        let absent: BTreeSet<EntryId> = absent(&mut transaction, &chosen, &logs).await?;
        logs.entry(log.clone()).or_default().extend(absent);
    }
    logs.retain(|_, ids| !ids.is_empty());
    if logs.is_empty() {
        transaction.rollback().await.map_err(UseStoreError::from)?;
        return Ok(Some(Erased::default()));
    }
    for (log, ids) in &logs {
        take_content(&mut transaction, log, ids, erasure.at).await?;
        bury(&mut transaction, &mut heads, log, ids, erasure).await?;
    }
    let left = entries.iter().filter(|one| !chosen.contains(&one.entry.id));
    let left = Plan::fold(plan, left);
    rights::write(&mut transaction, plan, &PlanRights::undated(&left)).await?;
    forget_projection(&mut transaction, &heads, plan).await?;
    if let Some(file) = erasure.file {
        let line = |(log, ids): (&Partition, &BTreeSet<EntryId>)| {
            Line::Erased(ErasedLine {
                at: erasure.at,
                plan,
                log: log.clone(),
                entries: ids.clone(),
                ground: erasure.ground,
            })
        };
        file.add(&logs.iter().map(line).collect::<Vec<Line>>())?;
    }
    transaction.commit().await.map_err(UseStoreError::from)?;
    Ok(Some(Erased { logs }))
}

/// The logs that have something of the plan, and the one that is to have a tombstone.
async fn logs_with(
    connection: &mut Connection,
    erasure: &Erasure<'_>,
) -> Result<BTreeSet<Partition>, UseStoreError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT DISTINCT partition FROM ledger WHERE plan = $1")
            .bind(id_column(erasure.plan.0))
            .fetch_all(connection)
            .await?;
    let logs = rows.into_iter().map(|(log,)| Partition::named(log));
    Ok(logs.chain(erasure.absent_in.cloned()).collect())
}

/// What of a plan has its content, tombstones apart.
async fn kept_by_log(connection: &mut Connection, plan: PlanId) -> Result<Logs, UseStoreError> {
    let mut logs = Logs::new();
    for (log, Stored { entry, .. }) in lookups::in_all_logs(connection, plan).await? {
        if !entry.change.is_tombstone() {
            logs.entry(log).or_default().insert(entry.id);
        }
    }
    Ok(logs)
}

/// Those of the chosen entries that stand nowhere and have no tombstone yet.
async fn absent(
    connection: &mut Connection,
    chosen: &BTreeSet<EntryId>,
    logs: &Logs,
) -> Result<BTreeSet<EntryId>, UseStoreError> {
    let ids: BTreeSet<Uuid> = chosen.iter().map(|id| id.0).collect();
    let erased = erased_of(connection, &ids).await?;
    let stands = |id: &EntryId| logs.values().any(|kept| kept.contains(id));
    let absent = chosen.iter().copied();
    Ok(absent
        .filter(|id| !stands(id) && !erased.contains_key(id))
        .collect())
}

async fn take_content(
    connection: &mut Connection,
    log: &Partition,
    ids: &BTreeSet<EntryId>,
    at: u64,
) -> Result<(), UseStoreError> {
    let ids: BTreeSet<Uuid> = ids.iter().map(|id| id.0).collect();
    for some in lookups::chunks(&ids) {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("UPDATE ledger SET body = NULL, salt = NULL, erased_at = ");
        query.push_bind(to_column(at));
        query.push(" WHERE body IS NOT NULL AND partition = ");
        query.push_bind(log.as_str());
        query.push(" AND entry_id IN (");
        lookups::push_ids(&mut query, some);
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Appends what says that these entries were erased.
async fn bury(
    connection: &mut Connection,
    heads: &mut Heads,
    log: &Partition,
    ids: &BTreeSet<EntryId>,
    erasure: &Erasure<'_>,
) -> Result<(), UseStoreError> {
    let ids: Vec<EntryId> = ids.iter().copied().collect();
    for some in ids.chunks(IDS_AT_ONCE) {
        let change = Change::Erased {
            entries: some.iter().copied().collect(),
            ground: erasure.ground,
        };
        let (id, nothing) = (EntryId(draw_id(erasure.at)?), BTreeSet::new());
        let tombstone: Stored = own_entry(erasure.plan, id, erasure.at, nothing, change);
        index(connection, &tombstone.entry).await?;
        append::append_stored(connection, heads, log, [tombstone]).await?;
    }
    Ok(())
}

/// Remembers the entries that a tombstone names, so that none of them is taken in again. What systems had reported of the
/// plan cannot be tried out any more.
pub(super) async fn index(connection: &mut Connection, entry: &Entry) -> Result<(), UseStoreError> {
    let Change::Erased { entries, .. } = &entry.change else {
        return Ok(());
    };
    sqlx::query("UPDATE system_events SET salt = NULL WHERE plan = $1")
        .bind(id_column(entry.plan.0))
        .execute(&mut *connection)
        .await?;
    for id in entries {
        sqlx::query(
            "INSERT INTO erased (entry_id, plan, erased_at) VALUES ($1, $2, $3) \
             ON CONFLICT (entry_id) DO NOTHING",
        )
        .bind(id_column(id.0))
        .bind(id_column(entry.plan.0))
        .bind(to_column(entry.time.millis))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Those of these entries that were erased.
pub(super) async fn erased_of(
    connection: &mut Connection,
    ids: &BTreeSet<Uuid>,
) -> Result<BTreeMap<EntryId, Tombstone>, UseStoreError> {
    let mut found: BTreeMap<EntryId, Tombstone> = BTreeMap::new();
    for some in lookups::chunks(ids) {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("SELECT entry_id, plan, erased_at FROM erased WHERE entry_id IN (");
        lookups::push_ids(&mut query, some);
        let rows: Vec<(Vec<u8>, Vec<u8>, i64)> =
            query.build_query_as().fetch_all(&mut *connection).await?;
        for (id, plan, erased_at) in rows {
            let tombstone = Tombstone {
                plan: plan_from(&plan)?,
                erased_at: from_column(erased_at)?,
            };
            found.insert(entry_from(&id)?, tombstone);
        }
    }
    Ok(found)
}

/// Those of these entries that have their content in any log: one that was erased is so in all.
pub(super) async fn kept_of(
    connection: &mut Connection,
    entries: &BTreeSet<EntryId>,
) -> Result<BTreeSet<EntryId>, UseStoreError> {
    let ids: BTreeSet<Uuid> = entries.iter().map(|id| id.0).collect();
    let mut found: BTreeSet<EntryId> = BTreeSet::new();
    for some in lookups::chunks(&ids) {
        let mut query: QueryBuilder<Db> = QueryBuilder::new(
            "SELECT entry_id FROM ledger WHERE body IS NOT NULL AND entry_id IN (",
        );
        lookups::push_ids(&mut query, some);
        let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *connection).await?;
        for (id,) in rows {
            found.insert(entry_from(&id)?);
        }
    }
    Ok(found)
}

/// Empties what overviews have of the plan, until it is projected again. An empty row of this moment stays, so that
/// another process cannot write one that it made before.
async fn forget_projection(
    connection: &mut Connection,
    heads: &Heads,
    plan: PlanId,
) -> Result<(), UseStoreError> {
    let Some(home) = lookups::home_of(connection, plan).await? else {
        return Ok(());
    };
    let Some((head, _)) = heads.get(&home) else {
        return Ok(());
    };
    projected::write_one(connection, &home, *head, &Projection::of_nothing(plan)).await
}
