//! What the database is, its users and their sessions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::change::Role;
use overgang_domain::directory::Directory;
use overgang_domain::register::{Listing, Register, Value};
use overgang_domain::{AgencyId, Change, EntryId, Plan, PlanId, PrisonId, Stored, UserId};
use overgang_sync::message::{Realm, User};

use super::columns::{device_from, entry_from, from_column, id_column, to_column, user_from};
use super::devices::{self, tag_key_from};
use super::{Connection, Pool, append, copies, logs};
use crate::chain::Hash;
use crate::cursor::CursorKey;
use crate::directory_entries;
use crate::partition::Partition;
use crate::sealed_outbox::OutboxSecret;
use crate::storage::{
    BeginSession, Identity, NewSession, PracticeOrigin, Session, SessionState, UseStoreError,
};

/// Realm, epoch, key of the cursors, practice seed and day.
type IdentityColumns = (
    String,
    String,
    Vec<u8>,
    Vec<u8>,
    Option<i64>,
    Option<String>,
);

/// What the database is.
pub(super) async fn identity(pool: &Pool) -> Result<Option<Identity>, UseStoreError> {
    let row: Option<IdentityColumns> = sqlx::query_as(
        "SELECT realm, epoch, cursor_key, outbox_secret, practice_seed, practice_day FROM centre",
    )
    .fetch_optional(pool)
    .await?;
    let Some((realm, epoch, cursor_key, outbox_secret, seed, day)) = row else {
        return Ok(None);
    };
    let realm: Realm = [Realm::Practice, Realm::Office]
        .into_iter()
        .find(|known| known.as_str() == realm)
        .ok_or(UseStoreError::Unreadable("the realm"))?;
    let practice: Option<PracticeOrigin> = match (seed, day) {
        (Some(seed), Some(day)) => Some(PracticeOrigin {
            seed: u32::try_from(seed).map_err(|_| UseStoreError::Unreadable("the seed number"))?,
            day: day
                .parse::<NaiveDate>()
                .map_err(|_| UseStoreError::Unreadable("the practice prison's day"))?,
        }),
        _ => None,
    };
    Ok(Some(Identity {
        realm,
        epoch,
        cursor_key: CursorKey::read(&cursor_key)
            .ok_or(UseStoreError::Unreadable("the key of the cursors"))?,
        outbox_secret: OutboxSecret::read(&outbox_secret)
            .ok_or(UseStoreError::Unreadable("what opens sealed entries"))?,
        practice,
    }))
}

/// Gives the ledger another epoch, with another key.
pub(super) async fn set_epoch(
    pool: &Pool,
    epoch: &str,
    key: &CursorKey,
) -> Result<(), UseStoreError> {
    sqlx::query("UPDATE centre SET epoch = $1, cursor_key = $2")
        .bind(epoch)
        .bind(key.as_bytes())
        .execute(pool)
        .await?;
    Ok(())
}

/// Writes down what the database is, and its users.
pub(super) async fn found(
    connection: &mut Connection,
    identity: &Identity,
    users: &[User],
) -> Result<(), UseStoreError> {
    sqlx::query(
        "INSERT INTO centre \
         (one_row, realm, epoch, cursor_key, outbox_secret, practice_seed, practice_day) \
         VALUES (1, $1, $2, $3, $4, $5, $6)",
    )
    .bind(identity.realm.as_str())
    .bind(&identity.epoch)
    .bind(identity.cursor_key.as_bytes())
    .bind(identity.outbox_secret.as_bytes())
    .bind(identity.practice.map(|origin| i64::from(origin.seed)))
    .bind(identity.practice.map(|origin| origin.day.to_string()))
    .execute(&mut *connection)
    .await?;
    for user in users {
        write(connection, user).await?;
    }
    Ok(())
}

/// Writes down a user, whatever stood there of them.
pub(super) async fn write(connection: &mut Connection, user: &User) -> Result<(), UseStoreError> {
    sqlx::query(
        "INSERT INTO users (user_id, name, agency, roles) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id) DO UPDATE SET name = excluded.name, agency = excluded.agency, \
         roles = excluded.roles",
    )
    .bind(id_column(user.user.0))
    .bind(&user.name)
    .bind(user.agency.as_str())
    .bind(roles_column(user))
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM user_prisons WHERE user_id = $1")
        .bind(id_column(user.user.0))
        .execute(&mut *connection)
        .await?;
    for prison in &user.prisons {
        sqlx::query("INSERT INTO user_prisons (user_id, prison) VALUES ($1, $2)")
            .bind(id_column(user.user.0))
            .bind(prison.as_str())
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Writes a user into the directory, where that says something else of them.
pub(super) async fn list_user(
    connection: &mut Connection,
    user: &User,
    id: EntryId,
    now: u64,
) -> Result<(), UseStoreError> {
    append::lock(connection, &BTreeSet::from([Partition::common()])).await?;
    let entries: Vec<Stored> = logs::plan_entries(&mut *connection, PlanId::DIRECTORY).await?;
    let directory = Plan::fold(PlanId::DIRECTORY, &entries);
    let stands: Option<Listing> = Directory::of(&directory).get(user.user).cloned();
    let register = Register::Listing(user.user);
    let change: Change = directory_entries::listing(user);
    if stands.is_some_and(|stands| change.writes() == [(register.clone(), Value::Listing(stands))])
    {
        return Ok(());
    }
    let replaces: BTreeSet<EntryId> = directory.to_replace(&register);
    let entry = directory_entries::directory_entry(id, now, replaces, change);
    append::append_own(connection, vec![entry]).await
}

/// All users, by name.
pub(super) async fn users(pool: &Pool) -> Result<Vec<User>, UseStoreError> {
    let rows: Vec<(Vec<u8>, String, String, String)> =
        sqlx::query_as("SELECT user_id, name, agency, roles FROM users")
            .fetch_all(pool)
            .await?;
    let worked_in: Vec<(Vec<u8>, String)> =
        sqlx::query_as("SELECT user_id, prison FROM user_prisons")
            .fetch_all(pool)
            .await?;
    let mut prisons: BTreeMap<Vec<u8>, BTreeSet<PrisonId>> = BTreeMap::new();
    for (user, prison) in worked_in {
        prisons.entry(user).or_default().insert(PrisonId(prison));
    }
    let rows = rows.into_iter();
    let users: Result<Vec<User>, UseStoreError> = rows
        .map(|(user, name, agency, roles)| {
            let (role, further_roles) = roles_from(&roles)?;
            Ok(User {
                user: user_from(&user)?,
                name,
                agency: AgencyId(agency),
                role,
                further_roles,
                prisons: prisons.remove(&user).unwrap_or_default(),
            })
        })
        .collect();
    let mut users: Vec<User> = users?;
    // Databases differ in how they sort text.
    users.sort_by(|one, other| (&one.name, one.user).cmp(&(&other.name, other.user)));
    Ok(users)
}

/// Begins a session.
pub(super) async fn begin_session(
    connection: &mut Connection,
    session: &NewSession,
    instead_of: Option<Hash>,
) -> Result<BeginSession, UseStoreError> {
    if user(connection, session.user).await?.is_none() {
        return Ok(BeginSession::UnknownUser);
    }
    if !devices::enrol(connection, session).await? {
        return Ok(BeginSession::Revoked);
    }
    if let Some(old) = instead_of {
        end(connection, old, session.begun_at).await?;
    }
    sqlx::query(
        "INSERT INTO sessions (token_hash, user_id, device, begun_at, expires_at, provider_session) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(session.token.0.to_vec())
    .bind(id_column(session.user.0))
    .bind(id_column(session.device.0))
    .bind(to_column(session.begun_at))
    .bind(to_column(session.expires_at))
    .bind(&session.provider_session)
    .execute(&mut *connection)
    .await?;
    let begun = read_session(connection, session.token, session.begun_at).await?;
    let SessionState::Open(begun) = begun else {
        return Err(UseStoreError::Unreadable("a session that has just begun"));
    };
    Ok(BeginSession::Begun(begun))
}

/// User, device, end, ended, when the device was revoked, what it was copied from, key, end of the chain.
type SessionColumns = (
    Vec<u8>,
    Vec<u8>,
    i64,
    Option<i64>,
    Option<i64>,
    Option<Vec<u8>>,
    Vec<u8>,
    Option<Vec<u8>>,
);

/// What is behind a token's hash. A revoked device is known by any session that it ever had.
pub(super) async fn session(
    pool: &Pool,
    token: Hash,
    now: u64,
) -> Result<SessionState, UseStoreError> {
    let mut connection = pool.acquire().await?;
    read_session(&mut connection, token, now).await
}

async fn read_session(
    connection: &mut Connection,
    token: Hash,
    now: u64,
) -> Result<SessionState, UseStoreError> {
    let row: Option<SessionColumns> = sqlx::query_as(
        "SELECT sessions.user_id, sessions.device, sessions.expires_at, sessions.ended_at, \
         devices.revoked_at, devices.copied_from, device_users.tag_key, device_users.last_entry \
         FROM sessions JOIN devices ON devices.device = sessions.device \
         JOIN device_users ON device_users.device = sessions.device \
         AND device_users.user_id = sessions.user_id WHERE sessions.token_hash = $1",
    )
    .bind(token.0.to_vec())
    .fetch_optional(&mut *connection)
    .await?;
    let Some((id, device, expires_at, ended_at, revoked_at, copied_from, tag_key, last)) = row
    else {
        return Ok(SessionState::Over);
    };
    if revoked_at.is_some() {
        return Ok(SessionState::Revoked);
    }
    let expires_at: u64 = from_column(expires_at)?;
    if ended_at.is_some() || expires_at <= now {
        return Ok(SessionState::Over);
    }
    let Some(user) = user(&mut *connection, user_from(&id)?).await? else {
        return Ok(SessionState::Over);
    };
    Ok(SessionState::Open(Box::new(Session {
        user,
        device: device_from(&device)?,
        expires_at,
        tag_key: tag_key_from(&tag_key)?,
        copied_from: copies::origins(connection, copied_from.as_deref()).await?,
        last: last.as_deref().map(entry_from).transpose()?,
    })))
}

/// Ends a session.
pub(super) async fn end_session(pool: &Pool, token: Hash, now: u64) -> Result<(), UseStoreError> {
    let mut connection = pool.acquire().await?;
    end(&mut connection, token, now).await
}

/// Ends all sessions of a user, or only those that the provider knows by this name.
pub(super) async fn end_sessions_of(
    pool: &Pool,
    user: UserId,
    provider_session: Option<&str>,
    now: u64,
) -> Result<(), UseStoreError> {
    sqlx::query(
        "UPDATE sessions SET ended_at = $1 WHERE user_id = $2 AND ended_at IS NULL \
         AND ($3 IS NULL OR provider_session IS NULL OR provider_session = $3)",
    )
    .bind(to_column(now))
    .bind(id_column(user.0))
    .bind(provider_session)
    .execute(pool)
    .await?;
    Ok(())
}

async fn end(connection: &mut Connection, token: Hash, now: u64) -> Result<(), UseStoreError> {
    sqlx::query("UPDATE sessions SET ended_at = $1 WHERE token_hash = $2 AND ended_at IS NULL")
        .bind(to_column(now))
        .bind(token.0.to_vec())
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn user(
    connection: &mut Connection,
    id: UserId,
) -> Result<Option<User>, UseStoreError> {
    let row: Option<(String, String, String)> =
        sqlx::query_as("SELECT name, agency, roles FROM users WHERE user_id = $1")
            .bind(id_column(id.0))
            .fetch_optional(&mut *connection)
            .await?;
    let Some((name, agency, roles)) = row else {
        return Ok(None);
    };
    let (role, further_roles) = roles_from(&roles)?;
    let prisons: Vec<(String,)> =
        sqlx::query_as("SELECT prison FROM user_prisons WHERE user_id = $1")
            .bind(id_column(id.0))
            .fetch_all(connection)
            .await?;
    let prisons = prisons.into_iter();
    Ok(Some(User {
        user: id,
        name,
        agency: AgencyId(agency),
        role,
        further_roles,
        prisons: prisons.map(|(prison,)| PrisonId(prison)).collect(),
    }))
}

/// The names of the roles with spaces between them, the chief one first.
fn roles_column(user: &User) -> String {
    let names: Vec<&str> = user.roles().map(Role::as_str).collect();
    names.join(" ")
}

fn roles_from(names: &str) -> Result<(Role, BTreeSet<Role>), UseStoreError> {
    let known = |name: &str| Role::ALL.into_iter().find(|role| role.as_str() == name);
    let roles: Option<Vec<Role>> = names.split(' ').map(known).collect();
    let (chief, further) = roles
        .as_deref()
        .and_then(<[Role]>::split_first)
        .ok_or(UseStoreError::Unreadable("a role"))?;
    Ok((*chief, further.iter().copied().collect()))
}
