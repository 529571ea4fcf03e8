//! Sealing to the centre what was not sent (D6): a key for some hours, made in the worker and sealed to the centre's public
//! key there, seals each entry. This device cannot open what it has sealed so, nor can a thief; the form is
//! [`overgang_sync::message::SealedEntry`]'s.

use js_sys::{Array, Uint8Array};
use overgang_domain::form;
use overgang_domain::{DeviceId, Entry, UserId};
use overgang_sync::message::{
    CentreKey, Marked, Previous, SealedEntry, SealedKey, TagKey, entry_place, key_place, tagged,
};
use wasm_bindgen::JsCast;
use web_sys::CryptoKey;

use super::derivation::ask_worker;
use super::webcrypto::{self, CryptoError};

/// What seals a user's entries on this device to the centre.
#[derive(Clone, Debug)]
pub struct CentreSeal {
    user: UserId,
    device: DeviceId,
    /// Seals, and opens nothing.
    outbox_key: CryptoKey,
    sealed_key: SealedKey,
    marker: CryptoKey,
    made_at: u64,
}

/// For how long a key is used, in milliseconds: a day (D6).
const IN_USE: u64 = 24 * 60 * 60 * 1000;

impl CentreSeal {
    /// Makes a fresh key at `now`, milliseconds since 1970.
    pub async fn make(
        (user, device): (UserId, DeviceId),
        tag_key: &TagKey,
        centre: CentreKey,
        now: u64,
    ) -> Result<Self, CryptoError> {
        let question = Array::of2(
            &Uint8Array::from(centre.0.as_slice()),
            &Uint8Array::from(key_place(user, device).as_slice()),
        );
        let answer = ask_worker(&question).await.ok_or(CryptoError::Missing)?;
        let answer: Array = answer.dyn_into().map_err(|_| CryptoError::Missing)?;
        let outbox_key = answer.get(0).dyn_into();
        let bytes = |at: u32| Uint8Array::new(&answer.get(at)).to_vec();
        let encapsulated: Result<[u8; 32], _> = bytes(1).try_into();
        Ok(Self {
            user,
            device,
            outbox_key: outbox_key.map_err(|_| CryptoError::Missing)?,
            sealed_key: SealedKey {
                centre,
                encapsulated: encapsulated.map_err(|_| CryptoError::Missing)?,
                sealed: bytes(2),
            },
            marker: webcrypto::marker(&tag_key.0).await?,
            made_at: now,
        })
    }

    /// One for a centre that there is not, for measurements.
    #[cfg(feature = "bench")]
    pub async fn of_nobody(
        (user, device): (UserId, DeviceId),
        now: u64,
    ) -> Result<Self, CryptoError> {
        Ok(Self {
            user,
            device,
            outbox_key: webcrypto::passing_key(webcrypto::Use::Records).await?,
            sealed_key: SealedKey {
                centre: CentreKey([0; 32]),
                encapsulated: [0; 32],
                sealed: vec![0; 48],
            },
            marker: webcrypto::marker(&[0; 32]).await?,
            made_at: now,
        })
    }

    /// Whether it is still to be used at `now`.
    pub fn is_fresh(&self, now: u64) -> bool {
        // A clock that was set back makes a new one as well.
        now.checked_sub(self.made_at)
            .is_some_and(|age| age < IN_USE)
    }

    /// Seals an entry that was written here by its user, after the one that was sealed before it. `None` for what another
    /// user or another name of this device has written. The answer's second part is for the next one.
    pub async fn seal(
        &self,
        entry: &Entry,
        previous: Option<Previous>,
    ) -> Result<Option<(SealedEntry, Previous)>, CryptoError> {
        let ids = (entry.id, entry.author, entry.device);
        if (entry.author, entry.device) != (self.user, self.device) {
            return Ok(None);
        }
        let body: Vec<u8> = form::write(entry).map_err(|_| CryptoError::Refused)?;
        let hash: [u8; 32] = webcrypto::hash(&body).await?;
        let mark: Vec<u8> = tagged(ids, previous.as_ref(), &body);
        let tag: [u8; 32] = webcrypto::mark(&self.marker, &mark).await?;
        let marked = Marked {
            body,
            previous,
            tag,
        };
        let marked: Vec<u8> = form::write(&marked).map_err(|_| CryptoError::Refused)?;
        let place: Vec<u8> = entry_place(ids.0, ids.1, ids.2);
        let sealed = SealedEntry {
            entry: entry.id,
            user: self.user,
            device: self.device,
            key: self.sealed_key.clone(),
            content: webcrypto::encrypt(&self.outbox_key, &place, &marked).await?,
        };
        let entry = entry.id;
        Ok(Some((sealed, Previous { entry, hash })))
    }
}
