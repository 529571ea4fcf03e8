//! Sealing anew with a fresh data key, while work goes on: the key first, then the records, some at a time, then the old
//! key goes. Each step is whole on disk before the next begins, and it is seen from what lies there which was the last:
//! so it goes on from wherever it was interrupted, in any tab.
//!
//! A tab that still has the old key cannot write with it once the new one is in use (`Guard::generation`): it finds the
//! new one in the envelope first.

use super::connection::{CommitError, Connection};
use super::database::{Change, NotWritten};
use super::journal_store::failed;
use super::spaces::{Space, in_own_database, keep_space};
use super::writes::Guard;
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

    /// Seals all anew that is sealed with an older key, if a rotation is under way, with a `pause` after each piece.
    pub async fn finish_rotation(&self, mut pause: impl AsyncFnMut()) -> Result<(), CommitError> {
        let Some((space, keys)) = self.space().await else {
            return Ok(());
        };
        if space.envelope.generations() <= 1 {
            return Ok(());
        }
        let keys: SpaceKeys = space.envelope.reopen(&keys).await?;
        self.connection.use_keys(keys.clone());
        // From here on no tab writes with the key before: all that it sealed is found below.
        self.connection.commit(&[], None).await?;
        // Work of this device that does not open just now may open later: its key stays until then.
        let mut is_needed: bool = false;
        for store in keys::ALL {
            let names = self.connection.names(store).await.map_err(failed)?;
            for piece in names.chunks(A_PIECE) {
                let is_left: bool = self.connection.seal_anew(store, piece, &keys).await?;
                is_needed |= is_left && keys::OWN.contains(&store);
                pause().await;
            }
        }
        if !is_needed {
            let alone = Space {
                envelope: space.envelope.newest_alone(),
                ..space.clone()
            };
            keep_space(&alone, Some(&space)).await?;
        }
        Ok(())
    }

    /// The keys that it seals with.
    pub fn space_keys(&self) -> Option<SpaceKeys> {
        self.connection.keys()
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
    /// Seals those of `names` anew that are sealed with an older key; answers whether one did not open, and so is as it
    /// was. A record that is written meanwhile stays as it was written.
    async fn seal_anew(
        &self,
        store: &'static str,
        names: &[String],
        keys: &SpaceKeys,
    ) -> Result<bool, CommitError> {
        let Some(generation) = keys.generation() else {
            return Ok(false);
        };
        let records = self.raw.get_many(store, names).await.map_err(failed)?;
        let mut changes: Vec<Change> = Vec::new();
        let mut is_left: bool = false;
        for (name, record) in names.iter().zip(records) {
            let is_older =
                |record: &Vec<u8>| generation_of(record).is_some_and(|known| known < generation);
            let Some(record) = record.filter(is_older) else {
                continue;
            };
            let Ok(bytes) = keys.open(store, name, &record).await else {
                is_left = true;
                continue;
            };
            changes.push(Change {
                record: Some(keys.seal(store, name, &bytes, true).await?),
                store,
                name: name.clone(),
                only_if: Some(record),
            });
        }
        if !changes.is_empty() {
            let guard = Guard {
                count: None,
                generation,
            };
            match self.raw.commit(&changes, guard).await {
                // Where the keys are too old, another tab is further.
                Ok(_) | Err(NotWritten::OldKeys) => {}
                Err(NotWritten::Error(error)) => return Err(error),
            }
        }
        Ok(is_left)
    }
}
