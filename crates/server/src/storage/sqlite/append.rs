//! The only code that writes the ledger. Check first; then, log by log in the order of their names,
//! read the head, number and chain the entries, insert them, move the head; then commit.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Change, Entry, EntryId, Plan, PlanId, Stored};
use overgang_sync::{RejectReason, Rejected};
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{QueryBuilder, Sqlite};
use uuid::Uuid;

use super::columns::{entry_from, from_column, hash_from, id_column, plan_from, to_column};
use super::logs;
use crate::chain::{self, Hash};
use crate::intake::{self, Facts, Judgement, Known, Offered};
use crate::partition::Partition;
use crate::storage::{TakenIn, UseStoreError, Writer};

/// How many values one statement names at most; `SQLite` takes 32,766.
const IDS_AT_ONCE: usize = 1_000;

/// How many rows one statement inserts at most.
const ROWS_AT_ONCE: usize = 500;

/// Takes in what a device hands in.
pub(super) async fn take_in(
    pool: &SqlitePool,
    writer: &Writer,
    entries: Vec<Entry>,
    now: u64,
) -> Result<TakenIn, UseStoreError> {
    let (offered, unwritable): (Vec<Offered>, Vec<EntryId>) = write_out(entries);
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let facts: Facts = facts_about(&mut transaction, &offered).await?;
    let Judgement {
        accepted,
        opened,
        receipts,
        mut rejected,
    } = intake::judge(writer, offered, &facts, now);
    rejected.extend(unwritable.into_iter().map(|id| Rejected {
        id,
        reason: RejectReason::Malformed,
    }));
    if accepted.is_empty() {
        transaction.rollback().await?;
    } else {
        open_plans(&mut transaction, &opened).await?;
        for (partition, log) in accepted {
            let log = log.into_iter().map(|offered| (offered, now)).collect();
            append(&mut transaction, &partition, log).await?;
        }
        transaction.commit().await?;
    }
    Ok(TakenIn { receipts, rejected })
}

/// Appends what the centre itself writes, with the receipts that it brings.
pub(super) async fn append_own(
    connection: &mut SqliteConnection,
    entries: Vec<(Partition, Stored)>,
) -> Result<(), UseStoreError> {
    let mut logs: BTreeMap<Partition, Vec<(Offered, u64)>> = BTreeMap::new();
    let mut opened: BTreeMap<PlanId, Partition> = BTreeMap::new();
    for (partition, stored) in entries {
        if matches!(stored.entry.change, Change::PlanOpened { .. }) {
            opened.insert(stored.entry.plan, partition.clone());
        }
        let offered: Offered = Offered::of(stored.entry)
            .map_err(|_| UseStoreError::Unreadable("an entry that cannot be written"))?;
        let log = logs.entry(partition).or_default();
        log.push((offered, stored.received_at.unwrap_or_default()));
    }
    open_plans(connection, &opened).await?;
    for (partition, log) in logs {
        append(connection, &partition, log).await?;
    }
    Ok(())
}

fn write_out(entries: Vec<Entry>) -> (Vec<Offered>, Vec<EntryId>) {
    let mut offered: Vec<Offered> = Vec::with_capacity(entries.len());
    let mut unwritable: Vec<EntryId> = Vec::new();
    for entry in entries {
        match Offered::of(entry) {
            Ok(one) => offered.push(one),
            Err(id) => unwritable.push(id),
        }
    }
    (offered, unwritable)
}

/// What the ledger knows of what these entries name.
async fn facts_about(
    connection: &mut SqliteConnection,
    offered: &[Offered],
) -> Result<Facts, UseStoreError> {
    let entries = || offered.iter().map(|offered| &offered.entry);
    let ids: BTreeSet<Uuid> = entries()
        .flat_map(|entry| entry.replaces.iter().chain([&entry.id]))
        .map(|id| id.0)
        .collect();
    let plans: BTreeSet<Uuid> = entries().map(|entry| entry.plan.0).collect();
    let mut facts = Facts::default();
    for some in chunks(&ids) {
        let mut query: QueryBuilder<Sqlite> =
            QueryBuilder::new("SELECT entry_id, received_at, body FROM ledger WHERE entry_id IN (");
        push_ids(&mut query, some);
        let rows: Vec<(Vec<u8>, i64, Vec<u8>)> =
            query.build_query_as().fetch_all(&mut *connection).await?;
        for (id, received_at, body) in rows {
            let received_at: u64 = from_column(received_at)?;
            let known = Known { received_at, body };
            facts.entries.insert(entry_from(&id)?, known);
        }
    }
    for some in chunks(&plans) {
        let mut query: QueryBuilder<Sqlite> =
            QueryBuilder::new("SELECT plan, partition FROM plans WHERE plan IN (");
        push_ids(&mut query, some);
        let rows: Vec<(Vec<u8>, String)> =
            query.build_query_as().fetch_all(&mut *connection).await?;
        for (plan, partition) in rows {
            let partition = Partition::named(partition);
            facts.plans.insert(plan_from(&plan)?, partition);
        }
    }
    if plans.contains(&PlanId::DIRECTORY.0) {
        let entries = logs::plan_entries(&mut *connection, PlanId::DIRECTORY).await?;
        facts.directory = Some(Plan::fold(PlanId::DIRECTORY, &entries));
    }
    Ok(facts)
}

fn chunks(ids: &BTreeSet<Uuid>) -> Vec<Vec<Uuid>> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    ids.chunks(IDS_AT_ONCE).map(<[Uuid]>::to_vec).collect()
}

fn push_ids(query: &mut QueryBuilder<Sqlite>, ids: Vec<Uuid>) {
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(id_column(id));
    }
    query.push(")");
}

async fn open_plans(
    connection: &mut SqliteConnection,
    opened: &BTreeMap<PlanId, Partition>,
) -> Result<(), UseStoreError> {
    for (plan, partition) in opened {
        sqlx::query("INSERT INTO plans (plan, partition) VALUES (?, ?)")
            .bind(id_column(plan.0))
            .bind(partition.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Appends to one log, each entry with its receipt.
async fn append(
    connection: &mut SqliteConnection,
    partition: &Partition,
    entries: Vec<(Offered, u64)>,
) -> Result<(), UseStoreError> {
    let head: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT sequence, hash FROM heads WHERE partition = ?")
            .bind(partition.as_str())
            .fetch_optional(&mut *connection)
            .await?;
    let (mut sequence, mut hash): (u64, Hash) = match head {
        Some((sequence, hash)) => (from_column(sequence)?, hash_from(&hash)?),
        None => (0, Hash::START),
    };
    for some in entries.chunks(ROWS_AT_ONCE) {
        let mut query: QueryBuilder<Sqlite> = QueryBuilder::new(
            "INSERT INTO ledger (partition, sequence, entry_id, plan, author, device, received_at, \
             body, hash) ",
        );
        query.push_values(some, |mut row, (Offered { entry, body }, received_at)| {
            sequence += 1;
            hash = chain::link(hash, partition, sequence, *received_at, body);
            row.push_bind(partition.as_str())
                .push_bind(to_column(sequence))
                .push_bind(id_column(entry.id.0))
                .push_bind(id_column(entry.plan.0))
                .push_bind(id_column(entry.author.0))
                .push_bind(id_column(entry.device.0))
                .push_bind(to_column(*received_at))
                .push_bind(body.as_slice())
                .push_bind(hash.0.to_vec());
        });
        query.build().execute(&mut *connection).await?;
    }
    sqlx::query(
        "INSERT INTO heads (partition, sequence, hash) VALUES (?, ?, ?) \
         ON CONFLICT (partition) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
    )
    .bind(partition.as_str())
    .bind(to_column(sequence))
    .bind(hash.0.to_vec())
    .execute(&mut *connection)
    .await?;
    Ok(())
}
