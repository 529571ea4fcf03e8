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

mod sealing;

mod packing;

use leptos::prelude::*;
use page::Page;
use pages::{
    AboutPage, AgendaPage, Frame, NewPlanPage, NotFoundPage, PlanPage, PlansPage, PrisonPage,
    PrisonsPage, Startup, SyncPage,
};
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

/// The route table.
#[component]
fn Shown() -> impl IntoView {
    let page = use_route_state().page();
    move || match page.get() {
        Some(Page::Plans) => view! { <PlansPage /> }.into_any(),
        Some(Page::NewPlan) => view! { <NewPlanPage /> }.into_any(),
        Some(Page::Plan(plan, part)) => view! { <PlanPage plan part /> }.into_any(),
        Some(Page::Agenda) => view! { <AgendaPage /> }.into_any(),
        Some(Page::Prisons) => view! { <PrisonsPage /> }.into_any(),
        Some(Page::Prison(place)) => view! { <PrisonPage place /> }.into_any(),
        Some(Page::About) => view! { <AboutPage /> }.into_any(),
        Some(Page::Sync) => view! { <SyncPage /> }.into_any(),
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
