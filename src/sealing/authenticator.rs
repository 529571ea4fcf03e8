//! The device's own screen lock (fingerprint, face, or its code) as a second way to open a space: `WebAuthn` with the
//! PRF extension (W3C Web Authentication Level 3, 10.1.4). Asked the same question, it gives the same 32 bytes each time,
//! and only after it has seen its user; of these comes a key that wraps the root key. Works without network.
//!
//! The bytes go from the browser into `WebCrypto` and are never in this program's memory.

use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

use super::webcrypto::{CryptoError, key_of_secret, random_bytes};

/// What the key is for, so that nobody else's use of the same bytes gives the same key (RFC 5869, 3.2).
const PURPOSE: &[u8] = b"overgang screen lock key";

/// Signatures that an authenticator must be able to make to be registered at all: ES256 and RS256 (RFC 9053). None is used.
const SIGNATURES: [i32; 2] = [-7, -257];

/// What is known of a registered screen lock. Stands in clear beside the wrapped key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Credential {
    id: Vec<u8>,
    question: [u8; 32],
}

/// A screen lock that was registered just now, with the key that it gives.
#[derive(Clone, Debug)]
pub struct ScreenLock {
    pub(super) credential: Credential,
    pub(super) key: CryptoKey,
}

/// The screen lock gave no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AskScreenLockError {
    /// There is none, or one that cannot give keys.
    #[error("this device's screen lock cannot open a space; use the passphrase")]
    Unfit,
    /// Somebody broke it off, or is not the owner of the device.
    #[error("the device did not confirm who it is; try again, or use the passphrase")]
    Declined,
    /// The browser's `WebCrypto` fails.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

/// Whether the device has a screen lock that a browser may ask. Whether it gives keys is known once it is asked.
pub async fn has_screen_lock() -> bool {
    let asked = web_sys::window()
        .and_then(|window| member(&window, "PublicKeyCredential"))
        .and_then(|kind| call(&kind, "isUserVerifyingPlatformAuthenticatorAvailable", None));
    match asked {
        Some(asked) => JsFuture::from(asked)
            .await
            .is_ok_and(|answer| answer.is_truthy()),
        None => false,
    }
}

impl ScreenLock {
    /// Registers the device's screen lock under a name that its list of passkeys shows. It asks its user.
    pub async fn register(name: &str) -> Result<Self, AskScreenLockError> {
        let question: [u8; 32] = random_bytes()?;
        let kinds: Array = SIGNATURES
            .into_iter()
            .map(|number| object(&[("type", "public-key".into()), ("alg", number.into())]))
            .collect();
        let user = object(&[
            ("id", bytes(&random_bytes::<16>()?)),
            ("name", name.into()),
            ("displayName", name.into()),
        ]);
        // Some devices give keys only by passkeys that they keep themselves.
        let wanted = object(&[
            ("authenticatorAttachment", "platform".into()),
            ("residentKey", "required".into()),
            ("requireResidentKey", true.into()),
            ("userVerification", "required".into()),
        ]);
        let options = object(&[
            ("challenge", bytes(&random_bytes::<32>()?)),
            ("rp", object(&[("name", "Overgang".into())])),
            ("user", user),
            ("pubKeyCredParams", kinds.into()),
            ("authenticatorSelection", wanted),
            ("extensions", prf(&question)),
        ]);
        let made: JsValue = ask("create", options).await?;
        let id = member(&made, "rawId").ok_or(AskScreenLockError::Unfit)?;
        let credential = Credential {
            id: Uint8Array::new(&id).to_vec(),
            question,
        };
        // Some answer at once, others when they are asked again.
        let key: CryptoKey = match secret_in(&made) {
            Some(secret) => key_of_secret(&secret, PURPOSE).await?,
            None => credential.key().await?,
        };
        Ok(Self { credential, key })
    }
}

impl Credential {
    /// The key. The device asks its user.
    pub(super) async fn key(&self) -> Result<CryptoKey, AskScreenLockError> {
        let this = object(&[
            ("type", "public-key".into()),
            ("id", bytes(&self.id)),
            ("transports", Array::of1(&"internal".into()).into()),
        ]);
        let options = object(&[
            ("challenge", bytes(&random_bytes::<32>()?)),
            ("allowCredentials", Array::of1(&this).into()),
            ("userVerification", "required".into()),
            ("extensions", prf(&self.question)),
        ]);
        let answer: JsValue = ask("get", options).await?;
        let secret: Object = secret_in(&answer).ok_or(AskScreenLockError::Unfit)?;
        Ok(key_of_secret(&secret, PURPOSE).await?)
    }
}

/// Asks the browser, which asks the device, which asks its user.
async fn ask(act: &str, options: JsValue) -> Result<JsValue, AskScreenLockError> {
    let options: JsValue = object(&[("publicKey", options)]);
    let asked = web_sys::window()
        .and_then(|window| member(&window.navigator(), "credentials"))
        .and_then(|credentials| call(&credentials, act, Some(&options)))
        .ok_or(AskScreenLockError::Unfit)?;
    JsFuture::from(asked).await.map_err(|error| {
        // The browser tells nobody whether the user declined, or was not known (W3C, 14.5.1).
        let name = member(&error, "name").and_then(|name| name.as_string());
        match name.as_deref() {
            Some("NotSupportedError" | "SecurityError" | "ConstraintError") => {
                AskScreenLockError::Unfit
            }
            Some(_) | None => AskScreenLockError::Declined,
        }
    })
}

/// The bytes that it gave, where the browser holds them.
fn secret_in(credential: &JsValue) -> Option<Object> {
    let results: Function = member(credential, "getClientExtensionResults")?
        .dyn_into()
        .ok()?;
    let results: JsValue = results.call0(credential).ok()?;
    let prf: JsValue = member(&results, "prf")?;
    member(&member(&prf, "results")?, "first")?.dyn_into().ok()
}

fn prf(question: &[u8; 32]) -> JsValue {
    let first = object(&[("first", bytes(question))]);
    object(&[("prf", object(&[("eval", first)]))])
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A plain object of our own takes any member.
        drop(Reflect::set(&object, &JsValue::from(*name), value));
    }
    object.into()
}

/// A member of some object of the browser's, where there is one.
fn member(of: &JsValue, name: &str) -> Option<JsValue> {
    let found = Reflect::get(of, &JsValue::from(name)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

fn call(of: &JsValue, name: &str, with: Option<&JsValue>) -> Option<Promise> {
    let act: Function = member(of, name)?.dyn_into().ok()?;
    let asked = match with {
        Some(with) => act.call1(of, with),
        None => act.call0(of),
    };
    asked.ok()?.dyn_into().ok()
}
