//! Which plans a round looks at next, and what stands in them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::{PlanId, Stored};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::columns::{from_column, id_column, plan_from, to_column};
use super::{Connection, Db, Pool, logs};
use crate::handing_out::Numbered;
use crate::partition::Partition;
use crate::storage::UseStoreError;

/// How many values one statement names at most; SQLite takes 32,766.
const IDS_AT_ONCE: usize = 1_000;

/// How many plans are looked up at once.
pub(super) const PLANS_AT_ONCE: usize = 50;

/// The next plans of these logs.
pub(super) async fn plans_in(
    connection: &mut Connection,
    logs: &BTreeSet<Partition>,
    after: Option<PlanId>,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let mut query: QueryBuilder<Db> =
        QueryBuilder::new("SELECT plan, partition FROM plans WHERE partition IN (");
    push_logs(&mut query, logs);
    push_next(&mut query, "plan", after);
    homes(query, connection).await
}

/// The next plans of these logs whose rights change by themselves between two days. A clock that was set back takes days
/// back, too.
pub(super) async fn turning_plans(
    connection: &mut Connection,
    (one, other): (NaiveDate, NaiveDate),
    logs: &BTreeSet<Partition>,
    after: Option<PlanId>,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "SELECT DISTINCT plans.plan, plans.partition FROM turning_days \
         JOIN plans ON plans.plan = turning_days.plan WHERE turning_days.day > ",
    );
    query.push_bind(one.min(other).to_string());
    query.push(" AND turning_days.day <= ");
    query.push_bind(one.max(other).to_string());
    query.push(" AND plans.partition IN (");
    push_logs(&mut query, logs);
    push_next(&mut query, "plans.plan", after);
    homes(query, connection).await
}

/// Names these logs, to the end of the list.
pub(super) fn push_logs<'a>(
    query: &mut QueryBuilder<Db>,
    logs: impl IntoIterator<Item = &'a Partition>,
) {
    let mut list = query.separated(", ");
    for log in logs {
        list.push_bind(log.as_str().to_owned());
    }
    query.push(")");
}

/// The end of a statement that asks for the plans after one.
fn push_next(query: &mut QueryBuilder<Db>, column: &str, after: Option<PlanId>) {
    query.push(format!(" AND {column} > "));
    query.push_bind(id_column(after.unwrap_or(PlanId::DIRECTORY).0));
    query.push(format!(" ORDER BY {column} LIMIT {PLANS_AT_ONCE}"));
}

/// The plans that a statement finds, with their logs.
pub(super) async fn homes(
    mut query: QueryBuilder<Db>,
    connection: &mut Connection,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let rows: Vec<(Vec<u8>, String)> = query.build_query_as().fetch_all(connection).await?;
    let rows = rows.into_iter();
    rows.map(|(plan, log)| Ok((plan_from(&plan)?, Partition::named(log))))
        .collect()
}

/// All plans.
pub(super) async fn plans(pool: &Pool) -> Result<Vec<PlanId>, UseStoreError> {
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as("SELECT plan FROM plans ORDER BY plan")
        .fetch_all(pool)
        .await?;
    rows.iter().map(|(plan,)| plan_from(plan)).collect()
}

/// The logs that these plans stand in, as far as they exist.
pub(super) async fn homes_of(
    connection: &mut Connection,
    plans: &BTreeSet<PlanId>,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let ids: BTreeSet<Uuid> = plans.iter().map(|plan| plan.0).collect();
    let mut found: BTreeMap<PlanId, Partition> = BTreeMap::new();
    for some in chunks(&ids) {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("SELECT plan, partition FROM plans WHERE plan IN (");
        push_ids(&mut query, some);
        found.extend(homes(query, connection).await?);
    }
    Ok(found)
}

/// The log that a plan stands in, if it exists.
pub(super) async fn home_of(
    connection: &mut Connection,
    plan: PlanId,
) -> Result<Option<Partition>, UseStoreError> {
    let mut homes = homes_of(connection, &BTreeSet::from([plan])).await?;
    Ok(homes.remove(&plan))
}

/// A plan's entries that have their content, from all logs that it ever stood in: what was moved stands in each as it was.
pub(super) async fn in_all_logs(
    connection: &mut Connection,
    plan: PlanId,
) -> Result<Vec<(Partition, Stored)>, UseStoreError> {
    let rows: Vec<(String, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT partition, received_at, body FROM ledger \
         WHERE plan = $1 AND body IS NOT NULL ORDER BY partition",
    )
    .bind(id_column(plan.0))
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter();
    rows.map(|(log, received_at, body)| {
        Ok((Partition::named(log), logs::read_entry(&body, received_at)?))
    })
    .collect()
}

/// Ids in pieces that one statement can name.
pub(super) fn chunks(ids: &BTreeSet<Uuid>) -> Vec<Vec<Uuid>> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    ids.chunks(IDS_AT_ONCE).map(<[Uuid]>::to_vec).collect()
}

/// The end of a statement that names these ids.
pub(super) fn push_ids(query: &mut QueryBuilder<Db>, ids: Vec<Uuid>) {
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(id_column(id));
    }
    query.push(")");
}

/// The next plans with entries in this part of a log; the directory too.
pub(super) async fn touched_plans(
    connection: &mut Connection,
    log: &Partition,
    after: u64,
    until: u64,
    last: Option<PlanId>,
) -> Result<Vec<PlanId>, UseStoreError> {
    if *log == Partition::common() {
        return Ok(Vec::from_iter(last.is_none().then_some(PlanId::DIRECTORY)));
    }
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "SELECT DISTINCT plan FROM ledger WHERE partition = $1 AND sequence > $2 \
         AND sequence <= $3 AND plan > $4 ORDER BY plan LIMIT $5",
    )
    .bind(log.as_str())
    .bind(to_column(after))
    .bind(to_column(until))
    .bind(id_column(last.unwrap_or(PlanId::DIRECTORY).0))
    .bind(to_column(PLANS_AT_ONCE as u64))
    .fetch_all(connection)
    .await?;
    rows.iter().map(|(plan,)| plan_from(plan)).collect()
}

/// A plan's entries in its log that have their content, in their order.
pub(super) async fn entries_of(
    connection: &mut Connection,
    plan: PlanId,
    home: &Partition,
) -> Result<Vec<Numbered>, UseStoreError> {
    let rows: Vec<(i64, i64, Vec<u8>)> = sqlx::query_as(
        "SELECT sequence, received_at, body FROM ledger \
         WHERE plan = $1 AND partition = $2 AND body IS NOT NULL ORDER BY sequence",
    )
    .bind(id_column(plan.0))
    .bind(home.as_str())
    .fetch_all(connection)
    .await?;
    let rows = rows.iter();
    rows.map(|(sequence, received_at, body)| {
        Ok(Numbered {
            sequence: from_column(*sequence)?,
            stored: logs::read_entry(body, *received_at)?,
            bytes: body.len() as u64,
        })
    })
    .collect()
}
