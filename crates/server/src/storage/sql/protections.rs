//! Persons whom almost nobody may see.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{PlanId, UserId};
use sqlx::QueryBuilder;

use super::columns::{
    from_column, id_column, plan_from, to_column, user_from, word_column, word_from,
};
use super::{BEGIN_READ, BEGIN_WRITE, Connection, Db, SqlStore, lookups};
use crate::erasures_file::{ErasuresFile, Line};
use crate::partition::Partition;
use crate::storage::{Protection, ProtectionStore, UseStoreError};

/// Who asks, in SQL.
#[derive(Clone, Copy)]
pub(super) enum Whom {
    /// The user in this column.
    Column(&'static str),
    /// This one.
    User(UserId),
}

/// Adds the condition that the plan in a column is closed to somebody; with a day also where a grant ended before it.
pub(super) fn push_is_closed(
    query: &mut QueryBuilder<Db>,
    plan: &'static str,
    whom: Whom,
    today: Option<NaiveDate>,
) {
    let push_whom = |query: &mut QueryBuilder<Db>| {
        match whom {
            Whom::Column(column) => query.push(column),
            Whom::User(user) => query.push_bind(id_column(user.0)),
        };
    };
    query.push(format!(
        "(EXISTS (SELECT 1 FROM plan_protections AS protected WHERE protected.plan = {plan} \
         AND protected.grade IS NOT NULL AND NOT EXISTS (SELECT 1 FROM plan_grants AS granted \
         WHERE granted.plan = {plan} AND granted.user_id = "
    ));
    push_whom(query);
    if let Some(today) = today {
        query
            .push(" AND granted.until >= ")
            .push_bind(today.to_string());
    }
    query.push(format!(
        ")) OR EXISTS (SELECT 1 FROM plan_bars AS barred WHERE barred.plan = {plan} \
         AND barred.user_id = "
    ));
    push_whom(query);
    query.push("))");
}

/// The plans in these logs that are closed to `user` on `today`, whatever else the user may see.
pub(super) async fn closed_to(
    connection: &mut Connection,
    user: UserId,
    today: NaiveDate,
    logs: impl IntoIterator<Item = &Partition>,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let logs: BTreeSet<&Partition> = logs.into_iter().collect();
    if logs.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "SELECT plans.plan, plans.partition FROM plans JOIN plan_protections \
         ON plan_protections.plan = plans.plan WHERE plans.partition IN (",
    );
    lookups::push_logs(&mut query, logs);
    query.push(" AND ");
    push_is_closed(&mut query, "plans.plan", Whom::User(user), Some(today));
    lookups::homes(query, connection).await
}

#[async_trait]
impl ProtectionStore for SqlStore {
    async fn protections(&self) -> Result<Vec<Protection>, UseStoreError> {
        let mut transaction = self.readers.begin_with(BEGIN_READ).await?;
        let plans: Vec<(Vec<u8>, Option<String>, i64)> =
            sqlx::query_as("SELECT plan, grade, changed_at FROM plan_protections")
                .fetch_all(&mut *transaction)
                .await?;
        let mut all: BTreeMap<PlanId, Protection> = BTreeMap::new();
        for (plan, grade, changed_at) in plans {
            let mut protection = Protection::none(plan_from(&plan)?);
            protection.changed_at = from_column(changed_at)?;
            protection.grade = grade.map(word_from).transpose()?;
            all.insert(protection.plan, protection);
        }
        let grants: Vec<(Vec<u8>, Vec<u8>, String)> =
            sqlx::query_as("SELECT plan, user_id, until FROM plan_grants")
                .fetch_all(&mut *transaction)
                .await?;
        for (plan, user, until) in grants {
            let until: NaiveDate = until
                .parse()
                .map_err(|_| UseStoreError::Unreadable("the last day of a grant"))?;
            if let Some(protection) = all.get_mut(&plan_from(&plan)?) {
                protection.grants.insert(user_from(&user)?, until);
            }
        }
        let bars: Vec<(Vec<u8>, Vec<u8>)> = sqlx::query_as("SELECT plan, user_id FROM plan_bars")
            .fetch_all(&mut *transaction)
            .await?;
        for (plan, user) in bars {
            if let Some(protection) = all.get_mut(&plan_from(&plan)?) {
                protection.barred.insert(user_from(&user)?);
            }
        }
        transaction.rollback().await?;
        Ok(all.into_values().collect())
    }

    async fn is_closed(
        &self,
        plan: PlanId,
        user: UserId,
        today: NaiveDate,
    ) -> Result<bool, UseStoreError> {
        let mut connection = self.readers.acquire().await?;
        let home = lookups::home_of(&mut connection, plan).await?;
        let closed = closed_to(&mut connection, user, today, &home).await?;
        Ok(closed.contains_key(&plan))
    }

    async fn protect(
        &self,
        protection: &Protection,
        now: u64,
        file: Option<&ErasuresFile>,
    ) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        // One after the other, so that whoever follows the changes by their times misses none.
        sqlx::query("UPDATE centre SET epoch = epoch")
            .execute(&mut *transaction)
            .await?;
        if changed_at(&mut transaction, protection.plan).await? != protection.changed_at {
            transaction.rollback().await?;
            return Err(UseStoreError::Contended);
        }
        let (newest,): (i64,) =
            sqlx::query_as("SELECT COALESCE(MAX(changed_at), 0) FROM plan_protections")
                .fetch_one(&mut *transaction)
                .await?;
        let changed = Protection {
            changed_at: now.max(from_column(newest)? + 1),
            ..protection.clone()
        };
        write(&mut transaction, &changed).await?;
        if let Some(file) = file {
            file.add(&[Line::Protected(changed)])?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn protect_again(&self, protection: &Protection) -> Result<bool, UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        let is_newer: bool =
            changed_at(&mut transaction, protection.plan).await? < protection.changed_at;
        if is_newer {
            write(&mut transaction, protection).await?;
        }
        transaction.commit().await?;
        Ok(is_newer)
    }
}

/// When the plan's state was changed last; 0: never.
async fn changed_at(connection: &mut Connection, plan: PlanId) -> Result<u64, UseStoreError> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT changed_at FROM plan_protections WHERE plan = $1")
            .bind(id_column(plan.0))
            .fetch_optional(connection)
            .await?;
    row.map_or(Ok(0), |(at,)| from_column(at))
}

async fn write(connection: &mut Connection, protection: &Protection) -> Result<(), UseStoreError> {
    let plan = || id_column(protection.plan.0);
    for forget in [
        "DELETE FROM plan_grants WHERE plan = $1",
        "DELETE FROM plan_bars WHERE plan = $1",
    ] {
        sqlx::query(forget)
            .bind(plan())
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query(
        "INSERT INTO plan_protections (plan, grade, changed_at) VALUES ($1, $2, $3) \
         ON CONFLICT (plan) DO UPDATE SET grade = excluded.grade, changed_at = excluded.changed_at",
    )
    .bind(plan())
    .bind(protection.grade.map(word_column).transpose()?)
    .bind(to_column(protection.changed_at))
    .execute(&mut *connection)
    .await?;
    for (user, until) in &protection.grants {
        sqlx::query("INSERT INTO plan_grants (plan, user_id, until) VALUES ($1, $2, $3)")
            .bind(plan())
            .bind(id_column(user.0))
            .bind(until.to_string())
            .execute(&mut *connection)
            .await?;
    }
    for user in &protection.barred {
        sqlx::query("INSERT INTO plan_bars (plan, user_id) VALUES ($1, $2)")
            .bind(plan())
            .bind(id_column(user.0))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
