//! Records: values in the form of everything that is written, wrapped for the disk by `sealing`.

use overgang_domain::form::{self, WriteFormError};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::connection::{Op, ReadError};
use crate::sealing;

/// The change that writes a small record: it is not packed, and nothing has to be waited for.
pub(super) fn put<T: Serialize>(
    store: &'static str,
    key: String,
    value: &T,
) -> Result<Op, WriteFormError> {
    let written: Vec<u8> = form::write(value)?;
    Ok(Op::Put(store, key, sealing::seal_small(&written)))
}

/// The change that writes a large record, packed where it pays.
pub(super) async fn put_packed<T: Serialize>(
    store: &'static str,
    key: String,
    value: &T,
) -> Result<Op, WriteFormError> {
    let written: Vec<u8> = form::write(value)?;
    Ok(Op::Put(store, key, sealing::seal(&written).await))
}

/// What a record says.
pub(super) async fn read<T: DeserializeOwned>(sealed: &[u8]) -> Result<T, ReadError> {
    let written: Vec<u8> = sealing::open(sealed)
        .await
        .map_err(|error| ReadError::Record(error.to_string()))?;
    form::read(&written).map_err(|error| ReadError::Record(error.to_string()))
}
