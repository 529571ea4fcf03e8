//! Keys, and the form in which bytes lie in the browser: sealed with AES-256-GCM by a key that exists in clear only
//! inside the browser's own `WebCrypto`. Knows no plan and no storage.
//!
//! ```text
//! passphrase  ─Argon2id─▶ wrapping key ┬wraps─▶ root key ─wraps─▶ data keys, one for each generation ─seal─▶ records
//! screen lock ─PRF, HKDF─▶ wrapping key ┘
//! ```
//!
//! The raw bytes of the root and of the data keys are never in this program's memory: they are made, wrapped and
//! unwrapped by `WebCrypto`, and what is left open here cannot be exported.
//!
//! What is not sent yet is also sealed to the centre (`to_centre`), which nobody here can open.
//!
//! All of this waits for the browser, so it is done before a transaction opens, never inside one (`WebKit` ends a
//! transaction at such a wait).

mod authenticator;
mod derivation;
mod envelope;
mod handing_over;
mod passphrase;
mod passphrase_words;
mod records;
mod to_centre;
mod webcrypto;

pub use authenticator::{AskScreenLockError, ScreenLock, has_screen_lock};
pub use derivation::DeriveError;
pub use envelope::{Envelope, OpenEnvelopeError};
pub use handing_over::{KeyHolder, ask_for_keys};
pub use passphrase::{
    WeakPassphrase, check_passphrase, is_same_passphrase, offer_passphrase, space_name,
};
pub use records::{OpenRecordError, SpaceKeys, generation_of, plain, read_plain};
pub use to_centre::CentreSeal;
pub use webcrypto::{CryptoError, checksum, random_bytes};
