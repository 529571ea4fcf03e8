//! The tabs of one user in one browser: which of them drives the sync, and what they tell each other.

use std::collections::BTreeSet;
use std::pin::pin;
use std::rc::Rc;

use futures_channel::mpsc::UnboundedSender;
use futures_channel::oneshot;
use futures_util::{FutureExt, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use overgang_domain::{DeviceId, PlanId, form};
use overgang_sync::Input;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, LockManager, LockOptions, MessageEvent};

use super::SyncStatus;

/// What one tab tells another. It holds ids, counts and switches, never content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Call {
    /// An entry was saved: there is something to send.
    EntrySaved,
    /// There may be a network again.
    MayBeOnline,
    /// A person asks for a sync.
    SyncAsked,
    /// A person holds sync back, or lets it go on.
    Held {
        /// Whether it is held.
        is_held: bool,
    },
    /// The user signed in again.
    SignedIn,
    /// These plans changed on disk.
    Changed {
        /// Which.
        plans: Vec<PlanId>,
    },
    /// The device is this one from now on.
    Named {
        /// Its id.
        device: DeviceId,
    },
    /// How the sync stands.
    Status {
        /// It.
        status: SyncStatus,
    },
}

impl Call {
    /// What it means to the machine; `None` for calls to the screen.
    pub(super) fn into_input(self) -> Option<Input> {
        match self {
            Self::EntrySaved => Some(Input::EntrySaved),
            Self::MayBeOnline => Some(Input::MayBeOnline),
            Self::SyncAsked => Some(Input::SyncAsked),
            Self::Held { is_held } => Some(Input::Held(is_held)),
            Self::SignedIn => Some(Input::SignedIn),
            Self::Changed { .. } | Self::Named { .. } | Self::Status { .. } => None,
        }
    }
}

/// The prefix of the lock by which a tab shows that it is open.
const OPEN_TAB: &str = "overgang.tab.";

/// How long a tab that reloads may still look open, in milliseconds.
const RELOAD_MILLIS: u32 = 500;

/// This tab's id, and those of all open tabs. A tab that was duplicated, and so shares its twin's id, gets one
/// of its own, so that the two never overwrite each other's text.
///
/// `tab` is the id that the tab had before a reload; `renew` gives and keeps a new one.
pub async fn open_tabs(mut tab: Uuid, renew: impl FnOnce() -> Uuid) -> (Uuid, BTreeSet<Uuid>) {
    let Some(locks) = locks() else {
        return (tab, BTreeSet::new());
    };
    let mut is_open: bool = false;
    {
        let name: String = format!("{OPEN_TAB}{tab}");
        let mut granted = pin!(hold(&locks, &name).fuse());
        let mut waited = pin!(TimeoutFuture::new(RELOAD_MILLIS).fuse());
        select! { () = granted => is_open = true, () = waited => {} }
    }
    if !is_open {
        tab = renew();
        hold(&locks, &format!("{OPEN_TAB}{tab}")).await;
    }
    let open: BTreeSet<Uuid> = held_tabs(&locks).await;
    (tab, open)
}

/// Whether another tab has a journal open; a browser without locks does not know, so there may be one.
pub async fn may_have_open_tab() -> bool {
    match locks() {
        Some(locks) => !held_tabs(&locks).await.is_empty(),
        None => true,
    }
}

/// The tabs that have a journal open.
async fn held_tabs(locks: &LockManager) -> BTreeSet<Uuid> {
    let Ok(snapshot) = JsFuture::from(locks.query()).await else {
        return BTreeSet::new();
    };
    let held = snapshot.get_held();
    let held = held.map(|held| held.to_vec()).unwrap_or_default();
    held.iter()
        .filter_map(|lock| Uuid::parse_str(lock.get_name()?.strip_prefix(OPEN_TAB)?).ok())
        .collect()
}

/// Takes a lock and holds it until the tab is gone.
async fn hold(locks: &LockManager, name: &str) {
    let (granted, is_granted) = oneshot::channel::<()>();
    let granted = std::cell::Cell::new(Some(granted));
    let on_grant = Closure::<dyn Fn(JsValue) -> js_sys::Promise>::new(move |_lock: JsValue| {
        if let Some(granted) = granted.take() {
            // Nobody waits any longer: the tab gave up on this name.
            granted.send(()).unwrap_or_default();
        }
        // Never settled: the lock is held until the tab is gone.
        js_sys::Promise::new(&mut |_, _| {})
    });
    let on_grant = on_grant.into_js_value();
    drop(locks.request(name, on_grant.unchecked_ref()));
    is_granted.await.unwrap_or_default();
}

/// Does something while no tab has the journal of `name` open, and none opens it meanwhile; `None` where one has.
pub async fn while_closed<T>(name: &str, act: impl Future<Output = T>) -> Option<T> {
    let Some(locks) = locks() else {
        return Some(act.await);
    };
    let (granted, is_granted) = oneshot::channel::<bool>();
    let (done, is_done) = oneshot::channel::<()>();
    let ends = std::cell::Cell::new(Some((granted, is_done)));
    let on_answer = Closure::<dyn Fn(JsValue) -> js_sys::Promise>::new(move |lock: JsValue| {
        let Some((granted, is_done)) = ends.take() else {
            return js_sys::Promise::resolve(&JsValue::NULL);
        };
        granted.send(!lock.is_null()).unwrap_or_default();
        // Held until it is done.
        future_to_promise(async move {
            is_done.await.unwrap_or_default();
            Ok(JsValue::NULL)
        })
    });
    let options = LockOptions::new();
    options.set_if_available(true);
    let on_answer = on_answer.into_js_value();
    let name: String = driver_lock(name);
    drop(locks.request_with_options(&name, &options, on_answer.unchecked_ref()));
    let answer: Option<T> = match is_granted.await {
        Ok(true) => Some(act.await),
        Ok(false) | Err(_) => None,
    };
    // Where it was not granted nobody waits for this.
    done.send(()).unwrap_or_default();
    answer
}

/// The lock of the tab that drives the sync of a journal.
fn driver_lock(name: &str) -> String {
    format!("{name}.sync")
}

/// The browser's locks, where it has them.
fn locks() -> Option<LockManager> {
    let locks = web_sys::window()?.navigator().locks();
    (!locks.is_undefined()).then_some(locks)
}

/// This tab's connection to the others.
#[derive(Clone)]
pub struct Tabs {
    name: Rc<str>,
    inputs: UnboundedSender<Call>,
    channel: Option<Rc<BroadcastChannel>>,
}

impl Tabs {
    /// Joins the tabs of `name`; calls of others for the machine go into `inputs`.
    pub(super) fn open(name: &str, inputs: UnboundedSender<Call>) -> Self {
        let channel: Option<Rc<BroadcastChannel>> = BroadcastChannel::new(name).ok().map(Rc::new);
        let tabs = Self {
            name: Rc::from(name),
            inputs,
            channel,
        };
        let inputs = tabs.inputs.clone();
        tabs.listen(move |call| drop(inputs.unbounded_send(call)));
        tabs
    }

    /// Tells every tab, this one too.
    pub(super) fn tell(&self, call: Call) {
        if let (Some(channel), Ok(bytes)) = (&self.channel, form::write(&call)) {
            drop(channel.post_message(&Uint8Array::from(bytes.as_slice())));
        }
        drop(self.inputs.unbounded_send(call));
    }

    /// Calls `act` for each call of another tab.
    pub(super) fn listen(&self, act: impl Fn(Call) + 'static) {
        let Some(channel) = &self.channel else { return };
        let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            // A tab of another version may say what this one does not understand.
            if let Ok(call) = form::read(&Uint8Array::new(&event.data()).to_vec()) {
                act(call);
            }
        });
        let listener = on_message.into_js_value();
        drop(channel.add_event_listener_with_callback("message", listener.unchecked_ref()));
    }

    /// Waits until this tab drives the sync. It goes on doing so until it closes. A browser without
    /// Web Locks has to do with one tab.
    pub(super) async fn become_leader(&self) {
        if let Some(locks) = locks() {
            hold(&locks, &driver_lock(&self.name)).await;
        }
    }
}
