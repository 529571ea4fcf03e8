//! A transfer between prisons: the plan's history is appended to the new prison's log, under the ids that it has, so that
//! each log answers alone (D7). In both logs an entry of the centre says so: that is how those who follow the old one
//! hear that the plan has gone.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::register::Register;
use overgang_domain::{Change, EntryId, Plan, PlanId, PrisonId, Stored};
use sqlx::QueryBuilder;

use super::append::{self, Heads};
use super::columns::id_column;
use super::{BEGIN_WRITE, Connection, Db, Pool, lookups, rights};
use crate::clock::{day_in_norway, draw_id};
use crate::directory_entries::own_entry;
use crate::handing_out::Numbered;
use crate::partition::Partition;
use crate::rules::{PlanRights, Rules};
use crate::storage::UseStoreError;

/// The plans of which it has to be seen on `today` whether they move.
pub(super) async fn due(pool: &Pool, today: NaiveDate) -> Result<BTreeSet<PlanId>, UseStoreError> {
    let mut query: QueryBuilder<Db> =
        QueryBuilder::new("SELECT plan, partition FROM plans WHERE moves_on <= ");
    query.push_bind(today.to_string());
    let mut connection = pool.acquire().await?;
    let found = lookups::homes(query, &mut connection).await?;
    Ok(found.into_keys().collect())
}

/// Moves a plan if a transfer has come into force at `now` (milliseconds since 1970), and notes when to look again.
/// Answers whether it moved.
pub(super) async fn move_if_due(
    pool: &Pool,
    plan: PlanId,
    rules: &Rules,
    now: u64,
) -> Result<bool, UseStoreError> {
    let today: NaiveDate = day_in_norway(now);
    let mut transaction = pool.begin_with(BEGIN_WRITE).await?;
    let Some(home) = lookups::home_of(&mut transaction, plan).await? else {
        return Ok(false);
    };
    let due = |folded: &Plan| {
        let next = rules
            .next_move(folded, today)
            .filter(|(day, _)| *day <= today);
        next.map(|(_, prison)| prison)
    };
    let seen = Standing::read(&mut transaction, plan, home.clone()).await?;
    let wanted: Option<PrisonId> = due(&seen.plan);
    let mut locked: BTreeSet<Partition> = BTreeSet::from([home.clone()]);
    locked.extend(wanted.iter().map(Partition::of));
    let mut heads: Heads = append::lock(&mut transaction, &locked).await?;
    // Somebody may have written in it before it was locked: then whoever did so has moved it, or the next look does.
    let home_now = lookups::home_of(&mut transaction, plan).await?;
    let standing = Standing::read(&mut transaction, plan, home).await?;
    if home_now.as_ref() != Some(&standing.home) || due(&standing.plan) != wanted {
        transaction.rollback().await?;
        return Ok(false);
    }
    let is_moving: bool = wanted.is_some();
    let moved: Plan = match wanted {
        Some(prison) => relocate(&mut transaction, &mut heads, standing, prison, now).await?,
        None => standing.plan,
    };
    let rights = PlanRights::of(&moved, rules, today);
    rights::write(&mut transaction, plan, &rights).await?;
    transaction.commit().await?;
    Ok(is_moving)
}

/// The same after an entry that makes it move was committed. What fails here is done at the next look.
pub(super) async fn move_by_the_way(pool: &Pool, plan: PlanId, rules: &Rules, now: u64) {
    if let Err(error) = move_if_due(pool, plan, rules, now).await {
        tracing::warn!(%error, "a plan did not move at once");
    }
}

/// A plan as it stands in its log.
struct Standing {
    home: Partition,
    history: Vec<Stored>,
    plan: Plan,
}

impl Standing {
    async fn read(
        connection: &mut Connection,
        plan: PlanId,
        home: Partition,
    ) -> Result<Self, UseStoreError> {
        let history: Vec<Numbered> = lookups::entries_of(connection, plan, &home).await?;
        let history: Vec<Stored> = history.into_iter().map(|one| one.stored).collect();
        Ok(Self {
            home,
            plan: Plan::fold(plan, &history),
            history,
        })
    }
}

/// Moves a plan to `prison`, whose log is locked as well as the one that it stands in. Answers with the plan as it is
/// then.
async fn relocate(
    connection: &mut Connection,
    heads: &mut Heads,
    standing: Standing,
    prison: PrisonId,
    now: u64,
) -> Result<Plan, UseStoreError> {
    let Standing {
        home: from,
        history,
        mut plan,
    } = standing;
    let to: Partition = Partition::of(&prison);
    let id = EntryId(draw_id(now)?);
    let replaces: BTreeSet<EntryId> = plan.to_replace(&Register::Home);
    let moved: Stored = own_entry(plan.id, id, now, replaces, Change::PlanMoved { prison });
    plan.apply(&moved);

    // It may have been there before.
    let there: Vec<Numbered> = lookups::entries_of(connection, plan.id, &to).await?;
    let there: BTreeSet<EntryId> = there.iter().map(|one| one.stored.entry.id).collect();
    let missing = history.into_iter();
    let missing = missing.filter(|stored| !there.contains(&stored.entry.id));
    let missing = missing.chain([moved.clone()]);
    append::append_stored(connection, heads, &from, [moved]).await?;
    append::append_stored(connection, heads, &to, missing).await?;
    sqlx::query("UPDATE plans SET partition = $2 WHERE plan = $1")
        .bind(id_column(plan.id.0))
        .bind(to.as_str())
        .execute(&mut *connection)
        .await?;
    Ok(plan)
}
