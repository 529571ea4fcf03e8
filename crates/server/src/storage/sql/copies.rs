//! The chains by which a device finds that it is a copy of another, and the device that it is from then on
//! (decision 24).

use std::collections::BTreeSet;

use overgang_domain::{DeviceId, EntryId};

use super::columns::{device_from, entry_from, from_column, id_column};
use super::{Connection, LOCK_CHAIN, users};
use crate::chain::Hash;
use crate::intake::{Judgement, Offered};
use crate::rules::Caller;
use crate::storage::{BeginSession, NewSession, Session, UseStoreError};

/// Moves the end of the caller's chain on this device to the last entry that was accepted, if the device knows where it
/// was: it names the end in `after`, or hands it in. Whoever knows no end takes the chain over. Answers where it ends.
pub(super) async fn move_chain(
    connection: &mut Connection,
    caller: &Caller,
    after: Option<EntryId>,
    offered: &[Offered],
    judgement: &Judgement<'_>,
) -> Result<Option<EntryId>, UseStoreError> {
    let (device, user) = (id_column(caller.device.0), id_column(caller.reader.user.0));
    let row: Option<(Option<Vec<u8>>,)> = sqlx::query_as(LOCK_CHAIN)
        .bind(&device)
        .bind(&user)
        .fetch_optional(&mut *connection)
        .await?;
    let end: Option<EntryId> = row
        .and_then(|(end,)| end)
        .as_deref()
        .map(entry_from)
        .transpose()?;
    let ids = || offered.iter().map(|one| one.entry.id);
    let is_known =
        |end: EntryId| after.is_none_or(|after| after == end) || ids().any(|id| id == end);
    let accepted = judgement.accepted.values().flatten();
    let accepted: BTreeSet<EntryId> = accepted.map(|one| one.entry.id).collect();
    let new = ids().rev().find(|id| accepted.contains(id));
    let Some(new) = new.filter(|_| end.is_none_or(is_known)) else {
        return Ok(end);
    };
    sqlx::query("UPDATE device_users SET last_entry = $3 WHERE device = $1 AND user_id = $2")
        .bind(device)
        .bind(user)
        .bind(id_column(new.0))
        .execute(connection)
        .await?;
    Ok(Some(new))
}

/// The devices that one was copied from, one from the other. `first` is where it was copied from itself.
pub(super) async fn origins(
    connection: &mut Connection,
    first: Option<&[u8]>,
) -> Result<BTreeSet<DeviceId>, UseStoreError> {
    let Some(first) = first else {
        return Ok(BTreeSet::new());
    };
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as(
        "WITH RECURSIVE origins (device) AS (SELECT device FROM devices WHERE device = $1 UNION \
         SELECT devices.copied_from FROM devices JOIN origins ON origins.device = devices.device \
         WHERE devices.copied_from IS NOT NULL) SELECT device FROM origins",
    )
    .bind(first)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|(device,)| device_from(device)).collect()
}

/// Begins a session like the one behind `like`, with the same end and the same name at the provider, on a device that was
/// copied from that one's. It may be done again with the same device. `None` where the device is another one already, or
/// `like` is no session.
pub(super) async fn begin(
    connection: &mut Connection,
    copy: NewSession,
    like: Hash,
) -> Result<Option<Session>, UseStoreError> {
    // Whoever revokes the device meanwhile waits for this, and finds the copy; whoever did before leaves nothing to copy.
    let alive = sqlx::query(
        "UPDATE devices SET name = name WHERE revoked_at IS NULL AND device = \
         (SELECT device FROM sessions WHERE token_hash = $1 AND ended_at IS NULL)",
    )
    .bind(like.0.to_vec())
    .execute(&mut *connection)
    .await?;
    if alive.rows_affected() == 0 {
        return Ok(None);
    }
    let row: Option<(Vec<u8>, i64, Option<String>)> = sqlx::query_as(
        "SELECT device, expires_at, provider_session FROM sessions \
         WHERE token_hash = $1 AND ended_at IS NULL",
    )
    .bind(like.0.to_vec())
    .fetch_optional(&mut *connection)
    .await?;
    let Some((origin, expires_at, provider_session)) = row else {
        return Ok(None);
    };
    let device = id_column(copy.device.0);
    sqlx::query(
        "INSERT INTO devices (device, name, copied_from) VALUES ($1, '', $2) \
         ON CONFLICT (device) DO NOTHING",
    )
    .bind(&device)
    .bind(&origin)
    .execute(&mut *connection)
    .await?;
    let (copied_from,): (Option<Vec<u8>>,) =
        sqlx::query_as("SELECT copied_from FROM devices WHERE device = $1")
            .bind(&device)
            .fetch_one(&mut *connection)
            .await?;
    if copied_from.as_ref() != Some(&origin) {
        return Ok(None);
    }
    let session = NewSession {
        expires_at: from_column(expires_at)?,
        provider_session,
        ..copy
    };
    match users::begin_session(connection, &session, None).await? {
        BeginSession::Begun(session) => Ok(Some(*session)),
        BeginSession::UnknownUser | BeginSession::Revoked => Ok(None),
    }
}
