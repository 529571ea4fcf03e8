//! The log of reads. The only code that writes it takes a strand that nobody else writes, chains the rows to its end,
//! commits, and gives it back. There is no lock that two writers would wait for.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use async_trait::async_trait;
use overgang_domain::{DeviceId, UserId, form};
use overgang_sync::message::{AuditPlace, AuditRow};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::columns::{id_column, id_from, to_column, word_column};
use super::{BEGIN_WRITE, Connection, Db, Pool, SqlStore, audit_reading, reviews};
use crate::audit::AuditEvent;
use crate::audit::strand::{Strand, Strands};
use crate::storage::{
    AuditFilter, AuditOrder, AuditRecord, AuditStore, KeptFinding, Review, UseStoreError,
};

/// How many rows one statement inserts or names at most.
const ROWS_AT_ONCE: usize = 500;

/// How often a write is begun again that another process forestalled, with the same note of the same device.
const TRIES: usize = 5;

#[async_trait]
impl AuditStore for SqlStore {
    async fn append_audit(&self, events: &[AuditEvent]) -> Result<usize, UseStoreError> {
        append(&self.writer, &self.strands, events).await
    }

    async fn audit_rows(
        &self,
        filter: &AuditFilter,
        order: AuditOrder,
        limit: u32,
    ) -> Result<Vec<AuditRow>, UseStoreError> {
        audit_reading::rows(&self.readers, filter, order, limit).await
    }

    async fn audit_rows_at(&self, places: &[AuditPlace]) -> Result<Vec<AuditRow>, UseStoreError> {
        audit_reading::rows_at(&self.readers, places).await
    }

    async fn opened_by(
        &self,
        user: UserId,
        received_after: u64,
        there: RangeInclusive<u64>,
    ) -> Result<Vec<AuditRow>, UseStoreError> {
        audit_reading::opened_by(&self.readers, user, received_after, there).await
    }

    async fn strands(&self) -> Result<Vec<(Uuid, Option<Strand>)>, UseStoreError> {
        audit_reading::strands(&self.readers).await
    }

    async fn strand_rows(
        &self,
        strand: Uuid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<AuditRecord>, UseStoreError> {
        audit_reading::strand_rows(&self.readers, strand, after, limit).await
    }

    async fn copy_strand(&self, rows: &[AuditRecord]) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        insert(&mut transaction, rows).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn reviews(&self) -> Result<Vec<Review>, UseStoreError> {
        reviews::reviews(&self.readers).await
    }

    async fn keep_review(&self, review: &Review) -> Result<bool, UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        let is_kept: bool = reviews::keep(&mut transaction, review).await?;
        transaction.commit().await?;
        Ok(is_kept)
    }

    async fn findings(&self, week: &str) -> Result<Vec<KeptFinding>, UseStoreError> {
        reviews::findings(&self.readers, week).await
    }

    async fn keep_finding(&self, finding: &KeptFinding) -> Result<bool, UseStoreError> {
        reviews::keep_finding(&self.writer, finding).await
    }
}

async fn append(
    pool: &Pool,
    strands: &Strands,
    events: &[AuditEvent],
) -> Result<usize, UseStoreError> {
    for _ in 0..TRIES {
        // Given back only once it is known to end as the database says. Otherwise nobody writes it again.
        let mut strand: Strand = strands.take()?;
        match try_to_append(pool, &mut strand, events).await {
            Ok(count) => {
                if strand.sequence > 0 {
                    strands.give_back(strand);
                }
                return Ok(count);
            }
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error),
        }
    }
    Err(UseStoreError::Contended)
}

async fn try_to_append(
    pool: &Pool,
    strand: &mut Strand,
    events: &[AuditEvent],
) -> Result<usize, UseStoreError> {
    let mut transaction = pool.begin_with(BEGIN_WRITE).await?;
    let mut known = noted(&mut transaction, events).await?;
    let mut records: Vec<AuditRecord> = Vec::with_capacity(events.len());
    for event in events {
        let name = event.note.map(|note| (event.user, event.device, note));
        if name.is_some_and(|name| !known.insert(name)) {
            continue;
        }
        let body: Vec<u8> = form::write(event)
            .map_err(|_| UseStoreError::Unreadable("an event that cannot be written"))?;
        let (place, hash) = strand.add(event.received_at, &body);
        records.push(AuditRecord {
            place,
            received_at: event.received_at,
            event: event.clone(),
            body,
            hash,
            columns_agree: true,
        });
    }
    insert(&mut transaction, &records).await?;
    transaction.commit().await?;
    Ok(records.len())
}

/// Who noted what on which device.
type Noted = BTreeSet<(UserId, DeviceId, Uuid)>;

/// Those of these notes that stand here already.
async fn noted(connection: &mut Connection, events: &[AuditEvent]) -> Result<Noted, UseStoreError> {
    let mut asked: BTreeMap<(UserId, DeviceId), Vec<Uuid>> = BTreeMap::new();
    for event in events {
        if let Some(note) = event.note {
            asked
                .entry((event.user, event.device))
                .or_default()
                .push(note);
        }
    }
    let mut found = Noted::new();
    for ((user, device), notes) in asked {
        for some in notes.chunks(ROWS_AT_ONCE) {
            let mut query: QueryBuilder<Db> =
                QueryBuilder::new("SELECT note FROM audit WHERE user_id = ");
            query.push_bind(id_column(user.0));
            query.push(" AND device = ").push_bind(id_column(device.0));
            query.push(" AND note IN (");
            let mut list = query.separated(", ");
            for note in some {
                list.push_bind(id_column(*note));
            }
            query.push(")");
            let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(&mut *connection).await?;
            for (note,) in rows {
                found.insert((user, device, id_from(&note)?));
            }
        }
    }
    Ok(found)
}

/// Inserts rows that follow the ends of their strands, and moves the ends.
async fn insert(connection: &mut Connection, records: &[AuditRecord]) -> Result<(), UseStoreError> {
    for some in records.chunks(ROWS_AT_ONCE) {
        let mut acts: Vec<String> = Vec::with_capacity(some.len());
        for record in some {
            acts.push(word_column(record.event.act)?);
        }
        let mut query: QueryBuilder<Db> = QueryBuilder::new(
            "INSERT INTO audit (strand, sequence, received_at, first_at, user_id, device, act, note, body, hash) ",
        );
        query.push_values(some.iter().zip(acts), |mut columns, (record, act)| {
            columns
                .push_bind(id_column(record.place.strand))
                .push_bind(to_column(record.place.sequence))
                .push_bind(to_column(record.received_at))
                .push_bind(to_column(record.event.first))
                .push_bind(id_column(record.event.user.0))
                .push_bind(id_column(record.event.device.0))
                .push_bind(act)
                .push_bind(record.event.note.map(id_column))
                .push_bind(record.body.as_slice())
                .push_bind(record.hash.0.to_vec());
        });
        query.build().execute(&mut *connection).await?;
    }
    let named = records
        .iter()
        .flat_map(|record| record.event.plans.iter().map(move |plan| (plan, record)));
    let named: Vec<_> = named.collect();
    for some in named.chunks(ROWS_AT_ONCE) {
        let mut query: QueryBuilder<Db> =
            QueryBuilder::new("INSERT INTO audit_plans (plan, received_at, strand, sequence) ");
        query.push_values(some, |mut columns, (plan, record)| {
            columns
                .push_bind(id_column(plan.0))
                .push_bind(to_column(record.received_at))
                .push_bind(id_column(record.place.strand))
                .push_bind(to_column(record.place.sequence));
        });
        query.build().execute(&mut *connection).await?;
    }
    let ends: BTreeMap<Uuid, &AuditRecord> = records
        .iter()
        .map(|record| (record.place.strand, record))
        .collect();
    for (strand, last) in ends {
        sqlx::query(
            "INSERT INTO audit_ends (strand, sequence, hash) VALUES ($1, $2, $3) \
             ON CONFLICT (strand) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash",
        )
        .bind(id_column(strand))
        .bind(to_column(last.place.sequence))
        .bind(last.hash.0.to_vec())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
