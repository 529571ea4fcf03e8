//! Who is at the tablet: touches here and in other tabs, idleness, and a page that nobody looks at.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::JsString;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::MessageEvent;

use super::page_cover::hide_when_away;
use super::{ACTIVE, Inner, LOCK, LOOK_MILLIS, LockState};
use crate::device::Moment;

/// Idle or hidden for so long, the screen is covered.
const SOFT_MILLIS: u64 = 60_000;
/// Other tabs hear that somebody works here at most so often.
const TELL_MILLIS: u64 = 5_000;

/// What makes somebody present.
const TOUCHES: [&str; 5] = [
    "pointerdown",
    "pointermove",
    "keydown",
    "wheel",
    "touchstart",
];

impl LockState {
    /// Somebody works here.
    fn touch(self) {
        // Whoever wakes a tablet that has slept too long does not wake what was open on it.
        if self.look() || self.is_covered.get_untracked() {
            return;
        }
        let inner: Rc<Inner> = self.inner.get_value();
        let now = Moment::now();
        inner.touched.set(now);
        if now.since(inner.told.get()) >= TELL_MILLIS {
            inner.told.set(now);
            if let Some(channel) = &inner.channel {
                drop(channel.post_message(&JsString::from(ACTIVE)));
            }
        }
    }

    /// Locks what has been left alone for too long; answers whether it did.
    pub(super) fn look(self) -> bool {
        let Some(inner) = self.inner.try_get_value() else {
            return false;
        };
        let idle: u64 = Moment::now().since(inner.touched.get());
        let minutes: u64 = self.choice.get_untracked().minutes.clamp(1, 10).into();
        if idle >= minutes * 60_000 {
            leptos::task::spawn_local(self.lock());
            return true;
        }
        if idle >= SOFT_MILLIS {
            // A person who reads does not touch the tablet: their sheet stays until the hard lock.
            self.cover();
            return true;
        }
        false
    }

    pub(super) fn listen(self) {
        let inner: Rc<Inner> = self.inner.get_value();
        let Some(channel) = &inner.channel else {
            return;
        };
        let on_message =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                match event.data().as_string().as_deref() {
                    Some(ACTIVE) => self
                        .inner
                        .with_value(|inner| inner.touched.set(Moment::now())),
                    Some(LOCK) => leptos::task::spawn_local(self.lock_here()),
                    _ => {}
                }
            });
        channel.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    }

    pub(super) fn watch(self) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let touched = Closure::<dyn Fn()>::new(move || self.touch()).into_js_value();
        for touch in TOUCHES {
            // Before any handler of the page, so that a tap on a tablet that was left alone does nothing else.
            let listening = window.add_event_listener_with_callback_and_bool(
                touch,
                touched.unchecked_ref(),
                true,
            );
            drop(listening);
        }
        leptos::task::spawn_local(async move {
            while self.inner.try_get_value().is_some() {
                TimeoutFuture::new(LOOK_MILLIS).await;
                self.look();
            }
        });
        hide_when_away(&window, move || {
            self.look();
        });
    }
}
