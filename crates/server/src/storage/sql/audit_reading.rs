//! Reading the log of reads: by filter, by place, strand by strand.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use overgang_domain::{UserId, form};
use overgang_sync::message::{AuditAct, AuditPlace, AuditRow};
use sqlx::QueryBuilder;
use uuid::Uuid;

use super::columns::{from_column, hash_from, id_column, id_from, to_column, word_column};
use super::{BEGIN_READ, Db, Pool};
use crate::audit::AuditEvent;
use crate::audit::strand::Strand;
use crate::storage::{AuditFilter, AuditOrder, AuditRecord, UseStoreError};

/// Strand, sequence, body.
type RowColumns = (Vec<u8>, i64, Vec<u8>);

fn read_row((strand, sequence, body): RowColumns) -> Result<AuditRow, UseStoreError> {
    let place = AuditPlace {
        strand: id_from(&strand)?,
        sequence: from_column(sequence)?,
    };
    Ok(read_event(&body)?.at(place))
}

fn read_event(body: &[u8]) -> Result<AuditEvent, UseStoreError> {
    form::read(body).map_err(|_| UseStoreError::Unreadable("a row of the log of reads"))
}

/// Rows that a filter lets through.
pub(super) async fn rows(
    pool: &Pool,
    filter: &AuditFilter,
    order: AuditOrder,
    limit: u32,
) -> Result<Vec<AuditRow>, UseStoreError> {
    let mut query: QueryBuilder<Db> =
        QueryBuilder::new("SELECT a.strand, a.sequence, a.body FROM audit a");
    if let Some(plan) = filter.plan {
        query.push(
            " JOIN audit_plans p ON p.strand = a.strand AND p.sequence = a.sequence AND p.plan = ",
        );
        query.push_bind(id_column(plan.0));
    }
    query.push(" WHERE a.received_at >= ");
    query.push_bind(to_column(filter.from.unwrap_or(0)));
    if let Some(to) = filter.to {
        query.push(" AND a.received_at < ").push_bind(to_column(to));
    }
    if let Some(user) = filter.user {
        query.push(" AND a.user_id = ").push_bind(id_column(user.0));
    }
    if let Some(act) = filter.act {
        query.push(" AND a.act = ").push_bind(word_column(act)?);
    }
    let (beyond, than, way) = match order {
        AuditOrder::NewestFirst(before) => (before, "<", "DESC"),
        AuditOrder::OldestFirst(after) => (after, ">", "ASC"),
    };
    if let Some((at, place)) = beyond {
        query.push(format!(
            " AND (a.received_at, a.strand, a.sequence) {than} ("
        ));
        query.push_bind(to_column(at));
        query.push(", ").push_bind(id_column(place.strand));
        query
            .push(", ")
            .push_bind(to_column(place.sequence))
            .push(")");
    }
    query.push(format!(
        " ORDER BY a.received_at {way}, a.strand {way}, a.sequence {way} LIMIT "
    ));
    query.push_bind(i64::from(limit));
    let found: Vec<RowColumns> = query.build_query_as().fetch_all(pool).await?;
    found.into_iter().map(read_row).collect()
}

/// The rows at these places.
pub(super) async fn rows_at(
    pool: &Pool,
    places: &[AuditPlace],
) -> Result<Vec<AuditRow>, UseStoreError> {
    let mut found: Vec<AuditRow> = Vec::with_capacity(places.len());
    for place in places {
        let row: Option<RowColumns> = sqlx::query_as(
            "SELECT strand, sequence, body FROM audit WHERE strand = $1 AND sequence = $2",
        )
        .bind(id_column(place.strand))
        .bind(to_column(place.sequence))
        .fetch_optional(pool)
        .await?;
        found.extend(row.map(read_row).transpose()?);
    }
    Ok(found)
}

/// The plans that a user has opened.
pub(super) async fn opened_by(
    pool: &Pool,
    user: UserId,
    received_after: u64,
    there: RangeInclusive<u64>,
) -> Result<Vec<AuditRow>, UseStoreError> {
    let found: Vec<RowColumns> = sqlx::query_as(
        "SELECT strand, sequence, body FROM audit WHERE user_id = $1 AND act = $2 \
         AND (received_at > $3 OR first_at BETWEEN $4 AND $5)",
    )
    .bind(id_column(user.0))
    .bind(word_column(AuditAct::Opened)?)
    .bind(to_column(received_after))
    .bind(to_column(*there.start()))
    .bind(to_column(*there.end()))
    .fetch_all(pool)
    .await?;
    found.into_iter().map(read_row).collect()
}

/// All strands with their ends.
pub(super) async fn strands(pool: &Pool) -> Result<Vec<(Uuid, Option<Strand>)>, UseStoreError> {
    // Of one moment: a strand that begins in between would seem to have lost its end.
    let mut transaction = pool.begin_with(BEGIN_READ).await?;
    let ends: Vec<(Vec<u8>, i64, Vec<u8>)> =
        sqlx::query_as("SELECT strand, sequence, hash FROM audit_ends")
            .fetch_all(&mut *transaction)
            .await?;
    let used: Vec<(Vec<u8>,)> = sqlx::query_as("SELECT DISTINCT strand FROM audit")
        .fetch_all(&mut *transaction)
        .await?;
    transaction.rollback().await?;
    let mut found: BTreeMap<Uuid, Option<Strand>> = BTreeMap::new();
    for (strand, sequence, hash) in ends {
        let id: Uuid = id_from(&strand)?;
        let end = Strand {
            id,
            sequence: from_column(sequence)?,
            hash: hash_from(&hash)?,
        };
        found.insert(id, Some(end));
    }
    for (strand,) in used {
        found.entry(id_from(&strand)?).or_insert(None);
    }
    Ok(found.into_iter().collect())
}

/// Sequence, received, first, user, device, act, note, body, hash.
type RecordColumns = (
    i64,
    i64,
    i64,
    Vec<u8>,
    Vec<u8>,
    String,
    Option<Vec<u8>>,
    Vec<u8>,
    Vec<u8>,
);

/// Rows of a strand, whole.
pub(super) async fn strand_rows(
    pool: &Pool,
    strand: Uuid,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditRecord>, UseStoreError> {
    let rows: Vec<RecordColumns> = sqlx::query_as(
        "SELECT sequence, received_at, first_at, user_id, device, act, note, body, hash FROM audit \
         WHERE strand = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
    )
    .bind(id_column(strand))
    .bind(to_column(after))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    let rows = rows.into_iter();
    rows.map(
        |(sequence, received, first, user, device, act, note, body, hash)| {
            let event: AuditEvent = read_event(&body)?;
            let columns_agree: bool = user == id_column(event.user.0)
                && device == id_column(event.device.0)
                && act == word_column(event.act)?
                && note == event.note.map(id_column)
                && (received, first) == (to_column(event.received_at), to_column(event.first));
            Ok(AuditRecord {
                place: AuditPlace {
                    strand,
                    sequence: from_column(sequence)?,
                },
                received_at: from_column(received)?,
                event,
                body,
                hash: hash_from(&hash)?,
                columns_agree,
            })
        },
    )
    .collect()
}
