//! How values stand in the databases' columns: ids as 16 bytes, whole numbers as signed ones.

use overgang_domain::{DeviceId, EntryId, PlanId, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::chain::Hash;
use crate::storage::UseStoreError;

/// A whole number that the databases can hold. Sequences and times never come near its end.
pub(super) fn to_column(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A whole number from a column.
pub(super) fn from_column(number: i64) -> Result<u64, UseStoreError> {
    u64::try_from(number).map_err(|_| UseStoreError::Unreadable("a negative number"))
}

/// The bytes of an id.
pub(super) fn id_column(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// An id from a column.
pub(super) fn id_from(bytes: &[u8]) -> Result<Uuid, UseStoreError> {
    Uuid::from_slice(bytes).map_err(|_| UseStoreError::Unreadable("an id"))
}

/// An entry's id from a column.
pub(super) fn entry_from(bytes: &[u8]) -> Result<EntryId, UseStoreError> {
    id_from(bytes).map(EntryId)
}

/// A plan's id from a column.
pub(super) fn plan_from(bytes: &[u8]) -> Result<PlanId, UseStoreError> {
    id_from(bytes).map(PlanId)
}

/// A user's id from a column.
pub(super) fn user_from(bytes: &[u8]) -> Result<UserId, UseStoreError> {
    id_from(bytes).map(UserId)
}

/// A device's id from a column.
pub(super) fn device_from(bytes: &[u8]) -> Result<DeviceId, UseStoreError> {
    id_from(bytes).map(DeviceId)
}

/// A hash from a column.
pub(super) fn hash_from(bytes: &[u8]) -> Result<Hash, UseStoreError> {
    Hash::read(bytes).ok_or(UseStoreError::Unreadable("a hash"))
}

/// A word of a closed list, as it is written in JSON.
pub(super) fn word_column<T: Serialize>(word: T) -> Result<String, UseStoreError> {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(UseStoreError::Unreadable("a word of a closed list")),
    }
}

/// A word of a closed list from a column.
pub(super) fn word_from<T: DeserializeOwned>(word: String) -> Result<T, UseStoreError> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|_| UseStoreError::Unreadable("a word of a closed list"))
}
