//! The store on `SQLite`: one file, one writing connection, many reading ones. `BEGIN IMMEDIATE` on that
//! one connection gives every log its gapless order; nothing but the database is waited for inside.

mod append;
mod columns;
mod logs;
mod projected;
mod users;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{Entry, EntryId, PlanId, PrisonId, Stored};
use overgang_sync::message::PracticeUser;
use sqlx::ConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::{
    Founding, Heartbeat, Identity, LedgerRow, LedgerStore, LogHead, NewSession, Page, Projection,
    ReleaseFigures, Session, TakenIn, Unprojected, UseStoreError, Writer,
};
use crate::chain::Hash;
use crate::cursor::Positions;
use crate::partition::Partition;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// How long a connection waits for another process, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many read at the same time.
const READERS: u32 = 8;

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    /// No such file, or not a database, or no right to it.
    #[error("cannot open the database {path}: {source}")]
    Open {
        /// Which file.
        path: PathBuf,
        /// What `SQLite` says.
        source: sqlx::Error,
    },
    /// The tables could not be brought up to date.
    #[error("cannot bring the database {path} up to date: {source}")]
    Migrate {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        source: MigrateError,
    },
}

/// The store.
#[derive(Clone, Debug)]
pub struct SqliteStore {
    readers: SqlitePool,
    writer: SqlitePool,
}

impl SqliteStore {
    /// Opens the database at `path`; where there is none, makes one if that `may_create`.
    pub async fn open(path: &Path, may_create: bool) -> Result<Self, OpenStoreError> {
        let failed = |source: sqlx::Error| OpenStoreError::Open {
            path: path.to_owned(),
            source,
        };
        let options: SqliteConnectOptions = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(may_create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            .disable_statement_logging();
        let writer: SqlitePool = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        MIGRATIONS
            .run(&writer)
            .await
            .map_err(|source| OpenStoreError::Migrate {
                path: path.to_owned(),
                source,
            })?;
        let readers: SqlitePool = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await
            .map_err(failed)?;
        Ok(Self { readers, writer })
    }

    #[cfg(test)]
    pub(crate) fn readers(&self) -> &SqlitePool {
        &self.readers
    }
}

#[async_trait]
impl LedgerStore for SqliteStore {
    async fn identity(&self) -> Result<Option<Identity>, UseStoreError> {
        users::identity(&self.readers).await
    }

    async fn found(&self, founding: Founding) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        users::found(&mut transaction, &founding.identity, &founding.users).await?;
        append::append_own(&mut transaction, founding.entries).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn users(&self) -> Result<Vec<PracticeUser>, UseStoreError> {
        users::users(&self.readers).await
    }

    async fn begin_session(
        &self,
        session: NewSession,
        instead_of: Option<Hash>,
    ) -> Result<Option<Session>, UseStoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let begun: Option<Session> =
            users::begin_session(&mut transaction, &session, instead_of).await?;
        transaction.commit().await?;
        Ok(begun)
    }

    async fn session(&self, token: Hash, now: u64) -> Result<Option<Session>, UseStoreError> {
        users::session(&self.readers, token, now).await
    }

    async fn end_session(&self, token: Hash, now: u64) -> Result<(), UseStoreError> {
        users::end_session(&self.writer, token, now).await
    }

    async fn heads(&self, partitions: &BTreeSet<Partition>) -> Result<Positions, UseStoreError> {
        let mut connection = self.readers.acquire().await?;
        logs::heads(&mut connection, partitions).await
    }

    async fn take_in(
        &self,
        writer: &Writer,
        entries: Vec<Entry>,
        now: u64,
    ) -> Result<TakenIn, UseStoreError> {
        append::take_in(&self.writer, writer, entries, now).await
    }

    async fn read_after(
        &self,
        positions: Positions,
        accept_bytes: u64,
        leave_out: &BTreeSet<EntryId>,
    ) -> Result<Page, UseStoreError> {
        logs::read_after(&self.readers, positions, accept_bytes, leave_out).await
    }

    async fn note_heartbeats(&self, heartbeats: &[Heartbeat]) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        users::note_heartbeats(&mut transaction, heartbeats).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn unprojected(&self) -> Result<Vec<Unprojected>, UseStoreError> {
        projected::unprojected(&self.readers).await
    }

    async fn plan_entries(&self, plan: PlanId) -> Result<Vec<Stored>, UseStoreError> {
        logs::plan_entries(&self.readers, plan).await
    }

    async fn write_projections(
        &self,
        partition: &Partition,
        up_to: u64,
        projections: &[Projection],
    ) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        projected::write(&mut transaction, partition, up_to, projections).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn forget_projections(&self) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        projected::forget(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn release_figures(
        &self,
        prisons: &BTreeSet<PrisonId>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<ReleaseFigures, UseStoreError> {
        projected::release_figures(&self.readers, prisons, from, to).await
    }

    async fn log_heads(&self) -> Result<Vec<LogHead>, UseStoreError> {
        logs::log_heads(&self.readers).await
    }

    async fn log_rows(
        &self,
        partition: &Partition,
        after: u64,
        limit: u32,
    ) -> Result<Vec<LedgerRow>, UseStoreError> {
        logs::log_rows(&self.readers, partition, after, limit).await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
