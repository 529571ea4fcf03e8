//! For how long plans are shown without contact with the centre (D6). After that nothing is read here until the centre has
//! answered: writing and handing in go on. It is looked at by a timer, when somebody looks at the app again, and after
//! each exchange; all tabs go by what lies in the register.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use overgang_sync::Contact;
use overgang_sync::message::Lease;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::journal_state::JournalState;
use super::lock_state::LockState;
use super::reference_state::ExpectOrName;
use crate::device::{self, Moment};
use crate::live::{Live, LiveCell};
use crate::storage::{Contacts, OpenStoreError, SpaceContact, database_of, spaces};
use crate::sync_driver::while_closed;

/// How often it is looked, in milliseconds.
const LOOK_MILLIS: u32 = 10_000;
/// An answer that came so short a time after another is not written down, in milliseconds.
const RECENT_MILLIS: u64 = 30_000;
/// A tab that starts anew may look open for a moment: so often it is tried, with such a pause.
const TRIES: u32 = 10;
const PAUSE_MILLIS: u32 = 200;

/// How the space that is open stands with the centre.
#[derive(Clone, Copy)]
pub struct LeaseState {
    journal: StoredValue<Option<JournalState>>,
    space: Uuid,
    known: LiveCell<SpaceContact>,
    is_over: LiveCell<bool>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

struct Inner {
    contacts: Contacts,
    since: Cell<Since>,
    /// An answer that could not be written down, as on a full disk.
    unwritten: Cell<Option<SpaceContact>>,
}

/// From when this tab counts by the clock that nobody sets.
#[derive(Clone, Copy)]
struct Since {
    /// Which contact it counts from.
    answered_at: u64,
    /// What had been counted when it began, in milliseconds.
    without: u64,
    began: Moment,
}

impl Since {
    fn now(known: &SpaceContact) -> Self {
        Self {
            answered_at: known.contact.answered_at,
            without: known.contact.without,
            began: Moment::now(),
        }
    }

    /// How long it has been since that contact, in milliseconds.
    fn counted(&self) -> u64 {
        let ran: u64 = Moment::now().since(self.began);
        self.without.saturating_add(ran)
    }
}

impl LeaseState {
    /// What is known of the contact of a space that is about to be opened.
    pub async fn of(space: Uuid) -> Result<Self, OpenStoreError> {
        let contacts = Contacts::open().await?;
        let known: SpaceContact = contacts.see(space, device::now_millis(), |_| 0).await;
        let inner = Inner {
            contacts,
            since: Cell::new(Since::now(&known)),
            unwritten: Cell::new(None),
        };
        Ok(Self {
            journal: StoredValue::new(None),
            space,
            known: LiveCell::new(known),
            is_over: LiveCell::new(known.contact.is_over()),
            inner: StoredValue::new_local(Rc::new(inner)),
        })
    }

    /// Whether nothing is to be read.
    pub fn is_over(self) -> Live<bool> {
        self.is_over.into()
    }

    /// What is known of the contact.
    pub fn known(self) -> Live<SpaceContact> {
        self.known.into()
    }

    /// The centre has answered, all of it is stored, and there is no more.
    pub(super) async fn answered(self, centre_time: u64, lease: Lease) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        let now: u64 = device::now_millis();
        let contact = Contact::answered(now, centre_time, lease);
        let before: SpaceContact = self.known.get_untracked();
        let since: Option<u64> = now.checked_sub(before.contact.answered_at);
        let is_well: bool = before.contact.lease == lease && !before.contact.is_over();
        if is_well && since.is_some_and(|since| since < RECENT_MILLIS) {
            return;
        }
        let noted = inner.contacts.note(self.space, contact).await;
        // Where it cannot be written it counts in this tab.
        let here = SpaceContact { contact, ..before };
        inner.unwritten.set(noted.is_err().then_some(here));
        let known: SpaceContact = noted.unwrap_or(here);
        self.follow(&inner, known).await;
    }

    /// Counts what has passed, and follows what other tabs have heard.
    pub(super) async fn look(self) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        let since: Since = inner.since.get();
        let counted = |known: &Contact| {
            let is_same: bool = known.answered_at == since.answered_at;
            if is_same { since.counted() } else { 0 }
        };
        let now: u64 = device::now_millis();
        let known: SpaceContact = if let Some(mut known) = inner.unwritten.get() {
            known.contact.seen(now, counted(&known.contact));
            known
        } else {
            inner.contacts.see(self.space, now, counted).await
        };
        self.follow(&inner, known).await;
    }

    async fn follow(self, inner: &Inner, known: SpaceContact) {
        if inner.since.get().answered_at != known.contact.answered_at {
            inner.since.set(Since::now(&known));
        }
        if self.known.get_untracked() != known {
            self.known.set(known);
        }
        let is_over: bool = known.contact.is_over();
        if is_over == self.is_over.get_untracked() {
            return;
        }
        let Some(journal) = self.journal.get_value() else {
            return;
        };
        if is_over {
            // The screen first, then what it showed.
            self.is_over.set(true);
            journal.close();
        } else {
            journal.open_again().await;
            self.is_over.set(false);
        }
    }

    fn watch(self, lock: &LockState) {
        let lock: LockState = *lock;
        leptos::task::spawn_local(async move {
            while let Some(inner) = self.inner.try_get_value() {
                TimeoutFuture::new(LOOK_MILLIS).await;
                self.look().await;
                // It is emptied at the start, where no tab has it open.
                let is_due = inner.contacts.is_due(self.space, device::now_millis());
                if is_due.await == Ok(true) {
                    lock.lock().await;
                }
            }
        });
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return;
        };
        let on_back = Closure::<dyn Fn()>::new(move || leptos::task::spawn_local(self.look()));
        let on_back = on_back.into_js_value();
        drop(
            document.add_event_listener_with_callback("visibilitychange", on_back.unchecked_ref()),
        );
    }
}

/// That what came from the centre was deleted in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emptied {
    /// When, milliseconds since 1970.
    pub at: u64,
    /// After so many days without contact.
    pub days: u32,
}

/// Whether that happened since the last contact. Needs no key.
pub async fn emptied(space: Uuid) -> Option<Emptied> {
    let contacts = Contacts::open().await.ok()?;
    let known: SpaceContact = contacts.see(space, device::now_millis(), |_| 0).await;
    Some(Emptied {
        at: known.emptied_at?,
        days: known.contact.lease.keep_days,
    })
}

/// Deletes what came from the centre in all spaces of this device that were without contact for too long, but in those
/// that another tab has open.
pub(super) async fn empty_forgotten_spaces() {
    let Ok(contacts) = Contacts::open().await else {
        return;
    };
    let now: u64 = device::now_millis();
    for listed in spaces().await.unwrap_or_default() {
        let space: Uuid = listed.space.id;
        for _ in 0..TRIES {
            if contacts.is_due(space, now).await != Ok(true) {
                break;
            }
            let act = contacts.empty_when_due(space, now);
            if while_closed(&database_of(space), act).await.is_some() {
                break;
            }
            TimeoutFuture::new(PAUSE_MILLIS).await;
        }
    }
}

impl JournalState {
    /// Begins to seal with a fresh key where what was deleted was sealed with the one in use.
    pub(super) async fn replace_old_key(self, space: Uuid) {
        // What cannot be done now is done at the next start.
        let Ok(contacts) = Contacts::open().await else {
            return;
        };
        let now: u64 = device::now_millis();
        let known: SpaceContact = contacts.see(space, now, |_| 0).await;
        if known.has_old_key && self.store().begin_rotation(now).await.is_ok() {
            drop(contacts.note_new_key(space).await);
        }
    }
}

/// Begins to watch over the contact of the space that is open, and makes it known to the screens below.
pub fn provide_lease_state(lease: LeaseState, journal: JournalState, lock: &LockState) {
    lease.journal.set_value(Some(journal));
    lease.watch(lock);
    provide_context(lease);
}

/// The contact of the space that is open.
pub fn use_lease_state() -> LeaseState {
    use_context().expect_or_name("provide_lease_state")
}
