//! SQLite has no calls between processes.

use sqlx::Pool;
use sqlx::sqlite::Sqlite;

use crate::storage::{Hearing, UseStoreError};

/// Nobody hears it.
#[expect(
    clippy::unused_async,
    reason = "called as that of databases that can call"
)]
pub(super) async fn call(_pool: &Pool<Sqlite>, _words: &str) -> Result<(), UseStoreError> {
    Ok(())
}

/// There is nothing to hear.
#[expect(
    clippy::unused_async,
    reason = "called as that of databases that can call"
)]
pub(super) async fn hear(_pool: &Pool<Sqlite>) -> Result<Option<Box<dyn Hearing>>, UseStoreError> {
    Ok(None)
}
