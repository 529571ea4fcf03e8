//! Who is at the provider's page at the moment.

use super::Pool;
use super::columns::{device_from, id_column, to_column};
use crate::chain::Hash;
use crate::storage::{SignIn, UseStoreError};

/// Remembers somebody, and forgets those who never came back.
pub(super) async fn begin(
    pool: &Pool,
    token: Hash,
    sign_in: &SignIn,
    expires_at: u64,
) -> Result<(), UseStoreError> {
    sqlx::query(
        "INSERT INTO sign_ins (token_hash, device, state, nonce, verifier, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(token.0.to_vec())
    .bind(id_column(sign_in.device.0))
    .bind(&sign_in.state)
    .bind(&sign_in.nonce)
    .bind(&sign_in.verifier)
    .bind(to_column(expires_at))
    .execute(pool)
    .await?;
    Ok(())
}

/// Token, device, state, nonce, verifier, end.
type SignInColumns = (Vec<u8>, Vec<u8>, String, String, String, i64);

/// Gives back what was remembered, once.
pub(super) async fn take(
    pool: &Pool,
    token: Hash,
    now: u64,
) -> Result<Option<SignIn>, UseStoreError> {
    // What has waited too long goes at the same time.
    let rows: Vec<SignInColumns> = sqlx::query_as(
        "DELETE FROM sign_ins WHERE token_hash = $1 OR expires_at <= $2 \
         RETURNING token_hash, device, state, nonce, verifier, expires_at",
    )
    .bind(token.0.to_vec())
    .bind(to_column(now))
    .fetch_all(pool)
    .await?;
    let found = rows
        .into_iter()
        .find(|row| row.0 == token.0 && row.5 > to_column(now));
    found
        .map(|(_, device, state, nonce, verifier, _)| {
            Ok(SignIn {
                device: device_from(&device)?,
                state,
                nonce,
                verifier,
            })
        })
        .transpose()
}
