//! Who is at the provider's page at the moment.

use super::columns::{device_from, hash_from, id_column, to_column};
use super::{Connection, Pool};
use crate::chain::Hash;
use crate::storage::{SignIn, UseStoreError};

/// Forgets those who never came back.
pub(super) async fn forget(connection: &mut Connection, now: u64) -> Result<(), UseStoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE expires_at <= $1")
        .bind(to_column(now))
        .execute(connection)
        .await?;
    Ok(())
}

/// Remembers somebody.
pub(super) async fn begin(
    connection: &mut Connection,
    token: Hash,
    sign_in: &SignIn,
    expires_at: u64,
) -> Result<(), UseStoreError> {
    sqlx::query(
        "INSERT INTO sign_ins (token_hash, device, state, nonce, verifier, session_before, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(token.0.to_vec())
    .bind(id_column(sign_in.device.0))
    .bind(&sign_in.state)
    .bind(&sign_in.nonce)
    .bind(&sign_in.verifier)
    .bind(sign_in.before.map(|hash| hash.0.to_vec()))
    .bind(to_column(expires_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Device, state, nonce, verifier, the session before, end.
type SignInColumns = (Vec<u8>, String, String, String, Option<Vec<u8>>, i64);

/// Gives back what was remembered, once, unless it is over.
pub(super) async fn take(
    pool: &Pool,
    token: Hash,
    now: u64,
) -> Result<Option<SignIn>, UseStoreError> {
    let row: Option<SignInColumns> = sqlx::query_as(
        "DELETE FROM sign_ins WHERE token_hash = $1 \
         RETURNING device, state, nonce, verifier, session_before, expires_at",
    )
    .bind(token.0.to_vec())
    .fetch_optional(pool)
    .await?;
    let row = row.filter(|row| row.5 > to_column(now));
    let Some((device, state, nonce, verifier, before, _)) = row else {
        return Ok(None);
    };
    Ok(Some(SignIn {
        device: device_from(&device)?,
        state,
        nonce,
        verifier,
        before: before.as_deref().map(hash_from).transpose()?,
    }))
}
