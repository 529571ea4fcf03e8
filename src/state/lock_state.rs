//! The two locks (`DESIGN` D6). The soft one covers the screen after a minute in which nobody touches the tablet or
//! looks at the app: the keys stay, a PIN or the passphrase opens it, three misses make it hard. The hard one drops the
//! keys: the page starts anew with nothing in memory. It comes by hand, after some idle minutes, counted while the tablet
//! sleeps as well, and with the end of the page. What is being saved is saved first.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::JsString;
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, Document, MessageEvent, Window};

use super::draft_state::DraftState;
use super::journal_state::JournalState;
use super::reference_state::ExpectOrName;
use super::session_state::SessionState;
use crate::device::{self, Moment};
use crate::live::{Live, LiveCell};
pub use crate::storage::LockChoice;
use crate::storage::{CommitError, KeyHolder, SpaceKeys, UnlockError, is_passphrase_of};

/// Idle or hidden for so long, the screen is covered.
const SOFT_MILLIS: u64 = 60_000;
/// So many misses at the soft lock make it hard.
const MISSES: u32 = 3;
/// How often it is looked, in milliseconds.
const LOOK_MILLIS: u32 = 1_000;
/// Other tabs hear that somebody works here at most so often.
const TELL_MILLIS: u64 = 5_000;
/// How long the hard lock waits for text that is on its way to the disk, in steps of [`DRAIN_MILLIS`].
const DRAINS: u32 = 100;
const DRAIN_MILLIS: u32 = 20;

/// What tabs of one space tell each other.
const ACTIVE: &str = "active";
const LOCK: &str = "lock";

/// What makes somebody present.
const TOUCHES: [&str; 5] = [
    "pointerdown",
    "pointermove",
    "keydown",
    "wheel",
    "touchstart",
];

/// The soft lock stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StillCovered {
    /// It was wrong.
    Wrong,
    /// It is too early for another try.
    TooEarly,
    /// The passphrase could not be tried.
    CannotTry,
}

/// What a person may look at while the tablet is turned to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnedSheet {
    /// What the person is called.
    pub name: String,
    /// What is said.
    pub parts: Vec<TurnedPart>,
}

/// One part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnedPart {
    /// Its title.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<String>,
}

/// The locks of the space that is open.
#[derive(Clone, Copy)]
pub struct LockState {
    journal: JournalState,
    drafts: DraftState,
    is_covered: LiveCell<bool>,
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
}

impl LockState {
    /// Whether the screen is covered.
    pub fn is_covered(self) -> Live<bool> {
        self.is_covered.into()
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
        }
        mark_root("data-covered", true);
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
            inner.misses.set(0);
            inner.touched.set(Moment::now());
            self.is_covered.set(false);
            mark_root("data-covered", false);
            return Ok(());
        }
        inner.misses.set(inner.misses.get() + 1);
        if inner.misses.get() >= MISSES {
            self.lock().await;
        }
        Err(StillCovered::Wrong)
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
        loop {
            let is_saving: bool = self.drafts.saving().get_untracked() > 0;
            if !is_saving && self.drafts.retry().await {
                break;
            }
            has_waited += 1;
            let pause: u32 = if has_waited < DRAINS {
                DRAIN_MILLIS
            } else {
                LOOK_MILLIS
            };
            TimeoutFuture::new(pause).await;
        }
        // A command that is being saved has this.
        let acting = self.journal.acting.get_value();
        drop(acting.lock().await);
    }

    /// Somebody works here.
    fn touch(self) {
        // Whoever wakes a tablet that has slept too long does not wake what was open on it.
        if self.look() || self.is_covered.get_untracked() {
            return;
        }
        let inner: Rc<Inner> = self.inner.get_value();
        let now = Moment::now();
        inner.touched.set(now);
        if now.since(inner.told.get()) >= TELL_MILLIS {
            inner.told.set(now);
            if let Some(channel) = &inner.channel {
                drop(channel.post_message(&JsString::from(ACTIVE)));
            }
        }
    }

    /// Locks what has been left alone for too long; answers whether it did.
    fn look(self) -> bool {
        let Some(inner) = self.inner.try_get_value() else {
            return false;
        };
        let idle: u64 = Moment::now().since(inner.touched.get());
        let minutes: u64 = self.choice.get_untracked().minutes.clamp(1, 10).into();
        if idle >= minutes * 60_000 {
            leptos::task::spawn_local(self.lock());
            return true;
        }
        if idle >= SOFT_MILLIS {
            // A person who reads does not touch the tablet: their sheet stays until the hard lock.
            self.cover();
            return true;
        }
        false
    }

    fn listen(self) {
        let inner: Rc<Inner> = self.inner.get_value();
        let Some(channel) = &inner.channel else {
            return;
        };
        let on_message =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                match event.data().as_string().as_deref() {
                    Some(ACTIVE) => self
                        .inner
                        .with_value(|inner| inner.touched.set(Moment::now())),
                    Some(LOCK) => leptos::task::spawn_local(self.lock_here()),
                    _ => {}
                }
            });
        channel.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    }

    fn watch(self) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let touched = Closure::<dyn Fn()>::new(move || self.touch()).into_js_value();
        for touch in TOUCHES {
            // Before any handler of the page, so that a tap on a tablet that was left alone does nothing else.
            let listening = window.add_event_listener_with_callback_and_bool(
                touch,
                touched.unchecked_ref(),
                true,
            );
            drop(listening);
        }
        leptos::task::spawn_local(async move {
            while self.inner.try_get_value().is_some() {
                TimeoutFuture::new(LOOK_MILLIS).await;
                self.look();
            }
        });
        hide_when_away(&window, move || {
            self.look();
        });
    }
}

/// Marks the page for the style sheet, whatever is open on it.
fn mark_root(name: &str, is_marked: bool) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.document_element()) else {
        return;
    };
    drop(if is_marked {
        root.set_attribute(name, "")
    } else {
        root.remove_attribute(name)
    });
}

/// Takes all off the page: the browser may take its time to load it anew.
fn empty_page() {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(body) = document.and_then(|document| document.body()) {
        body.set_text_content(None);
    }
}

/// The system takes a picture of the app for its switcher: it finds an empty page. `on_back` is called when somebody
/// looks again.
fn hide_when_away(window: &Window, on_back: impl Fn() + 'static) {
    let Some(document) = window.document() else {
        return;
    };
    let looked: Document = document.clone();
    let changed = Closure::<dyn Fn()>::new(move || {
        if !looked.hidden() {
            on_back();
        }
        mark_root("data-away", looked.hidden());
    });
    let changed = changed.into_js_value();
    drop(document.add_event_listener_with_callback("visibilitychange", changed.unchecked_ref()));
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
    };
    let state = LockState {
        journal,
        drafts,
        is_covered,
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
