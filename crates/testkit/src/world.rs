//! A world in virtual time: tablets that drive the real sync machine, a centre in memory and a bad
//! network, all from one seed. After a while everything heals, and then all must agree.

mod acts;
mod copies;
mod disk;
mod network;
mod stream;

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::PrisonId;
use overgang_sync::{Heard, Input, Output, Phase, Problem};

use crate::faults::{Fault, Weather};
use crate::model::Model;
use crate::tablet::Tablet;
use crate::writer::START_MILLIS;
use crate::{Dice, MemoryCentre};
use copies::Copies;
use disk::Job;
use network::{Answer, Arrival};

/// After healing all must be quiet within so many steps.
const MOST_STEPS_TO_QUIET: u64 = 6_000;

/// What one run came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Steps taken.
    pub steps: u64,
    /// Steps from healing until all was quiet.
    pub steps_to_quiet: u64,
    /// Exchanges that reached the centre.
    pub exchanges: u64,
    /// Entries that people saved.
    pub entries: usize,
    /// Entries that were set aside.
    pub set_aside: usize,
    /// Fields with two answers at the end.
    pub contested: usize,
    /// Devices that were noticed to be copies.
    pub named_anew: usize,
    /// How often each fault struck.
    pub faults: BTreeMap<Fault, u64>,
}

/// A run in which something did not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Run this again.
    pub seed: u64,
    /// What did not hold.
    pub what: String,
    /// What happened until then, line by line.
    pub trace: Vec<String>,
}

/// Something that happens at its time.
enum Event {
    /// A person does something on a device.
    Act(usize),
    /// A device's timer runs out.
    Timer { at: usize, timer: u64 },
    /// A device's storage is ready.
    Disk { at: usize, life: u64, job: Job },
    /// A request comes to the centre.
    Arrive(Box<Arrival>),
    /// An answer comes to a device.
    Answer(Answer),
    /// Something comes over a stream.
    Heard(usize, u64, Heard),
    /// A device starts again.
    Restart(usize),
    /// A device believes that there is a network.
    MayBeOnline(usize),
    /// A person signs in again.
    SignIn(usize),
    /// Sync is no longer held back.
    LetGo(usize),
    /// From now on nothing goes wrong.
    Heal,
}

/// The world.
pub struct World {
    now: u64,
    heals_at: u64,
    sequence: u64,
    steps: u64,
    healed_after: Option<u64>,
    exchanges: u64,
    dice: Dice,
    weather: Weather,
    unwell_until: u64,
    tablets: Vec<Tablet>,
    centre: MemoryCentre,
    model: Model,
    copies: Copies,
    events: BTreeMap<(u64, u64), Event>,
    trace: Option<Vec<String>>,
}

/// Runs one seed; a broken run is run again to tell what happened.
pub fn run(seed: u64, devices: usize) -> Result<Report, Box<Broken>> {
    World::new(seed, devices, false).live().or_else(|_| {
        let mut world = World::new(seed, devices, true);
        match world.live() {
            Ok(report) => Ok(report),
            Err(what) => Err(Box::new(Broken {
                seed,
                what,
                trace: world.trace.unwrap_or_default(),
            })),
        }
    })
}

impl World {
    fn new(seed: u64, devices: usize, is_traced: bool) -> Self {
        let mut dice = Dice::new(seed);
        let weather = Weather::draw(&mut dice);
        let names: [&str; 5] = ["alice", "bob", "carol", "dina", "eva"];
        let tablets: Vec<Tablet> = (0..devices.min(names.len()))
            .map(|at| {
                let covers_both: bool = at == 0 || dice.chance(60);
                let prisons = ["halden", "ullersmo"]
                    .into_iter()
                    .skip(usize::from(!covers_both));
                let prisons: BTreeSet<PrisonId> = prisons.map(PrisonId::from).collect();
                Tablet::new(at, names[at], dice.throw(), prisons)
            })
            .collect();
        let page: usize = *dice.pick(&[3, 10, 200]);
        let mut world = Self {
            now: START_MILLIS,
            heals_at: START_MILLIS + dice.between(10, 90) * 60_000,
            sequence: 0,
            steps: 0,
            healed_after: None,
            exchanges: 0,
            dice,
            weather,
            unwell_until: 0,
            tablets,
            centre: MemoryCentre::new(page),
            model: Model::default(),
            copies: Copies::default(),
            events: BTreeMap::new(),
            trace: is_traced.then(Vec::new),
        };
        world.begin();
        world
    }

    fn begin(&mut self) {
        self.seed_centre();
        for at in 0..self.tablets.len() {
            self.begin_with_wild_clock(at);
            let soon: u64 = self.dice.below(5_000);
            self.after(soon, Event::MayBeOnline(at));
            for _ in 0..self.dice.between(4, 16) {
                let when: u64 = self.dice.below(self.heals_at - START_MILLIS);
                self.after(when, Event::Act(at));
            }
        }
        self.after(self.heals_at - START_MILLIS, Event::Heal);
    }

    /// Runs until all is quiet after healing.
    fn live(&mut self) -> Result<Report, String> {
        while let Some(((time, _), event)) = self.events.pop_first() {
            self.now = time;
            self.steps += 1;
            self.step(event)?;
            if let Some(healed_after) = self.healed_after {
                if self.is_quiet() {
                    self.model.check_end(&self.tablets, &self.centre)?;
                    self.check_copies()?;
                    return Ok(self.report(healed_after));
                }
                if self.steps - healed_after > MOST_STEPS_TO_QUIET {
                    return Err(format!(
                        "no quiet {MOST_STEPS_TO_QUIET} steps after healing"
                    ));
                }
            }
        }
        Err("nothing will ever happen again, and not all is in its place".to_owned())
    }

    fn step(&mut self, event: Event) -> Result<(), String> {
        match event {
            Event::Act(at) => {
                self.act(at);
                self.copies.acted(at, self.healed_after.is_some());
                self.check(at)
            }
            Event::Timer { at, timer } => {
                if self.tablets[at].timer == timer && !self.tablets[at].is_down {
                    self.tell(at, Input::TimePassed);
                }
                self.check(at)
            }
            Event::Disk { at, life, job } => {
                if self.tablets[at].life == life && !self.tablets[at].is_down {
                    self.disk(at, job)?;
                }
                self.check(at)
            }
            Event::Arrive(arrival) => {
                self.arrive(*arrival);
                Ok(())
            }
            Event::Answer(answer) => {
                let at: usize = answer.at;
                self.answer(answer);
                self.check(at)
            }
            Event::Heard(at, stream, heard) => {
                self.heard(at, stream, heard);
                self.check(at)
            }
            Event::Restart(at) => {
                self.tablets[at].restart(&mut self.dice);
                self.note(at, || "starts again".to_owned());
                let is_held: bool = self.tablets[at].is_held;
                self.tell(at, Input::Held(is_held));
                self.tell(at, Input::MayBeOnline);
                self.check(at)
            }
            Event::MayBeOnline(at) => {
                self.tell(at, Input::MayBeOnline);
                self.check(at)
            }
            Event::SignIn(at) => {
                self.tablets[at].sign_in();
                self.tell(at, Input::SignedIn);
                self.check(at)
            }
            Event::LetGo(at) => {
                self.tablets[at].is_held = false;
                self.tell(at, Input::Held(false));
                self.check(at)
            }
            Event::Heal => {
                self.heal();
                Ok(())
            }
        }
    }

    /// Hands an input to a device's machine and sees to what it wants.
    fn tell(&mut self, at: usize, input: Input) {
        if self.tablets[at].is_down {
            return;
        }
        let outputs: Vec<Output> = self.tablets[at].handle(input, self.now);
        for output in outputs {
            match output {
                Output::Gather(limits) => self.disk_soon(at, Job::Gather(limits)),
                Output::Store(intake) => self.disk_soon(at, Job::Store(intake)),
                Output::Abort => self.tablets[at].exchange += 1,
                Output::Send(request) => self.send(at, *request),
                Output::Listen => self.listen(at),
                Output::StopListening => self.stop_listening(at),
            }
        }
        let tablet: &mut Tablet = &mut self.tablets[at];
        tablet.timer += 1;
        let timer: u64 = tablet.timer;
        if let Some(deadline) = tablet.machine.next_deadline() {
            let wait: u64 = deadline.saturating_sub(tablet.time(self.now));
            self.after(wait, Event::Timer { at, timer });
        }
    }

    fn crash(&mut self, at: usize) {
        self.note(at, || "crashes".to_owned());
        self.tablets[at].is_down = true;
        let wait: u64 = self.dice.between(1_000, 120_000);
        self.after(wait, Event::Restart(at));
    }

    /// From now on nothing goes wrong; what went wrong before stays as it is.
    fn heal(&mut self) {
        self.weather.heal();
        self.unwell_until = 0;
        self.healed_after = Some(self.steps);
        for at in 0..self.tablets.len() {
            self.note(at, || "heals".to_owned());
            self.tablets[at].offline_until = 0;
            if self.tablets[at].machine.problem() == Some(Problem::SignedOut) {
                self.after(1_000, Event::SignIn(at));
            }
            self.tablets[at].is_signed_in = true;
            if self.tablets[at].is_held {
                self.after(1_000, Event::LetGo(at));
            }
        }
        self.let_copies_write();
    }

    /// Whether nothing is left to be done anywhere.
    fn is_quiet(&self) -> bool {
        self.copies.have_written()
            && self.tablets.iter().all(|tablet| {
                let places = tablet
                    .store
                    .cursor()
                    .and_then(|one| self.centre.places(one));
                let has_read_all: bool = places.is_some_and(|places| {
                    let covered = MemoryCentre::partitions(&tablet.prisons);
                    let mut places = places.iter();
                    covered.collect::<BTreeSet<_>>()
                        == places.clone().map(|(log, _)| log.clone()).collect()
                        && places.all(|(log, place)| *place == self.centre.log(log).len())
                });
                !tablet.is_down
                    && tablet.machine.phase() == Phase::Resting
                    && tablet.store.unsent() == 0
                    && tablet.store.reads().is_empty()
                    && has_read_all
            })
    }

    fn check(&self, at: usize) -> Result<(), String> {
        self.model.check_outbox(&self.tablets[at])
    }

    fn report(&self, healed_after: u64) -> Report {
        Report {
            steps: self.steps,
            steps_to_quiet: self.steps - healed_after,
            exchanges: self.exchanges,
            entries: self.model.len(),
            set_aside: self
                .tablets
                .iter()
                .map(|one| one.store.set_aside().len())
                .sum(),
            contested: acts::contested(&self.tablets[0]),
            named_anew: self.copies.named_anew(),
            faults: self.weather.counts.clone(),
        }
    }

    fn after(&mut self, wait: u64, event: Event) {
        self.sequence += 1;
        self.events.insert((self.now + wait, self.sequence), event);
    }

    fn note(&mut self, at: usize, line: impl FnOnce() -> String) {
        let seconds: u64 = (self.now - START_MILLIS) / 1_000;
        let name: &str = self.tablets[at].name;
        if let Some(trace) = &mut self.trace {
            trace.push(format!("{seconds:>6} s  {name:<6} {}", line()));
        }
    }
}
