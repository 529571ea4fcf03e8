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

mod state;

mod api_client;
mod device;
pub mod storage;
mod sync_driver;

mod sealing;

mod packing;

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;
use overgang_domain::PlanId;

use pages::{AgendaPage, Frame, NewPlanPage, NotFoundPage, PlanPage, PlansPage, Startup, SyncPage};

/// Every page and its address. Addresses hold random ids only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// All plans.
    Plans,
    /// A new person.
    NewPlan,
    /// One plan.
    Plan(PlanId),
    /// Deadlines over all plans.
    Agenda,
    /// The sync centre.
    Sync,
}

impl Page {
    /// Its address.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Plans => "/".to_owned(),
            Self::NewPlan => "/new".to_owned(),
            Self::Plan(plan) => format!("/plans/{plan}"),
            Self::Agenda => "/agenda".to_owned(),
            Self::Sync => "/sync".to_owned(),
        }
    }
}

/// The app.
#[component]
pub fn App() -> impl IntoView {
    view! {
        <Startup>
            <Router>
                <Frame>
                    <Routes fallback=NotFoundPage>
                        <Route path=path!("/") view=PlansPage />
                        <Route path=path!("/new") view=NewPlanPage />
                        <Route path=path!("/plans/:plan") view=PlanPage />
                        <Route path=path!("/agenda") view=AgendaPage />
                        <Route path=path!("/sync") view=SyncPage />
                    </Routes>
                </Frame>
            </Router>
        </Startup>
    }
}

/// Mounts the app on the page's body.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}
