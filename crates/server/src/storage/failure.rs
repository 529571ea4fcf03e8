//! What can go wrong with a database.

use sqlx::migrate::MigrateError;

use crate::clock::DrawBytesError;
use crate::erasures_file::WriteErasureError;

/// The store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum UseStoreError {
    /// The database says so.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// A row does not hold what was written there.
    #[error("the database holds a row that cannot be read: {0}")]
    Unreadable(&'static str),
    /// Others wrote the same plans again and again.
    #[error("others write the same plans at the same time")]
    Contended,
    /// No id could be drawn.
    #[error(transparent)]
    Chance(#[from] DrawBytesError),
    /// It could not be written down outside the database.
    #[error(transparent)]
    File(#[from] WriteErasureError),
}

/// The database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenStoreError {
    /// There is none, or no right to it.
    #[error("cannot open the database {database}: {source}")]
    Open {
        /// Which, without secrets.
        database: String,
        /// What the database says.
        source: sqlx::Error,
    },
    /// The tables could not be brought up to date.
    #[error("cannot bring the database {database} up to date: {source}")]
    Migrate {
        /// Which, without secrets.
        database: String,
        /// What went wrong.
        source: MigrateError,
    },
}

impl UseStoreError {
    /// Whether trying again later may help.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Contended | Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) => {
                true
            }
            Self::Database(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| is_busy_code(&code))
            }
            Self::Database(_) | Self::Unreadable(_) | Self::Chance(_) | Self::File(_) => false,
        }
    }

    /// Whether somebody else wrote the same meanwhile.
    pub(super) fn is_conflict(&self) -> bool {
        let Self::Database(sqlx::Error::Database(error)) = self else {
            return false;
        };
        error.is_unique_violation()
    }
}

/// SQLite: BUSY (5) and LOCKED (6), also in their extended forms. PostgreSQL has words of five letters: 40 a
/// transaction that met another, 55 a head that others held too long, 53 and 57 a server that is full or on its way down, 08 a lost connection, 25006 one
/// that only reads, as after a failover.
fn is_busy_code(code: &str) -> bool {
    if code.len() == 5 {
        let begins_with = |class: &&str| code.starts_with(*class);
        return ["40", "53", "55", "57", "08", "25006"]
            .iter()
            .any(begins_with);
    }
    code.parse::<u32>()
        .is_ok_and(|code| matches!(code & 0xff, 5 | 6))
}
