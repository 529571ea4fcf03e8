//! How the user likes to see lists, remembered on this device; and the local day.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::reference_state::ExpectOrName;
use crate::device::{self, WallTime};
use crate::live::{Live, LiveCell};
use crate::storage::{mark, set_mark};

const ORDER_KEY: &str = "overgang.plans.order";
const PRISON_KEY: &str = "overgang.plans.prison";
const WORKER_KEY: &str = "overgang.plans.worker";
const LIFE_KEY: &str = "overgang.plans.life";

/// The user's likings.
#[derive(Clone, Copy)]
pub struct ViewState {
    order: LiveCell<String>,
    prison: LiveCell<String>,
    worker: LiveCell<String>,
    life: LiveCell<String>,
}

impl ViewState {
    /// The local day.
    #[expect(
        clippy::unused_self,
        reason = "screens reach the clock through the state only"
    )]
    pub fn today(self) -> NaiveDate {
        device::today()
    }

    /// What a wall clock shows at `millis` since 1970.
    #[expect(
        clippy::unused_self,
        reason = "screens reach the clock through the state only"
    )]
    pub fn wall_time(self, millis: u64) -> WallTime {
        device::wall_time(millis)
    }

    /// Prints what is shown.
    #[expect(
        clippy::unused_self,
        reason = "screens reach the browser through the state only"
    )]
    pub fn print(self) {
        device::print();
    }

    /// The order of the list of plans.
    pub fn plan_order(self) -> Live<String> {
        self.order.into()
    }

    /// Sets it.
    pub fn set_plan_order(self, order: &str) {
        self.order.set(order.to_owned());
        set_mark(ORDER_KEY, Some(order));
    }

    /// The prison that the list of plans is narrowed to; empty for all.
    pub fn plan_prison(self) -> Live<String> {
        self.prison.into()
    }

    /// The worker that the list of plans is narrowed to; empty for all, `nobody` for those without one.
    pub fn plan_worker(self) -> Live<String> {
        self.worker.into()
    }

    /// Sets it.
    pub fn set_plan_worker(self, worker: &str) {
        self.worker.set(worker.to_owned());
        set_mark(WORKER_KEY, Some(worker));
    }

    /// Whether the list shows open plans (empty), `closed` ones, or `all`.
    pub fn plan_life(self) -> Live<String> {
        self.life.into()
    }

    /// Sets it.
    pub fn set_plan_life(self, life: &str) {
        self.life.set(life.to_owned());
        set_mark(LIFE_KEY, Some(life));
    }

    /// Sets it.
    pub fn set_plan_prison(self, prison: &str) {
        self.prison.set(prison.to_owned());
        set_mark(PRISON_KEY, Some(prison));
    }
}

/// Makes the likings known to the screens below.
pub fn provide_view_state() -> ViewState {
    let read = |key| LiveCell::new(mark(key).unwrap_or_default());
    let state = ViewState {
        order: read(ORDER_KEY),
        prison: read(PRISON_KEY),
        worker: read(WORKER_KEY),
        life: read(LIFE_KEY),
    };
    provide_context(state);
    state
}

/// The likings.
pub fn use_view_state() -> ViewState {
    use_context().expect_or_name("provide_view_state")
}
