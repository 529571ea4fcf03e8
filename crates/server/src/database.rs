//! Which database a centre uses: a file of SQLite, or PostgreSQL by its address.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use sqlx::postgres::PgConnectOptions;

use crate::storage::postgres::PostgresStore;
use crate::storage::sqlite::SqliteStore;
use crate::storage::{LedgerStore, OpenStoreError};

/// Names a database.
#[derive(Clone, Debug)]
pub enum Database {
    /// A file of SQLite.
    File(PathBuf),
    /// A database of PostgreSQL.
    Postgres(Box<PgConnectOptions>),
}

/// This names no database.
#[derive(Debug, thiserror::Error)]
pub enum NameDatabaseError {
    /// What stands on a command line can be read by everybody on the machine.
    #[error(
        "a command line is no place for a password: put it into PGPASSWORD, or into the file that PGPASSFILE names"
    )]
    Password,
    /// Not an address of PostgreSQL.
    #[error("this is no address of a PostgreSQL database, as in postgres://user@host/name: {0}")]
    Address(sqlx::Error),
}

impl Database {
    /// Opens it. A file that is not there is made if that `may_create`; a database of PostgreSQL has to be there,
    /// its tables need not.
    pub async fn open(&self, may_create: bool) -> Result<Arc<dyn LedgerStore>, OpenStoreError> {
        Ok(match self {
            Self::File(path) => Arc::new(SqliteStore::open(path, may_create).await?),
            Self::Postgres(options) => {
                Arc::new(PostgresStore::open(options.as_ref().clone()).await?)
            }
        })
    }
}

impl FromStr for Database {
    type Err = NameDatabaseError;

    /// An address that begins with `postgres://`, or else the path of a file.
    fn from_str(name: &str) -> Result<Self, NameDatabaseError> {
        let is_address = name.starts_with("postgres://") || name.starts_with("postgresql://");
        if !is_address {
            return Ok(Self::File(Path::new(name).to_owned()));
        }
        if has_password(name) {
            return Err(NameDatabaseError::Password);
        }
        let options: PgConnectOptions = name.parse().map_err(NameDatabaseError::Address)?;
        Ok(Self::Postgres(Box::new(options)))
    }
}

/// Whether an address has a password, before the host or among what follows the question mark.
fn has_password(address: &str) -> bool {
    let after_scheme = address.split_once("://").map_or("", |(_, rest)| rest);
    let (before_query, query) = after_scheme.split_once('?').unwrap_or((after_scheme, ""));
    let user = before_query.rsplit_once('@').map_or("", |(user, _)| user);
    user.contains(':') || query.split('&').any(|pair| pair.starts_with("password="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_file_unless_it_is_an_address() {
        for file in ["centre.db", "/var/lib/overgang/centre.db", "postgres.db"] {
            let named: Database = file.parse().unwrap();
            assert!(matches!(named, Database::File(path) if path == Path::new(file)));
        }
        let named: Database = "postgres://centre@db.example.org/overgang".parse().unwrap();
        let Database::Postgres(options) = named else {
            panic!("an address is no file");
        };
        assert_eq!(options.get_host(), "db.example.org");
        assert_eq!(options.get_database(), Some("overgang"));
    }

    #[test]
    fn a_password_on_the_command_line_is_refused_and_never_repeated() {
        for address in [
            "postgres://centre:hemmelig@db/overgang",
            "postgres://centre:hem/melig@db/overgang",
            "postgresql://db/overgang?user=centre&password=hemmelig",
        ] {
            let refused = Database::from_str(address).unwrap_err();
            assert!(matches!(refused, NameDatabaseError::Password));
            assert!(!refused.to_string().contains("hemmelig"));
        }
        let broken = Database::from_str("postgres://db:port/overgang").unwrap_err();
        assert!(matches!(broken, NameDatabaseError::Address(_)));
    }
}
