//! Entries that devices sealed to this centre (D6, decision 29): opening them, and telling whether they are of whom they say.
//! The form is [`overgang_sync::message::SealedEntry`]'s.

use std::fmt;

use hmac::{Hmac, Mac};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable};
use overgang_domain::{Entry, form};
use overgang_sync::message::{
    CentreKey, Marked, NONCE_BYTES, OUTBOX_KEY_BYTES, OUTBOX_KEY_INFO, SealedEntry, TagKey,
    entry_place, key_place, tagged,
};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;

use crate::chain::Hash;
use crate::clock::{DrawBytesError, random_bytes};

/// What the centre's key pair is worked out of (RFC 9180, `DeriveKeyPair`). It is the database's, so a backup opens what was
/// sealed before and after it.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxSecret([u8; 32]);

/// Never shows it.
impl fmt::Debug for OutboxSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OutboxSecret")
    }
}

/// It was not sealed to this centre, or not for what it says it is, or is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sealed entry does not open")]
pub struct OpenSealedError;

/// What a sealed entry holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// The entry.
    pub entry: Entry,
    /// With its bytes, tag and the entry before.
    pub marked: Marked,
}

impl OutboxSecret {
    /// A new one.
    pub fn draw() -> Result<Self, DrawBytesError> {
        random_bytes().map(Self)
    }

    /// Reads a stored one; `None` where it is not 32 bytes long.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().map(Self).ok()
    }

    /// As it is stored.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The key that devices seal to.
    pub fn public_key(&self) -> CentreKey {
        let (_, public) = X25519HkdfSha256::derive_keypair(&self.0);
        let mut bytes: [u8; 32] = [0; 32];
        public.write_exact(&mut bytes);
        CentreKey(bytes)
    }

    /// Opens an entry. What is inside is about the entry, user and device that it is sealed for, whoever made it.
    pub fn open(&self, sealed: &SealedEntry) -> Result<Opened, OpenSealedError> {
        let SealedEntry {
            entry,
            user,
            device,
            key,
            content,
        } = sealed;
        let (private, public) = X25519HkdfSha256::derive_keypair(&self.0);
        if public.to_bytes().as_slice() != key.centre.0 {
            return Err(OpenSealedError);
        }
        let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&key.encapsulated);
        let outbox_key = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &private,
            &encapsulated.map_err(|_| OpenSealedError)?,
            OUTBOX_KEY_INFO,
            &key.sealed,
            &key_place(*user, *device),
        );
        let outbox_key: Vec<u8> = outbox_key.map_err(|_| OpenSealedError)?;
        if outbox_key.len() != OUTBOX_KEY_BYTES {
            return Err(OpenSealedError);
        }
        let cipher = UnboundKey::new(&AES_256_GCM, &outbox_key).map_err(|_| OpenSealedError)?;
        let (nonce, bytes) = content
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(OpenSealedError)?;
        let mut bytes: Vec<u8> = bytes.to_vec();
        let opened = LessSafeKey::new(cipher).open_in_place(
            Nonce::assume_unique_for_key(*nonce),
            Aad::from(entry_place(*entry, *user, *device)),
            &mut bytes,
        );
        let opened: &[u8] = opened.map_err(|_| OpenSealedError)?;
        let marked: Marked = form::read(opened).map_err(|_| OpenSealedError)?;
        let inside: Entry = form::read(&marked.body).map_err(|_| OpenSealedError)?;
        if (inside.id, inside.author, inside.device) != (*entry, *user, *device) {
            return Err(OpenSealedError);
        }
        Ok(Opened {
            entry: inside,
            marked,
        })
    }
}

impl Opened {
    /// Whether it was marked with this key: by its author, on the device that it names.
    pub fn is_marked_by(&self, key: &TagKey) -> bool {
        let Ok(mac) = Hmac::<Sha256>::new_from_slice(&key.0) else {
            return false;
        };
        let Entry {
            id, author, device, ..
        } = self.entry;
        let Marked {
            body,
            previous,
            tag,
        } = &self.marked;
        let mac = mac.chain_update(tagged((id, author, device), previous.as_ref(), body));
        mac.verify_slice(tag).is_ok()
    }

    /// The hash of its bytes.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.marked.body)
    }
}
