//! How the sync stands, and what a person can ask of it.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::{DeviceId, PlanId};
use overgang_sync::machine::{Intake, Limits, SendFailure};
use overgang_sync::message::Lease;
use overgang_sync::{Heard, Input, Machine, Problem, SyncRequest, SyncResponse};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::AbortSignal;

use super::journal_state::JournalState;
use super::lease_state::LeaseState;
use super::reference_state::ExpectOrName;
use crate::api_client::NewsStream;
use crate::live::{Live, LiveCell};
use crate::storage::{JournalStore, TakenIn, Waiting, mark, set_mark};
use crate::sync_driver::{self, Call, Kept, Surroundings, SyncDriver, SyncStatus};
use crate::{api_client, device};

/// Where the switch stands in local storage.
const HELD_KEY: &str = "overgang.held";

/// The sync as live values.
#[derive(Clone, Copy)]
pub struct SyncState {
    driver: StoredValue<SyncDriver, LocalStorage>,
    status: LiveCell<SyncStatus>,
    is_held: LiveCell<bool>,
}

impl SyncState {
    /// How it stands.
    pub fn status(self) -> Live<SyncStatus> {
        self.status.into()
    }

    /// What stands in the way of the last try.
    pub fn problem(self) -> Live<Option<Problem>> {
        Live::derive(move || self.status.get().problem)
    }

    /// Whether it is held back on purpose.
    pub fn is_held(self) -> Live<bool> {
        self.is_held.into()
    }

    /// Holds it back, or lets it go on.
    pub fn hold(self, is_held: bool) {
        self.is_held.set(is_held);
        set_mark(HELD_KEY, is_held.then_some("yes"));
        self.tell(Call::Held { is_held });
    }

    /// After the page has started anew it is not held back any longer; until then it is.
    #[expect(clippy::unused_self, reason = "it belongs to `hold`")]
    pub(super) fn forget_hold(self) {
        set_mark(HELD_KEY, None);
    }

    /// Syncs now.
    pub fn sync_now(self) {
        self.tell(Call::SyncAsked);
    }

    /// The user has signed in again.
    pub fn signed_in(self) {
        self.tell(Call::SignedIn);
    }

    fn tell(self, call: Call) {
        self.driver.with_value(|driver| driver.tell(call));
    }
}

/// The driver's view of this device.
struct Device {
    journal: JournalState,
    store: Rc<JournalStore>,
    status: LiveCell<SyncStatus>,
    is_held: LiveCell<bool>,
    lease: LeaseState,
    /// What the centre's clock said last, milliseconds since 1970, for how long the device does without it, and whether
    /// more was to come.
    said: Cell<(u64, Lease, bool)>,
    /// The day on which what is left of plans was looked at; `None`: plans came or went, or work was set aside, since.
    aged_on: Cell<Option<NaiveDate>>,
}

impl Surroundings for Device {
    type Stream = NewsStream;

    fn now(&self) -> u64 {
        device::now_millis()
    }

    async fn machine(&self) -> Machine {
        // What another tab stored since this one opened counts.
        let cursor = self.store.cursor().await.unwrap_or_default();
        let version: String = api_client::APP_VERSION.to_owned();
        let session = self.journal.session();
        Machine::new(
            (session.user.user, session.device),
            version,
            cursor,
            device::chance(),
        )
    }

    fn is_held(&self) -> bool {
        self.is_held.get_untracked()
    }

    async fn gather(&self, limits: Limits) -> Input {
        // An outbox that cannot be read waits for the next try; nothing is lost. Neither do notes that cannot be read
        // hold up anything else.
        let waiting: Waiting = self.store.gather(limits).await.unwrap_or_default();
        let reads = self.store.gather_reads(limits.read_bytes).await;
        Input::Gathered {
            entries: waiting.entries,
            unsent: waiting.unsent,
            after: waiting.after,
            reads: reads.unwrap_or_default(),
        }
    }

    async fn send(
        &self,
        request: SyncRequest,
        abort: AbortSignal,
    ) -> Result<SyncResponse, SendFailure> {
        let response = api_client::sync(&request, &abort).await?;
        self.said
            .set((response.centre_time, response.lease, response.more));
        Ok(response)
    }

    async fn store(&self, intake: Intake) -> Option<Kept> {
        let taken: TakenIn = self
            .store
            .take_in(&intake, device::now_millis())
            .await
            .ok()?;
        let fresh = || DeviceId(device::fresh_uuid(device::now_millis()));
        let kept = Kept {
            unsent: taken.unsent,
            becomes: taken.is_copy.then(fresh),
            reads_again: taken.reads_again,
            changed: taken.changed.iter().copied().collect(),
            device: taken.device,
        };
        if taken.has_forgotten {
            // No screen of any tab may go on to show what is gone.
            device::start_anew();
            return Some(kept);
        }
        if let Some(device) = taken.device {
            self.journal.become_device(device);
        }
        if !taken.changed.is_empty() || !taken.set_aside.is_empty() {
            self.aged_on.set(None);
        }
        self.journal.show_taken_in(taken);
        let (centre_time, lease, is_more) = self.said.get();
        // What is to be dropped may stand in the last answer only. Reading all anew begins without one.
        if !is_more && intake.cursor.is_some() {
            self.lease.answered(centre_time, lease).await;
        }
        let today: Option<NaiveDate> = Some(device::today());
        // A plan that seems to have gone may come with the next answer.
        if !is_more && self.aged_on.get() != today {
            self.aged_on.set(today);
            self.journal.age_left_behind(centre_time).await;
        }
        Some(kept)
    }

    fn listen(&self, tell: impl Fn(Heard) + 'static) -> Option<NewsStream> {
        NewsStream::open(tell)
    }

    fn show(&self, status: SyncStatus) {
        self.status.set(status);
    }
}

/// This tab's id and those of all open tabs.
pub async fn open_tabs() -> (Uuid, BTreeSet<Uuid>) {
    sync_driver::open_tabs(device::tab_id(), device::new_tab_id).await
}

/// Starts the sync of a journal and makes it known to the screens below.
pub fn provide_sync_state(journal: JournalState, lease: LeaseState) -> SyncState {
    let status = LiveCell::new(SyncStatus::default());
    let is_held = LiveCell::new(mark(HELD_KEY).is_some());
    let surroundings = Device {
        journal,
        store: journal.store(),
        status,
        is_held,
        lease,
        said: Cell::default(),
        aged_on: Cell::default(),
    };
    let driver = SyncDriver::start(journal.store().name(), surroundings);
    driver.listen(move |call| match call {
        Call::Changed { plans } => {
            let changed: BTreeSet<PlanId> = plans.into_iter().collect();
            leptos::task::spawn_local(async move { journal.reload(&changed).await });
        }
        Call::Status { status: now } => {
            let before: Option<u64> = status.get_untracked().last_contact;
            status.set(now);
            if now.last_contact != before {
                leptos::task::spawn_local(lease.look());
            }
        }
        Call::Held { is_held: now } => is_held.set(now),
        Call::Named { device } => journal.become_device(device),
        Call::EntrySaved | Call::MayBeOnline | Call::SyncAsked | Call::SignedIn => {}
    });
    let saved: SyncDriver = driver.clone();
    journal.when_saved(move |plan| {
        saved.tell(Call::EntrySaved);
        saved.tell(Call::Changed { plans: vec![plan] });
    });
    watch_network(driver.clone());
    let state = SyncState {
        driver: StoredValue::new_local(driver),
        status,
        is_held,
    };
    provide_context(state);
    state
}

/// Whether nothing is to be sent from this device.
pub(super) fn is_held_back() -> bool {
    mark(HELD_KEY).is_some()
}

/// The sync.
pub fn use_sync_state() -> SyncState {
    use_context().expect_or_name("provide_sync_state")
}

/// Hints that a try may be worth it: the browser says so, or the app came to the front.
fn watch_network(driver: SyncDriver) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let Some(document) = window.document() else {
        return;
    };
    let hint = Closure::<dyn Fn()>::new(move || {
        let is_hidden: bool = web_sys::window()
            .and_then(|window| window.document())
            .is_some_and(|document| document.hidden());
        if !is_hidden {
            driver.tell(Call::MayBeOnline);
        }
    });
    let hint = hint.into_js_value();
    drop(window.add_event_listener_with_callback("online", hint.unchecked_ref()));
    drop(document.add_event_listener_with_callback("visibilitychange", hint.unchecked_ref()));
}
