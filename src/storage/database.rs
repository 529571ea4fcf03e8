//! The browser's database: its shape, reading, and the one function that writes. Knows bytes, not what is sealed in them.
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
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use super::connection::{CommitError, OpenStoreError, ReadError};
use super::keys;
use super::left_pages::{Open, Watch, close_for_newer_app, close_when_left, note_running};
use super::writes::{Guard, Writes};

/// A change of one record.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// The record's store.
    pub(super) store: &'static str,
    /// Its name.
    pub(super) name: String,
    /// What it is on disk from then on; `None` takes it away.
    pub(super) record: Option<Vec<u8>>,
    /// Only where it is this before; else it is left as it is.
    pub(super) only_if: Option<Vec<u8>>,
}

/// Nothing was written.
pub(super) enum NotWritten {
    /// The records were sealed with a key that is not used any longer.
    OldKeys,
    /// Anything else.
    Error(CommitError),
}

/// An open database.
pub(super) struct RawDatabase {
    name: String,
    version: u32,
    database: Open,
    /// Ends the wait for a newer app.
    watch: RefCell<Option<Watch>>,
    is_closed_for_update: Rc<Cell<bool>>,
}

impl RawDatabase {
    /// Opens the database as `version` of it, and makes it if it is not there. Tabs that have it open as an older
    /// version lose it.
    pub(super) async fn open(name: &str, version: u32) -> Result<Self, OpenStoreError> {
        let connection = Self {
            name: name.to_owned(),
            version,
            database: Open::default(),
            watch: RefCell::default(),
            is_closed_for_update: Rc::new(Cell::new(false)),
        };
        close_when_left(&connection.database);
        connection.reopen().await?;
        Ok(connection)
    }

    /// The version that it is open as.
    pub(super) fn version(&self) -> u32 {
        self.version
    }

    /// How often any tab has written to this database.
    pub(super) async fn writes(&self) -> Result<Writes, ReadError> {
        let name: String = keys::FACT_WRITES.to_owned();
        let found = self.get_many(keys::FACTS, &[name]).await?;
        let record: Option<&Vec<u8>> = found.first().and_then(Option::as_ref);
        Ok(record
            .map(|record| Writes::read(record))
            .unwrap_or_default())
    }

    /// Several records, in the order of `wanted`.
    pub(super) async fn get_many(
        &self,
        store: &'static str,
        wanted: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, ReadError> {
        let transaction = async |database: Database| -> Result<Vec<Option<Vec<u8>>>, Error> {
            let transaction = database.transaction(store).build()?;
            note_running(transaction.as_sys());
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
            note_running(transaction.as_sys());
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
            note_running(transaction.as_sys());
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

    /// Writes all of `changes` in one strict transaction, or nothing. When this returns, it is on disk. Answers with the
    /// new count of writes.
    pub(super) async fn commit(&self, changes: &[Change], guard: Guard) -> Result<u64, NotWritten> {
        let transaction = async |database: Database| -> Result<Result<u64, NotWritten>, Error> {
            let options = TransactionOptions::new().with_durability(TransactionDurability::Strict);
            let transaction = database
                .transaction(stores_of(changes))
                .with_mode(TransactionMode::Readwrite)
                .with_options(options)
                .build()?;
            note_running(transaction.as_sys());
            let facts = transaction.object_store(keys::FACTS)?;
            let known: Option<JsValue> = facts.get(keys::FACT_WRITES).primitive()?.await?;
            let known = known.map(|value| Writes::read(&bytes_of(&value)));
            let known: Writes = known.unwrap_or_default();
            let refused = if known.generation > guard.generation {
                Some(NotWritten::OldKeys)
            } else if guard.count.is_some_and(|count| count != known.count) {
                Some(NotWritten::Error(CommitError::Stale))
            } else {
                None
            };
            if let Some(refused) = refused {
                transaction.abort().await?;
                return Ok(Err(refused));
            }
            let now = Writes {
                count: known.count + u64::from(guard.count.is_some()),
                generation: guard.generation,
            };
            if now != known {
                let put = facts.put(js_bytes(&now.written()));
                drop(put.with_key(keys::FACT_WRITES).primitive()?);
            }
            for change in changes {
                put(&transaction, change).await?;
            }
            let system = transaction.as_sys().clone();
            if let Err(error) = transaction.commit().await {
                // The crate forgets why a transaction was aborted (a full disk, say); the browser knows.
                return Err(system.error().map_or(error, Error::from));
            }
            Ok(Ok(now.count))
        };
        let failed = |why: String| Err(NotWritten::Error(CommitError::Failed(why)));
        match self.attempt(transaction).await {
            Ok(answer) => answer,
            Err(Lost::ClosedForUpdate) => Err(NotWritten::Error(CommitError::ClosedForUpdate)),
            Err(Lost::Error(error)) if is_quota(&error) => {
                Err(NotWritten::Error(CommitError::Full))
            }
            Err(Lost::Error(error)) => failed(error.to_string()),
            Err(Lost::Open(error)) => failed(error.to_string()),
        }
    }

    /// Deletes the whole database. Tabs that have it open lose it.
    pub(super) async fn destroy(self) -> Result<(), CommitError> {
        if let Some(database) = self.database.take() {
            database.close();
        }
        Self::delete(&self.name).await
    }

    /// Deletes the database of this name, whether or not it can be opened.
    pub(super) async fn delete(name: &str) -> Result<(), CommitError> {
        let failed = |error: Error| CommitError::Failed(error.to_string());
        let deleted = Database::delete_by_name(name);
        let deleted = deleted.map_err(|error| CommitError::Failed(error.to_string()))?;
        deleted.await.map_err(failed)
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
        let until = close_for_newer_app(&database, &self.is_closed_for_update);
        self.watch.replace(until);
        self.database.replace(Some(database));
        Ok(())
    }
}

impl Drop for RawDatabase {
    fn drop(&mut self) {
        if let Some(database) = self.database.take() {
            database.close();
        }
    }
}

/// Why nothing came of it.
enum Lost {
    ClosedForUpdate,
    Error(Error),
    Open(OpenStoreError),
}

async fn put(transaction: &Transaction<'_>, change: &Change) -> Result<(), Error> {
    let store = transaction.object_store(change.store)?;
    if let Some(expected) = &change.only_if {
        let known: Option<JsValue> = store.get(change.name.as_str()).primitive()?.await?;
        if known.as_ref().map(bytes_of).as_ref() != Some(expected) {
            return Ok(());
        }
    }
    match &change.record {
        Some(record) => {
            let put = store.put(js_bytes(record)).with_key(change.name.as_str());
            drop(put.primitive()?);
        }
        None => drop(store.delete(change.name.as_str()).primitive()?),
    }
    Ok(())
}

fn stores_of(changes: &[Change]) -> Vec<&'static str> {
    let mut stores: Vec<&'static str> = vec![keys::FACTS];
    for change in changes {
        if !stores.contains(&change.store) {
            stores.push(change.store);
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
