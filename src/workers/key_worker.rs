//! Runs beside the page and does what takes long with keys: makes a wrapping key of a passphrase (Argon2id, RFC 9106).
//! Says that it is ready by a null, takes one question (passphrase, salt, memory in KiB, passes), answers with a key that
//! cannot be exported, and is ended by the page, its memory with it.

#[cfg(target_arch = "wasm32")]
mod worker {
    use argon2::{Algorithm, Argon2, Params, Version};
    use js_sys::{Array, Reflect, Uint8Array};
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, SubtleCrypto};

    /// Listens.
    pub(super) fn start() {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
        let answering = scope.clone();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let scope: DedicatedWorkerGlobalScope = answering.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let answer = wrapping_key(&event.data()).await;
                let answer = answer.unwrap_or_else(|_| JsValue::from_str("failed"));
                drop(scope.post_message(&answer));
            });
        });
        scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        drop(scope.post_message(&JsValue::NULL));
    }

    async fn wrapping_key(question: &JsValue) -> Result<JsValue, JsValue> {
        let question: &Array = question.dyn_ref().ok_or(JsValue::NULL)?;
        let bytes = |at: u32| Uint8Array::new(&question.get(at)).to_vec();
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
            .hash_password_into(&bytes(0), &bytes(1), &mut key)
            .map_err(refused)?;
        let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
        let subtle: SubtleCrypto = Reflect::get(&crypto, &"subtle".into())?.unchecked_into();
        let usages = Array::of2(&"wrapKey".into(), &"unwrapKey".into());
        let raw = Uint8Array::from(key.as_slice());
        let imported = subtle.import_key_with_str("raw", &raw, "AES-GCM", false, &usages)?;
        JsFuture::from(imported).await
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    worker::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
