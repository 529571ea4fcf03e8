//! What people do on their devices, rightly and, now and then, with a faulty app.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use overgang_domain::change::Role;
use overgang_domain::commands::{self, NewPlan, Pen};
use overgang_domain::register::Record;
use overgang_domain::{
    AgencyId, AreaId, Change, ConditionId, DeviceId, Due, Entry, EntryId, ItemId, NoteId, Plan,
    PlanId, PrisonId, Status, Stored, TemplateVersion, UserId,
};
use overgang_sync::{Input, RejectReason};
use uuid::Uuid;

use super::{Event, World};
use crate::faults::{Fault, Weather};
use crate::hostile_texts::HOSTILE_TEXTS;
use crate::tablet::Tablet;
use crate::writer::START_DAY;
use crate::{Dice, Writer};

/// Few items, so that people meet on them.
const ITEMS: [&str; 4] = [
    "id-check",
    "housing-first-night",
    "release-money",
    "health-medication",
];

/// The longest that a clock jumps, in milliseconds: three years.
const LONGEST_JUMP: u64 = 3 * 365 * 86_400_000;

impl World {
    /// Two plans and a directory stand at the centre before anybody comes.
    pub(super) fn seed_centre(&mut self) {
        let mut office = Writer::new(self.dice.throw());
        let (_, first) = office.open_plan("ullersmo");
        let (_, second) = office.open_plan("halden");
        let listed = office.entry(
            PlanId::DIRECTORY,
            BTreeSet::new(),
            Change::UserListed {
                user: office.author,
                name: "Kontoret".to_owned(),
                agency: AgencyId::from("nav-in-prison"),
                role: Role::NavOffice,
                further_roles: BTreeSet::new(),
                prisons: BTreeSet::new(),
            },
        );
        self.seed_entries([first, second, vec![listed]].concat());
    }

    pub(super) fn begin_with_wild_clock(&mut self, at: usize) {
        if self.weather.strikes(Fault::ClockJumped, &mut self.dice) {
            self.jump(at);
        }
    }

    /// A person does something, or something happens to the device.
    pub(super) fn act(&mut self, at: usize) {
        if self.tablets[at].is_down {
            return;
        }
        self.trouble(at);
        let count: u64 = *self.dice.pick(&[1, 1, 1, 2, 3, 12]);
        for _ in 0..count {
            for (entry, fault) in self.write(at) {
                self.tablets[at].save(&entry);
                self.model.saved(at, entry, fault);
            }
        }
        let unsent: usize = self.tablets[at].store.unsent();
        self.note(at, || format!("writes; {unsent} wait"));
        if self.weather.strikes(Fault::Crash, &mut self.dice) {
            return self.crash(at);
        }
        let input: Input = if self.dice.chance(10) {
            Input::SyncAsked
        } else {
            Input::EntrySaved
        };
        self.tell(at, input);
    }

    fn trouble(&mut self, at: usize) {
        if self.weather.strikes(Fault::ClockJumped, &mut self.dice) {
            self.jump(at);
        }
        if self.weather.strikes(Fault::Offline, &mut self.dice) {
            let length: u64 = self.dice.between(60_000, 3_600_000);
            self.note(at, || format!("offline for {} s", length / 1_000));
            self.tablets[at].offline_until = self.now + length;
            // The browser's word comes at the wrong time as often as not.
            let word: u64 = self.dice.below(2 * length);
            self.after(word, Event::MayBeOnline(at));
        }
        if self.weather.strikes(Fault::ScopeChanged, &mut self.dice) {
            self.change_scope(at);
        }
        self.may_be_copied(at);
        if self.weather.strikes(Fault::HeldBack, &mut self.dice) {
            self.note(at, || "holds sync back".to_owned());
            self.tablets[at].is_held = true;
            self.tell(at, Input::Held(true));
            let length: u64 = self.dice.below(900_000);
            self.after(length, Event::LetGo(at));
        }
    }

    /// The user loses a prison, or gets it back. One always stays.
    fn change_scope(&mut self, at: usize) {
        let prison = PrisonId::from("halden");
        let (mut prisons, mut lost) = {
            let Tablet {
                prisons,
                lost_prisons,
                ..
            } = &self.tablets[at];
            (prisons.clone(), lost_prisons.clone())
        };
        if !prisons.remove(&prison) {
            prisons.insert(prison);
        } else if prisons.is_empty() {
            return;
        } else {
            lost.insert(prison);
        }
        let user: UserId = self.tablets[at].user;
        for tablet in self.tablets.iter_mut().filter(|one| one.user == user) {
            tablet.prisons.clone_from(&prisons);
            tablet.lost_prisons.clone_from(&lost);
        }
        self.note(at, || "has other prisons now".to_owned());
    }

    fn jump(&mut self, at: usize) {
        let size: u64 = *self.dice.pick(&[5_000, 600_000, 86_400_000, LONGEST_JUMP]);
        let length = i64::try_from(self.dice.below(size)).unwrap_or_default();
        let skew: i64 = if self.dice.chance(50) {
            length
        } else {
            -length
        };
        self.note(at, || format!("clock is off by {skew} ms"));
        self.tablets[at].skew = skew;
    }

    /// New entries, each with the reason why the centre has to refuse it, if it has to.
    fn write(&mut self, at: usize) -> Vec<(Entry, Option<RejectReason>)> {
        let Self {
            dice,
            tablets,
            weather,
            now,
            centre,
            ..
        } = self;
        let tablet: &mut Tablet = &mut tablets[at];
        let opens: bool = tablet.plans.len() < 6 && dice.chance(5);
        let plan: Option<Plan> = if opens { None } else { tablet.take_plan(dice) };
        let Some(plan) = plan else {
            return right(open_plan(tablet, *now, dice));
        };
        let written = write_in(tablet, &plan, *now, dice, weather);
        tablet.plans.insert(plan.id, plan);
        let poison = written
            .iter()
            .filter(|(_, fault)| *fault == Some(RejectReason::CentreFails));
        centre.poison.extend(poison.map(|(entry, _)| entry.id));
        written
    }
}

/// Something in a plan that is there.
fn write_in(
    tablet: &mut Tablet,
    plan: &Plan,
    now: u64,
    dice: &mut Dice,
    weather: &mut Weather,
) -> Vec<(Entry, Option<RejectReason>)> {
    if weather.strikes(Fault::FaultyEntry, dice) {
        return faulty_entry(tablet, plan, now, dice);
    }
    if weather.strikes(Fault::UnknownKind, dice) {
        let change = Change::from_bytes(&[0x84, 0x07, 0x2a]);
        return right(vec![tablet.write(now, |pen| bare(pen, plan.id, change))]);
    }
    let entries: Vec<Entry> = edit(tablet, plan, now, dice);
    let is_poison: bool = weather.strikes(Fault::PoisonEntry, dice);
    let fault: Option<RejectReason> = is_poison.then_some(RejectReason::CentreFails);
    entries.into_iter().map(|entry| (entry, fault)).collect()
}

/// Fields with two answers on a device.
pub(super) fn contested(tablet: &Tablet) -> usize {
    let registers = tablet
        .plans
        .values()
        .flat_map(|plan| plan.records().values().flatten());
    registers
        .filter(|(_, values)| {
            let heads = values.heads();
            heads
                .iter()
                .any(|(_, write)| write.value != heads[0].1.value)
        })
        .count()
}

fn right(entries: Vec<Entry>) -> Vec<(Entry, Option<RejectReason>)> {
    entries.into_iter().map(|entry| (entry, None)).collect()
}

fn open_plan(tablet: &mut Tablet, now: u64, dice: &mut Dice) -> Vec<Entry> {
    let prisons: Vec<PrisonId> = tablet.prisons.iter().cloned().collect();
    let new = NewPlan {
        name: "Prøve Prøvesen".to_owned(),
        birth_date: None,
        national_id: None,
        prison: dice.pick(&prisons).clone(),
        release_date: Some(some_day(dice)),
        stay: None,
        template: TemplateVersion(2),
        consents: Vec::new(),
        answers: BTreeMap::from([(ConditionId::from("no-home"), dice.chance(50))]),
    };
    let opened = tablet.write(now, |pen| commands::open_plan(pen, new, START_DAY));
    opened.expect("a name and sane dates").1
}

/// One honest edit, by the commands that the app uses.
fn edit(tablet: &mut Tablet, plan: &Plan, now: u64, dice: &mut Dice) -> Vec<Entry> {
    let item = ItemId::from(*dice.pick(&ITEMS));
    let text: String = (*dice.pick(&HOSTILE_TEXTS)).to_owned();
    let words: String = format!("ord {}", dice.below(5));
    let number: u64 = dice.below(100);
    let status: Status = *dice.pick(&Status::ALL);
    let day: NaiveDate = some_day(dice);
    let notes: Vec<NoteId> = plan.notes_on(Some(&item));
    let applies: bool = dice.chance(50);
    tablet.write(now, |pen| {
        let written = match number {
            0..40 => commands::set_status(pen, plan, &item, status, words).ok(),
            40..48 => commands::set_owner(pen, plan, &item, None, words).ok(),
            48..56 => Some(commands::set_due(pen, plan, &item, Due::On(day))),
            56..64 => commands::set_release_date(pen, plan, Some(day), None, START_DAY).ok(),
            64..70 => {
                let condition = ConditionId::from("no-home");
                Some(commands::answer_condition(pen, plan, condition, applies))
            }
            70..78 => commands::write_note(pen, plan, Some(item.clone()), text)
                .ok()
                .map(|it| it.1),
            78..84 => match notes.first() {
                Some(note) => commands::reword_note(pen, plan, *note, text).ok(),
                None => commands::name_person(pen, plan, words).ok(),
            },
            84..88 => commands::strike_out(pen, plan, Record::Item(item.clone()), words).ok(),
            88..92 => Some(commands::restore(pen, plan, Record::Item(item.clone()))),
            92..96 => commands::add_item(pen, plan, AreaId::from("housing"), words)
                .ok()
                .map(|it| it.1),
            _ => commands::set_birth_date(pen, plan, None, START_DAY).ok(),
        };
        written.unwrap_or_default()
    })
}

/// An entry as only a faulty app writes it.
fn faulty_entry(
    tablet: &mut Tablet,
    plan: &Plan,
    now: u64,
    dice: &mut Dice,
) -> Vec<(Entry, Option<RejectReason>)> {
    let change = Change::PersonNamed {
        name: "Feil".to_owned(),
    };
    let mut entry: Entry = tablet.write(now, |pen| bare(pen, plan.id, change));
    let strangers = tablet.store.received().iter();
    let stranger: Option<EntryId> = strangers
        .filter(|Stored { entry, .. }| entry.plan != plan.id)
        .map(|stored| stored.entry.id)
        .next();
    let reason: RejectReason = match (dice.below(5), stranger) {
        (0, _) => {
            entry.author = UserId(Uuid::nil());
            RejectReason::WrongAuthor
        }
        (1, _) => {
            entry.device = DeviceId(Uuid::nil());
            RejectReason::WrongDevice
        }
        (2, _) => {
            entry.plan = PlanId(Uuid::from_u64_pair(9, 9));
            RejectReason::NotAllowed
        }
        (3, Some(stranger)) => {
            entry.replaces.insert(stranger);
            RejectReason::ReplacesForeign
        }
        (_, _) => {
            entry.change = Change::from_bytes(&[]);
            RejectReason::Malformed
        }
    };
    vec![(entry, Some(reason))]
}

/// An entry that replaces nothing.
fn bare(pen: &mut Pen<'_>, plan: PlanId, change: Change) -> Entry {
    Entry {
        id: EntryId((pen.fresh_id)()),
        plan,
        author: pen.author,
        device: pen.device,
        time: pen.clock.tick(pen.now),
        replaces: BTreeSet::new(),
        change,
    }
}

fn some_day(dice: &mut Dice) -> NaiveDate {
    START_DAY
        .checked_add_days(Days::new(dice.below(200)))
        .unwrap_or(START_DAY)
}
