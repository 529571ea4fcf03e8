//! Reading the logs: where they end, one plan's entries, whole rows for checking the chain.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Entry, PlanId, Stored, form};
use sqlx::{Executor, QueryBuilder, Row};

use super::columns::{
    device_from, entry_from, from_column, hash_from, id_column, plan_from, to_column, user_from,
};
use super::{BEGIN_READ, Connection, Db, DbRow, Pool};
use crate::chain::Salt;
use crate::cursor::Positions;
use crate::partition::Partition;
use crate::storage::{Content, LedgerRow, LogHead, UseStoreError};

/// The last sequence of each of these logs.
pub(super) async fn heads(
    connection: &mut Connection,
    partitions: &BTreeSet<Partition>,
) -> Result<Positions, UseStoreError> {
    if partitions.is_empty() {
        return Ok(Positions::new());
    }
    let mut query: QueryBuilder<Db> =
        QueryBuilder::new("SELECT partition, sequence FROM heads WHERE partition IN (");
    let mut list = query.separated(", ");
    for partition in partitions {
        list.push_bind(partition.as_str());
    }
    query.push(")");
    let rows: Vec<(String, i64)> = query.build_query_as().fetch_all(connection).await?;
    let rows = rows.into_iter();
    rows.map(|(partition, sequence)| Ok((Partition::named(partition), from_column(sequence)?)))
        .collect()
}

/// All entries of one plan that have their content, from the log that it stands in.
pub(super) async fn plan_entries(
    connection: impl Executor<'_, Database = Db>,
    plan: PlanId,
) -> Result<Vec<Stored>, UseStoreError> {
    let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(
        "SELECT received_at, body FROM ledger WHERE plan = $1 AND body IS NOT NULL \
             AND partition = \
             COALESCE((SELECT partition FROM plans WHERE plan = $1), $2)",
    )
    .bind(id_column(plan.0))
    // Only the directory is in no prison's log.
    .bind(Partition::common().as_str())
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|(received_at, body)| read_entry(body, *received_at))
        .collect()
}

/// The entry of a row.
pub(super) fn read_entry(body: &[u8], received_at: i64) -> Result<Stored, UseStoreError> {
    let entry: Entry = form::read(body).map_err(|_| UseStoreError::Unreadable("an entry"))?;
    Ok(Stored::received(entry, from_column(received_at)?))
}

/// All logs, also those that lost their head.
pub(super) async fn log_heads(pool: &Pool) -> Result<Vec<LogHead>, UseStoreError> {
    // Of one moment: a log that begins in between would seem to have lost its head.
    let mut transaction = pool.begin_with(BEGIN_READ).await?;
    let rows: Vec<(String, i64, Vec<u8>)> =
        sqlx::query_as("SELECT partition, sequence, hash FROM heads")
            .fetch_all(&mut *transaction)
            .await?;
    let mut found = BTreeMap::new();
    for (partition, sequence, hash) in rows {
        let head = (from_column(sequence)?, hash_from(&hash)?);
        found.insert(Partition::named(partition), Some(head));
    }
    let used: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT partition FROM ledger")
        .fetch_all(&mut *transaction)
        .await?;
    transaction.rollback().await?;
    for (partition,) in used {
        found.entry(Partition::named(partition)).or_insert(None);
    }
    let found = found.into_iter();
    Ok(found
        .map(|(partition, head)| LogHead { partition, head })
        .collect())
}

/// Rows of a log, whole.
pub(super) async fn log_rows(
    pool: &Pool,
    partition: &Partition,
    after: u64,
    limit: u32,
) -> Result<Vec<LedgerRow>, UseStoreError> {
    let rows: Vec<DbRow> = sqlx::query(
        "SELECT sequence, entry_id, plan, author, device, received_at, body, salt, body_hash, erased_at, hash \
         FROM ledger WHERE partition = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
    )
    .bind(partition.as_str())
    .bind(to_column(after))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    rows.iter().map(read_row).collect()
}

fn read_row(row: &DbRow) -> Result<LedgerRow, UseStoreError> {
    let bytes = |column: &str| row.try_get::<Vec<u8>, _>(column);
    let erased_at: Option<i64> = row.try_get("erased_at")?;
    let body: Option<Vec<u8>> = row.try_get("body")?;
    let salt: Option<Vec<u8>> = row.try_get("salt")?;
    let content = match (body, salt, erased_at) {
        (Some(body), Some(salt), None) => Content::Kept {
            body,
            salt: Salt::read(&salt).ok_or(UseStoreError::Unreadable("a salt"))?,
        },
        (None, None, Some(at)) => Content::Erased {
            at: from_column(at)?,
        },
        _ => return Err(UseStoreError::Unreadable("a row that is half erased")),
    };
    Ok(LedgerRow {
        sequence: from_column(row.try_get("sequence")?)?,
        entry: entry_from(&bytes("entry_id")?)?,
        plan: plan_from(&bytes("plan")?)?,
        author: user_from(&bytes("author")?)?,
        device: device_from(&bytes("device")?)?,
        received_at: from_column(row.try_get("received_at")?)?,
        content,
        body_hash: hash_from(&bytes("body_hash")?)?,
        hash: hash_from(&bytes("hash")?)?,
    })
}
