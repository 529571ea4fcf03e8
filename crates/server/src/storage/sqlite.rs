//! The store on SQLite: one file, one writing connection, many reading ones. `BEGIN IMMEDIATE` on that one
//! connection makes whoever writes the only one; nothing but the database is waited for inside.

mod calls;
#[path = "sql/store.rs"]
mod store;

use std::path::Path;

use sqlx::ConnectOptions;
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};

use self::store::PATIENCE;
pub use self::store::SqlStore as SqliteStore;
use super::OpenStoreError;

/// The steps of the schema, each once: version, name, statements. Listed here, for sqlx's macro would compile sqlx a
/// second time, for the compiler.
const MIGRATIONS: [(i64, &str, &str); 1] = [(
    1,
    "ledger",
    include_str!("../../migrations/sqlite/0001_ledger.sql"),
)];

type Db = Sqlite;
type Connection = SqliteConnection;
type Options = SqliteConnectOptions;

/// How a transaction that writes begins: alone.
const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

/// How a transaction that reads at one moment begins.
const BEGIN_READ: &str = "BEGIN DEFERRED";

/// Reads a log's head, which is the transaction's own already.
const LOCK_HEAD: &str = "SELECT sequence, hash FROM heads WHERE partition = $1";

/// Locks where the chain of a user on a device ends until the transaction ends: nobody else writes meanwhile.
const LOCK_CHAIN: &str = "SELECT last_entry FROM device_users WHERE device = $1 AND user_id = $2";

/// What lets nothing of erased rows stand beside the tables: pages are overwritten at once, the write-ahead log is
/// emptied.
const SCRUB: [&str; 1] = ["PRAGMA wal_checkpoint(TRUNCATE)"];

/// How many read at the same time; one writes.
const READERS: u32 = 8;

impl SqliteStore {
    /// Opens the database at `path`; where there is none, makes one if that `may_create`.
    pub async fn open(path: &Path, may_create: bool) -> Result<Self, OpenStoreError> {
        let options: SqliteConnectOptions = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(may_create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .foreign_keys(true)
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        Self::connect(options, (1, READERS), &path.display().to_string()).await
    }
}
