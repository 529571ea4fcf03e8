//! The devices: who has signed in on each, when it was last here, and whether it still gets anything.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{DeviceId, UserId};
use overgang_sync::message::TagKey;
use sqlx::QueryBuilder;

use super::columns::{device_from, entry_from, from_column, id_column, to_column, user_from};
use super::{Connection, Db, Pool};
use crate::erasures_file::{ErasuresFile, Line, RevokedLine};
use crate::storage::{DeviceScope, Enrolled, Heartbeat, NewSession, StoredDevice, UseStoreError};

/// Puts the user's device on the list, if it is not there. Answers whether it gets anything.
pub(super) async fn enrol(
    connection: &mut Connection,
    session: &NewSession,
) -> Result<bool, UseStoreError> {
    let (device, user) = (id_column(session.device.0), id_column(session.user.0));
    sqlx::query(
        "INSERT INTO devices (device, name) VALUES ($1, '') ON CONFLICT (device) DO NOTHING",
    )
    .bind(&device)
    .execute(&mut *connection)
    .await?;
    let (revoked_at,): (Option<i64>,) =
        sqlx::query_as("SELECT revoked_at FROM devices WHERE device = $1")
            .bind(&device)
            .fetch_one(&mut *connection)
            .await?;
    if revoked_at.is_some() {
        return Ok(false);
    }
    sqlx::query(
        "INSERT INTO device_users \
         (device, user_id, tag_key, enrolled_at, app, protocol, last_seen_at, unsent) \
         VALUES ($1, $2, $3, $4, '', 0, $4, 0) ON CONFLICT (device, user_id) DO NOTHING",
    )
    .bind(&device)
    .bind(&user)
    .bind(session.tag_key.0.to_vec())
    .bind(to_column(session.begun_at))
    .execute(connection)
    .await?;
    Ok(true)
}

/// A key from a column.
pub(super) fn tag_key_from(bytes: &[u8]) -> Result<TagKey, UseStoreError> {
    let bytes: Result<[u8; 32], _> = bytes.try_into();
    bytes
        .map(TagKey)
        .map_err(|_| UseStoreError::Unreadable("a device's key"))
}

/// Device, name, revoked at and by, copied from; user, key, enrolled, app, protocol, last seen, unsent, the end of the
/// chain, the user's name.
type Columns = (
    Vec<u8>,
    String,
    Option<i64>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    Vec<u8>,
    Vec<u8>,
    i64,
    String,
    i64,
    i64,
    i64,
    Option<Vec<u8>>,
    String,
);

/// The devices that are asked for, by id.
pub(super) async fn list(
    pool: &Pool,
    scope: &DeviceScope,
) -> Result<Vec<StoredDevice>, UseStoreError> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "SELECT devices.device, devices.name, devices.revoked_at, devices.revoked_by, \
         devices.copied_from, device_users.user_id, device_users.tag_key, device_users.enrolled_at, device_users.app, \
         device_users.protocol, device_users.last_seen_at, device_users.unsent, \
         device_users.last_entry, COALESCE(users.name, '') FROM devices \
         JOIN device_users ON device_users.device = devices.device \
         LEFT JOIN users ON users.user_id = device_users.user_id",
    );
    match scope {
        DeviceScope::All => {}
        DeviceScope::OfUser(user) => {
            query.push(" WHERE device_users.user_id = ");
            query.push_bind(id_column(user.0));
        }
        DeviceScope::OfPrisons(prisons) if prisons.is_empty() => return Ok(Vec::new()),
        DeviceScope::OfPrisons(prisons) => {
            query.push(
                " WHERE device_users.user_id IN (SELECT user_id FROM user_prisons WHERE prison IN (",
            );
            let mut list = query.separated(", ");
            for prison in prisons {
                list.push_bind(prison.as_str());
            }
            query.push("))");
        }
    }
    query.push(" ORDER BY devices.device, device_users.user_id");
    let rows: Vec<Columns> = query.build_query_as().fetch_all(pool).await?;
    let mut devices: BTreeMap<DeviceId, StoredDevice> = BTreeMap::new();
    for row in rows {
        let id: DeviceId = device_from(&row.0)?;
        let revoked = match (row.2, &row.3) {
            (Some(at), Some(by)) => Some((from_column(at)?, user_from(by)?)),
            _ => None,
        };
        let copied_from = row.4.as_deref().map(device_from).transpose()?;
        let device = devices.entry(id).or_insert_with(|| StoredDevice {
            device: id,
            name: row.1,
            revoked,
            copied_from,
            users: Vec::new(),
        });
        device.users.push(Enrolled {
            user: user_from(&row.5)?,
            user_name: row.13,
            tag_key: tag_key_from(&row.6)?,
            enrolled_at: from_column(row.7)?,
            app: row.8,
            protocol: number(row.9)?,
            seen_at: from_column(row.10)?,
            unsent: number(row.11)?,
            last: row.12.as_deref().map(entry_from).transpose()?,
        });
    }
    Ok(devices.into_values().collect())
}

fn number(column: i64) -> Result<u32, UseStoreError> {
    u32::try_from(column).map_err(|_| UseStoreError::Unreadable("a number of a device"))
}

/// Calls a device something.
pub(super) async fn name(pool: &Pool, device: DeviceId, name: &str) -> Result<(), UseStoreError> {
    sqlx::query("UPDATE devices SET name = $1 WHERE device = $2")
        .bind(name)
        .bind(id_column(device.0))
        .execute(pool)
        .await?;
    Ok(())
}

/// Begins a statement about a device and all that were copied from it, one from the other: the table `lost`.
fn about_lost(device: DeviceId) -> QueryBuilder<Db> {
    let mut query: QueryBuilder<Db> = QueryBuilder::new(
        "WITH RECURSIVE lost (device) AS (SELECT device FROM devices WHERE device = ",
    );
    query.push_bind(id_column(device.0));
    query.push(
        " UNION SELECT devices.device FROM devices JOIN lost ON devices.copied_from = lost.device) ",
    );
    query
}

/// The device gets nothing more, nor do its copies, for whoever has one of a lost device may have all; all sessions on
/// them end. All of them are written down in `file`. What was revoked stays revoked as it was; answers with those that were
/// not.
pub(super) async fn revoke(
    connection: &mut Connection,
    device: DeviceId,
    (by, now): (UserId, u64),
    file: Option<&ErasuresFile>,
) -> Result<BTreeSet<DeviceId>, UseStoreError> {
    // One that a restored database does not know yet.
    sqlx::query(
        "INSERT INTO devices (device, name) VALUES ($1, '') ON CONFLICT (device) DO NOTHING",
    )
    .bind(id_column(device.0))
    .execute(&mut *connection)
    .await?;
    let mut revoked: BTreeSet<DeviceId> = BTreeSet::new();
    loop {
        let mut query = about_lost(device);
        query
            .push("UPDATE devices SET revoked_at = ")
            .push_bind(to_column(now));
        query.push(", revoked_by = ").push_bind(id_column(by.0));
        query.push(
            " WHERE device IN (SELECT device FROM lost) AND revoked_at IS NULL RETURNING device",
        );
        let new = read_devices(query, &mut *connection).await?;
        // Until there is none left that was copied while this waited for the one before.
        if new.is_empty() {
            break;
        }
        revoked.extend(new);
    }
    sqlx::query(
        "UPDATE sessions SET ended_at = $1 WHERE ended_at IS NULL \
         AND device IN (SELECT device FROM devices WHERE revoked_at IS NOT NULL)",
    )
    .bind(to_column(now))
    .execute(&mut *connection)
    .await?;
    if let Some(file) = file {
        let mut query = about_lost(device);
        query.push("SELECT device FROM lost");
        let lost = read_devices(query, connection).await?.into_iter();
        let lines = lost.map(|device| {
            Line::DeviceRevoked(RevokedLine {
                at: now,
                device,
                by,
            })
        });
        file.add(&lines.collect::<Vec<Line>>())?;
    }
    Ok(revoked)
}

async fn read_devices(
    mut query: QueryBuilder<Db>,
    connection: &mut Connection,
) -> Result<BTreeSet<DeviceId>, UseStoreError> {
    let rows: Vec<(Vec<u8>,)> = query.build_query_as().fetch_all(connection).await?;
    rows.iter().map(|(device,)| device_from(device)).collect()
}

/// Takes note of devices that were here. Only those that are on the list have sessions, so no other can come.
pub(super) async fn note_heartbeats(
    connection: &mut Connection,
    heartbeats: &[Heartbeat],
) -> Result<(), UseStoreError> {
    // The newest of each, and always in the same order, so that two processes never wait for each other.
    let mut newest: BTreeMap<(DeviceId, UserId), &Heartbeat> = BTreeMap::new();
    for beat in heartbeats {
        newest.insert((beat.device, beat.user), beat);
    }
    for beat in newest.into_values() {
        sqlx::query(
            "UPDATE device_users SET app = $1, protocol = $2, last_seen_at = $3, unsent = $4 \
             WHERE device = $5 AND user_id = $6 AND last_seen_at <= $3",
        )
        .bind(&beat.app)
        .bind(i64::from(beat.protocol))
        .bind(to_column(beat.seen_at))
        .bind(i64::from(beat.unsent))
        .bind(id_column(beat.device.0))
        .bind(id_column(beat.user.0))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

/// Takes over devices of another database as they are.
pub(super) async fn copy(
    connection: &mut Connection,
    devices: &[StoredDevice],
) -> Result<(), UseStoreError> {
    for device in devices {
        sqlx::query(
            "INSERT INTO devices (device, name, revoked_at, revoked_by, copied_from) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(id_column(device.device.0))
        .bind(&device.name)
        .bind(device.revoked.map(|(at, _)| to_column(at)))
        .bind(device.revoked.map(|(_, by)| id_column(by.0)))
        .bind(device.copied_from.map(|origin| id_column(origin.0)))
        .execute(&mut *connection)
        .await?;
        for user in &device.users {
            sqlx::query(
                "INSERT INTO device_users \
                 (device, user_id, tag_key, enrolled_at, app, protocol, last_seen_at, unsent, \
                 last_entry) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            )
            .bind(id_column(device.device.0))
            .bind(id_column(user.user.0))
            .bind(user.tag_key.0.to_vec())
            .bind(to_column(user.enrolled_at))
            .bind(&user.app)
            .bind(i64::from(user.protocol))
            .bind(to_column(user.seen_at))
            .bind(i64::from(user.unsent))
            .bind(user.last.map(|last| id_column(last.0)))
            .execute(&mut *connection)
            .await?;
        }
    }
    Ok(())
}
