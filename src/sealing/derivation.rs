//! From a passphrase to the key that wraps the root key: Argon2id (RFC 9106), in a worker, so that the screen stays
//! alive. What comes back cannot be exported; the worker ends, and its memory with it.

use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

use super::passphrase::normalised;
use super::webcrypto::{CryptoError, random_bytes};
use crate::beside::Beside;

/// The worker's file.
const WORKER: &str = "/key_worker_loader.js";

/// What is usual: 64 MiB, three passes. On slow devices about a second.
const USUAL: (u32, u32) = (64 * 1024, 3);
/// For devices that have no memory for that: OWASP's floor, 19 MiB, two passes.
const FLOOR: (u32, u32) = (19 * 1024, 2);

/// How a passphrase is stretched. Stands in clear beside the wrapped key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Derivation {
    salt: [u8; 16],
    /// In KiB.
    memory: u32,
    passes: u32,
}

/// A passphrase could not be stretched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeriveError {
    /// The worker does not start, or has no memory.
    #[error("this device could not work out the key; close other apps and try again")]
    NoWorker,
    /// The browser's `WebCrypto` fails.
    #[error(transparent)]
    Crypto(#[from] CryptoError),
}

impl Derivation {
    /// A derivation with a fresh salt, as strong as this device manages, and the key that it makes of `passphrase`.
    pub(super) async fn fresh(passphrase: &str) -> Result<(Self, CryptoKey), DeriveError> {
        let salt: [u8; 16] = random_bytes()?;
        let mut last = DeriveError::NoWorker;
        for (memory, passes) in [USUAL, FLOOR] {
            let derivation = Self {
                salt,
                memory,
                passes,
            };
            match derivation.derive(passphrase).await {
                Ok(key) => return Ok((derivation, key)),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    /// One that nothing was derived by.
    pub(super) fn of_nobody() -> Self {
        let (memory, passes) = USUAL;
        Self {
            salt: [0; 16],
            memory,
            passes,
        }
    }

    /// Whether it is as strong as is usual today.
    pub(super) fn is_usual(&self) -> bool {
        self.memory >= USUAL.0 && self.passes >= USUAL.1
    }

    /// The key that wraps the root key.
    pub(super) async fn derive(&self, passphrase: &str) -> Result<CryptoKey, DeriveError> {
        let words: String = normalised(passphrase);
        let question = Array::of4(
            &Uint8Array::from(words.as_bytes()),
            &Uint8Array::from(self.salt.as_slice()),
            &self.memory.into(),
            &self.passes.into(),
        );
        let answer = ask_worker(&question).await.ok_or(DeriveError::NoWorker)?;
        answer
            .dyn_into::<CryptoKey>()
            .map_err(|_| DeriveError::NoWorker)
    }
}

/// Starts a worker, asks it once it is ready, and ends it. `None` where it has no answer.
pub(super) async fn ask_worker(question: &Array) -> Option<JsValue> {
    let (worker, _ready) = Beside::start(WORKER).await?;
    worker.ask(question).await
}
