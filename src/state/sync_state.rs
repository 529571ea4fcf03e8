//! How the sync stands, and what a person can ask of it.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::*;
use overgang_domain::PlanId;
use overgang_sync::Cursor;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::journal_state::JournalState;
use super::reference_state::{ExpectOrName, ReferenceState};
use crate::device;
use crate::storage::{JournalStore, TakenIn};
use crate::sync_driver::{Call, SyncDriver, SyncListener, SyncProblem, SyncStatus};

/// Where the switch stands in local storage.
const HELD_KEY: &str = "overgang.held";

/// The sync as signals.
#[derive(Clone, Copy)]
pub struct SyncState {
    driver: StoredValue<SyncDriver, LocalStorage>,
    status: RwSignal<SyncStatus>,
    is_held: RwSignal<bool>,
}

impl SyncState {
    /// How it stands.
    pub fn status(self) -> Signal<SyncStatus> {
        self.status.into()
    }

    /// What stands in the way of the last try.
    pub fn problem(self) -> Signal<Option<SyncProblem>> {
        Signal::derive(move || self.status.get().problem)
    }

    /// Whether it is held back on purpose.
    pub fn is_held(self) -> Signal<bool> {
        self.is_held.into()
    }

    /// Holds it back, or lets it go on.
    pub fn hold(self, is_held: bool) {
        self.is_held.set(is_held);
        device::set_local_item(HELD_KEY, is_held.then_some("yes"));
        self.tell(Call::Held { is_held });
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

/// Shows what the driver tells.
struct Screen {
    journal: JournalState,
    status: RwSignal<SyncStatus>,
}

impl SyncListener for Screen {
    fn status_changed(&self, status: SyncStatus) {
        self.status.set(status);
    }

    fn taken_in(&self, taken: TakenIn) {
        self.journal.show_taken_in(taken);
    }
}

/// Starts the sync of a journal and makes it known to the screens below.
pub fn provide_sync_state(journal: JournalState, reference: ReferenceState) -> SyncState {
    let status = RwSignal::new(SyncStatus {
        is_working: false,
        problem: None,
        last_contact: None,
        next_try: None,
    });
    let is_held = RwSignal::new(device::local_item(HELD_KEY).is_some());
    let store: Rc<JournalStore> = journal.store();
    let cursor_store: Rc<JournalStore> = Rc::clone(&store);
    let driver = SyncDriver::start(
        store,
        reference.template_rc(),
        async move || -> Option<Cursor> { cursor_store.load().await.ok()?.cursor },
        move || is_held.get_untracked(),
        &journal.session().database(),
        Rc::new(Screen { journal, status }),
    );
    driver.listen(move |call| match call {
        Call::Changed { plans } => {
            let changed: BTreeSet<PlanId> = plans.into_iter().collect();
            leptos::task::spawn_local(async move { journal.reload(&changed).await });
        }
        Call::Status { status: now } => status.set(now),
        Call::Held { is_held: now } => is_held.set(now),
        Call::EntrySaved | Call::MayBeOnline | Call::SyncAsked | Call::SignedIn => {}
    });
    let saved: SyncDriver = driver.clone();
    journal.when_saved(move |plan| {
        saved.tell(Call::EntrySaved);
        saved.tell_changed(vec![plan]);
    });
    watch_network(driver.clone());
    let state = SyncState { driver: StoredValue::new_local(driver), status, is_held };
    provide_context(state);
    state
}

/// The sync.
pub fn use_sync_state() -> SyncState {
    use_context().expect_or_name("provide_sync_state")
}

/// Hints that a try may be worth it: the browser says so, or the app came to the front.
fn watch_network(driver: SyncDriver) {
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
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
