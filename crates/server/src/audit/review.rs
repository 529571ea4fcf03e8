//! The weekly review: once a week is over, the centre draws a sample of its reads, each row with the reason why it was
//! drawn. What auditors find is kept beside it for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};
use overgang_domain::access::PlanFacts;
use overgang_domain::{Plan, PlanId, UserId};
use overgang_sync::message::{AuditAct, AuditRow, PickReason};

use super::sample::{Candidate, draw};
use crate::chain::Hash;
use crate::clock::{day_in_norway, random_bytes};
use crate::storage::{AuditFilter, AuditOrder, AuditPosition, LedgerStore, Review, UseStoreError};

/// How many rows are read at once.
const ROWS_AT_ONCE: u32 = 1_000;

/// How many weeks back a sample is drawn that was not drawn in time.
const WEEKS_BACK: u64 = 4;

/// A calendar week in Norway (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week {
    monday: NaiveDate,
}

/// This is no week as in `2026-W48`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no week as in 2026-W48")]
pub struct ReadWeekError;

impl Week {
    /// The week of a day.
    pub fn of(day: NaiveDate) -> Self {
        let after_monday = u64::from(day.weekday().num_days_from_monday());
        Self {
            monday: day.checked_sub_days(Days::new(after_monday)).unwrap_or(day),
        }
    }

    /// The week so many weeks before.
    fn before(self, weeks: u64) -> Self {
        let monday = self.monday.checked_sub_days(Days::new(7 * weeks));
        Self {
            monday: monday.unwrap_or(self.monday),
        }
    }

    /// From when until when it lasts, milliseconds since 1970.
    pub fn span(self) -> Range<u64> {
        let next = self.monday.checked_add_days(Days::new(7));
        begin_in_norway(self.monday)..begin_in_norway(next.unwrap_or(self.monday))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.monday.iso_week();
        write!(formatter, "{:04}-W{:02}", week.year(), week.week())
    }
}

impl FromStr for Week {
    type Err = ReadWeekError;

    fn from_str(text: &str) -> Result<Self, ReadWeekError> {
        let (year, week) = text.split_once("-W").ok_or(ReadWeekError)?;
        let year: i32 = year.parse().map_err(|_| ReadWeekError)?;
        let week: u32 = week.parse().map_err(|_| ReadWeekError)?;
        let monday = NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).ok_or(ReadWeekError)?;
        let read = Self { monday };
        // Only one way to write it: it names the review.
        (read.to_string() == text)
            .then_some(read)
            .ok_or(ReadWeekError)
    }
}

/// When a day begins in Norway, milliseconds since 1970. No day there begins in the hour that the clocks skip.
fn begin_in_norway(day: NaiveDate) -> u64 {
    let begin = day.and_time(NaiveTime::MIN);
    let begin = begin.and_local_timezone(chrono_tz::Europe::Oslo).earliest();
    let millis: i64 = begin.map_or(0, |begin| begin.timestamp_millis());
    u64::try_from(millis).unwrap_or(0)
}

/// Draws the samples of the weeks that are over at `now`, milliseconds since 1970, as far as they have rows and no
/// sample yet. Answers how many it drew.
pub async fn draw_due(store: &dyn LedgerStore, now: u64) -> Result<usize, UseStoreError> {
    let drawn: BTreeSet<String> = store
        .reviews()
        .await?
        .into_iter()
        .map(|one| one.week)
        .collect();
    let this = Week::of(day_in_norway(now));
    let mut count: usize = 0;
    for back in 1..=WEEKS_BACK {
        let week: Week = this.before(back);
        if drawn.contains(&week.to_string()) {
            continue;
        }
        let candidates: Vec<Candidate> = candidates(store, week).await?;
        if candidates.is_empty() {
            continue;
        }
        let seed = Hash(random_bytes::<32>()?);
        let review = Review {
            week: week.to_string(),
            drawn_at: now,
            seed,
            picks: draw(seed, &candidates),
        };
        // Another process may have been first.
        count += usize::from(store.keep_review(&review).await?);
    }
    Ok(count)
}

/// What of a week may be picked.
async fn candidates(store: &dyn LedgerStore, week: Week) -> Result<Vec<Candidate>, UseStoreError> {
    let Range { start, end } = week.span();
    let filter = AuditFilter {
        from: Some(start),
        to: Some(end),
        ..AuditFilter::default()
    };
    let mut whose = Whose::default();
    let mut found: Vec<Candidate> = Vec::new();
    let mut after: Option<AuditPosition> = None;
    loop {
        let order = AuditOrder::OldestFirst(after);
        let rows: Vec<AuditRow> = store.audit_rows(&filter, order, ROWS_AT_ONCE).await?;
        let Some(last) = rows.last() else {
            return Ok(found);
        };
        after = Some((last.received_at, last.place));
        for row in rows {
            let stands_out: Option<PickReason> = match row.act {
                AuditAct::Alarm => Some(PickReason::Alarm),
                AuditAct::OwnConsent => Some(PickReason::OwnConsent),
                AuditAct::Overridden => Some(PickReason::Override),
                AuditAct::Opened | AuditAct::Printed | AuditAct::PersonDataGiven => {
                    whose.judge(store, &row).await?
                }
                AuditAct::Listed
                | AuditAct::Searched
                | AuditAct::LookedUp
                | AuditAct::Protected => None,
                AuditAct::MadeAvailable
                | AuditAct::Refused
                | AuditAct::SignedIn
                | AuditAct::SignedOut
                | AuditAct::CopyNoticed
                | AuditAct::AuditRead
                | AuditAct::ReviewRead
                | AuditAct::FindingWritten
                | AuditAct::LetIn
                | AuditAct::ThrownAway => continue,
            };
            found.push(Candidate {
                place: row.place,
                user: row.user,
                stands_out,
            });
        }
    }
}

/// Whose each plan is, as far as it was asked, and which openings of plans of others were met.
#[derive(Default)]
struct Whose {
    plans: BTreeMap<PlanId, BTreeSet<UserId>>,
    met: BTreeSet<(UserId, PlanId)>,
}

impl Whose {
    /// Whether somebody opened a plan that is not theirs, for the first time in the week.
    async fn judge(
        &mut self,
        store: &dyn LedgerStore,
        row: &AuditRow,
    ) -> Result<Option<PickReason>, UseStoreError> {
        let mut is_new: bool = false;
        for plan in &row.plans {
            if !self.plans.contains_key(plan) {
                let users: BTreeSet<UserId> = users_of(store, *plan).await?;
                self.plans.insert(*plan, users);
            }
            let is_theirs = self
                .plans
                .get(plan)
                .is_some_and(|users| users.contains(&row.user));
            is_new |= !is_theirs && self.met.insert((row.user, *plan));
        }
        Ok(is_new.then_some(PickReason::NotTheirs))
    }
}

/// Whose a plan is: whoever wrote in it, and whoever it names.
async fn users_of(store: &dyn LedgerStore, id: PlanId) -> Result<BTreeSet<UserId>, UseStoreError> {
    let entries = store.plan_entries(id).await?;
    let plan = Plan::fold(id, &entries);
    // Whom it names does not depend on the day or on who asks.
    let facts = PlanFacts::of(&plan, &BTreeSet::new());
    let authors = entries.iter().map(|stored| stored.entry.author);
    let named = [facts.coordinators, facts.contact_officers, facts.workers];
    Ok(authors.chain(named.into_iter().flatten()).collect())
}

#[cfg(test)]
mod tests;
