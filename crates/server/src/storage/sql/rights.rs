//! By what plans are found: who is named on them, on which days rights to them change by themselves, on which day a plan
//! may move, and whose they are. Written in the transaction of the entries that it follows from.

use chrono::NaiveDate;
use overgang_domain::{Plan, PlanId, UserId};
use sqlx::QueryBuilder;
use std::collections::BTreeMap;

use super::columns::{id_column, plan_from};
use super::{Connection, Db, lookups};
use crate::partition::Partition;
use crate::rules::PlanRights;
use crate::storage::UseStoreError;

/// Writes one plan's.
pub(super) async fn write(
    connection: &mut Connection,
    plan: PlanId,
    rights: &PlanRights,
) -> Result<(), UseStoreError> {
    for forget in [
        "DELETE FROM plan_people WHERE plan = $1",
        "DELETE FROM turning_days WHERE plan = $1",
        "DELETE FROM plan_numbers WHERE plan = $1",
    ] {
        sqlx::query(forget)
            .bind(id_column(plan.0))
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("UPDATE plans SET moves_on = $2 WHERE plan = $1")
        .bind(id_column(plan.0))
        .bind(rights.moves_on.map(|day| day.to_string()))
        .execute(&mut *connection)
        .await?;
    for (user, until) in &rights.people {
        sqlx::query("INSERT INTO plan_people (user_id, plan, until) VALUES ($1, $2, $3)")
            .bind(id_column(user.0))
            .bind(id_column(plan.0))
            .bind(until.map(|day| day.to_string()))
            .execute(&mut *connection)
            .await?;
    }
    for number in &rights.numbers {
        sqlx::query("INSERT INTO plan_numbers (number, plan) VALUES ($1, $2)")
            .bind(number)
            .bind(id_column(plan.0))
            .execute(&mut *connection)
            .await?;
    }
    for day in &rights.turning_days {
        sqlx::query("INSERT INTO turning_days (day, plan) VALUES ($1, $2)")
            .bind(day.to_string())
            .bind(id_column(plan.0))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Writes those of all plans, and in which log each stands.
pub(super) async fn rebuild(connection: &mut Connection) -> Result<(), UseStoreError> {
    let plans: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT DISTINCT plan FROM ledger WHERE partition <> $1")
            .bind(Partition::common().as_str())
            .fetch_all(&mut *connection)
            .await?;
    for (id,) in plans {
        let entries = lookups::in_all_logs(connection, plan_from(&id)?).await?;
        let plan = Plan::fold(plan_from(&id)?, entries.iter().map(|(_, stored)| stored));
        let home: Partition = match (plan.home(), entries.first()) {
            (Some(home), _) => Partition::of(&home),
            // Of a plan that was erased the opening is gone, and tombstones are left.
            (None, Some((log, _))) => log.clone(),
            (None, None) => return Err(UseStoreError::Unreadable("a plan without an opening")),
        };
        sqlx::query("INSERT INTO plans (plan, partition) VALUES ($1, $2)")
            .bind(&id)
            .bind(home.as_str())
            .execute(&mut *connection)
            .await?;
        write(connection, plan.id, &PlanRights::undated(&plan)).await?;
    }
    Ok(())
}

/// The plans in which a national identity number stands, with their logs.
pub(super) async fn plans_with(
    connection: &mut Connection,
    number: &str,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "SELECT plans.plan, plans.partition FROM plan_numbers \
         JOIN plans ON plans.plan = plan_numbers.plan WHERE plan_numbers.number = ",
    );
    query.push_bind(number.to_owned());
    lookups::homes(query, connection).await
}

/// The plans that a user may reach on a day from another prison, with their logs.
pub(super) async fn plans_of(
    connection: &mut Connection,
    user: UserId,
    today: NaiveDate,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "SELECT plans.plan, plans.partition FROM plan_people \
         JOIN plans ON plans.plan = plan_people.plan WHERE plan_people.user_id = ",
    );
    query.push_bind(id_column(user.0));
    push_not_over(&mut query, today);
    lookups::homes(query, connection).await
}

/// The end of a statement that asks for people on plans: those alone who may reach them on a day.
pub(super) fn push_not_over(query: &mut QueryBuilder<Db>, today: NaiveDate) {
    query.push(" AND (plan_people.until IS NULL OR plan_people.until >= ");
    query.push_bind(today.to_string());
    query.push(")");
}
