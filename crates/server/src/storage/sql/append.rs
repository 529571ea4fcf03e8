//! The only code that writes the ledger. Lock the heads of the logs that may be touched, in the order of their
//! names; read what the ledger knows; judge; number and chain the entries, insert them, move the heads; commit.
//! Whoever holds a head is alone in its log, so sequences have no gaps and a reader that follows a log misses nothing.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Change, Entry, EntryId, Plan, PlanId, Stored};
use overgang_sync::{RejectReason, Rejected};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::columns::{entry_from, from_column, hash_from, id_column, to_column};
use super::{
    BEGIN_WRITE, Connection, Db, LOCK_HEAD, Pool, copies, erasing, logs, lookups, moves,
    protections, rights, rounds, withdrawals,
};
use crate::chain::{self, Hash, Salt};
use crate::clock::{day_in_norway, draw_id};
use crate::directory_entries::own_entry;
use crate::erasures_file::ErasuresFile;
use crate::intake::{self, Facts, Judgement, Known, Offered};
use crate::partition::Partition;
use crate::rules::{Asker, Caller, PlanRights, Rules};
use crate::storage::{Chain, Content, LedgerRow, TakenIn, UseStoreError};

/// How many rows one statement inserts at most.
const ROWS_AT_ONCE: usize = 500;

/// How often a batch is begun again that met another one: a plan that was opened or moved meanwhile.
pub(super) const TRIES: usize = 5;

/// The ends of the logs that are locked.
pub(super) type Heads = BTreeMap<Partition, (u64, Hash)>;

/// Takes in what a device hands in.
pub(super) async fn take_in(
    pool: &Pool,
    by: (&Caller, &Rules),
    (entries, chain): (Vec<Entry>, Chain),
    (now, file): (u64, Option<&ErasuresFile>),
) -> Result<TakenIn, UseStoreError> {
    let (offered, unwritable): (Vec<Offered>, Vec<EntryId>) = write_out(entries);
    for _ in 0..TRIES {
        match try_to_take_in(pool, by, (&offered, chain), (now, file)).await {
            Ok(Some(mut taken)) => {
                taken.rejected.extend(unwritable.iter().map(|id| Rejected {
                    id: *id,
                    reason: RejectReason::Malformed,
                }));
                return Ok(taken);
            }
            Ok(None) => {}
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error),
        }
    }
    Err(UseStoreError::Contended)
}

/// `None`: a plan has moved between looking for its log and locking it.
async fn try_to_take_in(
    pool: &Pool,
    (caller, rules): (&Caller, &Rules),
    (offered, chain): (&[Offered], Chain),
    (now, file): (u64, Option<&ErasuresFile>),
) -> Result<Option<TakenIn>, UseStoreError> {
    let mut transaction = pool.begin_with(BEGIN_WRITE).await?;
    let homes: BTreeMap<PlanId, Partition> =
        lookups::homes_of(&mut transaction, &plans_named(offered)).await?;
    let touched: BTreeSet<Partition> = intake::logs_touched(offered, &homes);
    let mut heads: Heads = lock(&mut transaction, &touched).await?;
    let facts: Facts = facts_about(&mut transaction, offered).await?;
    if intake::logs_touched(offered, &facts.homes) != touched {
        transaction.rollback().await?;
        return Ok(None);
    }
    let shared = rounds::shared_now(&mut transaction, rules).await?;
    let today = day_in_norway(now);
    let user = caller.reader.user;
    let logs = facts.homes.values();
    let closed = protections::closed_to(&mut transaction, user, today, logs).await?;
    let asker = Asker {
        caller,
        rules,
        shared: &shared,
        closed: &closed.into_keys().collect(),
        today,
    };
    let judgement: Judgement<'_> = intake::judge(asker, offered, facts, now);
    let last = match chain {
        Chain::After(after) => {
            copies::move_chain(&mut transaction, caller, after, offered, &judgement).await?
        }
        Chain::Stays => None,
    };
    if judgement.accepted.is_empty() {
        transaction.rollback().await?;
    } else {
        write(&mut transaction, &mut heads, &judgement, now).await?;
        let said = &judgement.withdrawn;
        if let Some(file) = file.filter(|_| !said.is_empty()) {
            withdrawals::write_down(said, now, file)?;
        }
        transaction.commit().await?;
    }
    for plan in judgement.moving(today) {
        moves::move_by_the_way(pool, plan, rules, now).await;
    }
    Ok(Some(TakenIn {
        receipts: judgement.receipts,
        rejected: judgement.rejected,
        last,
    }))
}

/// Writes what was accepted, with the plans that come into being, what the centre says of it, and the rights that change.
pub(super) async fn write(
    connection: &mut Connection,
    heads: &mut Heads,
    judgement: &Judgement<'_>,
    now: u64,
) -> Result<(), UseStoreError> {
    open_plans(connection, &judgement.opened).await?;
    for (partition, log) in &judgement.accepted {
        let log = log.iter().map(|offered| (*offered, now));
        append(connection, heads, partition, log).await?;
    }
    for (log, lines) in &judgement.public_lines {
        let said = lines.iter().map(|line| {
            // An id without a time: the next one names it as what it replaces.
            let id = EntryId(draw_id(0)?);
            let (replaces, change) = (line.replaces.clone(), line.change.clone());
            Ok(own_entry(line.plan, id, now, replaces, change))
        });
        let said: Vec<Stored> = said.collect::<Result<_, UseStoreError>>()?;
        append_stored(connection, heads, log, said).await?;
    }
    for (plan, rights) in &judgement.rights {
        rights::write(connection, *plan, rights).await?;
    }
    Ok(())
}

/// Appends what the centre itself writes, with the receipts that it brings.
pub(super) async fn append_own(
    connection: &mut Connection,
    entries: Vec<(Partition, Stored)>,
) -> Result<(), UseStoreError> {
    let mut logs: BTreeMap<Partition, Vec<Stored>> = BTreeMap::new();
    let mut opened: BTreeMap<PlanId, Partition> = BTreeMap::new();
    let mut plans: BTreeMap<PlanId, Plan> = BTreeMap::new();
    for (partition, stored) in entries {
        let id: PlanId = stored.entry.plan;
        plans
            .entry(id)
            .or_insert_with(|| Plan::empty(id))
            .apply(&stored);
        if matches!(stored.entry.change, Change::PlanOpened { .. }) {
            opened.insert(stored.entry.plan, partition.clone());
        }
        logs.entry(partition).or_default().push(stored);
    }
    let mut heads: Heads = lock(connection, &logs.keys().cloned().collect()).await?;
    open_plans(connection, &opened).await?;
    for (partition, log) in logs {
        append_stored(connection, &mut heads, &partition, log).await?;
    }
    // Of plans that begin here these are all entries.
    for id in opened.keys() {
        if let Some(plan) = plans.get(id) {
            rights::write(connection, *id, &PlanRights::undated(plan)).await?;
        }
    }
    Ok(())
}

/// The entries with their bytes; apart from them, the ids of those that cannot be written.
pub(super) fn write_out(entries: Vec<Entry>) -> (Vec<Offered>, Vec<EntryId>) {
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

/// The plans that these entries name.
fn plans_named(offered: &[Offered]) -> BTreeSet<PlanId> {
    offered.iter().map(|one| one.entry.plan).collect()
}

/// What the ledger knows of what these entries name.
pub(super) async fn facts_about(
    connection: &mut Connection,
    offered: &[Offered],
) -> Result<Facts, UseStoreError> {
    let entries = || offered.iter().map(|offered| &offered.entry);
    let ids: BTreeSet<Uuid> = entries()
        .flat_map(|entry| entry.replaces.iter().chain([&entry.id]))
        .map(|id| id.0)
        .collect();
    let named: BTreeSet<PlanId> = plans_named(offered);
    let mut facts = Facts {
        homes: lookups::homes_of(&mut *connection, &named).await?,
        erased: erasing::erased_of(&mut *connection, &ids).await?,
        ..Facts::default()
    };
    for some in lookups::chunks(&ids) {
        let mut query: QueryBuilder<Db> = QueryBuilder::new(
            "SELECT entry_id, received_at, body FROM ledger WHERE body IS NOT NULL AND entry_id IN (",
        );
        lookups::push_ids(&mut query, some);
        let rows: Vec<(Vec<u8>, i64, Vec<u8>)> =
            query.build_query_as().fetch_all(&mut *connection).await?;
        for (id, received_at, body) in rows {
            let received_at: u64 = from_column(received_at)?;
            let known = Known { received_at, body };
            facts.entries.insert(entry_from(&id)?, known);
        }
    }
    for id in named {
        if id == PlanId::DIRECTORY || facts.homes.contains_key(&id) {
            let entries = logs::plan_entries(&mut *connection, id).await?;
            facts.plans.insert(id, Plan::fold(id, &entries));
        }
    }
    Ok(facts)
}

async fn open_plans(
    connection: &mut Connection,
    opened: &BTreeMap<PlanId, Partition>,
) -> Result<(), UseStoreError> {
    for (plan, partition) in opened {
        sqlx::query("INSERT INTO plans (plan, partition) VALUES ($1, $2)")
            .bind(id_column(plan.0))
            .bind(partition.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Locks the heads of these logs until the transaction ends, always in the order of their names, and answers with
/// the ends. A log without entries gets a head first.
pub(super) async fn lock(
    connection: &mut Connection,
    partitions: &BTreeSet<Partition>,
) -> Result<Heads, UseStoreError> {
    let mut heads = Heads::new();
    for partition in partitions {
        sqlx::query(
            "INSERT INTO heads (partition, sequence, hash) VALUES ($1, 0, $2) \
             ON CONFLICT (partition) DO NOTHING",
        )
        .bind(partition.as_str())
        .bind(Hash::START.0.to_vec())
        .execute(&mut *connection)
        .await?;
        let (sequence, hash): (i64, Vec<u8>) = sqlx::query_as(LOCK_HEAD)
            .bind(partition.as_str())
            .fetch_one(&mut *connection)
            .await?;
        heads.insert(
            partition.clone(),
            (from_column(sequence)?, hash_from(&hash)?),
        );
    }
    Ok(heads)
}

/// Appends entries that bring their receipts to one log.
pub(super) async fn append_stored(
    connection: &mut Connection,
    heads: &mut Heads,
    partition: &Partition,
    entries: impl IntoIterator<Item = Stored>,
) -> Result<(), UseStoreError> {
    let entries = entries.into_iter().map(|stored| {
        let received_at: u64 = stored.received_at.unwrap_or_default();
        let offered = Offered::of(stored.entry);
        let offered =
            offered.map_err(|_| UseStoreError::Unreadable("an entry that cannot be written"))?;
        Ok((offered, received_at))
    });
    let entries: Vec<(Offered, u64)> = entries.collect::<Result<_, UseStoreError>>()?;
    let entries = entries.iter().map(|(offered, at)| (offered, *at));
    append(connection, heads, partition, entries).await
}

/// Appends to one log, each entry with its receipt.
pub(super) async fn append<'a>(
    connection: &mut Connection,
    heads: &mut Heads,
    partition: &Partition,
    entries: impl Iterator<Item = (&'a Offered, u64)>,
) -> Result<(), UseStoreError> {
    let Some(head) = heads.get_mut(partition) else {
        return Err(UseStoreError::Unreadable("a log that is not locked"));
    };
    let (mut sequence, mut hash): (u64, Hash) = *head;
    let rows = entries.map(|(Offered { entry, body }, received_at)| {
        let salt = Salt::draw()?;
        sequence += 1;
        let mut row = LedgerRow {
            sequence,
            entry: entry.id,
            plan: entry.plan,
            author: entry.author,
            device: entry.device,
            received_at,
            content: Content::Kept {
                body: body.clone(),
                salt,
            },
            body_hash: chain::body_hash(salt, body),
            hash,
        };
        hash = chain::link(hash, partition, sequence, received_at, row.row_hash());
        row.hash = hash;
        Ok(row)
    });
    let rows: Vec<LedgerRow> = rows.collect::<Result<_, UseStoreError>>()?;
    insert(connection, partition, &rows).await?;
    *head = (sequence, hash);
    Ok(())
}

/// Takes over rows of another database's log.
pub(super) async fn copy_rows(
    connection: &mut Connection,
    partition: &Partition,
    rows: &[LedgerRow],
) -> Result<(), UseStoreError> {
    lock(connection, &BTreeSet::from([partition.clone()])).await?;
    for row in rows {
        if let Some(entry) = row.read_entry() {
            erasing::index(connection, &entry).await?;
        }
    }
    insert(connection, partition, rows).await
}

/// Inserts rows that follow a log's head, and moves the head to the last of them.
async fn insert(
    connection: &mut Connection,
    partition: &Partition,
    rows: &[LedgerRow],
) -> Result<(), UseStoreError> {
    for some in rows.chunks(ROWS_AT_ONCE) {
        let mut query: QueryBuilder<Db> = QueryBuilder::new(
            "INSERT INTO ledger (partition, sequence, entry_id, plan, author, device, received_at, \
             body, salt, body_hash, erased_at, hash) ",
        );
        query.push_values(some, |mut columns, row| {
            let (body, salt, erased_at) = match &row.content {
                Content::Kept { body, salt } => {
                    (Some(body.as_slice()), Some(salt.0.to_vec()), None)
                }
                Content::Erased { at } => (None, None, Some(to_column(*at))),
            };
            columns
                .push_bind(partition.as_str())
                .push_bind(to_column(row.sequence))
                .push_bind(id_column(row.entry.0))
                .push_bind(id_column(row.plan.0))
                .push_bind(id_column(row.author.0))
                .push_bind(id_column(row.device.0))
                .push_bind(to_column(row.received_at))
                .push_bind(body)
                .push_bind(salt)
                .push_bind(row.body_hash.0.to_vec())
                .push_bind(erased_at)
                .push_bind(row.hash.0.to_vec());
        });
        query.build().execute(&mut *connection).await?;
    }
    let Some(last) = rows.last() else {
        return Ok(());
    };
    sqlx::query("UPDATE heads SET sequence = $2, hash = $3 WHERE partition = $1")
        .bind(partition.as_str())
        .bind(to_column(last.sequence))
        .bind(last.hash.0.to_vec())
        .execute(&mut *connection)
        .await?;
    Ok(())
}
