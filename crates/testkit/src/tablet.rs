//! A simulated device: storage that survives, and a sync machine and folded plans that do not.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::commands::Pen;
use overgang_domain::{DeviceId, Entry, HybridClock, Plan, PlanId, PrisonId, Stored, UserId};
use overgang_sync::machine::Intake;
use overgang_sync::message::{Enrolment, ReadAct, ReadNote, ReadReason};
use overgang_sync::{Input, Machine, Output};

use crate::centre::Caller;
use crate::store::Settled;
use crate::{Dice, TabletStore, Writer};

/// A device in a world.
#[derive(Clone, Debug)]
pub struct Tablet {
    /// Which piece of hardware it is.
    pub number: usize,
    /// Its user's first name, for traces.
    pub name: &'static str,
    /// The signed-in user.
    pub user: UserId,
    /// The device's id.
    pub device: DeviceId,
    /// The device of its session, as its cookie says. It is ahead of the id where an answer was not stored.
    pub session: DeviceId,
    /// The prisons that it covers.
    pub prisons: BTreeSet<PrisonId>,
    /// The prisons that it covered once.
    pub lost_prisons: BTreeSet<PrisonId>,
    /// What survives a crash.
    pub store: TabletStore,
    /// The machine under test.
    pub machine: Machine,
    /// The plans, kept up entry by entry as the app does.
    pub plans: BTreeMap<PlanId, Plan>,
    /// The clock and ids for writing.
    pub writer: Writer,
    /// How far the device's clock is off, in milliseconds.
    pub skew: i64,
    /// No network until this moment of the world.
    pub offline_until: u64,
    /// Whether the centre knows the session.
    pub is_signed_in: bool,
    /// Whether a person holds sync back.
    pub is_held: bool,
    /// Whether it is switched off.
    pub is_down: bool,
    /// Counts starts, so that what belongs to a former one can be told.
    pub life: u64,
    /// The exchange whose answer counts.
    pub exchange: u64,
    /// The timer that counts.
    pub timer: u64,
    /// The stream of events that counts.
    pub stream: u64,
    /// The stream that is open and lives.
    pub living_stream: Option<u64>,
}

impl Tablet {
    /// A new and empty device.
    pub fn new(number: usize, name: &'static str, seed: u64, prisons: BTreeSet<PrisonId>) -> Self {
        let writer = Writer::new(seed);
        Self {
            number,
            name,
            user: writer.author,
            device: writer.device,
            session: writer.device,
            prisons,
            lost_prisons: BTreeSet::new(),
            store: TabletStore::default(),
            machine: Machine::new(
                (writer.author, writer.device),
                "test".to_owned(),
                None,
                seed,
            ),
            plans: BTreeMap::new(),
            writer,
            skew: 0,
            offline_until: 0,
            is_signed_in: true,
            is_held: false,
            is_down: false,
            life: 0,
            exchange: 0,
            timer: 0,
            stream: 0,
            living_stream: None,
        }
    }

    /// A copy of all that is stored here and of the session, on a piece of hardware of its own, still switched off.
    #[must_use]
    pub fn copy(&self, number: usize, seed: u64) -> Self {
        let mut writer = Writer::new(seed);
        (writer.author, writer.device) = (self.user, self.device);
        Self {
            number,
            name: "copy",
            writer,
            is_held: false,
            is_down: true,
            offline_until: 0,
            ..self.clone()
        }
    }

    /// The device's own time when the world's is `now`.
    pub fn time(&self, now: u64) -> u64 {
        now.saturating_add_signed(self.skew)
    }

    /// How the centre knows it.
    pub fn caller(&self) -> Caller {
        Caller {
            user: self.user,
            device: self.session,
            prisons: self.prisons.clone(),
        }
    }

    /// The user signs in, on the device as it is called now.
    pub fn sign_in(&mut self) {
        self.is_signed_in = true;
        self.session = self.device;
    }

    /// Tells the machine what happened.
    pub fn handle(&mut self, input: Input, now: u64) -> Vec<Output> {
        let time: u64 = self.time(now);
        self.machine.handle(input, time)
    }

    /// Lets the device's user write with a command.
    pub fn write<T>(&mut self, now: u64, command: impl FnOnce(&mut Pen<'_>) -> T) -> T {
        self.writer.now = self.time(now);
        self.writer.clock = self.store.clock();
        self.writer.write(command)
    }

    /// Saves an entry and shows it.
    pub fn save(&mut self, entry: &Entry) {
        let clock: HybridClock = self.writer.clock;
        self.store.save(entry.clone(), clock);
        // Whoever writes has read; so the log of reads gets something to carry.
        self.store.note(ReadNote {
            id: entry.id.0,
            act: ReadAct::Opened,
            reason: ReadReason::CaseWork,
            plans: BTreeSet::from([entry.plan]),
            first: entry.time.millis,
            last: entry.time.millis,
            times: 1,
        });
        self.show(&Stored::unsent(entry.clone()));
    }

    /// Stores an answer and shows what it changed.
    pub fn take_in(&mut self, intake: Intake) {
        if let Some(Enrolment { device, .. }) = intake.enrolled {
            (self.device, self.writer.device) = (device, device);
        }
        for settled in self.store.take_in(intake) {
            match settled {
                Settled::Received(stored) => self.show(&stored),
                Settled::Dropped(plan) => {
                    let known: Vec<Stored> = self.store.of_plan(plan);
                    self.plans.insert(plan, Plan::fold(plan, &known));
                }
                Settled::SetAside(entry) => {
                    if let Some(plan) = self.plans.get_mut(&entry.plan) {
                        plan.set_aside(entry.id);
                    }
                }
            }
        }
    }

    /// Forgets everything but what is stored, and starts again.
    pub fn restart(&mut self, dice: &mut Dice) {
        self.is_down = false;
        self.life += 1;
        self.exchange += 1;
        self.timer += 1;
        self.stream += 1;
        self.living_stream = None;
        let cursor = self.store.cursor().cloned();
        self.machine = Machine::new(
            (self.user, self.device),
            "test".to_owned(),
            cursor,
            dice.throw(),
        );
        self.plans.clear();
        let unsent = self.store.outbox().cloned().map(Stored::unsent);
        for stored in self
            .store
            .received()
            .iter()
            .cloned()
            .chain(unsent)
            .collect::<Vec<_>>()
        {
            self.show(&stored);
        }
    }

    /// Takes one of the plans in hand; it is to be put back.
    pub fn take_plan(&mut self, dice: &mut Dice) -> Option<Plan> {
        let is_person = |plan: &&Plan| plan.id != PlanId::DIRECTORY && plan.prison().is_some();
        let people: Vec<PlanId> = self
            .plans
            .values()
            .filter(is_person)
            .map(|plan| plan.id)
            .collect();
        if people.is_empty() {
            return None;
        }
        self.plans.remove(dice.pick(&people))
    }

    fn show(&mut self, stored: &Stored) {
        let id: PlanId = stored.entry.plan;
        self.plans
            .entry(id)
            .or_insert_with(|| Plan::empty(id))
            .apply(stored);
    }
}
