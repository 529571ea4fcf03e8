//! The projections: rows that the fold gave, and how far each log has been folded.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::PrisonId;
use sqlx::QueryBuilder;

use super::columns::{from_column, id_column, plan_from, to_column};
use super::{Connection, Db, Pool};
use crate::partition::Partition;
use crate::storage::{Projection, ReleaseFigures, Unprojected, UseStoreError};

/// The logs that have moved on since they were projected.
pub(super) async fn unprojected(pool: &Pool) -> Result<Vec<Unprojected>, UseStoreError> {
    let logs: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT heads.partition, heads.sequence, COALESCE(projected.sequence, 0) FROM heads \
         LEFT JOIN projected ON projected.partition = heads.partition \
         WHERE heads.sequence > COALESCE(projected.sequence, 0) ORDER BY heads.partition",
    )
    .fetch_all(pool)
    .await?;
    let mut found: Vec<Unprojected> = Vec::new();
    for (partition, head, done) in logs {
        let plans: Vec<(Vec<u8>,)> = sqlx::query_as(
            "SELECT DISTINCT plan FROM ledger \
             WHERE partition = $1 AND sequence > $2 AND sequence <= $3",
        )
        .bind(&partition)
        .bind(done)
        .bind(head)
        .fetch_all(pool)
        .await?;
        found.push(Unprojected {
            partition: Partition::named(partition),
            up_to: from_column(head)?,
            plans: plans
                .iter()
                .map(|(plan,)| plan_from(plan))
                .collect::<Result<_, _>>()?,
        });
    }
    Ok(found)
}

/// Writes projections of one log, but where another process has written newer ones, or the plan has left the log.
pub(super) async fn write(
    connection: &mut Connection,
    partition: &Partition,
    up_to: u64,
    projections: &[Projection],
) -> Result<(), UseStoreError> {
    for projection in projections {
        write_one(connection, partition, up_to, projection).await?;
    }
    sqlx::query(
        "INSERT INTO projected (partition, sequence) VALUES ($1, $2) \
         ON CONFLICT (partition) DO UPDATE SET sequence = excluded.sequence \
         WHERE projected.sequence <= excluded.sequence",
    )
    .bind(partition.as_str())
    .bind(to_column(up_to))
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes one, but where a newer one stands, or the plan has left the log.
pub(super) async fn write_one(
    connection: &mut Connection,
    partition: &Partition,
    up_to: u64,
    projection: &Projection,
) -> Result<(), UseStoreError> {
    sqlx::query(
        "INSERT INTO projections (plan, partition, sequence, release_date, is_ready, summary) \
         SELECT $1, $2, $3, $4, $5, $6 FROM plans WHERE plan = $1 AND partition = $2 \
         ON CONFLICT (plan) DO UPDATE SET partition = excluded.partition, \
         sequence = excluded.sequence, release_date = excluded.release_date, \
         is_ready = excluded.is_ready, summary = excluded.summary \
         WHERE projections.sequence <= excluded.sequence \
         OR projections.partition <> excluded.partition",
    )
    .bind(id_column(projection.plan.0))
    .bind(partition.as_str())
    .bind(to_column(up_to))
    .bind(projection.release_date.map(|day| day.to_string()))
    .bind(projection.is_ready)
    .bind(&projection.summary)
    .execute(connection)
    .await?;
    Ok(())
}

/// Throws all projections away.
pub(super) async fn forget(connection: &mut Connection) -> Result<(), UseStoreError> {
    sqlx::query("DELETE FROM projections")
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM projected")
        .execute(connection)
        .await?;
    Ok(())
}

/// Figures over some prisons. Protected persons are in none.
pub(super) async fn release_figures(
    pool: &Pool,
    prisons: &BTreeSet<PrisonId>,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<ReleaseFigures, UseStoreError> {
    if prisons.is_empty() {
        return Ok(ReleaseFigures::default());
    }
    // Days stand as 2026-11-23, so they sort as text.
    let mut query: QueryBuilder<Db> = QueryBuilder::new("WITH soon AS (SELECT is_ready, ");
    query.push("release_date >= ").push_bind(from.to_string());
    query
        .push(" AND release_date <= ")
        .push_bind(to.to_string());
    query.push(" AS is_soon FROM projections WHERE summary <> '' AND partition IN (");
    let mut list = query.separated(", ");
    for prison in prisons {
        list.push_bind(prison.as_str());
    }
    query.push(
        ") AND plan NOT IN (SELECT plan FROM plan_protections WHERE grade IS NOT NULL)) \
         SELECT COUNT(*), COUNT(CASE WHEN is_soon THEN 1 END), \
         COUNT(CASE WHEN is_soon AND NOT is_ready THEN 1 END) FROM soon",
    );
    let (plans, released, not_ready): (i64, i64, i64) =
        query.build_query_as().fetch_one(pool).await?;
    Ok(ReleaseFigures {
        plans: from_column(plans)?,
        released: from_column(released)?,
        not_ready: from_column(not_ready)?,
    })
}
