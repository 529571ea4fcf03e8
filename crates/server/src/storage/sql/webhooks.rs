//! How far each system was told what has changed, and which process tells it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::{PlanId, UserId};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::columns::{from_column, id_column, plan_from, to_column};
use super::protections::{Whom, push_is_closed};
use super::{Connection, Db, Pool, lookups};
use crate::partition::Partition;
use crate::storage::{UseStoreError, WebhookNews, WebhookState};

/// How many entries are looked at for one call.
const ROWS_AT_ONCE: u64 = 5_000;

/// Where it stands up to when a system was told of plans that are not closed to it any more: a log that no prison has, by the
/// times of the changes.
const OPENED: &str = "plans/opened";

/// Makes one the holder, if nobody else is.
pub(super) async fn hold(
    connection: &mut Connection,
    system: UserId,
    epoch: &str,
    holder: Uuid,
    (now, until): (u64, u64),
) -> Result<Option<WebhookState>, UseStoreError> {
    sqlx::query(
        "INSERT INTO webhooks (system_id, epoch, holder, held_until, failures, next_at) \
         VALUES ($1, $2, $3, 0, 0, 0) ON CONFLICT (system_id) DO NOTHING",
    )
    .bind(id_column(system.0))
    .bind(epoch)
    .bind(id_column(holder))
    .execute(&mut *connection)
    .await?;
    let held = sqlx::query(
        "UPDATE webhooks SET holder = $2, held_until = $3 \
         WHERE system_id = $1 AND (holder = $2 OR held_until <= $4)",
    )
    .bind(id_column(system.0))
    .bind(id_column(holder))
    .bind(to_column(until))
    .bind(to_column(now))
    .execute(&mut *connection)
    .await?;
    if held.rows_affected() == 0 {
        return Ok(None);
    }
    let (known, failures, next_at): (String, i64, i64) =
        sqlx::query_as("SELECT epoch, failures, next_at FROM webhooks WHERE system_id = $1")
            .bind(id_column(system.0))
            .fetch_one(&mut *connection)
            .await?;
    if known == epoch {
        let failures = u32::try_from(failures).unwrap_or(u32::MAX);
        let next_at = from_column(next_at)?;
        return Ok(Some(WebhookState { failures, next_at }));
    }
    sqlx::query("DELETE FROM webhook_positions WHERE system_id = $1")
        .bind(id_column(system.0))
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE webhooks SET epoch = $2, failures = 0, next_at = 0 WHERE system_id = $1")
        .bind(id_column(system.0))
        .bind(epoch)
        .execute(connection)
        .await?;
    Ok(Some(WebhookState {
        failures: 0,
        next_at: 0,
    }))
}

/// Up to where the system was told of each log.
pub(super) async fn positions(
    pool: &Pool,
    system: UserId,
) -> Result<BTreeMap<Partition, u64>, UseStoreError> {
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT partition, sequence FROM webhook_positions WHERE system_id = $1")
            .bind(id_column(system.0))
            .fetch_all(pool)
            .await?;
    let rows = rows.into_iter();
    rows.map(|(log, sequence)| Ok((Partition::named(log), from_column(sequence)?)))
        .collect()
}

/// What comes next in the first of these logs that has something, and then of plans that have come out of protection. Of a
/// plan that is closed to the system it is not told.
pub(super) async fn news(
    pool: &Pool,
    system: UserId,
    (logs, today): (&BTreeSet<Partition>, NaiveDate),
    most: usize,
) -> Result<Option<WebhookNews>, UseStoreError> {
    if logs.is_empty() {
        return Ok(None);
    }
    let told = positions(pool, system).await?;
    let opened = Partition::named(OPENED.to_owned());
    for log in logs.iter().chain([&opened]) {
        let after: u64 = told.get(log).copied().unwrap_or_default();
        let (mut query, plan): (QueryBuilder<Db>, _) = if *log == opened {
            (opened_in(logs, after), "changed.plan")
        } else {
            (written_in(log, after), "ledger.plan")
        };
        query.push(" AND NOT ");
        push_is_closed(&mut query, plan, Whom::User(system), Some(today));
        query
            .push(" ORDER BY 1 LIMIT ")
            .push_bind(to_column(ROWS_AT_ONCE));
        let rows: Vec<(i64, Vec<u8>)> = query.build_query_as().fetch_all(pool).await?;
        let mut until: u64 = after;
        let mut plans: BTreeSet<PlanId> = BTreeSet::new();
        for (sequence, plan) in rows {
            let plan: PlanId = plan_from(&plan)?;
            if plans.len() == most && !plans.contains(&plan) {
                break;
            }
            plans.insert(plan);
            until = from_column(sequence)?;
        }
        if until > after {
            return Ok(Some(WebhookNews {
                log: log.clone(),
                after,
                until,
                plans,
            }));
        }
    }
    Ok(None)
}

/// The plans with entries of a log after this one.
fn written_in(log: &Partition, after: u64) -> QueryBuilder<Db> {
    let mut query = QueryBuilder::new("SELECT sequence, plan FROM ledger WHERE partition = ");
    query.push_bind(log.as_str().to_owned());
    query.push(" AND sequence > ").push_bind(to_column(after));
    query
}

/// The plans in these logs whose protection was changed after then. To a system to which one is not closed any more that is
/// news; to the others it is one call too many.
fn opened_in(logs: &BTreeSet<Partition>, after: u64) -> QueryBuilder<Db> {
    let mut query = QueryBuilder::new(
        "SELECT changed.changed_at, changed.plan FROM plan_protections AS changed \
         JOIN plans ON plans.plan = changed.plan WHERE plans.partition IN (",
    );
    lookups::push_logs(&mut query, logs);
    query
        .push(" AND changed.changed_at > ")
        .push_bind(to_column(after));
    query
}

/// Moves the position on, and ends a row of failures.
pub(super) async fn told(
    connection: &mut Connection,
    system: UserId,
    holder: Uuid,
    log: &Partition,
    until: u64,
) -> Result<(), UseStoreError> {
    let held = sqlx::query(
        "UPDATE webhooks SET failures = 0, next_at = 0 WHERE system_id = $1 AND holder = $2",
    )
    .bind(id_column(system.0))
    .bind(id_column(holder))
    .execute(&mut *connection)
    .await?;
    if held.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO webhook_positions (system_id, partition, sequence) VALUES ($1, $2, $3) \
         ON CONFLICT (system_id, partition) DO UPDATE SET sequence = excluded.sequence",
    )
    .bind(id_column(system.0))
    .bind(log.as_str())
    .bind(to_column(until))
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes a failure down.
pub(super) async fn failed(
    pool: &Pool,
    system: UserId,
    holder: Uuid,
    state: WebhookState,
) -> Result<(), UseStoreError> {
    sqlx::query(
        "UPDATE webhooks SET failures = $3, next_at = $4 WHERE system_id = $1 AND holder = $2",
    )
    .bind(id_column(system.0))
    .bind(id_column(holder))
    .bind(i64::from(state.failures))
    .bind(to_column(state.next_at))
    .execute(pool)
    .await?;
    Ok(())
}
