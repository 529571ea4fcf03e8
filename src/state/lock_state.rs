//! The two locks (`DESIGN` D6). The soft one covers the screen after a minute in which nobody touches the tablet or
//! looks at the app, and takes the page out of the document once what is typed on it is on disk: the keys stay, a PIN, the
//! passphrase or the device's screen lock opens it, three misses make it hard. The hard one drops the keys: the page starts
//! anew with nothing in memory. It comes by hand, after some idle minutes, counted while the tablet sleeps as well, and with
//! the end of the page. What is being saved is saved first.

mod page_cover;
mod turned;
mod watching;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::JsString;
use leptos::prelude::*;
use uuid::Uuid;
use web_sys::BroadcastChannel;

use page_cover::{empty_page, go_to_place, mark_root, place_on_page};
pub use turned::{TurnedPart, TurnedSheet};

use super::draft_state::DraftState;
use super::journal_state::JournalState;
use super::reference_state::ExpectOrName;
use super::session_state::SessionState;
use crate::device::{self, Moment};
use crate::live::{Live, LiveCell};
pub use crate::storage::LockChoice;
use crate::storage::{
    AskScreenLockError, CommitError, KeyHolder, SpaceKeys, UnlockError, is_passphrase_of,
    opens_by_screen_lock, unlock_by_screen_lock,
};

/// So many misses at the soft lock make it hard.
const MISSES: u32 = 3;
/// How often it is looked, in milliseconds.
const LOOK_MILLIS: u32 = 1_000;
/// How long the hard lock waits for text that is on its way to the disk, in steps of [`DRAIN_MILLIS`].
const DRAINS: u32 = 100;
const DRAIN_MILLIS: u32 = 20;

/// What tabs of one space tell each other.
const ACTIVE: &str = "active";
const LOCK: &str = "lock";

/// The soft lock stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StillCovered {
    /// It was wrong.
    Wrong,
    /// It is too early for another try.
    TooEarly,
    /// The device did not confirm who it is.
    NotConfirmed,
    /// It could not be tried.
    CannotTry,
}

/// The locks of the space that is open.
#[derive(Clone, Copy)]
pub struct LockState {
    journal: JournalState,
    drafts: DraftState,
    is_covered: LiveCell<bool>,
    is_put_away: LiveCell<bool>,
    turned: LiveCell<Option<TurnedSheet>>,
    choice: LiveCell<LockChoice>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

struct Inner {
    space: Uuid,
    touched: Cell<Moment>,
    told: Cell<Moment>,
    misses: Cell<u32>,
    is_locking: Cell<bool>,
    channel: Option<BroadcastChannel>,
    holder: RefCell<Option<KeyHolder>>,
    /// How far down the page was when it was put away.
    place: Cell<f64>,
}

impl LockState {
    /// Whether the screen is covered.
    pub fn is_covered(self) -> Live<bool> {
        self.is_covered.into()
    }

    /// Whether the page is out of the document, because the screen is covered.
    pub fn is_put_away(self) -> Live<bool> {
        self.is_put_away.into()
    }

    /// What stands on the cover for the person to read; nothing where it is only a lock.
    pub fn turned(self) -> Live<Option<TurnedSheet>> {
        self.turned.into()
    }

    /// Turns the tablet to the person: the screen is covered, with their sheet on the cover. Other tabs are locked.
    pub fn turn(self, sheet: TurnedSheet) {
        self.lock_others();
        self.turned.set(Some(sheet));
        self.cover();
    }

    /// Whoever owns the tablet takes it back: the sheet goes, the lock stays.
    pub fn take_back(self) {
        self.turned.set(None);
    }

    /// What the user has chosen.
    pub fn choice(self) -> Live<LockChoice> {
        self.choice.into()
    }

    /// Keeps another choice.
    pub async fn choose(self, choice: LockChoice) -> Result<(), CommitError> {
        self.journal.store().keep_lock_choice(&choice).await?;
        self.choice.set(choice);
        Ok(())
    }

    /// The keys have been changed here: all tabs go on with the new ones.
    pub fn hand_out(self, keys: SpaceKeys) {
        self.inner.with_value(|inner| {
            if let Some(holder) = inner.holder.borrow().as_ref() {
                holder.replace(keys);
            }
        });
    }

    /// Covers the screen.
    pub fn cover(self) {
        // What is typed on a cover that is there already stays.
        if !self.is_covered.get_untracked() {
            self.is_covered.set(true);
            leptos::task::spawn_local(self.put_away());
        }
        mark_root("data-covered", true);
    }

    /// Takes the page out of the document once nothing is on its way to the disk any more: behind the cover nobody finds it
    /// with the browser's tools either.
    async fn put_away(self) {
        while self.is_covered.get_untracked() && !self.is_settled().await {
            TimeoutFuture::new(LOOK_MILLIS).await;
        }
        self.finish_acting().await;
        if self.is_covered.get_untracked() && !self.is_put_away.get_untracked() {
            self.inner
                .with_value(|inner| inner.place.set(place_on_page()));
            self.is_put_away.set(true);
        }
    }

    /// Opens the soft lock with the PIN, or with the passphrase where there is none. The third miss makes it hard.
    pub async fn uncover(self, typed: String) -> Result<(), StillCovered> {
        let pin: Option<String> = self.choice.get_untracked().pin;
        let inner: Rc<Inner> = self.inner.get_value();
        let is_right: bool = match pin {
            Some(pin) => typed.trim() == pin,
            None => match is_passphrase_of(inner.space, &typed, device::now_millis()).await {
                Ok(is_right) => is_right,
                Err(UnlockError::TooEarly { .. }) => return Err(StillCovered::TooEarly),
                Err(_) => return Err(StillCovered::CannotTry),
            },
        };
        if is_right {
            self.take_cover_off();
            return Ok(());
        }
        inner.misses.set(inner.misses.get() + 1);
        if inner.misses.get() >= MISSES {
            self.lock().await;
        }
        Err(StillCovered::Wrong)
    }

    /// Opens the soft lock by the device's screen lock, which counts misses itself.
    pub async fn uncover_by_screen_lock(self) -> Result<(), StillCovered> {
        let space: Uuid = self.inner.get_value().space;
        match unlock_by_screen_lock(space, device::now_millis()).await {
            Ok(_) => {
                self.take_cover_off();
                Ok(())
            }
            Err(UnlockError::ScreenLock(AskScreenLockError::Declined)) => {
                Err(StillCovered::NotConfirmed)
            }
            Err(_) => Err(StillCovered::CannotTry),
        }
    }

    /// Whether the device's screen lock opens the locks.
    pub async fn opens_by_screen_lock(self) -> bool {
        opens_by_screen_lock(self.inner.get_value().space).await
    }

    fn take_cover_off(self) {
        self.inner.with_value(|inner| {
            inner.misses.set(0);
            inner.touched.set(Moment::now());
        });
        let is_put_away: bool = self.is_put_away.get_untracked();
        self.is_put_away.set(false);
        self.is_covered.set(false);
        mark_root("data-covered", false);
        if is_put_away {
            let place: f64 = self.inner.with_value(|inner| inner.place.get());
            leptos::task::spawn_local(go_to_place(place));
        }
    }

    /// Drops the keys in all tabs of the space and starts anew, once what is being typed is on disk.
    pub async fn lock(self) {
        self.lock_others();
        self.lock_here().await;
    }

    /// Locks the other tabs of the space, and waits until what was typed and tapped in this one is on disk.
    pub async fn settle_all(self) {
        self.lock_others();
        self.settle().await;
    }

    fn lock_others(self) {
        self.inner.with_value(|inner| {
            if let Some(channel) = &inner.channel {
                drop(channel.post_message(&JsString::from(LOCK)));
            }
        });
    }

    async fn lock_here(self) {
        self.cover();
        // What cannot be saved keeps this waiting, and the timers go on to ask for it.
        if self
            .inner
            .with_value(|inner| inner.is_locking.replace(true))
        {
            return;
        }
        // No other tab gets the keys from here any more.
        drop(self.inner.get_value().holder.take());
        self.settle().await;
        empty_page();
        device::start_anew();
    }

    /// Waits until what was typed and tapped is on disk. Where it cannot be written the screen stays covered and the keys
    /// stay, for the text is nowhere else; it is tried again until there is room.
    async fn settle(self) {
        let mut has_waited: u32 = 0;
        while !self.is_settled().await {
            has_waited += 1;
            let pause: u32 = if has_waited < DRAINS {
                DRAIN_MILLIS
            } else {
                LOOK_MILLIS
            };
            TimeoutFuture::new(pause).await;
        }
        self.finish_acting().await;
    }

    /// Whether all that was typed is on disk by now.
    async fn is_settled(self) -> bool {
        self.drafts.saving().get_untracked() == 0 && self.drafts.retry().await
    }

    /// Waits for a command that is being saved.
    async fn finish_acting(self) {
        let acting = self.journal.acting.get_value();
        drop(acting.lock().await);
    }
}

/// Begins to watch over the space of `keys`, and makes its locks known to the screens below.
pub fn provide_lock_state(
    session: SessionState,
    journal: JournalState,
    drafts: DraftState,
    keys: SpaceKeys,
    choice: LockChoice,
) -> LockState {
    let space: Uuid = keys.space();
    let is_covered = LiveCell::new(false);
    let on_new = move |keys: SpaceKeys| session.take_keys(journal, keys);
    let inner = Inner {
        space,
        touched: Cell::new(Moment::now()),
        told: Cell::new(Moment::now()),
        misses: Cell::new(0),
        is_locking: Cell::new(false),
        channel: BroadcastChannel::new(&format!("overgang-lock-{space}")).ok(),
        holder: RefCell::new(None),
        place: Cell::new(0.0),
    };
    let state = LockState {
        journal,
        drafts,
        is_covered,
        is_put_away: LiveCell::new(false),
        turned: LiveCell::new(None),
        choice: LiveCell::new(choice),
        inner: StoredValue::new_local(Rc::new(inner)),
    };
    // The timers of a tab that nobody looks at may be late: it looks itself before it answers.
    let may_answer = move || !state.look() && !is_covered.get_untracked();
    let holder = KeyHolder::keep(keys, may_answer, on_new);
    state.inner.with_value(|inner| inner.holder.replace(holder));
    state.listen();
    state.watch();
    provide_context(state);
    state
}

/// The locks.
pub fn use_lock_state() -> LockState {
    use_context().expect_or_name("provide_lock_state")
}
