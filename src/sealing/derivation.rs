//! From a passphrase to the key that wraps the root key: Argon2id (RFC 9106), in a worker, so that the screen stays
//! alive. What comes back cannot be exported; the worker ends, and its memory with it.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CryptoKey, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::passphrase::normalised;
use super::webcrypto::{CryptoError, random_bytes};

/// The worker's file; `public/trusted-types.js` lets no other be loaded.
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
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(WORKER, &options).ok()?;
    let (send, answered) = oneshot::channel::<Option<JsValue>>();
    let send = Rc::new(Cell::new(Some(send)));
    let failed = Rc::clone(&send);
    let (asked, question) = (worker.clone(), question.clone());
    // The first message says that it is ready, the second is the answer.
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if event.data().is_null() {
            drop(asked.post_message(&question));
        } else if let Some(send) = send.take() {
            send.send(Some(event.data())).unwrap_or_default();
        }
    });
    let on_error = Closure::<dyn FnMut()>::new(move || {
        if let Some(send) = failed.take() {
            send.send(None).unwrap_or_default();
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let answer: Option<JsValue> = answered.await.ok().flatten();
    worker.terminate();
    answer
}
