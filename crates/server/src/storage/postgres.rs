//! The store on PostgreSQL, for offices: several processes of the centre may share one database. Whoever writes
//! a log locks its head row first, so that numbers are given in the order of the commits.

mod calls;
#[path = "sql/store.rs"]
mod store;

use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgConnection, Postgres};

pub use self::store::SqlStore as PostgresStore;
use super::OpenStoreError;

/// The steps of the schema, each once: version, name, statements. Listed here, for sqlx's macro would compile sqlx a
/// second time, for the compiler.
const MIGRATIONS: [(i64, &str, &str); 1] = [(
    1,
    "ledger",
    include_str!("../../migrations/postgres/0001_ledger.sql"),
)];

type Db = Postgres;
type Connection = PgConnection;
type Options = PgConnectOptions;

/// How a transaction that writes begins. Each statement sees what was committed before it, also while it waited for
/// a head.
const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED";

/// How a transaction that reads at one moment begins.
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// Locks a log's head until the transaction ends.
const LOCK_HEAD: &str = "SELECT sequence, hash FROM heads WHERE partition = $1 FOR UPDATE";

/// Locks where the chain of a user on a device ends until the transaction ends.
const LOCK_CHAIN: &str =
    "SELECT last_entry FROM device_users WHERE device = $1 AND user_id = $2 FOR UPDATE";

/// What lets nothing of erased rows stand in the tables. The server's own write-ahead log goes with its age.
const SCRUB: [&str; 4] = [
    "VACUUM ledger",
    "VACUUM plan_numbers",
    "VACUUM projections",
    "VACUUM system_events",
];

/// How many read at the same time; one of them may hear calls all the time.
const READERS: u32 = 17;

/// How many write at the same time. They wait for each other's heads, and must not keep readers waiting.
const WRITERS: u32 = 8;

/// A process that stands still in the middle of a write must not hold a prison's head for ever.
const TIMEOUTS: [(&str, &str); 2] = [
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "30s"),
];

impl PostgresStore {
    /// Opens a database that is there; makes its tables where they are missing.
    pub async fn open(options: PgConnectOptions) -> Result<Self, OpenStoreError> {
        // Host and name, never the user's password.
        let host: String = options.get_host().to_owned();
        let database: String = format!("{host}/{}", options.get_database().unwrap_or_default());
        let options = options.options(TIMEOUTS).disable_statement_logging();
        Self::connect(options, (WRITERS, READERS), &database).await
    }
}
