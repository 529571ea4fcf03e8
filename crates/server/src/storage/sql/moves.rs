//! A transfer between prisons: the plan's history is appended to the new prison's log, under the ids that it has, so that
//! each log answers alone (D7). In both logs an entry of the centre says so: that is how those who follow the old one
//! hear that the plan has gone.

use std::collections::{BTreeMap, BTreeSet};

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
use crate::intake::Offered;
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
    let homes = lookups::homes_of(&mut transaction, &BTreeSet::from([plan])).await?;
    let Some(home) = homes.get(&plan).cloned() else {
        return Ok(false);
    };
    let due = |folded: &Plan| {
        let next = rules
            .next_move(folded, today)
            .filter(|(day, _)| *day <= today);
        next.map(|(_, prison)| prison)
    };
    let wanted: Option<PrisonId> = due(&folded(&mut transaction, plan, &home).await?);
    let mut locked: BTreeSet<Partition> = BTreeSet::from([home.clone()]);
    locked.extend(wanted.iter().map(Partition::of));
    let mut heads: Heads = append::lock(&mut transaction, &locked).await?;
    // Somebody may have written in it before it was locked: then whoever did so has moved it, or the next look does.
    let homes_now = lookups::homes_of(&mut transaction, &BTreeSet::from([plan])).await?;
    let folded: Plan = folded(&mut transaction, plan, &home).await?;
    if homes_now != homes || due(&folded) != wanted {
        transaction.rollback().await?;
        return Ok(false);
    }
    let is_moving: bool = wanted.is_some();
    if let Some(prison) = wanted {
        relocate(&mut transaction, &mut heads, plan, prison, (rules, now)).await?;
    } else {
        let rights = PlanRights::of(&folded, rules, today);
        rights::write(&mut transaction, plan, &rights).await?;
    }
    transaction.commit().await?;
    Ok(is_moving)
}

/// The same after an entry that makes it move was committed. What fails here is done at the next look.
pub(super) async fn move_by_the_way(pool: &Pool, plan: PlanId, rules: &Rules, now: u64) {
    if let Err(error) = move_if_due(pool, plan, rules, now).await {
        tracing::warn!(%error, "a plan did not move at once");
    }
}

async fn folded(
    connection: &mut Connection,
    plan: PlanId,
    home: &Partition,
) -> Result<Plan, UseStoreError> {
    let entries: Vec<Numbered> = lookups::entries_of(connection, plan, home).await?;
    Ok(Plan::fold(plan, entries.iter().map(|one| &one.stored)))
}

/// Moves a plan to `prison`, whose log is locked as well as the one that it stands in.
async fn relocate(
    connection: &mut Connection,
    heads: &mut Heads,
    plan: PlanId,
    prison: PrisonId,
    (rules, now): (&Rules, u64),
) -> Result<(), UseStoreError> {
    let homes: BTreeMap<PlanId, Partition> =
        lookups::homes_of(connection, &BTreeSet::from([plan])).await?;
    let from: &Partition = homes
        .get(&plan)
        .ok_or(UseStoreError::Unreadable("a plan without a log"))?;
    let to: Partition = Partition::of(&prison);
    let history: Vec<Numbered> = lookups::entries_of(connection, plan, from).await?;
    let mut folded = Plan::fold(plan, history.iter().map(|one| &one.stored));
    let id = EntryId(draw_id(now)?);
    let replaces: BTreeSet<EntryId> = folded.to_replace(&Register::Home);
    let moved: Stored = own_entry(plan, id, now, replaces, Change::PlanMoved { prison });
    folded.apply(&moved);

    // It may have been there before.
    let there: Vec<Numbered> = lookups::entries_of(connection, plan, &to).await?;
    let there: BTreeSet<EntryId> = there.iter().map(|one| one.stored.entry.id).collect();
    let history = history.into_iter().map(|one| one.stored);
    let missing = history.filter(|stored| !there.contains(&stored.entry.id));
    let missing: Vec<(Offered, u64)> = missing
        .chain([moved.clone()])
        .map(offered)
        .collect::<Result<_, _>>()?;
    let parting: [(Offered, u64); 1] = [offered(moved)?];
    for (log, entries) in [(from, parting.as_slice()), (&to, missing.as_slice())] {
        let entries = entries.iter().map(|(offered, at)| (offered, *at));
        append::append(connection, heads, log, entries).await?;
    }
    sqlx::query("UPDATE plans SET partition = $2 WHERE plan = $1")
        .bind(id_column(plan.0))
        .bind(to.as_str())
        .execute(&mut *connection)
        .await?;
    let rights = PlanRights::of(&folded, rules, day_in_norway(now));
    rights::write(connection, plan, &rights).await
}

/// An entry with its bytes, and when it was received.
fn offered(stored: Stored) -> Result<(Offered, u64), UseStoreError> {
    let received_at: u64 = stored.received_at.unwrap_or_default();
    let offered = Offered::of(stored.entry);
    let offered =
        offered.map_err(|_| UseStoreError::Unreadable("an entry that cannot be written"))?;
    Ok((offered, received_at))
}
