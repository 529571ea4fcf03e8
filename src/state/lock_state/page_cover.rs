//! What the locks do to the page itself, whatever is open on it.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Window};

/// How long a page may take to be as long again as it was, in steps of [`STEP_MILLIS`].
const STEPS: u32 = 60;
const STEP_MILLIS: u32 = 16;

/// Marks the page for the style sheet, whatever is open on it.
pub(super) fn mark_root(name: &str, is_marked: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.document_element()) else {
        return;
    };
    drop(if is_marked {
        root.set_attribute(name, "")
    } else {
        root.remove_attribute(name)
    });
}

/// Takes all off the page: the browser may take its time to load it anew.
pub(super) fn empty_page() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(body) = document.and_then(|document| document.body()) {
        body.set_text_content(None);
    }
}

/// The system takes a picture of the app for its switcher: it finds an empty page. `on_back` is called when somebody
/// looks again.
pub(super) fn hide_when_away(window: &Window, on_back: impl Fn() + 'static) {
    let Some(document) = window.document() else {
        return;
    };
    let looked: Document = document.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        if !looked.hidden() {
            on_back();
        }
        mark_root("data-away", looked.hidden());
    });
    let changed = changed.into_js_value();
    drop(document.add_event_listener_with_callback("visibilitychange", changed.unchecked_ref()));
}

/// How far down the page is, in pixels.
pub(super) fn place_on_page() -> f64 {
    let window = web_sys::window();
    window
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or_default()
}

/// Goes down to where the page was, once it is that long again.
pub(super) async fn go_to_place(place: f64) {
    let Some(window) = web_sys::window() else {
        return;
    };
    for _ in 0..STEPS {
        if place_on_page() >= place {
            break;
        }
        TimeoutFuture::new(STEP_MILLIS).await;
        window.scroll_to_with_x_and_y(0.0, place);
    }
}
