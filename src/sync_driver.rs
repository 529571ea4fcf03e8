//! Feeds the sync machine its inputs and carries out its outputs. Decides nothing.
//!
//! Of all tabs of a user one holds the Web Lock and drives; when it closes or crashes the next one takes
//! over. Other tabs pass their inputs to it over a channel of the browser.

mod tabs;

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{FutureExt, StreamExt, select};
use gloo_timers::future::TimeoutFuture;
use overgang_domain::{PlanId, Template};
use overgang_sync::machine::{Intake, SendFailure};
use overgang_sync::{Cursor, Input, Machine, Output, Phase, Problem, SyncRequest, SyncResponse};
use serde::{Deserialize, Serialize};
use web_sys::AbortController;

use crate::storage::{JournalStore, TakenIn};
use crate::{api_client, device};
pub use tabs::{Call, Tabs, open_tabs};

/// The longest sleep of the driver, in milliseconds: a tablet that slept wakes with its timers late.
const LONGEST_SLEEP: u64 = 30_000;

/// How the sync stands, for the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// Whether something is under way.
    pub is_working: bool,
    /// What stands in the way.
    pub problem: Option<SyncProblem>,
    /// When the centre last answered, milliseconds since 1970.
    pub last_contact: Option<u64>,
    /// When the next try comes by itself.
    pub next_try: Option<u64>,
}

/// What stands in the way, in the screen's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SyncProblem {
    /// The centre does not answer.
    Unreachable,
    /// Something else answers in its place.
    NotTheCentre,
    /// Sign in again.
    SignedOut,
    /// The app is too old.
    AppTooOld,
    /// The centre answers with errors.
    CentreFails,
    /// This device could not store the answer.
    CannotStore,
}

/// What the driver tells its owner.
pub trait SyncListener {
    /// The status changed.
    fn status_changed(&self, status: SyncStatus);
    /// An answer was stored.
    fn taken_in(&self, taken: TakenIn);
}

/// A handle for handing inputs in.
#[derive(Clone)]
pub struct SyncDriver {
    tabs: Tabs,
}

impl SyncDriver {
    /// Starts driving for `store` as soon as no other tab does.
    pub fn start(
        store: Rc<JournalStore>,
        template: Rc<Template>,
        cursor: impl AsyncFn() -> Option<Cursor> + 'static,
        is_held: impl Fn() -> bool + 'static,
        name: &str,
        listener: Rc<dyn SyncListener>,
    ) -> Self {
        let (inputs, received) = unbounded::<Call>();
        let tabs = Tabs::open(name, inputs.clone());
        let driver = Self { tabs: tabs.clone() };
        wasm_bindgen_futures::spawn_local(async move {
            tabs.become_leader().await;
            // What another tab stored since this one opened counts.
            let cursor: Option<Cursor> = cursor().await;
            let version: String = api_client::APP_VERSION.to_owned();
            let machine = Machine::new(device::device_id(), version, cursor, device::chance());
            let running = Running { machine, store, template, tabs, inputs, listener };
            running.run(received, is_held()).await;
        });
        driver
    }

    /// Hands something that happened to whichever tab drives.
    pub fn tell(&self, call: Call) {
        self.tabs.tell(call);
    }

    /// Tells the other tabs which plans changed here.
    pub fn tell_changed(&self, plans: Vec<PlanId>) {
        self.tabs.tell(Call::Changed { plans });
    }

    /// Calls `act` for each call of another tab that is for the screen.
    pub fn listen(&self, act: impl Fn(Call) + 'static) {
        self.tabs.listen(act);
    }
}

/// The driving tab.
struct Running {
    machine: Machine,
    store: Rc<JournalStore>,
    template: Rc<Template>,
    tabs: Tabs,
    inputs: UnboundedSender<Call>,
    listener: Rc<dyn SyncListener>,
}

/// The answer of a request that is under way.
type Answers = UnboundedReceiver<Result<SyncResponse, SendFailure>>;

impl Running {
    async fn run(mut self, mut calls: UnboundedReceiver<Call>, is_held: bool) {
        let (answered, mut answers): (_, Answers) = unbounded();
        let abort: Rc<RefCell<Option<AbortController>>> = Rc::default();
        let mut open: Vec<Input> = vec![Input::MayBeOnline, Input::Held(is_held)];
        loop {
            while let Some(input) = open.pop() {
                for output in self.machine.handle(input, device::now_millis()) {
                    match output {
                        Output::Gather(limits) => {
                            // An outbox that cannot be read waits for the next try; nothing is lost.
                            let (entries, unsent) =
                                self.store.gather(limits).await.unwrap_or_default();
                            open.push(Input::Gathered { entries, unsent });
                        }
                        Output::Send(request) => send(request, &abort, answered.clone()),
                        Output::Abort => {
                            if let Some(controller) = abort.take() {
                                controller.abort();
                            }
                        }
                        Output::Store(intake) => open.push(self.take_in(&intake).await),
                    }
                }
                self.tell_status();
            }
            let sleep: u64 = self.machine.next_deadline().map_or(LONGEST_SLEEP, |deadline| {
                deadline.saturating_sub(device::now_millis()).clamp(10, LONGEST_SLEEP)
            });
            let mut timer = TimeoutFuture::new(u32::try_from(sleep).unwrap_or(10_000)).fuse();
            select! {
                call = calls.next() => open.extend(call.and_then(Call::into_input)),
                answer = answers.next() => open.extend(answer.map(|answer| match answer {
                    Ok(response) => Input::Answered(Box::new(response)),
                    Err(failure) => Input::SendFailed(failure),
                })),
                () = timer => open.push(Input::TimePassed),
            }
        }
    }

    async fn take_in(&self, intake: &Intake) -> Input {
        match self.store.take_in(intake, &self.template, device::now_millis()).await {
            Ok(taken) => {
                let unsent: usize = taken.unsent;
                if !taken.changed.is_empty() {
                    let plans: Vec<PlanId> = taken.changed.iter().copied().collect();
                    self.tabs.tell(Call::Changed { plans });
                }
                self.listener.taken_in(taken);
                Input::Stored { unsent }
            }
            Err(_) => Input::StoreFailed,
        }
    }

    fn tell_status(&self) {
        let status = SyncStatus {
            is_working: !matches!(self.machine.phase(), Phase::Held | Phase::Resting),
            problem: self.machine.problem().map(SyncProblem::from),
            last_contact: self.machine.last_contact(),
            next_try: self.machine.next_deadline(),
        };
        self.listener.status_changed(status);
        self.tabs.tell(Call::Status { status });
        // Keeps the channel of inputs open as long as the driver runs.
        debug_assert!(!self.inputs.is_closed());
    }
}

fn send(
    request: Box<SyncRequest>,
    abort: &Rc<RefCell<Option<AbortController>>>,
    answered: UnboundedSender<Result<SyncResponse, SendFailure>>,
) {
    let Ok(controller) = AbortController::new() else { return };
    let signal = controller.signal();
    abort.replace(Some(controller));
    wasm_bindgen_futures::spawn_local(async move {
        let answer = api_client::sync(&request, &signal).await;
        // A request that was given up has nobody waiting for it.
        if !signal.aborted() {
            drop(answered.unbounded_send(answer));
        }
    });
}

impl From<Problem> for SyncProblem {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Unreachable => Self::Unreachable,
            Problem::NotTheCentre => Self::NotTheCentre,
            Problem::SignedOut => Self::SignedOut,
            Problem::AppTooOld => Self::AppTooOld,
            Problem::CentreFails => Self::CentreFails,
            Problem::CannotStore => Self::CannotStore,
        }
    }
}
