//! Feeds the sync machine its inputs and carries out its outputs. Decides nothing, and reaches nothing by
//! itself: what it needs of the device, the store and the centre comes in as [`Surroundings`].
//!
//! Of all tabs of a user one holds the Web Lock and drives; when it closes or crashes the next one takes
//! over. Other tabs pass their inputs to it over a channel of the browser.

mod tabs;

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{FutureExt, StreamExt, select};
use gloo_timers::future::TimeoutFuture;
use overgang_domain::{DeviceId, PlanId};
use overgang_sync::machine::{Intake, Limits, SendFailure};
use overgang_sync::{Heard, Input, Machine, Output, Phase, Problem, SyncRequest, SyncResponse};
use serde::{Deserialize, Serialize};
use web_sys::{AbortController, AbortSignal};

pub use tabs::{Call, Tabs, may_have_open_tab, open_tabs, while_closed};

/// The longest sleep of the driver, in milliseconds: a tablet that slept wakes with its timers late.
const LONGEST_SLEEP: u64 = 30_000;

/// How the sync stands, for the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStatus {
    /// Whether something is under way.
    pub is_working: bool,
    /// What stands in the way.
    pub problem: Option<Problem>,
    /// When the centre last answered, milliseconds since 1970.
    pub last_contact: Option<u64>,
    /// When the next try comes by itself.
    pub next_try: Option<u64>,
}

/// What storing an answer came to.
#[derive(Clone, Debug)]
pub struct Kept {
    /// How many entries wait then.
    pub unsent: usize,
    /// A fresh id for the device, if it was shown to be a copy.
    pub becomes: Option<DeviceId>,
    /// What had been received is damaged here: all is to be read again.
    pub reads_again: bool,
    /// Which plans changed.
    pub changed: Vec<PlanId>,
    /// The device is this one from now on.
    pub device: Option<DeviceId>,
}

/// What the driver needs of the world.
pub trait Surroundings: 'static {
    /// A stream of the centre's events, until it is dropped.
    type Stream;
    /// The device's time, milliseconds since 1970.
    fn now(&self) -> u64;
    /// The machine to drive, as what is stored says; asked for once this tab drives.
    fn machine(&self) -> impl Future<Output = Machine>;
    /// Whether the user holds the sync back.
    fn is_held(&self) -> bool;
    /// Reads what waits, as [`Input::Gathered`].
    fn gather(&self, limits: Limits) -> impl Future<Output = Input>;
    /// Sends a request and waits for the answer.
    fn send(
        &self,
        request: SyncRequest,
        abort: AbortSignal,
    ) -> impl Future<Output = Result<SyncResponse, SendFailure>>;
    /// Stores an answer whole or not at all; `None` where nothing was stored.
    fn store(&self, intake: Intake) -> impl Future<Output = Option<Kept>>;
    /// Opens one; `tell` gets what is heard of it.
    fn listen(&self, tell: impl Fn(Heard) + 'static) -> Option<Self::Stream>;
    /// The status changed.
    fn show(&self, status: SyncStatus);
}

/// A handle for handing inputs in.
#[derive(Clone)]
pub struct SyncDriver {
    tabs: Tabs,
}

impl SyncDriver {
    /// Starts driving in `surroundings` as soon as no other tab of `name` does.
    pub fn start<S: Surroundings>(name: &str, surroundings: S) -> Self {
        let (inputs, received) = unbounded::<Call>();
        let tabs = Tabs::open(name, inputs);
        let driver = Self { tabs: tabs.clone() };
        wasm_bindgen_futures::spawn_local(async move {
            tabs.become_leader().await;
            let machine: Machine = surroundings.machine().await;
            let running = Running {
                machine,
                surroundings: Rc::new(surroundings),
                tabs,
            };
            running.run(received).await;
        });
        driver
    }

    /// Hands something that happened to whichever tab drives.
    pub fn tell(&self, call: Call) {
        self.tabs.tell(call);
    }

    /// Calls `act` for each call of another tab.
    pub fn listen(&self, act: impl Fn(Call) + 'static) {
        self.tabs.listen(act);
    }
}

/// The driving tab.
struct Running<S> {
    machine: Machine,
    surroundings: Rc<S>,
    tabs: Tabs,
}

impl<S: Surroundings> Running<S> {
    async fn run(mut self, mut calls: UnboundedReceiver<Call>) {
        let (told, mut inputs): (_, UnboundedReceiver<Input>) = unbounded();
        let mut stream: Option<S::Stream> = None;
        let abort: Rc<RefCell<Option<AbortController>>> = Rc::default();
        let is_held: bool = self.surroundings.is_held();
        let mut open: Vec<Input> = vec![Input::MayBeOnline, Input::Held(is_held)];
        loop {
            while let Some(input) = open.pop() {
                for output in self.machine.handle(input, self.surroundings.now()) {
                    match output {
                        Output::Gather(limits) => {
                            open.push(self.surroundings.gather(limits).await);
                        }
                        Output::Send(request) => self.send(*request, &abort, told.clone()),
                        Output::Abort => {
                            if let Some(controller) = abort.take() {
                                controller.abort();
                            }
                        }
                        Output::Store(intake) => open.push(self.store(*intake).await),
                        Output::Listen => stream = self.listen(&told),
                        Output::StopListening => drop(stream.take()),
                    }
                }
                self.tell_status();
            }
            let mut timer = TimeoutFuture::new(self.sleep()).fuse();
            select! {
                call = calls.next() => open.extend(call.and_then(Call::into_input)),
                input = inputs.next() => open.extend(input),
                () = timer => open.push(Input::TimePassed),
            }
        }
    }

    fn sleep(&self) -> u32 {
        let until: u64 = self
            .machine
            .next_deadline()
            .map_or(LONGEST_SLEEP, |deadline| {
                deadline
                    .saturating_sub(self.surroundings.now())
                    .clamp(10, LONGEST_SLEEP)
            });
        u32::try_from(until).unwrap_or(u32::MAX)
    }

    fn send(
        &self,
        request: SyncRequest,
        abort: &Rc<RefCell<Option<AbortController>>>,
        told: UnboundedSender<Input>,
    ) {
        let Ok(controller) = AbortController::new() else {
            return;
        };
        let signal: AbortSignal = controller.signal();
        abort.replace(Some(controller));
        let surroundings: Rc<S> = Rc::clone(&self.surroundings);
        wasm_bindgen_futures::spawn_local(async move {
            let answered: Input = match surroundings.send(request, signal.clone()).await {
                Ok(response) => Input::Answered(Box::new(response)),
                Err(failure) => Input::SendFailed(failure),
            };
            // A request that was given up has nobody waiting for it.
            if !signal.aborted() {
                drop(told.unbounded_send(answered));
            }
        });
    }

    fn listen(&self, told: &UnboundedSender<Input>) -> Option<S::Stream> {
        let tell = told.clone();
        let hear = move |heard: Heard| drop(tell.unbounded_send(heard.into()));
        let stream: Option<S::Stream> = self.surroundings.listen(hear);
        if stream.is_none() {
            drop(told.unbounded_send(Heard::Broke.into()));
        }
        stream
    }

    async fn store(&self, intake: Intake) -> Input {
        let Some(kept) = self.surroundings.store(intake).await else {
            return Input::StoreFailed;
        };
        if !kept.changed.is_empty() {
            let plans: Vec<PlanId> = kept.changed;
            self.tabs.tell(Call::Changed { plans });
        }
        if let Some(device) = kept.device {
            self.tabs.tell(Call::Named { device });
        }
        Input::Stored {
            unsent: kept.unsent,
            becomes: kept.becomes,
            again: kept.reads_again,
        }
    }

    fn tell_status(&self) {
        let status = SyncStatus {
            is_working: !matches!(self.machine.phase(), Phase::Held | Phase::Resting),
            problem: self.machine.problem(),
            last_contact: self.machine.last_contact(),
            next_try: self.machine.next_try(),
        };
        self.surroundings.show(status);
        self.tabs.tell(Call::Status { status });
    }
}
