//! A database for one test: a file in a temporary folder, or, where `DATABASE_URL` names a server of PostgreSQL, a
//! new database there. `cargo xtask test` starts such a server and runs the centre's tests on both.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use crate::database::Database;
use crate::storage::LedgerStore;

static LAST: AtomicU32 = AtomicU32::new(0);

/// A database that no other test has.
#[derive(Clone)]
pub(crate) struct TestDatabase {
    /// What it is called.
    pub(crate) database: Database,
    /// Goes with the last of those who use it.
    _folder: Arc<tempfile::TempDir>,
}

impl TestDatabase {
    /// An empty one.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match std::env::var("DATABASE_URL") {
            Ok(address) => new_on_server(&address).await,
            Err(_) => Database::File(folder.path().join("centre.db")),
        };
        Self {
            database,
            _folder: Arc::new(folder),
        }
    }

    /// Opens it as the centre does.
    pub(crate) async fn open(&self) -> Arc<dyn LedgerStore> {
        self.database.open(true).await.unwrap()
    }

    /// Runs a statement beside the centre, as somebody with the database's password would. Answers how many rows it
    /// changed.
    pub(crate) async fn run(&self, sql: &str) -> Result<u64, sqlx::Error> {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.database {
            Database::File(path) => {
                let options = SqliteConnectOptions::new().filename(path);
                let mut connection: SqliteConnection = options.connect().await?;
                let done = sqlx::raw_sql(sql).execute(&mut connection).await;
                connection.close().await?;
                Ok(done?.rows_affected())
            }
            Database::Postgres(options) => {
                let mut connection: PgConnection = options.connect().await?;
                let done = sqlx::raw_sql(sql).execute(&mut connection).await;
                connection.close().await?;
                Ok(done?.rows_affected())
            }
        }
    }

    /// Takes away what keeps the ledger from being changed.
    pub(crate) async fn disarm(&self) {
        let sql = match &self.database {
            Database::File(_) => {
                "DROP TRIGGER ledger_is_never_changed; DROP TRIGGER ledger_is_never_shortened; \
                 DROP TRIGGER audit_never_changed; DROP TRIGGER audit_never_shortened"
            }
            Database::Postgres(_) => {
                "DROP FUNCTION refuse_change CASCADE; DROP FUNCTION refuse_all_but_erasure CASCADE"
            }
        };
        self.run(sql).await.unwrap();
    }

    /// Whether a text stands anywhere in the file, or in the table of sessions.
    pub(crate) async fn has_in_sessions(&self, text: &str) -> bool {
        match &self.database {
            Database::File(path) => {
                let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
                files
                    .map(|file| std::fs::read(file.unwrap().path()).unwrap())
                    .any(|bytes| {
                        bytes
                            .windows(text.len())
                            .any(|some| some == text.as_bytes())
                    })
            }
            Database::Postgres(options) => {
                let digits: Vec<String> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
                let digits: String = digits.concat();
                let mut connection: PgConnection = options.connect().await.unwrap();
                let rows: Vec<(String,)> = sqlx::query_as("SELECT sessions::text FROM sessions")
                    .fetch_all(&mut connection)
                    .await
                    .unwrap();
                assert!(!rows.is_empty(), "nobody has signed in");
                let has = |row: &String| row.contains(&digits) || row.contains(text);
                rows.iter().any(|(row,)| has(row))
            }
        }
    }

    /// Whether a text stands in the file or those beside it; in the tables of PostgreSQL, in a row that can be read.
    pub(crate) async fn has_anywhere(&self, text: &str) -> bool {
        match &self.database {
            Database::File(path) => {
                let files = std::fs::read_dir(path.parent().unwrap()).unwrap();
                let mut files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
                files.any(|bytes| {
                    let mut parts = bytes.windows(text.len());
                    parts.any(|some| some == text.as_bytes())
                })
            }
            Database::Postgres(options) => {
                let digits: Vec<String> = text.bytes().map(|byte| format!("{byte:02x}")).collect();
                let (digits, mut count) = (digits.concat(), 0);
                let mut connection: PgConnection = options.connect().await.unwrap();
                for table in ["ledger", "projections", "audit"] {
                    let sql = AssertSqlSafe(format!(
                        "SELECT 1 FROM {table} WHERE {table}::text LIKE '%{digits}%' OR {table}::text LIKE '%{text}%'"
                    ));
                    count += sqlx::query(sql)
                        .fetch_all(&mut connection)
                        .await
                        .unwrap()
                        .len();
                }
                count > 0
            }
        }
    }

    /// How bytes, given as hexadecimal digits, are written in a statement.
    pub(crate) fn bytes(&self, digits: &str) -> String {
        match &self.database {
            Database::File(_) => format!("x'{digits}'"),
            Database::Postgres(_) => format!("'\\x{digits}'::bytea"),
        }
    }
}

async fn new_on_server(address: &str) -> Database {
    let server: PgConnectOptions = address.parse().unwrap();
    let number: u32 = LAST.fetch_add(1, Ordering::SeqCst);
    let name = format!("test_{}_{number}", std::process::id());
    let mut connection = server.connect().await.unwrap();
    let sql = AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::query(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    Database::Postgres(Box::new(server.database(&name)))
}
