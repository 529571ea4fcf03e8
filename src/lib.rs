//! The PWA that caseworkers hold: modules in reading order, the app's frame and its route table.
#![cfg(target_arch = "wasm32")]
#![expect(
    unreachable_pub,
    reason = "the component macro emits pub items in private modules"
)]

pub mod aksel;
mod api_client;
mod device;
mod sealing;
mod state;
pub mod storage;
mod sync_driver;

use leptos::prelude::*;

/// Mounts the app on the page's body.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <main>"Overgang"</main> });
}
