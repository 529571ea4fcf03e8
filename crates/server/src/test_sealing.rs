//! A device that seals what it writes to the centre, as the app does.

use hmac::{Hmac, Mac};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable};
use overgang_domain::{Entry, form};
use overgang_sync::message::{
    CentreKey, HandInOutcome, HandInRequest, HandInResponse, MEDIA_TYPE, Marked, OUTBOX_KEY_INFO,
    PROTOCOL, Previous, SealedEntry, SealedKey, TagKey, entry_place, key_place, tagged,
};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;

use crate::chain::Hash;
use crate::clock::random_bytes;
use crate::test_app::{Answer, TestApp, TestDevice, app_request, send};

/// What chance the HPKE sender takes: the centre's own source.
struct Chance;

impl hpke::rand_core::TryRng for Chance {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(u32::from_be_bytes(random_bytes().unwrap()))
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(u64::from_be_bytes(random_bytes().unwrap()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill_with(|| random_bytes::<1>().unwrap()[0]);
        Ok(())
    }
}

impl hpke::rand_core::TryCryptoRng for Chance {}

/// An outbox key of a user on a device.
pub(crate) struct Sealer {
    key: [u8; 32],
    sealed: SealedKey,
    tag_key: TagKey,
    previous: Option<Previous>,
}

impl Sealer {
    /// Of a device that is signed in, for its centre.
    pub(crate) async fn of(device: &TestDevice) -> Self {
        let session = device.get("/api/session").await.json();
        let bytes = |name: &str| {
            let numbers = session[name].as_array().unwrap().iter();
            let bytes: Vec<u8> = numbers
                .map(|one| u8::try_from(one.as_u64().unwrap()).unwrap())
                .collect();
            <[u8; 32]>::try_from(bytes).unwrap()
        };
        Self::with(
            device,
            TagKey(bytes("tag_key")),
            CentreKey(bytes("centre_key")),
        )
    }

    /// Of a device that the centre knows, whether or not it is still signed in.
    pub(crate) async fn with_known(app: &TestApp, device: &TestDevice) -> Self {
        let known = app.store.known_author(device.user.user, device.device);
        let tag_key: TagKey = known.await.unwrap().unwrap().session.tag_key;
        Self::with(device, tag_key, app.centre.outbox_secret.public_key())
    }

    /// With these keys.
    pub(crate) fn with(device: &TestDevice, tag_key: TagKey, centre: CentreKey) -> Self {
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&centre.0).unwrap();
        let key: [u8; 32] = random_bytes().unwrap();
        let (encapsulated, sealed) =
            hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
                &OpModeS::Base,
                &public,
                OUTBOX_KEY_INFO,
                &key,
                &key_place(device.user.user, device.device),
                &mut Chance,
            )
            .unwrap();
        let encapsulated: [u8; 32] = encapsulated.to_bytes().as_slice().try_into().unwrap();
        Self {
            key,
            sealed: SealedKey {
                centre,
                encapsulated,
                sealed,
            },
            tag_key,
            previous: None,
        }
    }

    /// Marks with another key from now on.
    pub(crate) fn forge(&mut self) {
        self.tag_key = TagKey([9; 32]);
    }

    /// Seals an entry, after the one before.
    pub(crate) fn seal(&mut self, entry: &Entry) -> SealedEntry {
        let body: Vec<u8> = form::write(entry).unwrap();
        let hash: [u8; 32] = Hash::of(&body).0;
        let ids = (entry.id, entry.author, entry.device);
        let mac = Hmac::<Sha256>::new_from_slice(&self.tag_key.0).unwrap();
        let mac = mac.chain_update(tagged(ids, self.previous.as_ref(), &body));
        let marked = Marked {
            body,
            previous: self.previous,
            tag: mac.finalize().into_bytes().into(),
        };
        let entry_id = entry.id;
        self.previous = Some(Previous {
            entry: entry_id,
            hash,
        });
        let nonce: [u8; 12] = random_bytes().unwrap();
        let cipher = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &self.key).unwrap());
        let mut bytes: Vec<u8> = form::write(&marked).unwrap();
        cipher
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(entry_place(ids.0, ids.1, ids.2)),
                &mut bytes,
            )
            .unwrap();
        SealedEntry {
            entry: entry.id,
            user: entry.author,
            device: entry.device,
            key: self.sealed.clone(),
            content: [nonce.as_slice(), &bytes].concat(),
        }
    }
}

/// Hands sealed entries in, with a session or without.
pub(crate) async fn hand_in(
    app: &TestApp,
    bearer: Option<&TestDevice>,
    entries: Vec<SealedEntry>,
) -> Vec<HandInOutcome> {
    let request = HandInRequest {
        protocol: PROTOCOL,
        entries,
    };
    let body: Vec<u8> = form::write(&request).unwrap();
    let answer: Answer = post(app, bearer, "/api/hand-in", body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer: HandInResponse = form::read(&answer.body).unwrap();
    answer.outcomes
}

/// Sends something in the app's own form.
pub(crate) async fn post(
    app: &TestApp,
    bearer: Option<&TestDevice>,
    path: &str,
    body: Vec<u8>,
) -> Answer {
    let mut request = app_request("POST", path);
    let headers = request.headers_mut().unwrap();
    for name in ["content-type", "accept"] {
        headers.insert(name, axum::http::HeaderValue::from_static(MEDIA_TYPE));
    }
    if let Some(bearer) = bearer {
        request = request.header("cookie", &bearer.cookie);
    }
    send(&app.router, request.body(body.into()).unwrap()).await
}
