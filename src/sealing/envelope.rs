//! The envelope of a space: its keys as they may be stored, to be opened with the user's passphrase, or by the device's
//! screen lock.

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web_sys::CryptoKey;

use super::authenticator::{AskScreenLockError, Credential, ScreenLock};
use super::derivation::{Derivation, DeriveError};
use super::records::SpaceKeys;
use super::webcrypto::{self, CryptoError, Use, WrappedKey};

/// The wrapped keys of one space.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// How the passphrase becomes the key that opens the root key.
    derivation: Derivation,
    /// The root key, wrapped by it.
    root: WrappedKey,
    /// The same root key, wrapped by the key that the device's screen lock gives.
    by_screen_lock: Option<(Credential, WrappedKey)>,
    /// The data keys by their generation, wrapped by the root key, the newest last.
    data: Vec<(u8, WrappedKey)>,
}

/// An envelope did not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenEnvelopeError {
    /// It is another passphrase's.
    #[error("the passphrase is wrong")]
    WrongPassphrase,
    /// The passphrase could not be tried.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// The screen lock gave no key, or another one.
    #[error(transparent)]
    ScreenLock(#[from] AskScreenLockError),
    /// The passphrase is right, and the keys inside are not whole.
    #[error("the keys of this space are damaged")]
    Damaged,
}

impl Envelope {
    /// Makes fresh keys for `space` that open with `passphrase`.
    pub async fn make(space: Uuid, passphrase: &str) -> Result<(Self, SpaceKeys), DeriveError> {
        let (derivation, wrapper) = Derivation::fresh(passphrase).await?;
        Ok(Self::under(space, derivation, &wrapper).await?)
    }

    /// An envelope that no passphrase opens, and its keys: what they seal is lost with the page. For tests.
    pub async fn of_nobody(space: Uuid) -> Result<(Self, SpaceKeys), CryptoError> {
        let wrapper: CryptoKey = webcrypto::passing_key(Use::Keys).await?;
        Self::under(space, Derivation::of_nobody(), &wrapper).await
    }

    async fn under(
        space: Uuid,
        derivation: Derivation,
        wrapper: &CryptoKey,
    ) -> Result<(Self, SpaceKeys), CryptoError> {
        let (root, open) = fresh_root(space, wrapper).await?;
        let first = webcrypto::fresh_key(Use::Records, &open, &data_place(space, 0)).await?;
        let envelope = Self {
            derivation,
            root,
            by_screen_lock: None,
            data: vec![(0, first)],
        };
        let keys: SpaceKeys = envelope.keys(space, open).await?;
        Ok((envelope, keys))
    }

    /// Opens the keys of `space`. Where the passphrase was stretched less than is usual today, answers also with an
    /// envelope that stretches it as much.
    pub async fn open(
        &self,
        space: Uuid,
        passphrase: &str,
    ) -> Result<(SpaceKeys, Option<Self>), OpenEnvelopeError> {
        let wrapper: CryptoKey = self.derivation.derive(passphrase).await?;
        let opened = self.opened(space, &self.root, &wrapper).await?;
        let keys: SpaceKeys = opened.ok_or(OpenEnvelopeError::WrongPassphrase)?;
        let stronger = if self.derivation.is_usual() {
            None
        } else {
            // A device that cannot do more goes on with what it had.
            self.stronger(space, &wrapper, passphrase).await.ok()
        };
        Ok((keys, stronger))
    }

    /// Opens the keys of `space` by the device's screen lock, which asks its user.
    pub async fn open_by_screen_lock(&self, space: Uuid) -> Result<SpaceKeys, OpenEnvelopeError> {
        let (credential, root) = self
            .by_screen_lock
            .as_ref()
            .ok_or(AskScreenLockError::Unfit)?;
        let wrapper: CryptoKey = credential.key().await?;
        let opened = self.opened(space, root, &wrapper).await?;
        Ok(opened.ok_or(AskScreenLockError::Unfit)?)
    }

    /// Whether the device's screen lock opens it too.
    pub fn opens_by_screen_lock(&self) -> bool {
        self.by_screen_lock.is_some()
    }

    /// The envelope that `lock` opens as well. The passphrase has to be given: with the open keys alone nobody adds a way in.
    pub async fn with_screen_lock(
        &self,
        space: Uuid,
        passphrase: &str,
        lock: &ScreenLock,
    ) -> Result<Self, OpenEnvelopeError> {
        let wrapper: CryptoKey = self.derivation.derive(passphrase).await?;
        let place: Vec<u8> = root_place(space);
        let root = webcrypto::rewrap(&self.root, Use::Keys, &wrapper, &lock.key, &place).await;
        let root: WrappedKey = root.map_err(|_| OpenEnvelopeError::WrongPassphrase)?;
        Ok(Self {
            by_screen_lock: Some((lock.credential.clone(), root)),
            ..self.clone()
        })
    }

    /// The envelope that the passphrase alone opens.
    #[must_use]
    pub fn without_screen_lock(&self) -> Self {
        Self {
            by_screen_lock: None,
            ..self.clone()
        }
    }

    /// The envelope for another passphrase, with the keys that are open. The root key is another one afterwards: whoever
    /// kept the old envelope opens nothing of what is sealed by keys that are made from now on. The screen lock has to be
    /// registered anew.
    pub async fn with_passphrase(
        &self,
        keys: &SpaceKeys,
        new: &str,
    ) -> Result<(Self, SpaceKeys), DeriveError> {
        let space: Uuid = keys.space();
        let (derivation, wrapper) = Derivation::fresh(new).await?;
        let (root, open) = fresh_root(space, &wrapper).await?;
        let mut data: Vec<(u8, WrappedKey)> = Vec::with_capacity(self.data.len());
        for (generation, key) in &self.data {
            let place: Vec<u8> = data_place(space, *generation);
            let key = webcrypto::rewrap(key, Use::Records, keys.root(), &open, &place).await?;
            data.push((*generation, key));
        }
        let envelope = Self {
            derivation,
            root,
            by_screen_lock: None,
            data,
        };
        let keys: SpaceKeys = envelope.keys(space, open).await?;
        Ok((envelope, keys))
    }

    /// The keys as the envelope has them, with the root key of `keys`; fails where it has another root key by now.
    pub async fn reopen(&self, keys: &SpaceKeys) -> Result<SpaceKeys, CryptoError> {
        self.keys(keys.space(), keys.root().clone()).await
    }

    /// The envelope with a data key of the next generation, and the keys with it. `None` where all 256 are used.
    pub async fn next_generation(
        &self,
        keys: &SpaceKeys,
    ) -> Result<Option<(Self, SpaceKeys)>, CryptoError> {
        let newest: u8 = self.data.last().map_or(0, |(generation, _)| *generation);
        let Some(next) = newest.checked_add(1) else {
            return Ok(None);
        };
        let place: Vec<u8> = data_place(keys.space(), next);
        let key = webcrypto::fresh_key(Use::Records, keys.root(), &place).await?;
        let mut envelope: Self = self.clone();
        envelope.data.push((next, key));
        let keys: SpaceKeys = envelope.keys(keys.space(), keys.root().clone()).await?;
        Ok(Some((envelope, keys)))
    }

    /// The envelope with the newest data key alone, once nothing is sealed by the others.
    #[must_use]
    pub fn newest_alone(&self) -> Self {
        let mut envelope: Self = self.clone();
        let older: usize = envelope.data.len().saturating_sub(1);
        envelope.data.drain(..older);
        envelope
    }

    /// How many generations of the data key it holds.
    pub fn generations(&self) -> usize {
        self.data.len()
    }

    async fn stronger(
        &self,
        space: Uuid,
        wrapper: &CryptoKey,
        passphrase: &str,
    ) -> Result<Self, DeriveError> {
        let (derivation, to) = Derivation::fresh(passphrase).await?;
        let place: Vec<u8> = root_place(space);
        let root = webcrypto::rewrap(&self.root, Use::Keys, wrapper, &to, &place).await?;
        Ok(Self {
            derivation,
            root,
            ..self.clone()
        })
    }

    /// The keys, with the root key that `wrapper` has wrapped; `None` where it is another's.
    async fn opened(
        &self,
        space: Uuid,
        root: &WrappedKey,
        wrapper: &CryptoKey,
    ) -> Result<Option<SpaceKeys>, OpenEnvelopeError> {
        let root = webcrypto::unwrap(root, Use::Keys, wrapper, &root_place(space)).await;
        let Ok(root) = root else { return Ok(None) };
        let keys = self.keys(space, root).await;
        keys.map(Some).map_err(|_| OpenEnvelopeError::Damaged)
    }

    async fn keys(&self, space: Uuid, root: CryptoKey) -> Result<SpaceKeys, CryptoError> {
        let mut data: Vec<(u8, CryptoKey)> = Vec::with_capacity(self.data.len());
        for (generation, key) in &self.data {
            let place: Vec<u8> = data_place(space, *generation);
            let key = webcrypto::unwrap(key, Use::Records, &root, &place).await?;
            data.push((*generation, key));
        }
        Ok(SpaceKeys::new(space, root, data))
    }
}

/// A fresh root key, wrapped and open.
async fn fresh_root(
    space: Uuid,
    wrapper: &CryptoKey,
) -> Result<(WrappedKey, CryptoKey), CryptoError> {
    let place: Vec<u8> = root_place(space);
    let root = webcrypto::fresh_key(Use::Keys, wrapper, &place).await?;
    let open: CryptoKey = webcrypto::unwrap(&root, Use::Keys, wrapper, &place).await?;
    Ok((root, open))
}

fn root_place(space: Uuid) -> Vec<u8> {
    [b"overgang root key".as_slice(), space.as_bytes()].concat()
}

fn data_place(space: Uuid, generation: u8) -> Vec<u8> {
    let start: &[u8] = b"overgang data key";
    [start, space.as_bytes(), &[generation]].concat()
}
