//! A new version of the app: found, announced, and taken at the user's word, never in the middle of a note.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerUpdateViaCache,
};

use super::reference_state::ExpectOrName;
use crate::live::{Live, LiveCell};

/// How often a browser is asked to look for a new version, in milliseconds: hourly.
const LOOK_MILLIS: i32 = 3_600_000;

/// How often a waiting version is asked to take over, in milliseconds.
const ASK_MILLIS: u32 = 500;

/// How often it is asked before the page makes way. Chromium sometimes counts an answer to this very page as still
/// under way and lets the old version go on; a reload ends that, and brings the new one (seen in one of fifty runs).
const ASKS: u32 = 4;

/// Whether a new version waits.
#[derive(Clone, Copy)]
pub struct UpdateState {
    is_ready: LiveCell<bool>,
    is_taken: LiveCell<bool>,
}

impl UpdateState {
    /// A new version is here and waits for the user's word.
    pub fn is_ready(self) -> Live<bool> {
        self.is_ready.into()
    }

    /// The user's word. `saving` counts the texts on their way to the disk: it waits until there are none.
    pub fn take(self, saving: Live<usize>) {
        self.is_taken.set(true);
        leptos::task::spawn_local(async move {
            // The page reloads when the new version has taken over; until then it is asked again.
            let mut asked: u32 = 0;
            loop {
                if saving.get_untracked() == 0 {
                    match activate().await {
                        Asked::ItComes => {}
                        Asked::Told if asked < ASKS => asked += 1,
                        // Where nothing waits another tab has taken it: this page alone is still the old one.
                        Asked::Told | Asked::NothingWaits => break,
                    }
                }
                TimeoutFuture::new(ASK_MILLIS).await;
            }
            reload();
        });
    }

    fn watch(self, registration: &ServiceWorkerRegistration) {
        let found: ServiceWorkerRegistration = registration.clone();
        let look = move || {
            let is_update: bool = container().is_some_and(|all| all.controller().is_some());
            if is_update && found.waiting().is_some() {
                self.is_ready.set(true);
            }
        };
        look();
        let watched: ServiceWorkerRegistration = registration.clone();
        let on_found = Closure::<dyn Fn()>::new(move || {
            let Some(worker) = watched.installing() else {
                return;
            };
            let look = look.clone();
            let on_state = Closure::<dyn Fn()>::new(look).into_js_value();
            let callback = on_state.unchecked_ref();
            drop(worker.add_event_listener_with_callback("statechange", callback));
        });
        let callback = on_found.into_js_value();
        drop(
            registration.add_event_listener_with_callback("updatefound", callback.unchecked_ref()),
        );
    }
}

/// Registers the service worker, and makes the state known to all below.
pub fn provide_update_state() -> UpdateState {
    let state = UpdateState {
        is_ready: LiveCell::new(false),
        is_taken: LiveCell::new(false),
    };
    provide_context(state);
    leptos::task::spawn_local(async move {
        let Some(registration) = register().await else {
            return;
        };
        state.watch(&registration);
        look_often(registration);
        reload_when_taken(state);
    });
    state
}

/// Whether a new version waits.
pub fn use_update_state() -> UpdateState {
    use_context().expect_or_name("provide_update_state")
}

fn container() -> Option<ServiceWorkerContainer> {
    let container = web_sys::window()?.navigator().service_worker();
    (!container.is_undefined()).then_some(container)
}

async fn register() -> Option<ServiceWorkerRegistration> {
    let options = RegistrationOptions::new();
    options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
    let registering = container()?.register_with_options("/sw.js", &options);
    JsFuture::from(registering).await.ok()?.dyn_into().ok()
}

/// The browser does not look often enough by itself: at start, on return to the front, hourly.
fn look_often(registration: ServiceWorkerRegistration) {
    let look = Closure::<dyn Fn()>::new(move || drop(registration.update()));
    let look = look.into_js_value();
    let Some(window) = web_sys::window() else {
        return;
    };
    let callback = look.unchecked_ref();
    drop(window.set_interval_with_callback_and_timeout_and_arguments_0(callback, LOOK_MILLIS));
    if let Some(document) = window.document() {
        drop(document.add_event_listener_with_callback("visibilitychange", callback));
    }
}

/// What came of asking a new version to take over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// It is still on its way.
    ItComes,
    /// It was told to.
    Told,
    /// There is none that could take over: it has already.
    NothingWaits,
}

async fn activate() -> Asked {
    let Some(container) = container() else {
        return Asked::ItComes;
    };
    let Ok(registration) = JsFuture::from(container.get_registration()).await else {
        return Asked::ItComes;
    };
    let Ok(registration) = registration.dyn_into::<ServiceWorkerRegistration>() else {
        return Asked::ItComes;
    };
    let Some(worker) = registration.waiting() else {
        return if registration.installing().is_some() {
            Asked::ItComes
        } else {
            Asked::NothingWaits
        };
    };
    let message = js_sys::Object::new();
    drop(js_sys::Reflect::set(
        &message,
        &"type".into(),
        &"activate".into(),
    ));
    drop(worker.post_message(&JsValue::from(message)));
    Asked::Told
}

fn reload() {
    if let Some(window) = web_sys::window() {
        drop(window.location().reload());
    }
}

/// Only the tab whose user said so reloads by itself.
fn reload_when_taken(state: UpdateState) {
    let Some(container) = container() else { return };
    let on_change = Closure::<dyn Fn()>::new(move || {
        if state.is_taken.get_untracked() {
            reload();
        }
    });
    let callback = on_change.into_js_value();
    drop(container.add_event_listener_with_callback("controllerchange", callback.unchecked_ref()));
}
