//! The few things that are asked of the browser's `WebCrypto`: chance, AES-256-GCM, and keys wrapped by keys.

use js_sys::{Array, ArrayBuffer, Object, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesGcmParams, AesKeyGenParams, Crypto, CryptoKey, SubtleCrypto};

const AES: &str = "AES-GCM";
const KEY_BITS: u16 = 256;
/// The length of a nonce: 96 bits, random for each use (NIST SP 800-38D 8.2.2).
pub(super) const NONCE: usize = 12;

/// The browser did not do what was asked of its `WebCrypto`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CryptoError {
    /// There is none, or not on this page.
    #[error(
        "this browser cannot seal what is stored; use a current browser over a secure connection"
    )]
    Missing,
    /// What was opened is not what was sealed, or not by this key, or not for this place.
    #[error("the bytes do not open")]
    Refused,
}

/// What a key may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Sealing and opening records.
    Records,
    /// Wrapping and unwrapping other keys.
    Keys,
}

/// A key in the form in which it may be stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrappedKey {
    nonce: [u8; NONCE],
    wrapped: Vec<u8>,
}

impl Use {
    fn names(self) -> Array {
        let (one, other) = match self {
            Self::Records => ("encrypt", "decrypt"),
            Self::Keys => ("wrapKey", "unwrapKey"),
        };
        Array::of2(&one.into(), &other.into())
    }
}

/// Random bytes.
pub fn random_bytes<const N: usize>() -> Result<[u8; N], CryptoError> {
    let mut bytes: [u8; N] = [0; N];
    crypto()?
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|_| CryptoError::Missing)?;
    Ok(bytes)
}

/// The SHA-256 of some bytes.
pub(super) async fn hash(bytes: &[u8]) -> Result<[u8; 32], CryptoError> {
    let digest = subtle()?.digest_with_str_and_js_u8_array("SHA-256", &bytes.into());
    let digest: Vec<u8> = finished(digest).await?;
    digest.try_into().map_err(|_| CryptoError::Missing)
}

/// The first bytes of a SHA-256: tells damaged bytes from whole ones, and nothing else.
pub async fn checksum(bytes: &[u8]) -> Result<[u8; 8], CryptoError> {
    let hash: [u8; 32] = hash(bytes).await?;
    hash.first_chunk().copied().ok_or(CryptoError::Missing)
}

/// A key that marks what was written with it (HMAC-SHA256), of these bytes. It does not leave `WebCrypto`.
pub(super) async fn marker(bytes: &[u8; 32]) -> Result<CryptoKey, CryptoError> {
    let kind = Object::new();
    let set = |name: &str, value: &str| {
        js_sys::Reflect::set(&kind, &name.into(), &value.into()).map_err(|_| CryptoError::Missing)
    };
    set("name", "HMAC")?;
    set("hash", "SHA-256")?;
    let raw = Uint8Array::from(bytes.as_slice());
    let usages = Array::of1(&"sign".into());
    let asked = subtle()?.import_key_with_object("raw", &raw, &kind, false, &usages);
    Ok(resolved(asked).await?.unchecked_into())
}

/// The mark of some bytes.
pub(super) async fn mark(marker: &CryptoKey, bytes: &[u8]) -> Result<[u8; 32], CryptoError> {
    let asked = subtle()?.sign_with_str_and_js_u8_array("HMAC", marker, &bytes.into());
    let mark: Vec<u8> = finished(asked).await?;
    mark.try_into().map_err(|_| CryptoError::Missing)
}

/// A key that wraps keys, made for one purpose of 32 secret bytes that the browser holds (HKDF with SHA-256, RFC 5869; the
/// bytes are as good as random, so that no salt is needed).
pub(super) async fn key_of_secret(
    secret: &Object,
    purpose: &[u8],
) -> Result<CryptoKey, CryptoError> {
    let usages = Array::of1(&"deriveKey".into());
    let asked = subtle()?.import_key_with_str("raw", secret, "HKDF", false, &usages);
    let base: CryptoKey = resolved(asked).await?.unchecked_into();
    let how = Object::new();
    let members: [(&str, JsValue); 4] = [
        ("name", "HKDF".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::new_with_length(0).into()),
        ("info", Uint8Array::from(purpose).into()),
    ];
    for (name, value) in members {
        js_sys::Reflect::set(&how, &name.into(), &value).map_err(|_| CryptoError::Missing)?;
    }
    let kind = AesKeyGenParams::new(AES, KEY_BITS);
    let purpose = Use::Keys.names();
    let asked = subtle()?.derive_key_with_object_and_object(&how, &base, &kind, false, &purpose);
    Ok(resolved(asked).await?.unchecked_into())
}

/// Seals `bytes` for `place` with a fresh nonce, which stands before them.
pub(super) async fn encrypt(
    key: &CryptoKey,
    place: &[u8],
    bytes: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    let nonce: [u8; NONCE] = random_bytes()?;
    let asked = subtle()?.encrypt_with_object_and_js_u8_array(
        &parameters(&nonce, place),
        key,
        &bytes.into(),
    );
    let sealed: Vec<u8> = finished(asked).await?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what [`encrypt`] sealed for the same place.
pub(super) async fn decrypt(
    key: &CryptoKey,
    place: &[u8],
    sealed: &[u8],
) -> Result<Vec<u8>, CryptoError> {
    let (nonce, bytes) = sealed.split_at_checked(NONCE).ok_or(CryptoError::Refused)?;
    let how: AesGcmParams = parameters(nonce, place);
    let asked = subtle()?.decrypt_with_object_and_js_u8_array(&how, key, &bytes.into());
    finished(asked).await
}

/// A fresh key that leaves `WebCrypto` once, wrapped by `wrapper` for `place`.
pub(super) async fn fresh_key(
    purpose: Use,
    wrapper: &CryptoKey,
    place: &[u8],
) -> Result<WrappedKey, CryptoError> {
    let key: CryptoKey = generated(purpose, true).await?;
    wrap(&key, wrapper, place).await
}

/// A fresh key that never leaves `WebCrypto`, so that it ends with the page.
pub(super) async fn passing_key(purpose: Use) -> Result<CryptoKey, CryptoError> {
    generated(purpose, false).await
}

async fn generated(purpose: Use, may_leave: bool) -> Result<CryptoKey, CryptoError> {
    let kind = AesKeyGenParams::new(AES, KEY_BITS);
    let asked = subtle()?.generate_key_with_object(&kind, may_leave, &purpose.names());
    Ok(resolved(asked).await?.unchecked_into())
}

/// Wraps a key that may leave `WebCrypto`.
pub(super) async fn wrap(
    key: &CryptoKey,
    outer: &CryptoKey,
    place: &[u8],
) -> Result<WrappedKey, CryptoError> {
    let nonce: [u8; NONCE] = random_bytes()?;
    let asked = subtle()?.wrap_key_with_object("raw", key, outer, &parameters(&nonce, place));
    let wrapped: Vec<u8> = finished(asked).await?;
    Ok(WrappedKey { nonce, wrapped })
}

/// Unwraps a key for use here: it cannot be exported again.
pub(super) async fn unwrap(
    key: &WrappedKey,
    purpose: Use,
    wrapper: &CryptoKey,
    place: &[u8],
) -> Result<CryptoKey, CryptoError> {
    unwrap_as(key, purpose, wrapper, place, false).await
}

/// Wraps a key that is wrapped by `from` with `to` instead. Nobody else gets to hold it.
pub(super) async fn rewrap(
    key: &WrappedKey,
    purpose: Use,
    from: &CryptoKey,
    to: &CryptoKey,
    place: &[u8],
) -> Result<WrappedKey, CryptoError> {
    let open: CryptoKey = unwrap_as(key, purpose, from, place, true).await?;
    wrap(&open, to, place).await
}

async fn unwrap_as(
    key: &WrappedKey,
    purpose: Use,
    wrapper: &CryptoKey,
    place: &[u8],
    may_leave: bool,
) -> Result<CryptoKey, CryptoError> {
    let kind = Object::new();
    js_sys::Reflect::set(&kind, &"name".into(), &AES.into()).map_err(|_| CryptoError::Missing)?;
    let asked = subtle()?.unwrap_key_with_js_u8_array_and_object_and_object(
        "raw",
        &key.wrapped.as_slice().into(),
        wrapper,
        &parameters(&key.nonce, place),
        &kind,
        may_leave,
        &purpose.names(),
    );
    Ok(resolved(asked).await?.unchecked_into())
}

fn parameters(nonce: &[u8], place: &[u8]) -> AesGcmParams {
    let parameters = AesGcmParams::new_with_u8_array(AES, &nonce.into());
    parameters.set_additional_data_u8_array(&place.into());
    parameters
}

fn crypto() -> Result<Crypto, CryptoError> {
    let window = web_sys::window().ok_or(CryptoError::Missing)?;
    window.crypto().map_err(|_| CryptoError::Missing)
}

fn subtle() -> Result<SubtleCrypto, CryptoError> {
    let subtle = crypto()?.subtle();
    // Pages that did not come over a secure connection have none.
    if subtle.is_undefined() {
        return Err(CryptoError::Missing);
    }
    Ok(subtle)
}

async fn finished(asked: Result<js_sys::Promise, JsValue>) -> Result<Vec<u8>, CryptoError> {
    let buffer = resolved(asked).await?;
    Ok(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()).to_vec())
}

async fn resolved(asked: Result<js_sys::Promise, JsValue>) -> Result<JsValue, CryptoError> {
    let asked = asked.map_err(|_| CryptoError::Refused)?;
    JsFuture::from(asked)
        .await
        .map_err(|_| CryptoError::Refused)
}
