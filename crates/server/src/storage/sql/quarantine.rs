//! Entries that were handed in sealed and could not go into the ledger.

use std::collections::BTreeSet;

use async_trait::async_trait;
use overgang_domain::{DeviceId, EntryId, PlanId, UserId, form};
use overgang_sync::message::QuarantineReason;
use sqlx::QueryBuilder;

use super::columns::{entry_from, from_column, id_column, to_column, word_column, word_from};
use super::devices::tag_key_from;
use super::{BEGIN_WRITE, Connection, Db, SqlStore, copies, users};
use crate::chain::Hash;
use crate::partition::Partition;
use crate::storage::{KnownAuthor, QuarantineRow, QuarantineStore, Session, UseStoreError};

/// The entry's bytes, the words of the reasons, since when.
type Columns = (Vec<u8>, String, i64);

const COLUMNS: &str = "SELECT body, reasons, brought_at FROM quarantine WHERE body IS NOT NULL";

#[async_trait]
impl QuarantineStore for SqlStore {
    async fn known_author(
        &self,
        user: UserId,
        device: DeviceId,
    ) -> Result<Option<KnownAuthor>, UseStoreError> {
        let mut connection = self.readers.acquire().await?;
        read_author(&mut connection, user, device).await
    }

    async fn quarantine(&self, rows: &[QuarantineRow]) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        for row in rows {
            sqlx::query(
                "INSERT INTO quarantine (entry_id, hash, plan, author, body, reasons, brought_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (entry_id, hash) DO NOTHING",
            )
            .bind(id_column(row.entry.id.0))
            .bind(row.hash().0.to_vec())
            .bind(id_column(row.entry.plan.0))
            .bind(id_column(row.entry.author.0))
            .bind(row.body.as_slice())
            .bind(reasons_column(&row.reasons)?)
            .bind(to_column(row.brought_at))
            .execute(&mut *transaction)
            .await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    async fn quarantined(
        &self,
        author: UserId,
        logs: &BTreeSet<Partition>,
    ) -> Result<Vec<QuarantineRow>, UseStoreError> {
        let mut query: QueryBuilder<Db> = QueryBuilder::new(COLUMNS);
        query.push(" AND (author = ");
        query.push_bind(id_column(author.0));
        if !logs.is_empty() {
            query.push(" OR plan IN (SELECT plan FROM plans WHERE partition IN (");
            let mut names = query.separated(", ");
            for log in logs {
                names.push_bind(log.as_str());
            }
            query.push("))");
        }
        query.push(")");
        query.push(" ORDER BY brought_at, entry_id");
        let rows: Vec<Columns> = query.build_query_as().fetch_all(&self.readers).await?;
        rows.into_iter().map(row_from).collect()
    }

    async fn all_quarantined(&self) -> Result<Vec<QuarantineRow>, UseStoreError> {
        let mut query: QueryBuilder<Db> = QueryBuilder::new(COLUMNS);
        query.push(" ORDER BY brought_at, entry_id");
        let rows: Vec<Columns> = query.build_query_as().fetch_all(&self.readers).await?;
        rows.into_iter().map(row_from).collect()
    }

    async fn count_quarantined(&self, author: UserId) -> Result<u64, UseStoreError> {
        let (count,): (i64,) = sqlx::query_as(
            "SELECT COUNT(*) FROM quarantine WHERE author = $1 AND body IS NOT NULL",
        )
        .bind(id_column(author.0))
        .fetch_one(&self.readers)
        .await?;
        from_column(count)
    }

    async fn throw_away(&self, entry: EntryId, hash: Hash) -> Result<(), UseStoreError> {
        sqlx::query("UPDATE quarantine SET body = NULL WHERE entry_id = $1 AND hash = $2")
            .bind(id_column(entry.0))
            .bind(hash.0.to_vec())
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    async fn leave_quarantine(&self, entry: EntryId, hash: Hash) -> Result<bool, UseStoreError> {
        let left = sqlx::query("DELETE FROM quarantine WHERE entry_id = $1 AND hash = $2")
            .bind(id_column(entry.0))
            .bind(hash.0.to_vec())
            .execute(&self.writer)
            .await?;
        Ok(left.rows_affected() > 0)
    }
}

/// These entries go, when they are erased.
pub(super) async fn forget_entries(
    connection: &mut Connection,
    entries: &BTreeSet<EntryId>,
) -> Result<(), UseStoreError> {
    for entry in entries {
        sqlx::query("DELETE FROM quarantine WHERE entry_id = $1")
            .bind(id_column(entry.0))
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// All of a plan goes, when all of the plan is erased.
pub(super) async fn forget(connection: &mut Connection, plan: PlanId) -> Result<(), UseStoreError> {
    sqlx::query("DELETE FROM quarantine WHERE plan = $1")
        .bind(id_column(plan.0))
        .execute(connection)
        .await?;
    Ok(())
}

/// Key, end of the chain, when the device was revoked, what it was copied from.
type AuthorColumns = (Vec<u8>, Option<Vec<u8>>, Option<i64>, Option<Vec<u8>>);

async fn read_author(
    connection: &mut Connection,
    user: UserId,
    device: DeviceId,
) -> Result<Option<KnownAuthor>, UseStoreError> {
    let row: Option<AuthorColumns> = sqlx::query_as(
        "SELECT device_users.tag_key, device_users.last_entry, devices.revoked_at, devices.copied_from \
         FROM device_users JOIN devices ON devices.device = device_users.device \
         WHERE device_users.device = $1 AND device_users.user_id = $2",
    )
    .bind(id_column(device.0))
    .bind(id_column(user.0))
    .fetch_optional(&mut *connection)
    .await?;
    let Some((tag_key, last, revoked_at, copied_from)) = row else {
        return Ok(None);
    };
    let Some(user) = users::user(&mut *connection, user).await? else {
        return Ok(None);
    };
    Ok(Some(KnownAuthor {
        session: Session {
            user,
            device,
            expires_at: 0,
            tag_key: tag_key_from(&tag_key)?,
            copied_from: copies::origins(connection, copied_from.as_deref()).await?,
            last: last.as_deref().map(entry_from).transpose()?,
        },
        is_revoked: revoked_at.is_some(),
    }))
}

fn row_from((body, reasons, brought_at): Columns) -> Result<QuarantineRow, UseStoreError> {
    let entry = form::read(&body).map_err(|_| UseStoreError::Unreadable("an entry kept apart"))?;
    let reasons = reasons.split(' ').filter(|word| !word.is_empty());
    let reasons = reasons.map(|word| word_from::<QuarantineReason>(word.to_owned()));
    Ok(QuarantineRow {
        entry,
        body,
        reasons: reasons.collect::<Result<_, UseStoreError>>()?,
        brought_at: from_column(brought_at)?,
    })
}

fn reasons_column(reasons: &BTreeSet<QuarantineReason>) -> Result<String, UseStoreError> {
    let words = reasons.iter().map(word_column);
    let words: Vec<String> = words.collect::<Result<_, UseStoreError>>()?;
    Ok(words.join(" "))
}
