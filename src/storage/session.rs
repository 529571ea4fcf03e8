//! Who works on this device, as it lies in their journal: for starts without network, and with the key that the centre
//! gave them here.

use overgang_domain::DeviceId;
use overgang_domain::form::WriteFormError;
use overgang_sync::message::{CentreKey, Realm, TagKey, User};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::{CommitError, Op, OpenStoreError, ReadError};
use super::journal_store::failed;
use super::spaces::database_of;
use super::{Connection, JournalStore, keys, record};
use crate::sealing::SpaceKeys;

/// Who works on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// In which world.
    pub realm: Realm,
    /// Who.
    pub user: User,
    /// On which device.
    pub device: DeviceId,
}

/// Nobody is remembered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RememberSessionError {
    /// The journal does not open.
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    /// It opens and cannot be written.
    #[error(transparent)]
    Write(#[from] CommitError),
}

impl Session {
    /// The changes that write it, with the user's key on the device.
    pub(super) fn put(&self, tag_key: TagKey) -> Result<[Op; 2], WriteFormError> {
        let session: Op = record::put(keys::FACTS, keys::FACT_SESSION.to_owned(), self)?;
        let key: Op = record::put(keys::FACTS, keys::FACT_TAG_KEY.to_owned(), &tag_key)?;
        Ok([session, key])
    }

    /// What is remembered in an open journal. One that cannot be read is none: whoever works here signs in again, and
    /// nothing is lost.
    pub(super) async fn read(connection: &Connection) -> Result<Option<Self>, ReadError> {
        match connection.get(keys::FACTS, keys::FACT_SESSION).await? {
            Some(found) => Ok(found.read().ok()),
            None => Ok(None),
        }
    }
}

impl JournalStore {
    /// Remembers in the space of `keys` who is signed in, for starts without network. Opens no more than that: what was
    /// lost is for [`JournalStore::open`] to notice.
    pub async fn remember_session(
        keys: &SpaceKeys,
        session: &Session,
        (tag_key, centre_key): (TagKey, CentreKey),
    ) -> Result<(), RememberSessionError> {
        let connection = sealed(keys).await?;
        let name: String = keys::FACT_CENTRE_KEY.to_owned();
        let centre_key: Op = record::put(keys::FACTS, name, &centre_key).map_err(failed)?;
        let [session, tag_key] = session.put(tag_key).map_err(failed)?;
        connection
            .commit(&[session, tag_key, centre_key], None)
            .await?;
        Ok(())
    }

    /// Who was signed in last in the space of `keys`.
    pub async fn last_session(keys: &SpaceKeys) -> Result<Option<Session>, OpenStoreError> {
        let connection = sealed(keys).await?;
        let read = Session::read(&connection).await;
        read.map_err(|error| OpenStoreError::Failed(error.to_string()))
    }

    /// The user's key on this device; `None` after signing out.
    pub async fn tag_key(&self) -> Result<Option<TagKey>, ReadError> {
        self.fact(keys::FACT_TAG_KEY).await
    }

    /// The user of `space` signs out: the key goes, and the centre gives it again to whoever signs in as this user.
    pub async fn forget_tag_key(space: Uuid) -> Result<(), RememberSessionError> {
        let connection = Connection::open(&database_of(space), keys::VERSION, None).await?;
        let key = Op::Delete(keys::FACTS, keys::FACT_TAG_KEY.to_owned());
        connection.commit(&[key], None).await?;
        Ok(())
    }
}

async fn sealed(keys: &SpaceKeys) -> Result<Connection, OpenStoreError> {
    let name: String = database_of(keys.space());
    Connection::open(&name, keys::VERSION, Some(keys.clone())).await
}
