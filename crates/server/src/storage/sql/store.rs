//! The store over any of the databases: which statements run in which transaction, on which connection. This file and
//! those below it are compiled once for each database, which says what differs (decision 13).

mod append;
mod audit;
mod audit_reading;
mod columns;
mod copies;
mod devices;
mod erasing;
mod logs;
mod lookups;
mod moves;
mod news;
mod overrides;
mod projected;
mod protections;
mod quarantine;
mod reviews;
mod rights;
mod rounds;
mod sign_ins;
mod systems;
mod users;
mod webhooks;
mod withdrawals;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{DeviceId, Entry, EntryId, PlanId, PrisonId, Stored, UserId};
use overgang_sync::message::User;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::pool::PoolOptions;

use super::{
    BEGIN_READ, BEGIN_WRITE, Connection, Db, LOCK_CHAIN, LOCK_HEAD, MIGRATIONS, Options, SCRUB,
    calls,
};
use crate::audit::strand::Strands;
use crate::chain::Hash;
use crate::cursor::{CursorKey, Positions};
use crate::erasing::{EraseError, Erased, Erasure};
use crate::erasures_file::{ErasuresFile, WithdrawnLine};
use crate::partition::Partition;
use crate::rules::{Caller, Rules, Shared};
use crate::storage::{
    Ask, BeginSession, Chain, DeviceScope, Founding, Heartbeat, Identity, LedgerRow, LedgerStore,
    LogHead, NewSession, OpenStoreError, Page, Projection, ReleaseFigures, Session, SessionState,
    SignIn, StoredDevice, TakenIn, Unprojected, UseStoreError,
};

type Pool = sqlx::Pool<Db>;
type DbRow = <Db as sqlx::Database>::Row;

/// How long a request waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// The store: connections that read, and connections that write.
#[derive(Clone, Debug)]
pub struct SqlStore {
    readers: Pool,
    writer: Pool,
    strands: Strands,
}

impl SqlStore {
    /// Connects, with so many connections that write and that read at most, and brings the tables up to date. Errors
    /// call the database `name`.
    pub(super) async fn connect(
        options: Options,
        (writers, readers): (u32, u32),
        name: &str,
    ) -> Result<Self, OpenStoreError> {
        let pool = async |most: u32| {
            let pool = PoolOptions::<Db>::new()
                .max_connections(most)
                .acquire_timeout(PATIENCE)
                .connect_with(options.clone());
            pool.await.map_err(|source| OpenStoreError::Open {
                database: name.to_owned(),
                source,
            })
        };
        let writer: Pool = pool(writers).await?;
        migrations()
            .run(&writer)
            .await
            .map_err(|source| OpenStoreError::Migrate {
                database: name.to_owned(),
                source,
            })?;
        Ok(Self {
            readers: pool(readers).await?,
            writer,
            strands: Strands::default(),
        })
    }
}

fn migrations() -> Migrator {
    let steps = MIGRATIONS.map(|(version, name, statements)| {
        let kind = MigrationType::Simple;
        Migration::new(version, name.into(), kind, statements.into_sql_str(), false)
    });
    Migrator::with_migrations(steps.into())
}

#[async_trait]
impl LedgerStore for SqlStore {
    async fn identity(&self) -> Result<Option<Identity>, UseStoreError> {
        users::identity(&self.readers).await
    }

    async fn found(&self, founding: Founding) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        users::found(&mut transaction, &founding.identity, &founding.users).await?;
        append::append_own(&mut transaction, founding.entries).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn set_epoch(&self, epoch: &str, key: &CursorKey) -> Result<(), UseStoreError> {
        users::set_epoch(&self.writer, epoch, key).await
    }

    async fn users(&self) -> Result<Vec<User>, UseStoreError> {
        users::users(&self.readers).await
    }

    async fn begin_session(
        &self,
        session: NewSession,
        instead_of: Option<Hash>,
    ) -> Result<BeginSession, UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        let begun: BeginSession =
            users::begin_session(&mut transaction, &session, instead_of).await?;
        transaction.commit().await?;
        Ok(begun)
    }

    async fn begin_copy(
        &self,
        copy: NewSession,
        like: Hash,
    ) -> Result<Option<Session>, UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        let begun: Option<Session> = copies::begin(&mut transaction, copy, like).await?;
        transaction.commit().await?;
        Ok(begun)
    }

    async fn session(&self, token: Hash, now: u64) -> Result<SessionState, UseStoreError> {
        users::session(&self.readers, token, now).await
    }

    async fn begin_sign_in(
        &self,
        token: Hash,
        sign_in: &SignIn,
        now: u64,
        expires_at: u64,
    ) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        sign_ins::forget(&mut transaction, now).await?;
        sign_ins::begin(&mut transaction, token, sign_in, expires_at).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn take_sign_in(&self, token: Hash, now: u64) -> Result<Option<SignIn>, UseStoreError> {
        sign_ins::take(&self.writer, token, now).await
    }

    async fn note_user(&self, user: &User, entry: EntryId, now: u64) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        users::list_user(&mut transaction, user, entry, now).await?;
        users::write(&mut transaction, user).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn end_sessions_of(
        &self,
        user: UserId,
        provider_session: Option<&str>,
        now: u64,
    ) -> Result<(), UseStoreError> {
        users::end_sessions_of(&self.writer, user, provider_session, now).await
    }

    async fn end_session(&self, token: Hash, now: u64) -> Result<(), UseStoreError> {
        users::end_session(&self.writer, token, now).await
    }

    async fn heads(&self, partitions: &BTreeSet<Partition>) -> Result<Positions, UseStoreError> {
        let mut connection = self.readers.acquire().await?;
        logs::heads(&mut connection, partitions).await
    }

    async fn shared(&self, rules: &Rules) -> Result<Arc<Shared>, UseStoreError> {
        let mut transaction = self.readers.begin_with(BEGIN_READ).await?;
        let shared = rounds::shared_now(&mut transaction, rules).await?;
        transaction.rollback().await?;
        Ok(shared)
    }

    async fn take_in(
        &self,
        caller: &Caller,
        rules: &Rules,
        entries: Vec<Entry>,
        chain: Chain,
        now: u64,
        file: Option<&ErasuresFile>,
    ) -> Result<TakenIn, UseStoreError> {
        let handed_in = (entries, chain);
        append::take_in(&self.writer, (caller, rules), handed_in, (now, file)).await
    }

    async fn append_again(&self, line: &WithdrawnLine) -> Result<bool, UseStoreError> {
        withdrawals::append_again(&self.writer, line).await
    }

    async fn hand_out(&self, ask: Ask<'_>) -> Result<Page, UseStoreError> {
        rounds::hand_out(&self.readers, ask).await
    }

    async fn due_moves(&self, today: NaiveDate) -> Result<BTreeSet<PlanId>, UseStoreError> {
        moves::due(&self.readers, today).await
    }

    async fn move_if_due(
        &self,
        plan: PlanId,
        rules: &Rules,
        now: u64,
    ) -> Result<bool, UseStoreError> {
        moves::move_if_due(&self.writer, plan, rules, now).await
    }

    async fn rebuild_rights(&self) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        rights::rebuild(&mut transaction).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn devices(&self, scope: &DeviceScope) -> Result<Vec<StoredDevice>, UseStoreError> {
        devices::list(&self.readers, scope).await
    }

    async fn name_device(&self, device: DeviceId, name: &str) -> Result<(), UseStoreError> {
        devices::name(&self.writer, device, name).await
    }

    async fn revoke_device(
        &self,
        device: DeviceId,
        by: UserId,
        now: u64,
        file: Option<&ErasuresFile>,
    ) -> Result<BTreeSet<DeviceId>, UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        let revoked = devices::revoke(&mut transaction, device, (by, now), file).await?;
        transaction.commit().await?;
        Ok(revoked)
    }

    async fn copy_devices(&self, devices: &[StoredDevice]) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        devices::copy(&mut transaction, devices).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn note_heartbeats(&self, heartbeats: &[Heartbeat]) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        devices::note_heartbeats(&mut transaction, heartbeats).await?;
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
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        projected::write(&mut transaction, partition, up_to, projections).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn forget_projections(&self) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
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

    async fn copy_rows(
        &self,
        partition: &Partition,
        rows: &[LedgerRow],
    ) -> Result<(), UseStoreError> {
        let mut transaction = self.writer.begin_with(BEGIN_WRITE).await?;
        append::copy_rows(&mut transaction, partition, rows).await?;
        transaction.commit().await?;
        Ok(())
    }

    async fn erase(&self, erasure: &Erasure<'_>) -> Result<Erased, EraseError> {
        erasing::erase(&self.writer, erasure).await
    }

    async fn scrub(&self) -> Result<(), UseStoreError> {
        for statement in SCRUB {
            sqlx::query(statement).execute(&self.writer).await?;
        }
        Ok(())
    }

    async fn kept_of(
        &self,
        entries: &BTreeSet<EntryId>,
    ) -> Result<BTreeSet<EntryId>, UseStoreError> {
        let mut connection = self.readers.acquire().await?;
        erasing::kept_of(&mut connection, entries).await
    }

    async fn plans(&self) -> Result<Vec<PlanId>, UseStoreError> {
        lookups::plans(&self.readers).await
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Database as _;

    use super::{Db, MIGRATIONS};

    #[test]
    fn every_file_of_the_schema_is_a_step_of_it() {
        let all = std::fs::read_dir("migrations").unwrap();
        let names = all.map(|folder| folder.unwrap().file_name().into_string().unwrap());
        let database: String = Db::NAME.to_lowercase();
        let folders: Vec<String> = names.filter(|name| database.starts_with(name)).collect();
        let [folder] = &folders[..] else {
            panic!("one folder is {database}'s, not {folders:?}");
        };
        let files = std::fs::read_dir(format!("migrations/{folder}")).unwrap();
        let mut files: Vec<String> = files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let steps = MIGRATIONS.map(|(version, name, _)| format!("{version:04}_{name}.sql"));
        assert_eq!(files, steps);
    }
}
