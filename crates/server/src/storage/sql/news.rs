//! Which logs have moved, and whom it may concern.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{PlanId, UserId};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::columns::{device_from, from_column, id_column, plan_from, to_column, user_from};
use super::protections::{Whom, push_is_closed};
use super::rights::push_not_over;
use super::{Connection, Db, Pool, SqlStore, calls, lookups};
use crate::cursor::Positions;
use crate::partition::Partition;
use crate::storage::{Hearing, NewsStore, TouchedPlan, UseStoreError};

/// The end of a statement that asks for people on plans: those to whom the plan is closed hear nothing of it. Whose grant
/// has run out may hear that something happened, and is given nothing.
fn push_not_closed(query: &mut QueryBuilder<Db>) {
    query.push(" AND NOT ");
    let whom = Whom::Column("plan_people.user_id");
    push_is_closed(query, "plan_people.plan", whom, None);
}

#[async_trait]
impl NewsStore for SqlStore {
    async fn all_heads(&self) -> Result<Positions, UseStoreError> {
        all_heads(&self.readers).await
    }

    async fn touched(
        &self,
        partition: &Partition,
        after: u64,
        up_to: u64,
        today: NaiveDate,
    ) -> Result<Vec<TouchedPlan>, UseStoreError> {
        let mut connection = self.readers.acquire().await?;
        touched(&mut connection, partition, (after, up_to), today).await
    }

    async fn plans_naming(
        &self,
        user: UserId,
        today: NaiveDate,
    ) -> Result<BTreeSet<PlanId>, UseStoreError> {
        plans_naming(&self.readers, user, today).await
    }

    async fn call(&self, words: &str) -> Result<(), UseStoreError> {
        calls::call(&self.readers, words).await
    }

    async fn hear(&self) -> Result<Option<Box<dyn Hearing>>, UseStoreError> {
        calls::hear(&self.readers).await
    }
}

/// The last sequence of every log.
async fn all_heads(pool: &Pool) -> Result<Positions, UseStoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as("SELECT partition, sequence FROM heads")
        .fetch_all(pool)
        .await?;
    let rows = rows.into_iter();
    rows.map(|(partition, sequence)| Ok((Partition::named(partition), from_column(sequence)?)))
        .collect()
}

/// The plans with entries in this part of a log.
async fn touched(
    connection: &mut Connection,
    partition: &Partition,
    (after, up_to): (u64, u64),
    today: NaiveDate,
) -> Result<Vec<TouchedPlan>, UseStoreError> {
    let rows: Vec<(Vec<u8>, Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT DISTINCT plan, author, device FROM ledger \
         WHERE partition = $1 AND sequence > $2 AND sequence <= $3",
    )
    .bind(partition.as_str())
    .bind(to_column(after))
    .bind(to_column(up_to))
    .fetch_all(&mut *connection)
    .await?;
    let mut plans: BTreeMap<PlanId, TouchedPlan> = BTreeMap::new();
    for (plan, author, device) in rows {
        let plan: PlanId = plan_from(&plan)?;
        let touched = plans.entry(plan).or_insert_with(|| TouchedPlan {
            plan,
            writers: BTreeSet::new(),
            people: BTreeSet::new(),
        });
        let writer = (user_from(&author)?, device_from(&device)?);
        touched.writers.insert(writer);
    }
    let ids: BTreeSet<Uuid> = plans.keys().map(|plan| plan.0).collect();
    for some in lookups::chunks(&ids) {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("SELECT plan, user_id FROM plan_people WHERE plan IN (");
        lookups::push_ids(&mut query, some);
        push_not_closed(&mut query);
        push_not_over(&mut query, today);
        let named: Vec<(Vec<u8>, Vec<u8>)> =
            query.build_query_as().fetch_all(&mut *connection).await?;
        for (plan, user) in named {
            if let Some(touched) = plans.get_mut(&plan_from(&plan)?) {
                touched.people.insert(user_from(&user)?);
            }
        }
    }
    Ok(plans.into_values().collect())
}

/// The plans that a user may reach on a day from another prison.
async fn plans_naming(
    pool: &Pool,
    user: UserId,
    today: NaiveDate,
) -> Result<BTreeSet<PlanId>, UseStoreError> {
    let mut query: QueryBuilder<Db> =
        QueryBuilder::new("SELECT plan FROM plan_people WHERE user_id = ");
    query.push_bind(id_column(user.0));
    push_not_closed(&mut query);
    push_not_over(&mut query, today);
    let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(pool).await?;
    rows.iter().map(|(plan,)| plan_from(plan)).collect()
}
