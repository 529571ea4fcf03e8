//! One plan while its past is being written: every act goes through a command and the fold.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use overgang_domain::commands::Pen;
use overgang_domain::{Entry, HybridClock, Plan, PlanId, Stored};
use uuid::Uuid;

use super::colleagues::Colleague;
use super::dice::Dice;

/// A day in milliseconds.
const DAY: u64 = 24 * 60 * 60 * 1000;

/// From writing something in the prison to the next sync, in milliseconds: three hours.
const UNTIL_SYNC: u64 = 3 * 60 * 60 * 1000;

/// A plan and what was written in it.
pub(super) struct Writing {
    /// The plan as it stands.
    pub(super) plan: Plan,
    entries: Vec<Stored>,
    ids: Dice,
    at: u64,
}

impl Writing {
    /// Nothing is written yet.
    pub(super) fn new(ids: Dice) -> Self {
        Self {
            plan: Plan::empty(PlanId(Uuid::nil())),
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

    /// Somebody acts; a minute or two pass.
    pub(super) fn act(
        &mut self,
        by: &Colleague,
        command: impl FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry>,
    ) {
        let entries: Vec<Entry> = self.draft(by, command);
        self.take(entries);
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
        let mut fresh_id = || ids.id_at(at);
        let mut pen = Pen {
            author: by.user.user,
            device: by.device,
            clock: &mut clock,
            now: at,
            fresh_id: &mut fresh_id,
        };
        command(&mut pen, &self.plan)
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
