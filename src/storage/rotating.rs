//! Sealing anew with a fresh data key, while work goes on: the key first, then the records, some at a time, then the old
//! key goes. Each step is whole on disk before the next begins, and it is seen from what lies there which was the last:
//! so it goes on from wherever it was interrupted, in any tab.
//!
//! A tab that still has the old key cannot write with it once the new one is in use (`Guard::generation`): it finds the
//! new one in the envelope first.

use super::connection::{CommitError, Connection};
use super::database::{Change, Guard, NotWritten};
use super::journal_store::failed;
use super::spaces::{Space, in_own_database, keep_space};
use super::{JournalStore, keys};
use crate::sealing::{SpaceKeys, generation_of};

/// How long a data key is used, in milliseconds: 90 days.
const IN_USE: u64 = 90 * 24 * 60 * 60 * 1000;
/// So many records are sealed anew in one transaction.
const A_PIECE: usize = 32;

impl JournalStore {
    /// Begins to seal with a fresh data key where the one in use has had its time at `now`, milliseconds since 1970.
    pub async fn rotate_when_due(&self, now: u64) -> Result<(), CommitError> {
        match self.space().await {
            Some((space, _)) if now.saturating_sub(space.key_since) > IN_USE => {
                self.begin_rotation(now).await
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Begins to seal with a fresh data key, unless that is under way. When this returns, all that is written from now on
    /// is sealed with it.
    pub async fn begin_rotation(&self, now: u64) -> Result<(), CommitError> {
        let Some((space, keys)) = self.space().await else {
            return Err(CommitError::Stale);
        };
        if space.envelope.generations() > 1 {
            return Ok(());
        }
        let next = space.envelope.next_generation(&keys).await?;
        let Some((envelope, keys)) = next else {
            return Ok(());
        };
        let next = Space {
            envelope,
            key_since: now,
            ..space.clone()
        };
        // Another tab that did the same at once was first, or its user has changed the passphrase.
        if keep_space(&next, Some(&space)).await? {
            self.connection.use_keys(keys);
        }
        Ok(())
    }

    /// Seals some records anew, if a rotation is under way; answers whether there is more to do.
    pub async fn go_on_rotating(&self) -> Result<bool, CommitError> {
        let Some((space, keys)) = self.space().await else {
            return Ok(false);
        };
        if space.envelope.generations() <= 1 {
            return Ok(false);
        }
        let keys: SpaceKeys = space.envelope.reopen(&keys).await?;
        self.connection.use_keys(keys.clone());
        // From here on no tab writes with the key before: all that it sealed is found below.
        self.connection.commit(&[], None).await?;
        for store in keys::ALL {
            if self.connection.seal_anew(store, &keys).await? {
                return Ok(true);
            }
        }
        // Work of this device that did not open just now may open later: its key stays until then.
        for store in keys::OWN {
            let records = self
                .connection
                .raw
                .get_all(store, None)
                .await
                .map_err(failed)?;
            let is_older = |(_, record): &(String, Vec<u8>)| {
                generation_of(record).is_some_and(|known| Some(known) < keys.generation())
            };
            if records.iter().any(is_older) {
                return Ok(false);
            }
        }
        let alone = Space {
            envelope: space.envelope.newest_alone(),
            ..space.clone()
        };
        keep_space(&alone, Some(&space)).await?;
        Ok(false)
    }

    /// Takes another envelope for the same keys, as after a change of the passphrase.
    pub fn use_keys(&self, keys: SpaceKeys) {
        self.connection.use_keys(keys);
    }

    /// The space as it lies on disk, and the keys that are open.
    async fn space(&self) -> Option<(Space, SpaceKeys)> {
        let keys: SpaceKeys = self.connection.keys()?;
        let space = in_own_database(&self.connection.raw, keys.space()).await?;
        Some((space, keys))
    }
}

impl Connection {
    /// Seals some records of a store anew that are sealed with an older key; answers whether there were any. A record that
    /// is written meanwhile stays as it was written. One that does not open stays too: it is as damaged afterwards.
    async fn seal_anew(&self, store: &'static str, keys: &SpaceKeys) -> Result<bool, CommitError> {
        let Some(generation) = keys.generation() else {
            return Ok(false);
        };
        let records = self.raw.get_all(store, None).await.map_err(failed)?;
        let older = records.into_iter().filter(|(name, record)| {
            !keys::is_clear(store, name)
                && generation_of(record).is_some_and(|known| known < generation)
        });
        let mut changes: Vec<Change> = Vec::new();
        for (name, record) in older {
            let Ok(bytes) = keys.open(store, &name, &record).await else {
                continue;
            };
            changes.push(Change {
                record: Some(keys.seal(store, &name, &bytes, true).await?),
                store,
                name,
                only_if: Some(record),
            });
            if changes.len() == A_PIECE {
                break;
            }
        }
        if changes.is_empty() {
            return Ok(false);
        }
        let guard = Guard {
            count: None,
            generation,
        };
        match self.raw.commit(&changes, guard).await {
            // Where the keys are too old, another tab is further.
            Ok(_) | Err(NotWritten::OldKeys) => Ok(true),
            Err(NotWritten::Error(error)) => Err(error),
        }
    }
}
