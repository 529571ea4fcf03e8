//! How the user likes to see lists, remembered on this device; and the local day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;

use super::reference_state::ExpectOrName;
use crate::device::{self, WallTime};
use crate::live::{Live, LiveCell};
use crate::storage::{mark, set_mark};

const ORDER_KEY: &str = "overgang.plans.order";

/// How often it is looked whether a new day has begun, in milliseconds. A timer set for midnight would stand still while
/// the tablet sleeps.
const LOOK_MILLIS: u32 = 30_000;

/// The user's likings, and the day.
#[derive(Clone, Copy)]
pub struct ViewState {
    day: LiveCell<NaiveDate>,
    order: LiveCell<String>,
    folds: StoredValue<BTreeMap<String, bool>>,
}

impl ViewState {
    /// The local day, for screens: they may stand open over midnight.
    pub fn day(self) -> Live<NaiveDate> {
        self.day.into()
    }

    /// The local day at this moment.
    #[expect(
        clippy::unused_self,
        reason = "screens reach the clock through the state only"
    )]
    pub fn today(self) -> NaiveDate {
        device::today()
    }

    /// This moment, in milliseconds since 1970.
    #[expect(
        clippy::unused_self,
        reason = "screens reach the clock through the state only"
    )]
    pub fn now_millis(self) -> u64 {
        device::now_millis()
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

    /// Whether what can be unfolded at `place` is: as somebody has left it since the page was loaded, else `is_open`.
    pub fn unfolded(self, place: String, is_open: bool) -> LiveCell<bool> {
        let left: Option<bool> = self.folds.with_value(|folds| folds.get(&place).copied());
        let now = LiveCell::new(left.unwrap_or(is_open));
        Effect::new(move |before: Option<bool>| {
            let is_open: bool = now.get();
            if before.is_some_and(|before| before != is_open) {
                self.folds.update_value(|folds| {
                    folds.insert(place.clone(), is_open);
                });
            }
            is_open
        });
        now
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
    let day = LiveCell::new(device::today());
    leptos::task::spawn_local(async move {
        loop {
            TimeoutFuture::new(LOOK_MILLIS).await;
            let today: NaiveDate = device::today();
            if day.get_untracked() != today {
                day.set(today);
            }
        }
    });
    let state = ViewState {
        day,
        order: LiveCell::new(mark(ORDER_KEY).unwrap_or_default()),
        folds: StoredValue::new(BTreeMap::new()),
    };
    provide_context(state);
    state
}

/// The likings.
pub fn use_view_state() -> ViewState {
    use_context().expect_or_name("provide_view_state")
}
