//! Records: values in the form of everything that is written. They are sealed and opened by the connection.

use overgang_domain::form::{self, WriteFormError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::connection::{Op, ReadError};
use crate::sealing::OpenRecordError;

/// A record that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its name.
    pub(super) key: String,
    /// How many bytes it takes on disk.
    pub(super) size: usize,
    opened: Result<Vec<u8>, OpenRecordError>,
}

impl Found {
    pub(super) fn new(key: String, size: usize, opened: Result<Vec<u8>, OpenRecordError>) -> Self {
        Self { key, size, opened }
    }

    /// What was sealed.
    pub(super) fn bytes(&self) -> Result<&[u8], ReadError> {
        let opened = self.opened.as_deref();
        opened.map_err(|error| ReadError::Record(error.to_string()))
    }

    /// What it says.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, ReadError> {
        form::read(self.bytes()?).map_err(|error| ReadError::Record(error.to_string()))
    }
}

/// The change that writes a small record.
pub(super) fn put<T: Serialize>(
    store: &'static str,
    key: String,
    value: &T,
) -> Result<Op, WriteFormError> {
    Ok(Op::Put(store, key, form::write(value)?))
}

/// The change that writes a large record, packed where it pays.
pub(super) fn put_packed<T: Serialize>(
    store: &'static str,
    key: String,
    value: &T,
) -> Result<Op, WriteFormError> {
    Ok(Op::PutPacked(store, key, form::write(value)?))
}
