//! The open journal: records are sealed before they reach the database and opened after they left it, here and nowhere
//! else.

use std::cell::RefCell;

use futures_util::future::join_all;

use super::database::{Change, NotWritten, RawDatabase};
use super::record::Found;
use super::writes::Guard;
use super::{keys, spaces};
use crate::sealing::{CryptoError, OpenRecordError, SpaceKeys, ask_for_keys, plain, read_plain};

/// One change to the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Write a record, in place of one with the same name.
    Put(&'static str, String, Vec<u8>),
    /// The same, for one that may be large: packed where it pays.
    PutPacked(&'static str, String, Vec<u8>),
    /// Take a record away.
    Delete(&'static str, String),
}

/// The database was not opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenStoreError {
    /// The browser has none (private mode, lockdown mode).
    #[error(
        "this browser gives the app no place to store; leave private mode or use another browser"
    )]
    NoStorage,
    /// It was written by a newer app.
    #[error("the stored data was written by a newer version of the app; update the app")]
    NewerVersion,
    /// Anything else that the browser says.
    #[error("the browser cannot open its storage: {0}; restart the browser")]
    Failed(String),
}

/// Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommitError {
    /// Another tab has written since the reader looked; read again and try again.
    #[error("another tab has written meanwhile")]
    Stale,
    /// The disk or the browser's share of it is full.
    #[error("there is no space left on this device; free some space, then save again")]
    Full,
    /// The database was closed for a newer app in another tab.
    #[error("a newer version of the app took over in another tab; reload this one")]
    ClosedForUpdate,
    /// The browser cannot seal, so nothing may be written.
    #[error(transparent)]
    Unsealed(#[from] CryptoError),
    /// Anything else that the browser says.
    #[error("the browser could not write: {0}; reload the app and try again")]
    Failed(String),
}

/// Nothing was read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The database was closed for a newer app in another tab.
    #[error("a newer version of the app took over in another tab; reload this one")]
    ClosedForUpdate,
    /// A record is damaged or written by a newer app.
    #[error("a stored record cannot be read: {0}")]
    Record(String),
    /// Anything else that the browser says.
    #[error("the browser could not read: {0}; reload the app")]
    Failed(String),
}

/// An open database with the keys to what lies in it.
pub(super) struct Connection {
    pub(super) raw: RawDatabase,
    keys: RefCell<Option<SpaceKeys>>,
}

impl Connection {
    /// Opens the database as `version` of it, and makes it if it is not there. Tabs that have it open as an older
    /// version lose it. Without `keys` only what lies in clear is read and written.
    pub(super) async fn open(
        name: &str,
        version: u32,
        keys: Option<SpaceKeys>,
    ) -> Result<Self, OpenStoreError> {
        Ok(Self {
            raw: RawDatabase::open(name, version).await?,
            keys: RefCell::new(keys),
        })
    }

    /// The version that it is open as.
    pub(super) fn version(&self) -> u32 {
        self.raw.version()
    }

    /// The keys that it seals with.
    pub(super) fn keys(&self) -> Option<SpaceKeys> {
        self.keys.borrow().clone()
    }

    /// Seals with other keys of the same space from now on.
    pub(super) fn use_keys(&self, keys: SpaceKeys) {
        self.keys.replace(Some(keys));
    }

    /// How often any tab has written to this database.
    pub(super) async fn writes(&self) -> Result<u64, ReadError> {
        Ok(self.raw.writes().await?.count)
    }

    /// One record.
    pub(super) async fn get(
        &self,
        store: &'static str,
        key: &str,
    ) -> Result<Option<Found>, ReadError> {
        let mut found = self.get_many(store, &[key.to_owned()]).await?;
        Ok(found.pop().flatten())
    }

    /// Several records, in the order of `wanted`.
    pub(super) async fn get_many(
        &self,
        store: &'static str,
        wanted: &[String],
    ) -> Result<Vec<Option<Found>>, ReadError> {
        let found = self.raw.get_many(store, wanted).await?;
        let opened = wanted.iter().zip(found).map(async |(key, record)| {
            let record: Vec<u8> = record?;
            Some(self.opened(store, key.clone(), &record).await)
        });
        Ok(join_all(opened).await)
    }

    /// The names of all records of a store.
    pub(super) async fn names(&self, store: &'static str) -> Result<Vec<String>, ReadError> {
        self.raw.names(store).await
    }

    /// All records of a store by name, or those whose name begins with `prefix`.
    pub(super) async fn get_all(
        &self,
        store: &'static str,
        prefix: Option<&str>,
    ) -> Result<Vec<Found>, ReadError> {
        let found = self.raw.get_all(store, prefix).await?.into_iter();
        let opened = found.map(async |(key, record)| self.opened(store, key, &record).await);
        Ok(join_all(opened).await)
    }

    /// Writes all of `ops` in one strict transaction, or nothing. When this returns, it is on disk.
    ///
    /// `expected` is the count of writes that the writer has seen; where another tab has written since,
    /// nothing happens. Answers with the new count. `None` writes records that no count guards.
    pub(super) async fn commit(
        &self,
        ops: &[Op],
        expected: Option<u64>,
    ) -> Result<u64, CommitError> {
        let mut written = self.try_commit(ops, expected).await;
        if matches!(written, Err(NotWritten::OldKeys)) {
            // Another tab seals with a newer key; this one finds it with its root key.
            self.renew_keys().await.ok_or(CryptoError::Refused)?;
            written = self.try_commit(ops, expected).await;
        }
        written.map_err(|why| match why {
            NotWritten::Error(error) => error,
            NotWritten::OldKeys => CryptoError::Refused.into(),
        })
    }

    /// Writes records that lie in clear in one transaction, whichever keys are used.
    pub(super) async fn write_clear(&self, changes: &[Change]) -> Result<(), CommitError> {
        let guard = Guard {
            count: None,
            generation: self.generation_in_use().await,
        };
        match self.raw.commit(changes, guard).await {
            Ok(_) => Ok(()),
            Err(NotWritten::Error(error)) => Err(error),
            Err(NotWritten::OldKeys) => Err(CommitError::Stale),
        }
    }

    async fn try_commit(&self, ops: &[Op], count: Option<u64>) -> Result<u64, NotWritten> {
        // Before the transaction opens: it would end at the first wait for the seal.
        let keys: Option<SpaceKeys> = self.keys();
        let sealing = ops.iter().map(|op| sealed(keys.as_ref(), op));
        let changes: Result<Vec<Change>, CryptoError> =
            join_all(sealing).await.into_iter().collect();
        let changes = changes.map_err(|error| NotWritten::Error(error.into()))?;
        let generation: u8 = match keys.and_then(|keys| keys.generation()) {
            Some(generation) => generation,
            None => self.generation_in_use().await,
        };
        self.raw.commit(&changes, Guard { count, generation }).await
    }

    /// The generation that the database is written with: what lies in clear needs no key, whichever that is.
    async fn generation_in_use(&self) -> u8 {
        let writes = self.raw.writes().await;
        writes.map_or(0, |writes| writes.generation)
    }

    /// Whether nothing lies here that only this device has. Needs no key.
    pub(super) async fn is_without_own(&self) -> Result<bool, ReadError> {
        let others = keys::OWN.into_iter().filter(|store| *store != keys::OUTBOX);
        for store in others {
            if !self.names(store).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(self.kept_here_alone().await?.is_empty())
    }

    /// Deletes the whole database. Tabs that have it open lose it.
    pub(super) async fn destroy(self) -> Result<(), CommitError> {
        self.raw.destroy().await
    }

    async fn opened(&self, store: &'static str, key: String, record: &[u8]) -> Found {
        let mut opened = self.try_open(store, &key, record).await;
        if opened == Err(OpenRecordError::UnknownKey) && self.renew_keys().await.is_some() {
            opened = self.try_open(store, &key, record).await;
        }
        Found::new(key, record.len(), opened)
    }

    async fn try_open(
        &self,
        store: &str,
        key: &str,
        record: &[u8],
    ) -> Result<Vec<u8>, OpenRecordError> {
        if keys::is_clear(store, key) {
            return read_plain(record).map(<[u8]>::to_vec);
        }
        match self.keys() {
            Some(keys) => keys.open(store, key, record).await,
            None => Err(OpenRecordError::UnknownKey),
        }
    }

    /// Takes the keys as the space's envelope has them now, with the root key that is open; `None` where it does not fit.
    async fn renew_keys(&self) -> Option<()> {
        let keys: SpaceKeys = self.keys()?;
        let space = spaces::in_own_database(&self.raw, keys.space()).await?;
        let renewed: SpaceKeys = if let Ok(renewed) = space.envelope.reopen(&keys).await {
            renewed
        } else {
            // Its passphrase was changed in another tab, and so was the root key: that tab has it.
            let theirs: SpaceKeys = ask_for_keys(keys.space()).await?;
            space.envelope.reopen(&theirs).await.ok()?
        };
        self.use_keys(renewed);
        Some(())
    }
}

/// A change as it will lie on disk.
async fn sealed(keys: Option<&SpaceKeys>, op: &Op) -> Result<Change, CryptoError> {
    let (store, name, bytes, may_pack) = match op {
        Op::Put(store, name, bytes) => (*store, name, Some(bytes), false),
        Op::PutPacked(store, name, bytes) => (*store, name, Some(bytes), true),
        Op::Delete(store, name) => (*store, name, None, false),
    };
    let record: Option<Vec<u8>> = match bytes {
        None => None,
        Some(bytes) if keys::is_clear(store, name) => Some(plain(bytes)),
        Some(bytes) => {
            let keys: &SpaceKeys = keys.ok_or(CryptoError::Missing)?;
            Some(keys.seal(store, name, bytes, may_pack).await?)
        }
    };
    Ok(Change {
        store,
        name: name.clone(),
        record,
        only_if: None,
    })
}
