//! The PWA that caseworkers hold: modules in reading order, the app's frame and its route table.
#![cfg(target_arch = "wasm32")]
#![expect(
    unreachable_pub,
    reason = "the component macro emits pub items in private modules"
)]

mod pages;

mod components;

pub mod aksel;
mod text;

mod live;

mod state;

mod page;

mod api_client;
mod device;
pub mod storage;
mod sync_driver;

pub mod sealing;

mod beside;
mod packing;

use leptos::prelude::*;
use page::Page;
use pages::{Frame, Later, LaterScreen, LaterScreens, NotFoundPage, PlansPage, Startup};
use state::{provide_route_state, use_route_state};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    provide_route_state();
    view! {
        <Startup>
            <Frame>
                <Shown />
            </Frame>
        </Startup>
    }
}

/// The route table. The first screen is here, the others come after it.
#[component]
fn Shown() -> impl IntoView {
    let page = use_route_state().page();
    let screens = LaterScreens::load();
    move || match page.get() {
        Some(Page::Plans) => view! { <PlansPage /> }.into_any(),
        Some(page) => view! { <LaterScreen screen=Later::Page(page) screens /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

/// Mounts the app on the page's body, in place of the words that stood there while it loaded.
pub fn start() {
    // The app as people get it is built without words for a panic; `public/crash-notice.js` says what to do.
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
    let loading = document().get_element_by_id("loading");
    mount_to_body(App);
    if let Some(loading) = loading {
        loading.remove();
    }
}
