//! Runs beside the page and does what takes long with keys, or what must not be done in the page's memory. Says that it is
//! ready by a null, takes one question, answers it, and is ended by the page, its memory with it. The questions:
//!
//! - passphrase, salt, memory in KiB, passes → a key that wraps others, of the passphrase (Argon2id, RFC 9106);
//! - the centre's public key, a place → a fresh key that seals, and the same sealed to the centre for that place (HPKE,
//!   RFC 9180): what the centre worked it out of, and the sealed key.
//!
//! No key that it answers can be exported.

#[cfg(target_arch = "wasm32")]
mod worker {
    use std::fmt;

    use argon2::{Algorithm, Argon2, Params, Version};
    use hpke::aead::AesGcm256;
    use hpke::kdf::HkdfSha256;
    use hpke::kem::X25519HkdfSha256;
    use hpke::rand_core::{TryCryptoRng, TryRng, UnwrapErr};
    use hpke::{Deserializable, Kem, OpModeS, Serializable};
    use js_sys::{Array, Reflect, Uint8Array};
    use overgang_sync::message::{OUTBOX_KEY_BYTES, OUTBOX_KEY_INFO};
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Crypto, DedicatedWorkerGlobalScope, MessageEvent, SubtleCrypto};

    /// Listens.
    pub(super) fn start() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let answering = scope.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let scope: DedicatedWorkerGlobalScope = answering.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let answer = answer(&event.data()).await;
                let answer = answer.unwrap_or_else(|_| JsValue::from_str("failed"));
                drop(scope.post_message(&answer));
            });
        });
        scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        drop(scope.post_message(&JsValue::NULL));
    }

    async fn answer(question: &JsValue) -> Result<JsValue, JsValue> {
        let question: &Array = question.dyn_ref().ok_or(JsValue::NULL)?;
        if question.length() == 2 {
            outbox_key(question).await
        } else {
            wrapping_key(question).await
        }
    }

    async fn wrapping_key(question: &Array) -> Result<JsValue, JsValue> {
        let number = |at: u32| question.get(at).as_f64().unwrap_or_default();
        let mut key: [u8; 32] = [0; 32];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole and small: the page writes them"
        )]
        let (memory, passes) = (number(2) as u32, number(3) as u32);
        let refused = |_| JsValue::NULL;
        let params = Params::new(memory, passes, 1, Some(key.len())).map_err(refused)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon
            .hash_password_into(&bytes(question, 0), &bytes(question, 1), &mut key)
            .map_err(refused)?;
        imported(&key, &["wrapKey", "unwrapKey"]).await
    }

    async fn outbox_key(question: &Array) -> Result<JsValue, JsValue> {
        let refused = |_| JsValue::NULL;
        let public = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&bytes(question, 0));
        let mut chance = Chance(crypto()?);
        let mut key: [u8; OUTBOX_KEY_BYTES] = [0; OUTBOX_KEY_BYTES];
        chance.try_fill_bytes(&mut key).map_err(refused)?;
        let sealed = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public.map_err(|_| JsValue::NULL)?,
            OUTBOX_KEY_INFO,
            &key,
            &bytes(question, 1),
            &mut UnwrapErr(chance),
        );
        let (encapsulated, sealed) = sealed.map_err(|_| JsValue::NULL)?;
        Ok(Array::of3(
            &imported(&key, &["encrypt"]).await?,
            &Uint8Array::from(encapsulated.to_bytes().as_slice()),
            &Uint8Array::from(sealed.as_slice()),
        )
        .into())
    }

    /// A key of these bytes that does not leave the browser's `WebCrypto`.
    async fn imported(key: &[u8; 32], usages: &[&str]) -> Result<JsValue, JsValue> {
        let usages: Array = usages
            .iter()
            .map(|usage| JsValue::from_str(usage))
            .collect();
        let subtle: SubtleCrypto = crypto()?.subtle();
        let raw = Uint8Array::from(key.as_slice());
        let asked = subtle.import_key_with_str("raw", &raw, "AES-GCM", false, &usages)?;
        JsFuture::from(asked).await
    }

    fn bytes(question: &Array, at: u32) -> Vec<u8> {
        Uint8Array::new(&question.get(at)).to_vec()
    }

    fn crypto() -> Result<Crypto, JsValue> {
        Ok(Reflect::get(&js_sys::global(), &"crypto".into())?.unchecked_into())
    }

    /// The browser's chance.
    struct Chance(Crypto);

    /// The browser has none to give.
    #[derive(Debug)]
    struct NoChance;

    impl fmt::Display for NoChance {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("the browser gives no random bytes")
        }
    }

    impl std::error::Error for NoChance {}

    impl TryRng for Chance {
        type Error = NoChance;

        fn try_next_u32(&mut self) -> Result<u32, NoChance> {
            let mut bytes: [u8; 4] = [0; 4];
            self.try_fill_bytes(&mut bytes)?;
            Ok(u32::from_be_bytes(bytes))
        }

        fn try_next_u64(&mut self) -> Result<u64, NoChance> {
            let mut bytes: [u8; 8] = [0; 8];
            self.try_fill_bytes(&mut bytes)?;
            Ok(u64::from_be_bytes(bytes))
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), NoChance> {
            let filled = self.0.get_random_values_with_u8_array(bytes);
            filled.map(drop).map_err(|_| NoChance)
        }
    }

    impl TryCryptoRng for Chance {}
}

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
