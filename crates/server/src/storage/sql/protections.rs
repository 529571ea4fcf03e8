//! Persons whom almost nobody may see.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{PlanId, UserId};
use sqlx::QueryBuilder;

use super::columns::{id_column, plan_from, user_from, word_column, word_from};
use super::{BEGIN_READ, BEGIN_WRITE, Connection, Db, SqlStore, lookups};
use crate::partition::Partition;
use crate::storage::{Protection, ProtectionStore, UseStoreError};

/// The plans of these logs, and of those named, that are closed to `user` on `today`, whatever else the user may see.
pub(super) async fn closed_to(
    connection: &mut Connection,
    user: UserId,
    today: NaiveDate,
    logs: &BTreeSet<Partition>,
    named: &BTreeMap<PlanId, Partition>,
) -> Result<BTreeSet<PlanId>, UseStoreError> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "SELECT plans.plan, plans.partition FROM plans JOIN plan_protections \
         ON plan_protections.plan = plans.plan WHERE (plan_protections.grade IS NOT NULL AND \
         NOT EXISTS (SELECT 1 FROM plan_grants WHERE plan_grants.plan = plans.plan AND user_id = ",
    );
    query.push_bind(id_column(user.0));
    query
        .push(" AND until >= ")
        .push_bind(today.to_string())
        .push(")) OR EXISTS (SELECT 1 FROM plan_bars WHERE plan_bars.plan = plans.plan AND user_id = ")
        .push_bind(id_column(user.0))
        .push(")");
    let closed: BTreeMap<PlanId, Partition> = lookups::homes(query, connection).await?;
    let is_near =
        |(plan, log): &(PlanId, Partition)| logs.contains(log) || named.contains_key(plan);
    Ok(closed
        .into_iter()
        .filter(is_near)
        .map(|(plan, _)| plan)
        .collect())
}

/// Of these plans those that are closed to `user` on `today`.
pub(super) async fn closed_among(
    connection: &mut Connection,
    user: UserId,
    today: NaiveDate,
    plans: &BTreeMap<PlanId, Partition>,
) -> Result<BTreeSet<PlanId>, UseStoreError> {
    closed_to(connection, user, today, &BTreeSet::new(), plans).await
}

#[async_trait]
impl ProtectionStore for SqlStore {
    async fn protections(&self) -> Result<Vec<Protection>, UseStoreError> {
        let mut transaction = self.readers.begin_with(BEGIN_READ).await?;
        let plans: Vec<(Vec<u8>, Option<String>)> =
            sqlx::query_as("SELECT plan, grade FROM plan_protections")
                .fetch_all(&mut *transaction)
                .await?;
        let mut all: BTreeMap<PlanId, Protection> = BTreeMap::new();
        for (plan, grade) in plans {
            let mut protection = Protection::none(plan_from(&plan)?);
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
        let near = lookups::homes_of(&mut connection, &BTreeSet::from([plan])).await?;
        let closed = closed_among(&mut connection, user, today, &near).await?;
        Ok(closed.contains(&plan))
    }

    async fn protect(&self, protection: &Protection) -> Result<(), UseStoreError> {
        let plan = || id_column(protection.plan.0);
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        for forget in [
            "DELETE FROM plan_grants WHERE plan = $1",
            "DELETE FROM plan_bars WHERE plan = $1",
            "DELETE FROM plan_protections WHERE plan = $1",
        ] {
            sqlx::query(forget)
                .bind(plan())
                .execute(&mut *transaction)
                .await?;
        }
        if *protection != Protection::none(protection.plan) {
            sqlx::query("INSERT INTO plan_protections (plan, grade) VALUES ($1, $2)")
                .bind(plan())
                .bind(protection.grade.map(word_column).transpose()?)
                .execute(&mut *transaction)
                .await?;
        }
        for (user, until) in &protection.grants {
            sqlx::query("INSERT INTO plan_grants (plan, user_id, until) VALUES ($1, $2, $3)")
                .bind(plan())
                .bind(id_column(user.0))
                .bind(until.to_string())
                .execute(&mut *transaction)
                .await?;
        }
        for user in &protection.barred {
            sqlx::query("INSERT INTO plan_bars (plan, user_id) VALUES ($1, $2)")
                .bind(plan())
                .bind(id_column(user.0))
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
