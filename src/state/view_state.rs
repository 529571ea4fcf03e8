//! How the user likes to see lists, remembered on this device; and the local day.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::reference_state::ExpectOrName;
use crate::device::{self, WallTime};
use crate::live::{Live, LiveCell};
use crate::storage::{mark, set_mark};

const ORDER_KEY: &str = "overgang.plans.order";

/// The user's likings.
#[derive(Clone, Copy)]
pub struct ViewState {
    order: LiveCell<String>,
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
}

/// Makes the likings known to the screens below.
pub fn provide_view_state() -> ViewState {
    let state = ViewState {
        order: LiveCell::new(mark(ORDER_KEY).unwrap_or_default()),
    };
    provide_context(state);
    state
}

/// The likings.
pub fn use_view_state() -> ViewState {
    use_context().expect_or_name("provide_view_state")
}
