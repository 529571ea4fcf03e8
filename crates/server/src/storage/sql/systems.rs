//! What the systems beside the centre have sent. An event and its entries are one transaction: whoever reports it again
//! after a crash finds both or neither.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{EntryId, Plan, PlanId, Stored, UserId};
use overgang_sync::message::User;
use uuid::Uuid;

use super::columns::{from_column, hash_from, id_column, id_from, plan_from, to_column, user_from};
use super::{
    BEGIN_READ, BEGIN_WRITE, Connection, Pool, SqlStore, append, lookups, moves, protections,
    rounds, users, webhooks,
};
use crate::chain::Salt;
use crate::clock::day_in_norway;
use crate::intake;
use crate::partition::Partition;
use crate::rules::{Asker, Caller, Rules};
use crate::storage::{
    EventOutcome, RememberedEvent, ReportedEvent, SeenPlan, SystemStore, UseStoreError,
    WebhookNews, WebhookState, WriteEvent,
};

/// How often an event is begun again that met the same one, or a plan that was moved meanwhile.
const TRIES: usize = 5;

#[async_trait]
impl SystemStore for SqlStore {
    async fn list_system(
        &self,
        user: &User,
        entry: EntryId,
        now: u64,
    ) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        users::list_user(&mut transaction, user, entry, now).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn note_request(
        &self,
        system: UserId,
        request: Uuid,
        now: u64,
        until: u64,
    ) -> Result<bool, UseStoreError> {
        note_request(&self.writer, system, request, now, until).await
    }

    async fn plan_seen_by(
        &self,
        caller: &Caller,
        rules: &Rules,
        plan: PlanId,
        today: NaiveDate,
    ) -> Result<Option<SeenPlan>, UseStoreError> {
        let mut transaction = self.readers.begin_with(BEGIN_READ).await?;
        let home = lookups::home_of(&mut transaction, plan).await?;
        let seen = match home {
            Some(home) => seen(&mut transaction, (caller, rules), plan, &home, today).await?,
            None => None,
        };
        transaction.rollback().await?;
        Ok(seen)
    }

    async fn take_in_event(
        &self,
        by: (&Caller, &Rules),
        event: &ReportedEvent,
        write: &WriteEvent<'_>,
    ) -> Result<EventOutcome, UseStoreError> {
        for _ in 0..TRIES {
            match try_to_take_in(&self.writer, by, event, write).await {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) => {}
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(error),
            }
        }
        Err(UseStoreError::Contended)
    }

    async fn reported_events(&self) -> Result<Vec<RememberedEvent>, UseStoreError> {
        let rows: Vec<EventColumns> = sqlx::query_as(
            "SELECT system_id, event, plan, salt, content, received_at FROM system_events \
             ORDER BY system_id, event",
        )
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(read_event).collect()
    }

    async fn copy_reported_events(&self, events: &[RememberedEvent]) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        for event in events {
            remember(&mut transaction, event).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn hold_webhook(
        &self,
        system: UserId,
        epoch: &str,
        holder: Uuid,
        (now, until): (u64, u64),
    ) -> Result<Option<WebhookState>, UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        let held = webhooks::hold(&mut transaction, system, epoch, holder, (now, until)).await?;
        transaction.commit().await?;
        Ok(held)
    }

    async fn webhook_news(
        &self,
        system: UserId,
        logs: (&BTreeSet<Partition>, NaiveDate),
        most: usize,
    ) -> Result<Option<WebhookNews>, UseStoreError> {
        webhooks::news(&self.readers, system, logs, most).await
    }

    async fn webhook_told(
        &self,
        system: UserId,
        holder: Uuid,
        log: &Partition,
        until: u64,
    ) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        webhooks::told(&mut transaction, system, holder, log, until).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn webhook_failed(
        &self,
        system: UserId,
        holder: Uuid,
        state: WebhookState,
    ) -> Result<(), UseStoreError> {
        webhooks::failed(&self.writer, system, holder, state).await
    }

    async fn webhook_positions(
        &self,
        system: UserId,
    ) -> Result<BTreeMap<Partition, u64>, UseStoreError> {
        webhooks::positions(&self.readers, system).await
    }
}

/// System, event, plan, salt, content, received.
type EventColumns = (Vec<u8>, Vec<u8>, Vec<u8>, Option<Vec<u8>>, Vec<u8>, i64);

fn read_event(
    (system, event, plan, salt, content, received_at): EventColumns,
) -> Result<RememberedEvent, UseStoreError> {
    let read = |salt: Vec<u8>| Salt::read(&salt).ok_or(UseStoreError::Unreadable("a salt"));
    Ok(RememberedEvent {
        system: user_from(&system)?,
        event: id_from(&event)?,
        plan: plan_from(&plan)?,
        salt: salt.map(read).transpose()?,
        content: hash_from(&content)?,
        received_at: from_column(received_at)?,
    })
}

async fn note_request(
    pool: &Pool,
    system: UserId,
    request: Uuid,
    now: u64,
    until: u64,
) -> Result<bool, UseStoreError> {
    sqlx::query("DELETE FROM system_requests WHERE until <= $1")
        .bind(to_column(now))
        .execute(pool)
        .await?;
    let noted = sqlx::query(
        "INSERT INTO system_requests (system_id, request, until) VALUES ($1, $2, $3) \
         ON CONFLICT (system_id, request) DO NOTHING",
    )
    .bind(id_column(system.0))
    .bind(id_column(request))
    .bind(to_column(until))
    .execute(pool)
    .await?;
    Ok(noted.rows_affected() == 1)
}

/// The plan as the caller may see it, in this transaction.
async fn seen(
    connection: &mut Connection,
    (caller, rules): (&Caller, &Rules),
    id: PlanId,
    home: &Partition,
    today: NaiveDate,
) -> Result<Option<SeenPlan>, UseStoreError> {
    let shared = rounds::shared_now(connection, rules).await?;
    let user = caller.reader.user;
    let closed = protections::closed_to(connection, user, today, [home]).await?;
    let asker = Asker {
        caller,
        rules,
        shared: &shared,
        closed: &closed.into_keys().collect(),
        today,
    };
    let numbered = lookups::entries_of(connection, id, home).await?;
    let entries: Vec<&Stored> = numbered.iter().map(|one| &one.stored).collect();
    let view: BTreeSet<EntryId> = asker.view(id, &entries);
    if view.is_empty() {
        return Ok(None);
    }
    let closed = asker.closed_of(id, &entries);
    let visible = entries
        .into_iter()
        .filter(|one| view.contains(&one.entry.id));
    let plan = Plan::fold(id, visible);
    Ok(Some(SeenPlan {
        plan,
        closed,
        shared,
    }))
}

/// `None`: the plan has moved between looking for its log and locking it.
async fn try_to_take_in(
    pool: &Pool,
    by: (&Caller, &Rules),
    event: &ReportedEvent,
    write: &WriteEvent<'_>,
) -> Result<Option<EventOutcome>, UseStoreError> {
    let mut transaction = pool.begin_with(BEGIN_WRITE).await?;
    if let Some(known) = remembered(&mut transaction, event).await? {
        transaction.rollback().await?;
        return Ok(Some(told_apart(known.says(event))));
    }
    let outcome = take_in_new(&mut transaction, by, event, write).await?;
    if outcome == Some(EventOutcome::Taken) {
        remember(&mut transaction, &RememberedEvent::of(event)?).await?;
        transaction.commit().await?;
        moves::move_by_the_way(pool, event.plan, by.1, event.received_at).await;
    } else {
        transaction.rollback().await?;
    }
    Ok(outcome)
}

/// Locks the plan's log, sees the plan as the system does, and writes.
async fn take_in_new(
    connection: &mut Connection,
    (caller, rules): (&Caller, &Rules),
    event: &ReportedEvent,
    write: &WriteEvent<'_>,
) -> Result<Option<EventOutcome>, UseStoreError> {
    let id: PlanId = event.plan;
    let Some(home) = lookups::home_of(connection, id).await? else {
        return Ok(Some(EventOutcome::NoPlan));
    };
    let mut heads = append::lock(connection, &BTreeSet::from([home.clone()])).await?;
    let is_there: bool = lookups::home_of(connection, id).await?.as_ref() == Some(&home);
    if !is_there {
        return Ok(None);
    }
    let now: u64 = event.received_at;
    let today = day_in_norway(now);
    let Some(seen) = seen(connection, (caller, rules), id, &home, today).await? else {
        return Ok(Some(EventOutcome::NoPlan));
    };
    let asker = Asker {
        caller,
        rules,
        shared: &seen.shared,
        // It was seen, so it is not closed.
        closed: &BTreeSet::new(),
        today,
    };
    let done = put(connection, asker, &mut heads, &seen.plan, write, now).await?;
    Ok(Some(done))
}

fn told_apart(is_same: bool) -> EventOutcome {
    if is_same {
        EventOutcome::Taken
    } else {
        EventOutcome::OtherContent
    }
}

/// Writes what the event becomes, if all of it may be written.
async fn put(
    connection: &mut Connection,
    asker: Asker<'_>,
    heads: &mut append::Heads,
    plan: &Plan,
    write: &WriteEvent<'_>,
    now: u64,
) -> Result<EventOutcome, UseStoreError> {
    let entries = match write(asker, plan) {
        Ok(entries) => entries,
        Err(unfit) => return Ok(EventOutcome::Unfit(unfit)),
    };
    let (offered, unwritable) = append::write_out(entries);
    if !unwritable.is_empty() {
        return Err(UseStoreError::Unreadable("an entry that cannot be written"));
    }
    let facts = append::facts_about(connection, &offered).await?;
    let stands = |one: &intake::Offered| facts.entries.contains_key(&one.entry.id);
    if offered.iter().any(stands) {
        // A copy of the ledger that was made before the event was remembered: what it became stands there.
        return Ok(EventOutcome::Taken);
    }
    let judgement = intake::judge(asker, &offered, facts, now);
    if let Some(refused) = judgement.rejected.first() {
        return Ok(EventOutcome::Refused(refused.reason));
    }
    append::write(connection, heads, &judgement, now).await?;
    Ok(EventOutcome::Taken)
}

async fn remembered(
    connection: &mut Connection,
    event: &ReportedEvent,
) -> Result<Option<RememberedEvent>, UseStoreError> {
    let row: Option<EventColumns> = sqlx::query_as(
        "SELECT system_id, event, plan, salt, content, received_at FROM system_events \
         WHERE system_id = $1 AND event = $2",
    )
    .bind(id_column(event.system.0))
    .bind(id_column(event.event))
    .fetch_optional(connection)
    .await?;
    row.map(read_event).transpose()
}

async fn remember(
    connection: &mut Connection,
    event: &RememberedEvent,
) -> Result<(), UseStoreError> {
    sqlx::query(
        "INSERT INTO system_events (system_id, event, plan, salt, content, received_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id_column(event.system.0))
    .bind(id_column(event.event))
    .bind(id_column(event.plan.0))
    .bind(event.salt.map(|salt| salt.0.to_vec()))
    .bind(event.content.0.to_vec())
    .bind(to_column(event.received_at))
    .execute(connection)
    .await?;
    Ok(())
}
