//! One plan while its past is being written: every act goes through a command and the fold.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use overgang_domain::commands::Pen;
use overgang_domain::{Entry, EntryId, HybridClock, Plan, PlanId, Stored, Template, public_line};
use uuid::Uuid;

use super::colleagues::Colleague;
use super::dice::Dice;
use super::judge::Judge;
use crate::directory_entries::own_entry;

/// A day in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;

/// From writing something in the prison to the next sync, in milliseconds: three hours.
const UNTIL_SYNC: u64 = 3 * 60 * 60 * 1000;

/// A plan and what was written in it.
pub(super) struct Writing<'a> {
    /// The plan as it stands.
    pub(super) plan: Plan,
    judge: &'a Judge<'a>,
    here: &'a [&'a Colleague],
    entries: Vec<Stored>,
    ids: Dice,
    at: u64,
}

impl<'a> Writing<'a> {
    /// Nothing is written yet. `here` are all who could write something.
    pub(super) fn new(ids: Dice, judge: &'a Judge<'a>, here: &'a [&'a Colleague]) -> Self {
        Self {
            plan: Plan::empty(PlanId(Uuid::nil())),
            judge,
            here,
            entries: Vec::new(),
            ids,
            at: 0,
        }
    }

    /// The office hours of `day` begin: nine o'clock or a bit later, and never before what was written.
    pub(super) fn arrive(&mut self, day: NaiveDate, minutes_late: u64) {
        let begin: u64 = millis_of(day) + 8 * 60 * 60 * 1000 + minutes_late * 60 * 1000;
        self.at = self.at.max(begin);
    }

    /// Somebody acts, or the first of the others who may; a minute or two pass. Answers with who it was. Where nobody
    /// may, nothing is written.
    pub(super) fn act(
        &mut self,
        by: &'a Colleague,
        command: impl Fn(&mut Pen<'_>, &Plan) -> Vec<Entry>,
    ) -> Option<&'a Colleague> {
        let others = self.here.iter().copied();
        let in_turn = std::iter::once(by).chain(others.filter(|other| other.user != by.user));
        for writer in in_turn {
            let before: (Dice, u64) = (self.ids.clone(), self.at);
            let entries: Vec<Entry> = self.draft(writer, &command);
            if self.judge.allows(writer, &self.plan, &entries, self.day()) {
                self.take(entries);
                return Some(writer);
            }
            (self.ids, self.at) = before;
        }
        None
    }

    /// Somebody acts without the others seeing it yet.
    pub(super) fn draft<T>(
        &mut self,
        by: &Colleague,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> T,
    ) -> T {
        self.at += 97_000;
        let at: u64 = self.at;
        let ids: &mut Dice = &mut self.ids;
        let mut clock = HybridClock::default();
        let mut last = Uuid::nil();
        let mut fresh_id = || {
            last = ids.id_after(last, at);
            last
        };
        let mut pen = Pen {
            author: by.user.user,
            device: by.device,
            clock: &mut clock,
            now: at,
            fresh_id: &mut fresh_id,
        };
        command(&mut pen, &self.plan)
    }

    /// Whether a colleague may write all of this.
    pub(super) fn allows(&self, by: &Colleague, entries: &[Entry]) -> bool {
        self.judge.allows(by, &self.plan, entries, self.day())
    }

    /// The day on which things are being written.
    fn day(&self) -> NaiveDate {
        let days: u64 = self.at / DAY;
        NaiveDate::default()
            .checked_add_days(Days::new(days))
            .unwrap_or_default()
    }

    /// The entries have reached the centre.
    pub(super) fn take(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            if self.plan.id == PlanId(Uuid::nil()) {
                self.plan = Plan::empty(entry.plan);
            }
            let received_at: u64 = entry.time.millis + UNTIL_SYNC;
            let stored = Stored::received(entry, received_at);
            self.plan.apply(&stored);
            self.entries.push(stored);
        }
    }

    /// The centre says of health matters what others may know.
    pub(super) fn say_public_lines(&mut self, template: &Template) {
        let at: u64 = self.at + UNTIL_SYNC + 97_000;
        let mut last = Uuid::nil();
        for (replaces, change) in public_line::due(&self.plan, template) {
            last = self.ids.id_after(last, at);
            let said = own_entry(self.plan.id, EntryId(last), at, replaces, change);
            self.plan.apply(&said);
            self.entries.push(said);
        }
    }

    /// All that was written.
    pub(super) fn into_entries(self) -> impl Iterator<Item = Stored> {
        self.entries.into_iter()
    }
}

/// The beginning of a day, in milliseconds since 1970.
pub(super) fn millis_of(day: NaiveDate) -> u64 {
    let days: i64 = day.signed_duration_since(NaiveDate::default()).num_days();
    u64::try_from(days).unwrap_or_default() * DAY
}

/// The working day that lies `days` before `day`, or the Friday before that.
pub(super) fn working_day_before(day: NaiveDate, days: u64) -> NaiveDate {
    let day: NaiveDate = day.checked_sub_days(Days::new(days)).unwrap_or(day);
    let back: u64 = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        Weekday::Mon | Weekday::Tue | Weekday::Wed | Weekday::Thu | Weekday::Fri => 0,
    };
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}
