//! The open database: its shape, reading, and the one function that writes.
//!
//! A connection can be lost at any time (`WebKit` does so in the background): it is opened anew, at most
//! twice in a row. When a newer app in another tab opens the database as its own version, this
//! tab closes it and says so.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{TransactionDurability, TransactionMode, TransactionOptions};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::keys;

/// One change to the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Write a record, in place of one with the same name.
    Put(&'static str, String, Vec<u8>),
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

/// An open database.
pub(super) struct Connection {
    name: String,
    version: u32,
    database: RefCell<Option<Database>>,
    is_closed_for_update: Rc<Cell<bool>>,
}

impl Connection {
    /// Opens the database as `version` of it, and makes it if it is not there. Tabs that have it open as an older
    /// version lose it.
    pub(super) async fn open(name: &str, version: u32) -> Result<Self, OpenStoreError> {
        let connection = Self {
            name: name.to_owned(),
            version,
            database: RefCell::new(None),
            is_closed_for_update: Rc::new(Cell::new(false)),
        };
        connection.reopen().await?;
        Ok(connection)
    }

    /// The version that it is open as.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    /// How often any tab has written to this database.
    pub(super) async fn writes(&self) -> Result<u64, ReadError> {
        let record = self.get(keys::FACTS, keys::FACT_WRITES).await?;
        Ok(record.and_then(|bytes| read_count(&bytes)).unwrap_or(0))
    }

    /// One record.
    pub(super) async fn get(
        &self,
        store: &'static str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, ReadError> {
        let mut found = self.get_many(store, &[key.to_owned()]).await?;
        Ok(found.pop().flatten())
    }

    /// Several records, in the order of `wanted`.
    pub(super) async fn get_many(
        &self,
        store: &'static str,
        wanted: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, ReadError> {
        let transaction = async |database: Database| -> Result<Vec<Option<Vec<u8>>>, Error> {
            let transaction = database.transaction(store).build()?;
            let records = transaction.object_store(store)?;
            let mut asked = Vec::with_capacity(wanted.len());
            for key in wanted {
                asked.push(records.get::<JsValue, _, _>(key.as_str()).primitive()?);
            }
            let mut found: Vec<Option<Vec<u8>>> = Vec::with_capacity(wanted.len());
            for request in asked {
                found.push(request.await?.as_ref().map(bytes_of));
            }
            Ok(found)
        };
        self.with_database(transaction).await
    }

    /// The names of all records of a store.
    pub(super) async fn names(&self, store: &'static str) -> Result<Vec<String>, ReadError> {
        let transaction = async |database: Database| -> Result<Vec<String>, Error> {
            let transaction = database.transaction(store).build()?;
            let records = transaction.object_store(store)?;
            let names = records.get_all_keys::<String>().primitive()?.await?;
            names.collect()
        };
        self.with_database(transaction).await
    }

    /// All records of a store by name, or those whose name begins with `prefix`.
    pub(super) async fn get_all(
        &self,
        store: &'static str,
        prefix: Option<&str>,
    ) -> Result<Vec<(String, Vec<u8>)>, ReadError> {
        let transaction = async |database: Database| -> Result<Vec<(String, Vec<u8>)>, Error> {
            let transaction = database.transaction(store).build()?;
            let records = transaction.object_store(store)?;
            let (keys, values) = match prefix {
                Some(prefix) => {
                    let range = prefix.to_owned()..=format!("{prefix}\u{ffff}");
                    let keys = records.get_all_keys::<String>().with_query(range.clone());
                    let values = records.get_all::<JsValue>().with_query(range);
                    (keys.primitive()?.await?, values.primitive()?.await?)
                }
                None => (
                    records.get_all_keys::<String>().primitive()?.await?,
                    records.get_all::<JsValue>().primitive()?.await?,
                ),
            };
            let mut found: Vec<(String, Vec<u8>)> = Vec::with_capacity(keys.len());
            for (key, value) in keys.zip(values) {
                found.push((key?, bytes_of(&value?)));
            }
            Ok(found)
        };
        self.with_database(transaction).await
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
        let transaction = async |database: Database| -> Result<Option<u64>, Error> {
            let options = TransactionOptions::new().with_durability(TransactionDurability::Strict);
            let transaction = database
                .transaction(stores_of(ops))
                .with_mode(TransactionMode::Readwrite)
                .with_options(options)
                .build()?;
            let facts = transaction.object_store(keys::FACTS)?;
            if let Some(expected) = expected {
                let known: Option<JsValue> = facts.get(keys::FACT_WRITES).primitive()?.await?;
                let known: u64 = known
                    .and_then(|value| read_count(&bytes_of(&value)))
                    .unwrap_or(0);
                if known != expected {
                    transaction.abort().await?;
                    return Ok(None);
                }
                let count: JsValue = js_bytes((expected + 1).to_string().as_bytes());
                drop(facts.put(count).with_key(keys::FACT_WRITES).primitive()?);
            }
            for op in ops {
                match op {
                    Op::Put(store, key, value) => {
                        let store = transaction.object_store(store)?;
                        drop(
                            store
                                .put(js_bytes(value))
                                .with_key(key.as_str())
                                .primitive()?,
                        );
                    }
                    Op::Delete(store, key) => {
                        let store = transaction.object_store(store)?;
                        drop(store.delete(key.as_str()).primitive()?);
                    }
                }
            }
            let system = transaction.as_sys().clone();
            if let Err(error) = transaction.commit().await {
                // The crate forgets why a transaction was aborted (a full disk, say); the browser knows.
                return Err(system.error().map_or(error, Error::from));
            }
            Ok(Some(expected.map_or(0, |count| count + 1)))
        };
        match self.attempt(transaction).await {
            Ok(Some(count)) => Ok(count),
            Ok(None) => Err(CommitError::Stale),
            Err(Lost::ClosedForUpdate) => Err(CommitError::ClosedForUpdate),
            Err(Lost::Error(error)) if is_quota(&error) => Err(CommitError::Full),
            Err(Lost::Error(error)) => Err(CommitError::Failed(error.to_string())),
            Err(Lost::Open(error)) => Err(CommitError::Failed(error.to_string())),
        }
    }

    async fn with_database<T>(
        &self,
        act: impl AsyncFn(Database) -> Result<T, Error>,
    ) -> Result<T, ReadError> {
        self.attempt(act).await.map_err(|lost| match lost {
            Lost::ClosedForUpdate => ReadError::ClosedForUpdate,
            Lost::Error(error) => ReadError::Failed(error.to_string()),
            Lost::Open(error) => ReadError::Failed(error.to_string()),
        })
    }

    /// Does something with the database; where the connection is gone, opens it anew, at most twice.
    async fn attempt<T>(&self, act: impl AsyncFn(Database) -> Result<T, Error>) -> Result<T, Lost> {
        for _ in 0..2 {
            if self.is_closed_for_update.get() {
                return Err(Lost::ClosedForUpdate);
            }
            let database: Option<Database> = self.database.borrow().clone();
            if let Some(database) = database {
                match act(database).await {
                    Err(error) if is_lost(&error) => {}
                    answer => return answer.map_err(Lost::Error),
                }
            }
            self.reopen().await.map_err(Lost::Open)?;
        }
        let database: Option<Database> = self.database.borrow().clone();
        match database {
            Some(database) => act(database).await.map_err(Lost::Error),
            None => Err(Lost::ClosedForUpdate),
        }
    }

    async fn reopen(&self) -> Result<(), OpenStoreError> {
        let database = Database::open(self.name.as_str())
            .with_version(self.version)
            .with_on_blocked(|_| Ok(()))
            .with_on_upgrade_needed(|_, database| {
                // Whatever version it was, it gets the stores that it does not have.
                let there: Vec<String> = database.object_store_names().collect();
                for store in keys::ALL {
                    if !there.iter().any(|known| known == store) {
                        database.create_object_store(store).build()?;
                    }
                }
                Ok(())
            })
            .await
            .map_err(open_error)?;
        self.close_for_newer_app(&database);
        self.database.replace(Some(database));
        Ok(())
    }

    /// Without this an upgrade in another tab would wait for ever.
    fn close_for_newer_app(&self, database: &Database) {
        let Ok(mut changes) = database.version_changes() else {
            return;
        };
        let database: Database = database.clone();
        let is_closed: Rc<Cell<bool>> = Rc::clone(&self.is_closed_for_update);
        wasm_bindgen_futures::spawn_local(async move {
            if changes.recv().await.is_some() {
                is_closed.set(true);
                database.close();
            }
        });
    }
}

/// Why nothing came of it.
enum Lost {
    ClosedForUpdate,
    Error(Error),
    Open(OpenStoreError),
}

fn stores_of(ops: &[Op]) -> Vec<&'static str> {
    let mut stores: Vec<&'static str> = vec![keys::FACTS];
    for op in ops {
        let (Op::Put(store, ..) | Op::Delete(store, ..)) = op;
        if !stores.contains(store) {
            stores.push(store);
        }
    }
    stores
}

fn js_bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn bytes_of(value: &JsValue) -> Vec<u8> {
    value
        .dyn_ref::<Uint8Array>()
        .map(Uint8Array::to_vec)
        .unwrap_or_default()
}

fn read_count(bytes: &[u8]) -> Option<u64> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

/// Whether the connection is gone, so that a new one may help.
fn is_lost(error: &Error) -> bool {
    match error {
        Error::DomException(DomException::InvalidStateError(_)) => true,
        Error::DomException(other) => other.message().contains("server lost"),
        Error::Serialisation(_) | Error::MissingData(_) | Error::Unknown(_) => false,
    }
}

fn is_quota(error: &Error) -> bool {
    let Error::DomException(exception) = error else {
        return false;
    };
    let exception: web_sys::DomException = exception.clone().into();
    exception.name() == "QuotaExceededError"
}

fn open_error(error: OpenDbError) -> OpenStoreError {
    match error {
        OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => OpenStoreError::NoStorage,
        OpenDbError::Base(Error::DomException(exception)) => {
            let exception: web_sys::DomException = exception.into();
            match exception.name().as_str() {
                "VersionError" => OpenStoreError::NewerVersion,
                "SecurityError" => OpenStoreError::NoStorage,
                name => OpenStoreError::Failed(name.to_owned()),
            }
        }
        OpenDbError::VersionZero => OpenStoreError::Failed("version zero".to_owned()),
        OpenDbError::Base(error) => OpenStoreError::Failed(error.to_string()),
    }
}
