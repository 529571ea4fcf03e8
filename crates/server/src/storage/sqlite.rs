//! The store on SQLite: one file, one writing connection, many reading ones. `BEGIN IMMEDIATE` on that one
//! connection makes whoever writes the only one; nothing but the database is waited for inside.

#[path = "sql/append.rs"]
mod append;
#[path = "sql/columns.rs"]
mod columns;
#[path = "sql/logs.rs"]
mod logs;
#[path = "sql/projected.rs"]
mod projected;
#[path = "sql/sign_ins.rs"]
mod sign_ins;
#[path = "sql/store.rs"]
mod store;
#[path = "sql/users.rs"]
mod users;

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool,
    SqlitePoolOptions, SqliteSynchronous,
};

pub use self::store::SqlStore as SqliteStore;
use super::OpenStoreError;

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

type Db = Sqlite;
type Connection = SqliteConnection;
type Pool = SqlitePool;

/// How a transaction that writes begins: alone.
const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// How a transaction that reads at one moment begins.
const BEGIN_READ: &str = "BEGIN DEFERRED";

/// Reads a log's head, which is the transaction's own already.
const LOCK_HEAD: &str = "SELECT sequence, hash FROM heads WHERE partition = $1";

/// How long a connection waits for another process, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many read at the same time.
const READERS: u32 = 8;

impl SqliteStore {
    /// Opens the database at `path`; where there is none, makes one if that `may_create`.
    pub async fn open(path: &Path, may_create: bool) -> Result<Self, OpenStoreError> {
        let failed = |source: sqlx::Error| OpenStoreError::Open {
            database: path.display().to_string(),
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
                database: path.display().to_string(),
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
}
