//! Calls between processes on PostgreSQL: `NOTIFY` and `LISTEN`. A call is sent beside the transaction that it tells of:
//! within one, all commits would wait for each other.

use async_trait::async_trait;
use sqlx::Pool;
use sqlx::postgres::{PgListener, Postgres};

use crate::storage::{Hearing, UseStoreError};

/// The channel. Each database has its own of this name.
const CHANNEL: &str = "overgang_news";

/// Calls.
pub(super) async fn call(pool: &Pool<Postgres>, words: &str) -> Result<(), UseStoreError> {
    sqlx::query("SELECT pg_notify($1, $2)")
        .bind(CHANNEL)
        .bind(words)
        .execute(pool)
        .await?;
    Ok(())
}

/// Begins to hear calls.
pub(super) async fn hear(pool: &Pool<Postgres>) -> Result<Option<Box<dyn Hearing>>, UseStoreError> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    Ok(Some(Box::new(PostgresHearing(listener))))
}

struct PostgresHearing(PgListener);

#[async_trait]
impl Hearing for PostgresHearing {
    async fn next(&mut self) -> Result<Option<String>, UseStoreError> {
        let call = self.0.try_recv().await?;
        Ok(call.map(|call| call.payload().to_owned()))
    }
}
