//! Tabs of one space hand each other its open keys: a new tab asks, one that is open answers. The keys go as the
//! browser's own key objects, which cannot be exported, over a channel that only pages of this origin hear.

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, JsString};
use uuid::Uuid;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, CryptoKey, MessageEvent};

use super::records::SpaceKeys;

/// An answer to a tab that has asked.
const ANSWER: &str = "answer";
/// Told to all: the keys have changed.
const NEW: &str = "new";

/// How long an open tab may take to answer, in milliseconds.
const PATIENCE: u32 = 400;

/// Answers other tabs for as long as it is kept.
pub struct KeyHolder {
    channel: BroadcastChannel,
    keys: Rc<RefCell<SpaceKeys>>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
}

impl KeyHolder {
    /// Answers with `keys` whoever asks while `may_answer`, and calls `on_new` with the keys that another tab has changed
    /// them to. `None` where the browser has no channels.
    pub fn keep(
        keys: SpaceKeys,
        may_answer: impl Fn() -> bool + 'static,
        on_new: impl Fn(SpaceKeys) + 'static,
    ) -> Option<Self> {
        let space: Uuid = keys.space();
        let channel = BroadcastChannel::new(&channel_name(keys.space())).ok()?;
        let keys = Rc::new(RefCell::new(keys));
        let (answering, held) = (channel.clone(), Rc::clone(&keys));
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if event.data().is_null() && may_answer() {
                drop(answering.post_message(&written(ANSWER, &held.borrow())));
            } else if let Some(keys) = read(NEW, space, &event.data()) {
                held.replace(keys.clone());
                on_new(keys);
            }
        });
        channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        Some(Self {
            channel,
            keys,
            _on_message: on_message,
        })
    }

    /// Other keys count from now on, in all tabs.
    pub fn replace(&self, keys: SpaceKeys) {
        drop(self.channel.post_message(&written(NEW, &keys)));
        self.keys.replace(keys);
    }
}

impl Drop for KeyHolder {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// The keys of `space`, if another tab has them open.
pub async fn ask_for_keys(space: Uuid) -> Option<SpaceKeys> {
    let channel = BroadcastChannel::new(&channel_name(space)).ok()?;
    let (send, answered) = oneshot::channel::<SpaceKeys>();
    let send = Cell::new(Some(send));
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(keys) = read(ANSWER, space, &event.data())
            && let Some(send) = send.take()
        {
            send.send(keys).unwrap_or_default();
        }
    });
    channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    drop(channel.post_message(&JsValue::NULL));
    let waited = pin!(TimeoutFuture::new(PATIENCE));
    let answer = match select(answered, waited).await {
        Either::Left((answer, _)) => answer.ok(),
        Either::Right(_) => None,
    };
    channel.close();
    answer
}

fn channel_name(space: Uuid) -> String {
    format!("overgang-keys-{space}")
}

/// What it is, the root key, then each generation with its data key.
fn written(kind: &str, keys: &SpaceKeys) -> JsValue {
    let array = Array::of2(&JsString::from(kind), keys.root());
    for (generation, key) in keys.data() {
        array.push(&JsString::from(generation.to_string()));
        array.push(key);
    }
    array.into()
}

/// `None` where it is something else, or of a tab of another version.
fn read(kind: &str, space: Uuid, message: &JsValue) -> Option<SpaceKeys> {
    let array: &Array = message.dyn_ref()?;
    if array.get(0).as_string()? != kind {
        return None;
    }
    let root: CryptoKey = array.get(1).dyn_into().ok()?;
    let mut data: Vec<(u8, CryptoKey)> = Vec::new();
    for at in (2..array.length()).step_by(2) {
        let generation: u8 = array.get(at).as_string()?.parse().ok()?;
        data.push((generation, array.get(at + 1).dyn_into().ok()?));
    }
    (!data.is_empty()).then(|| SpaceKeys::new(space, root, data))
}
