//! What a user has chosen about the locks of their space: sealed in it.

use serde::{Deserialize, Serialize};

use super::connection::{CommitError, Op, ReadError};
use super::journal_store::failed;
use super::{JournalStore, keys, record};

/// How a space locks itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockChoice {
    /// A number that opens the soft lock; `None`: the passphrase does. It opens nothing on disk.
    pub pin: Option<String>,
    /// After how many idle minutes the keys go, 1–10.
    pub minutes: u8,
}

impl Default for LockChoice {
    fn default() -> Self {
        Self {
            pin: None,
            minutes: 5,
        }
    }
}

impl JournalStore {
    /// What its user has chosen. What cannot be read is as if nothing had been.
    pub async fn lock_choice(&self) -> Result<LockChoice, ReadError> {
        let chosen = self.connection.get(keys::FACTS, keys::FACT_LOCK).await?;
        Ok(chosen
            .and_then(|found| found.read().ok())
            .unwrap_or_default())
    }

    /// Keeps what its user chooses. When this returns, it is on disk.
    pub async fn keep_lock_choice(&self, choice: &LockChoice) -> Result<(), CommitError> {
        let op: Op =
            record::put(keys::FACTS, keys::FACT_LOCK.to_owned(), choice).map_err(failed)?;
        self.connection.commit(&[op], None).await.map(drop)
    }
}
