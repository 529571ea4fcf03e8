//! The register of this device: whose sealed spaces lie here, and the envelopes with their keys. It lies in clear and
//! holds random ids, counts, moments and wrapped keys, no names.
//!
//! An envelope that is lost takes all that it opens along, so each lies twice: in the register's database and in that of
//! its space. Each is checked when it is read, and a damaged one is put right by the other.

use std::collections::BTreeSet;

use overgang_domain::UserId;
use overgang_domain::form::{self, WriteFormError};
use overgang_sync::message::Realm;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::{CommitError, Op, OpenStoreError, ReadError};
use super::database::{Change, RawDatabase};
use super::journal_store::failed;
use super::outbox::OwnerMarker;
use super::record::Found;
use super::{Connection, contacts, keys, record};
use crate::sealing::{self, Envelope};

/// The register's database.
const REGISTER: &str = "overgang";
/// How the name of a space's database begins; its id follows.
const SPACE: &str = "overgang-space-";

/// A user's sealed space on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Space {
    /// A random id.
    pub id: Uuid,
    /// In which world its user works.
    pub realm: Realm,
    /// The user's random id.
    pub user: UserId,
    /// Its keys.
    pub envelope: Envelope,
    /// Since when the newest data key is used, milliseconds since 1970.
    pub key_since: u64,
}

/// How a space was used lately.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceUse {
    /// Whether its user is signed in on this device: only then it is offered to be opened.
    pub is_signed_in: bool,
    /// When it was opened last, milliseconds since 1970.
    pub opened_at: u64,
    /// Wrong passphrases since then.
    pub wrong: u32,
    /// No passphrase is tried before this moment, milliseconds since 1970.
    pub wait_until: u64,
}

/// A space as the register has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// It.
    pub space: Space,
    /// How it was used.
    pub used: SpaceUse,
}

/// A record of the register with what tells whether it is whole.
#[derive(Serialize, Deserialize)]
struct Checked {
    written: Vec<u8>,
    checksum: [u8; 8],
}

/// The name of a space's database in this browser.
pub fn database_of(space: Uuid) -> String {
    format!("{SPACE}{space}")
}

/// The space of such a name.
fn space_of(database: &str) -> Option<Uuid> {
    database.strip_prefix(SPACE)?.parse().ok()
}

/// All spaces of this device, the one that was opened last first.
pub async fn spaces() -> Result<Vec<Listed>, OpenStoreError> {
    let unreadable = |error: ReadError| OpenStoreError::Failed(error.to_string());
    let register = register().await?;
    let mut listed: Vec<Listed> = Vec::new();
    let names = register.names(keys::FACTS).await.map_err(unreadable)?;
    let mut ids: BTreeSet<Uuid> = names
        .iter()
        .filter_map(|name| keys::space_part(name))
        .collect();
    // A register that the browser has dropped is made of the spaces again.
    let marked = OwnerMarker::databases();
    ids.extend(marked.iter().filter_map(|name| space_of(name)));
    for id in ids {
        let space: Option<Space> = either(&register, id).await?;
        let used = register.get(keys::FACTS, &keys::use_key(id)).await;
        let used: Option<Found> = used.map_err(unreadable)?;
        // What cannot be read of how it was used keeps nobody out.
        let used: Option<SpaceUse> = used.and_then(|found| found.read().ok());
        // One of which the register knows nothing is offered to be opened: it takes the passphrase all the same.
        let unknown = SpaceUse {
            is_signed_in: true,
            ..SpaceUse::default()
        };
        listed.extend(space.map(|space| Listed {
            space,
            used: used.unwrap_or(unknown),
        }));
    }
    listed.sort_by_key(|one| std::cmp::Reverse(one.used.opened_at));
    Ok(listed)
}

/// One space; `None` where it is not there, or damaged in both places.
pub(super) async fn space(id: Uuid) -> Result<Option<Space>, OpenStoreError> {
    either(&register().await?, id).await
}

/// Writes a space with its envelope, in both places. When this returns, it is on disk. Where `before` is given, it is
/// written only in its place; answers whether it was.
pub async fn keep_space(space: &Space, before: Option<&Space>) -> Result<bool, CommitError> {
    let record: Vec<u8> = written(space).await?;
    let only_if: Option<Vec<u8>> = match before {
        Some(before) => Some(written(before).await?),
        None => None,
    };
    // Its own database first: that is the copy that counts.
    let own = open(&database_of(space.id)).await?;
    let change: Change = envelope_change(space.id, record.clone(), only_if);
    own.write_clear(&[change]).await?;
    if in_own_database(&own.raw, space.id).await.as_ref() != Some(space) {
        return Ok(false);
    }
    let in_register = match open(REGISTER).await {
        Ok(register) => {
            let change: Change = envelope_change(space.id, record, None);
            register.write_clear(&[change]).await
        }
        Err(error) => Err(error),
    };
    match in_register {
        // The register knows the space already, and is put right at the next start.
        Err(_) if before.is_some() => Ok(true),
        written => written.map(|()| true),
    }
}

/// Writes how a space was used. When this returns, it is on disk.
pub async fn keep_use(space: Uuid, used: &SpaceUse) -> Result<(), CommitError> {
    let put: Result<Op, WriteFormError> = record::put(keys::FACTS, keys::use_key(space), used);
    let register = open(REGISTER).await?;
    register
        .commit(&[put.map_err(failed)?], None)
        .await
        .map(drop)
}

/// How a space was used, as it stands now.
pub async fn use_of(space: Uuid) -> SpaceUse {
    let Ok(register) = register().await else {
        return SpaceUse::default();
    };
    let found = register.get(keys::FACTS, &keys::use_key(space)).await;
    let found: Option<Found> = found.ok().flatten();
    found
        .and_then(|found| found.read().ok())
        .unwrap_or_default()
}

/// How many unsent entries wait in a space that the centre has not got sealed either. Needs no key.
pub async fn unsent_in(space: Uuid) -> Result<usize, ReadError> {
    Ok(to_read(space).await?.kept_here_alone().await?.len())
}

/// How many unsent entries waited in spaces that the browser has dropped; `None` where it has dropped none.
pub async fn unsent_in_dropped() -> Option<usize> {
    let known = spaces().await.ok()?;
    let known: Vec<String> = known.iter().map(|one| database_of(one.space.id)).collect();
    let mut dropped: Option<usize> = None;
    for database in OwnerMarker::databases() {
        let Some(space) = space_of(&database).filter(|_| !known.contains(&database)) else {
            continue;
        };
        // One whose keys are damaged is there.
        if is_space_empty(space).await != Ok(false) {
            let waited: usize = OwnerMarker::waited(&database);
            dropped = Some(dropped.unwrap_or_default() + waited);
        }
    }
    dropped
}

/// Destroys a space: its keys first, so that what is left of it on disk opens nowhere, then its database.
pub async fn drop_space(space: Uuid) -> Result<(), CommitError> {
    let own = open(&database_of(space)).await?;
    let key = Op::Delete(keys::FACTS, keys::space_key(space));
    own.commit(std::slice::from_ref(&key), None).await?;
    let used = Op::Delete(keys::FACTS, keys::use_key(space));
    let register = open(REGISTER).await?;
    let contact: Op = contacts::forget(space);
    register.commit(&[key, used, contact], None).await?;
    OwnerMarker::forget(&database_of(space));
    own.destroy().await
}

/// Whether a space holds nothing that only this device has. Needs no key.
pub async fn is_space_empty(space: Uuid) -> Result<bool, ReadError> {
    to_read(space).await?.is_without_own().await
}

/// The register. One that does not open, though the browser opens other databases, is made anew: the spaces say again what
/// stood in it, but for how they were used.
pub(super) async fn register() -> Result<Connection, OpenStoreError> {
    let open = async || Connection::open(REGISTER, keys::VERSION, None).await;
    let first = open().await;
    if !is_broken(&first) || !opens_any_space().await {
        return first;
    }
    // It may have been for a moment only.
    let second = open().await;
    if is_broken(&second) && RawDatabase::delete(REGISTER).await.is_ok() {
        return open().await;
    }
    second
}

fn is_broken(opened: &Result<Connection, OpenStoreError>) -> bool {
    matches!(opened, Err(OpenStoreError::Failed(_)))
}

async fn opens_any_space() -> bool {
    for database in OwnerMarker::databases() {
        let opened = Connection::open(&database, keys::VERSION, None).await;
        if opened.is_ok() {
            return true;
        }
    }
    false
}

pub(super) async fn open(name: &str) -> Result<Connection, CommitError> {
    let opened = Connection::open(name, keys::VERSION, None).await;
    opened.map_err(|error| CommitError::Failed(error.to_string()))
}

pub(super) async fn to_read(space: Uuid) -> Result<Connection, ReadError> {
    let opened = Connection::open(&database_of(space), keys::VERSION, None).await;
    opened.map_err(|error| ReadError::Failed(error.to_string()))
}

/// The change that writes a space's record, where `only_if` is given only in its place.
fn envelope_change(id: Uuid, record: Vec<u8>, only_if: Option<Vec<u8>>) -> Change {
    Change {
        store: keys::FACTS,
        name: keys::space_key(id),
        record: Some(record),
        only_if,
    }
}

/// A space as its record has it on disk.
async fn written(space: &Space) -> Result<Vec<u8>, CommitError> {
    let written: Vec<u8> = form::write(space).map_err(failed)?;
    let checksum = sealing::checksum(&written).await?;
    let record = form::write(&Checked { written, checksum });
    Ok(sealing::plain(&record.map_err(failed)?))
}

/// The space of a record; `None` where it is damaged.
async fn checked(bytes: &[u8]) -> Option<Space> {
    let Checked { written, checksum } = form::read(bytes).ok()?;
    let is_whole: bool = sealing::checksum(&written).await.ok()? == checksum;
    form::read(&written).ok().filter(|_| is_whole)
}

/// A space as its own database has it; `None` where that is damaged or gone.
pub(super) async fn in_own_database(own: &RawDatabase, id: Uuid) -> Option<Space> {
    let name: String = keys::space_key(id);
    let found = own.get_many(keys::FACTS, &[name]).await.ok()?;
    let record: Vec<u8> = found.into_iter().next()??;
    checked(sealing::read_plain(&record).ok()?).await
}

/// A space as its own database has it, else as the register has it; the one that is damaged or older is put right.
/// `None` where both are damaged.
async fn either(register: &Connection, id: Uuid) -> Result<Option<Space>, OpenStoreError> {
    let found = register.get(keys::FACTS, &keys::space_key(id)).await;
    let found: Option<Found> = found.map_err(|error| OpenStoreError::Failed(error.to_string()))?;
    let in_register: Option<Space> = match found.as_ref().map(Found::bytes) {
        Some(Ok(bytes)) => checked(bytes).await,
        Some(Err(_)) | None => None,
    };
    let own = match Connection::open(&database_of(id), keys::VERSION, None).await {
        Ok(own) => own,
        // A newer app has it: nothing is touched.
        Err(OpenStoreError::NewerVersion) => return Err(OpenStoreError::NewerVersion),
        // One space that does not open keeps nobody else out.
        Err(_) => return Ok(in_register),
    };
    let in_own: Option<Space> = in_own_database(&own.raw, id).await;
    let space: Option<Space> = in_own.clone().or_else(|| in_register.clone());
    if let Some(space) = space.as_ref().filter(|_| in_own != in_register) {
        // What cannot be written now is put right at the next start.
        if let Ok(record) = written(space).await {
            for connection in [&own, register] {
                let change: Change = envelope_change(id, record.clone(), None);
                drop(connection.write_clear(&[change]).await);
            }
        }
    }
    Ok(space)
}
