//! A record as it lies on disk: which form, which generation of the data key, nonce and sealed bytes. It opens only in
//! the space, the store and under the name that it was sealed for, so that records cannot be swapped or moved unseen.

use std::rc::Rc;

use uuid::Uuid;
use web_sys::CryptoKey;

use super::webcrypto::{self, CryptoError, Use};
use crate::packing::{gunzip, gzip};

/// Below this many bytes packing costs more than it saves.
const WORTH_PACKING: usize = 2048;

/// First byte of a record that lies in clear: ids, counts, sizes and wrapped keys only (`docs/sealing.md` lists them).
const CLEAR: u8 = 0;
/// First byte of a sealed record; the generation of its key follows.
const SEALED: u8 = 1;

/// First byte inside: the rest is as it is.
const AS_IT_IS: u8 = 0;
/// First byte inside: the rest is gzipped.
const GZIPPED: u8 = 1;

/// A record could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenRecordError {
    /// No bytes, or a form that only a newer app knows.
    #[error("the record has a form that this app does not know; update the app")]
    UnknownForm,
    /// It was sealed with a key that is not among those of the space.
    #[error("the record was sealed with another key")]
    UnknownKey,
    /// The bytes are not those that were sealed, or were sealed for another place.
    #[error("the record is damaged")]
    Damaged,
}

/// The open keys of one user's space on this device.
#[derive(Clone, Debug)]
pub struct SpaceKeys {
    space: Uuid,
    root: CryptoKey,
    data: Rc<[(u8, CryptoKey)]>,
}

impl SpaceKeys {
    /// The keys of `space`; the last data key is the one to seal with.
    pub(super) fn new(space: Uuid, root: CryptoKey, data: Vec<(u8, CryptoKey)>) -> Self {
        Self {
            space,
            root,
            data: data.into(),
        }
    }

    /// Keys that no envelope holds: what they seal is lost with the page. For tests and measurements.
    pub async fn unkept(space: Uuid) -> Result<Self, CryptoError> {
        let root: CryptoKey = webcrypto::passing_key(Use::Keys).await?;
        let data: CryptoKey = webcrypto::passing_key(Use::Records).await?;
        Ok(Self::new(space, root, vec![(0, data)]))
    }

    /// Whose they are.
    pub fn space(&self) -> Uuid {
        self.space
    }

    /// The key that wraps the data keys.
    pub(super) fn root(&self) -> &CryptoKey {
        &self.root
    }

    /// The data keys by their generation, the newest last.
    pub(super) fn data(&self) -> &[(u8, CryptoKey)] {
        &self.data
    }

    /// The generation that records are sealed with now.
    pub fn generation(&self) -> Option<u8> {
        self.data.last().map(|(generation, _)| *generation)
    }

    /// Seals `bytes` for the record `name` of `store`; `may_pack` where they may be large.
    pub async fn seal(
        &self,
        store: &str,
        name: &str,
        bytes: &[u8],
        may_pack: bool,
    ) -> Result<Vec<u8>, CryptoError> {
        let (generation, key) = self.data.last().ok_or(CryptoError::Missing)?;
        let mut inside: Vec<u8> = Vec::with_capacity(bytes.len() + 1);
        // A browser that cannot pack still has to keep what was written.
        let packed: Option<Vec<u8>> = if may_pack && bytes.len() >= WORTH_PACKING {
            gzip(bytes).await.ok()
        } else {
            None
        };
        inside.push(if packed.is_some() { GZIPPED } else { AS_IT_IS });
        inside.extend_from_slice(packed.as_deref().unwrap_or(bytes));
        let place: Vec<u8> = self.place(*generation, store, name);
        let sealed: Vec<u8> = webcrypto::encrypt(key, &place, &inside).await?;
        Ok([&[SEALED, *generation], sealed.as_slice()].concat())
    }

    /// The bytes that [`SpaceKeys::seal`] sealed for the same record.
    pub async fn open(
        &self,
        store: &str,
        name: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, OpenRecordError> {
        let [SEALED, generation, sealed @ ..] = sealed else {
            return Err(OpenRecordError::UnknownForm);
        };
        let found = self.data.iter().find(|(known, _)| known == generation);
        let (_, key) = found.ok_or(OpenRecordError::UnknownKey)?;
        let place: Vec<u8> = self.place(*generation, store, name);
        let opened = webcrypto::decrypt(key, &place, sealed).await;
        let inside: Vec<u8> = opened.map_err(|_| OpenRecordError::Damaged)?;
        match inside.split_first() {
            Some((&AS_IT_IS, bytes)) => Ok(bytes.to_vec()),
            Some((&GZIPPED, packed)) => gunzip(packed).await.map_err(|_| OpenRecordError::Damaged),
            _ => Err(OpenRecordError::UnknownForm),
        }
    }

    /// What a record is bound to: all of it goes into the seal, none of it into the record.
    fn place(&self, generation: u8, store: &str, name: &str) -> Vec<u8> {
        let space: &[u8] = self.space.as_bytes();
        [
            b"overgang record",
            [SEALED, generation].as_slice(),
            space,
            store.as_bytes(),
            &[0],
            name.as_bytes(),
        ]
        .concat()
    }
}

/// The form of a record that lies in clear.
pub fn plain(bytes: &[u8]) -> Vec<u8> {
    [&[CLEAR], bytes].concat()
}

/// The bytes of a record that lies in clear.
pub fn read_plain(record: &[u8]) -> Result<&[u8], OpenRecordError> {
    match record.split_first() {
        Some((&CLEAR, bytes)) => Ok(bytes),
        _ => Err(OpenRecordError::UnknownForm),
    }
}

/// The generation of the key that a record is sealed with; `None` where it is not sealed.
pub fn generation_of(record: &[u8]) -> Option<u8> {
    match record {
        [SEALED, generation, ..] => Some(*generation),
        _ => None,
    }
}
