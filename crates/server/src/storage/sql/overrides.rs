//! Opening something against the rules: find the plan, lock its log, judge, and let the centre write that it is open.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use overgang_domain::life::Life;
use overgang_domain::{EntryId, Plan, PlanId, Stored};

use super::append::{self, Heads, TRIES};
use super::{BEGIN_WRITE, Connection, Pool, SqlStore, lookups, protections, rights, rounds};
use crate::clock::{day_in_norway, draw_id};
use crate::directory_entries::own_entry;
use crate::overriding::{OpenedPlan, Verdict, Wanted, Whom, judge, last_day};
use crate::partition::Partition;
use crate::rules::{Asker, Caller, PlanRights, Rules};
use crate::storage::{OverrideStore, UseStoreError};

#[async_trait]
impl OverrideStore for SqlStore {
    async fn open_override(
        &self,
        caller: &Caller,
        rules: &Rules,
        wanted: &Wanted,
        now: u64,
    ) -> Result<Option<OpenedPlan>, UseStoreError> {
        for _ in 0..TRIES {
            match try_to_open(&self.writer, (caller, rules), wanted, now).await {
                Ok(Tried::Done(opened)) => return Ok(opened),
                Ok(Tried::Again) => {}
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(error),
            }
        }
        Err(UseStoreError::Contended)
    }
}

enum Tried {
    Done(Option<OpenedPlan>),
    /// A plan was written or has moved between looking for it and locking its log.
    Again,
}

async fn try_to_open(
    pool: &Pool,
    (caller, rules): (&Caller, &Rules),
    wanted: &Wanted,
    now: u64,
) -> Result<Tried, UseStoreError> {
    let today = day_in_norway(now);
    let mut transaction = pool.begin_with(BEGIN_WRITE).await?;
    let found = plans_of(&mut transaction, &wanted.whom).await?;
    let logs = found.values().cloned().collect();
    let mut heads: Heads = append::lock(&mut transaction, &logs).await?;
    if plans_of(&mut transaction, &wanted.whom).await? != found {
        transaction.rollback().await?;
        return Ok(Tried::Again);
    }
    let shared = rounds::shared_now(&mut transaction, rules).await?;
    let user = caller.reader.user;
    let closed = protections::closed_to(&mut transaction, user, today, &logs).await?;
    // One protected plan of a person closes all that their number finds.
    if found.keys().any(|plan| closed.contains_key(plan)) {
        transaction.rollback().await?;
        return Ok(Tried::Done(None));
    }
    let closed = closed.into_keys().collect();
    let asker = Asker {
        caller,
        rules,
        shared: &shared,
        closed: &closed,
        today,
    };
    let mut plans: Vec<(Plan, Partition)> = Vec::new();
    for (id, home) in found {
        let entries = lookups::entries_of(&mut transaction, id, &home).await?;
        plans.push((Plan::fold(id, entries.iter().map(|one| &one.stored)), home));
    }
    // Ids tell when a plan was opened.
    plans.sort_by_key(|(plan, _)| (!Life::of(plan).is_closed(), plan.id));
    let judged = plans
        .into_iter()
        .rev()
        .find_map(|(plan, home)| judge(asker, &plan, wanted).map(|verdict| (plan, home, verdict)));
    let Some((mut plan, home, verdict)) = judged else {
        transaction.rollback().await?;
        return Ok(Tried::Done(None));
    };
    let until = match verdict {
        Verdict::HadAlready => {
            transaction.rollback().await?;
            None
        }
        Verdict::Opens(change) => {
            let id = EntryId(draw_id(now)?);
            // Each counts by its own days, so it replaces none.
            let said: Stored = own_entry(plan.id, id, now, BTreeSet::new(), change);
            plan.apply(&said);
            append::append_stored(&mut transaction, &mut heads, &home, [said]).await?;
            let rights = PlanRights::of(&plan, rules, today);
            rights::write(&mut transaction, plan.id, &rights).await?;
            transaction.commit().await?;
            Some(last_day(today))
        }
    };
    let plan: PlanId = plan.id;
    Ok(Tried::Done(Some(OpenedPlan { plan, until })))
}

/// The plans that somebody means, with their logs.
async fn plans_of(
    connection: &mut Connection,
    whom: &Whom,
) -> Result<BTreeMap<PlanId, Partition>, UseStoreError> {
    match whom {
        Whom::Plan(plan) => {
            let home = lookups::home_of(connection, *plan).await?;
            Ok(home.map(|home| (*plan, home)).into_iter().collect())
        }
        Whom::Number(number) => rights::plans_with(connection, number.digits()).await,
    }
}
