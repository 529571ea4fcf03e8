//! Giving a device what is new: a round goes over the plans that changed, or over all of them, in the order of their ids,
//! as far as one answer holds. What is given of each is [`crate::handing_out`]'s to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use overgang_domain::{EntryId, PlanId, Stored};
use overgang_sync::PlanRange;

use super::lookups::{self, PLANS_AT_ONCE};
use super::{BEGIN_READ, Connection, Pool, logs, protections, rights};
use crate::cursor::{Place, Positions, Progress, Round};
use crate::handing_out::{HandOut, Held, Numbered, hand_out as hand_out_plan};
use crate::partition::Partition;
use crate::rules::{Asker, Rules, Shared};
use crate::storage::{Ask, Page, UseStoreError};

/// How many plans one answer looks at, however little it finds in them.
const PLANS_AT_MOST: usize = 400;

/// One transaction: heads, rights and entries are of one moment.
pub(super) async fn hand_out(pool: &Pool, ask: Ask<'_>) -> Result<Page, UseStoreError> {
    let mut transaction = pool.begin_with(BEGIN_READ).await?;
    let giving = Giving::begin(&mut transaction, ask).await?;
    let page: Page = giving.go_on(&mut transaction).await?;
    transaction.rollback().await?;
    Ok(page)
}

/// What all share, as it is in this transaction.
pub(super) async fn shared(
    connection: &mut Connection,
    rules: &Rules,
    head: u64,
) -> Result<Arc<Shared>, UseStoreError> {
    if let Some(shared) = rules.shared_at(head) {
        return Ok(shared);
    }
    let entries: Vec<Stored> = logs::plan_entries(connection, PlanId::DIRECTORY).await?;
    Ok(rules.learn(head, &entries))
}

/// The same, however long the common log is.
pub(super) async fn shared_now(
    connection: &mut Connection,
    rules: &Rules,
) -> Result<Arc<Shared>, UseStoreError> {
    let common = Partition::common();
    let heads: Positions = logs::heads(connection, &BTreeSet::from([common.clone()])).await?;
    let head: u64 = heads.get(&common).copied().unwrap_or_default();
    shared(connection, rules, head).await
}

/// A plan that is looked at.
struct Candidate {
    /// The log that it stands in.
    home: Partition,
    /// Nobody knows what the device holds of it.
    is_unknown: bool,
}

type Candidates = BTreeMap<PlanId, Candidate>;

/// An answer while it is put together.
struct Giving<'a> {
    ask: Ask<'a>,
    shared: Arc<Shared>,
    /// The logs whose plans the caller reaches.
    covered: BTreeSet<Partition>,
    /// Plans that the caller is named on, wherever they are.
    named: BTreeMap<PlanId, Partition>,
    /// Plans that are closed to the caller.
    closed: BTreeSet<PlanId>,
    heads: Positions,
    progress: Progress,
    entries: Vec<Stored>,
    bytes: u64,
    anew: Vec<PlanId>,
    /// The plans that were looked at for this answer.
    looked_at: BTreeSet<PlanId>,
}

impl<'a> Giving<'a> {
    async fn begin(connection: &mut Connection, ask: Ask<'a>) -> Result<Self, UseStoreError> {
        let caller = ask.caller;
        let covered: BTreeSet<Partition> = caller.logs().collect();
        let mut named = rights::plans_of(connection, caller.reader.user, ask.today).await?;
        let near = covered.iter().chain(named.values());
        let user = caller.reader.user;
        let closed = protections::closed_to(connection, user, ask.today, near).await?;
        // Of a role that reaches only plans that it is named on others' protection changes nothing.
        let is_near = |(plan, log): &(PlanId, Partition)| {
            caller.reaches_all_of(log) || named.contains_key(plan)
        };
        let closed = closed.into_iter().filter(is_near);
        let closed: BTreeSet<PlanId> = closed.map(|(plan, _)| plan).collect();
        named.retain(|plan, _| !closed.contains(plan));
        let of_today: BTreeSet<Partition> = covered.iter().chain(named.values()).cloned().collect();
        let mut all: BTreeSet<Partition> = of_today.clone();
        if let Some(progress) = ask.progress {
            all.extend(progress.named_logs());
        }
        let mut heads: Positions = all.into_iter().map(|log| (log, 0)).collect();
        heads.extend(logs::heads(connection, &heads.keys().cloned().collect()).await?);
        let head: u64 = heads.get(&Partition::common()).copied().unwrap_or_default();
        let shared = shared(connection, ask.rules, head).await?;
        let scope: String = ask.rules.scope_of(caller, &closed);
        let goes_on = ask.progress.filter(|progress| progress.scope == scope);
        let start = || {
            let mut heads: Positions = heads.clone();
            heads.retain(|log, _| of_today.contains(log));
            Progress::start(scope, ask.today, &heads)
        };
        let progress = goes_on.cloned().unwrap_or_else(start);
        Ok(Self {
            ask,
            shared,
            covered,
            named,
            closed,
            heads,
            progress,
            entries: Vec::new(),
            bytes: 0,
            anew: Vec::new(),
            looked_at: BTreeSet::new(),
        })
    }

    async fn go_on(mut self, connection: &mut Connection) -> Result<Page, UseStoreError> {
        let Some(mut round) = self.round() else {
            self.take_back(connection).await?;
            return Ok(self.page(None, false));
        };
        for (log, place) in &mut round.logs {
            let head = self.heads.get(log).copied().unwrap_or_default();
            place.unsure = place.unsure.max(head);
        }
        let began: Option<PlanId> = round.after;
        let is_done: bool = self.look_at_plans(connection, &mut round).await?;
        let whole = round.is_whole.then_some(PlanRange {
            after: began,
            until: round.after.filter(|_| !is_done),
        });
        if !is_done {
            self.progress.round = Some(round);
            self.take_back(connection).await?;
            return Ok(self.page(whole, true));
        }
        let has_grown: bool = round.logs.values().any(|place| place.unsure > place.read);
        let of_today = |log: &Partition| {
            self.covered.contains(log) || self.named.values().any(|named| named == log)
        };
        round.logs.retain(|log, _| of_today(log));
        self.progress.logs = round.logs;
        self.progress.day = round.day;
        self.take_back(connection).await?;
        Ok(self.page(whole, has_grown))
    }

    /// What was confirmed the device keeps: plans of which the caller may not read all of that are given anew, where
    /// they were not looked at already. They may have been confirmed before, in a round that is over.
    async fn take_back(&mut self, connection: &mut Connection) -> Result<(), UseStoreError> {
        let confirmed: BTreeSet<PlanId> = self.ask.confirmed.values().copied().collect();
        let confirmed: BTreeSet<PlanId> = confirmed.difference(&self.looked_at).copied().collect();
        let homes = lookups::homes_of(connection, &confirmed).await?;
        // A plan that was erased before this database began, as when it was restored.
        let is_gone = |plan: &&PlanId| **plan != PlanId::DIRECTORY && !homes.contains_key(*plan);
        self.anew.extend(confirmed.iter().filter(is_gone));
        for (plan, home) in homes {
            let entries: Vec<Numbered> = lookups::entries_of(connection, plan, &home).await?;
            let given = self.give(plan, &entries, Held::Unknown);
            let open: BTreeSet<EntryId> = given.entries.iter().map(|one| one.entry.id).collect();
            let mut of_plan = self.ask.confirmed.iter().filter(|(_, of)| **of == plan);
            if of_plan.all(|(entry, _)| open.contains(entry)) {
                continue;
            }
            self.anew.push(plan);
            self.entries.extend(given.entries);
            let head = self.heads.get(&home).copied().unwrap_or_default();
            let in_round = self.progress.round.iter_mut();
            let in_round = in_round.filter_map(|round| round.logs.get_mut(&home));
            for place in self
                .progress
                .logs
                .get_mut(&home)
                .into_iter()
                .chain(in_round)
            {
                place.unsure = place.unsure.max(head);
            }
        }
        Ok(())
    }

    fn give(&self, plan: PlanId, entries: &[Numbered], held: Held) -> HandOut {
        let asker = Asker {
            caller: self.ask.caller,
            rules: self.ask.rules,
            shared: &self.shared,
            closed: &self.closed,
            today: self.ask.today,
        };
        hand_out_plan(asker, plan, entries, held, self.ask.confirmed)
    }

    /// The round that is under way, or the next where there is something to look at.
    fn round(&mut self) -> Option<Round> {
        if let Some(round) = self.progress.round.take() {
            return Some(round);
        }
        let read = |log: &Partition| self.progress.logs.get(log).copied().unwrap_or_default();
        let mut heads = self.heads.iter();
        let is_same = heads.all(|(log, head)| read(log).read == *head);
        let is_same_day = self.progress.day == self.ask.today;
        let is_known = |log: &Partition| self.progress.logs.contains_key(log);
        if is_same && is_same_day && self.named.values().all(is_known) {
            return None;
        }
        Some(Round::begin(self.ask.today, false, &self.heads))
    }

    fn page(self, whole: Option<PlanRange>, more: bool) -> Page {
        Page {
            entries: self.entries,
            anew: self.anew,
            whole,
            progress: self.progress,
            more,
        }
    }

    /// Whether all plans of the round were looked at.
    async fn look_at_plans(
        &mut self,
        connection: &mut Connection,
        round: &mut Round,
    ) -> Result<bool, UseStoreError> {
        let mut looked_at: usize = 0;
        // How far the plans were gone through, those included that no answer may name.
        let mut passed: Option<PlanId> = round.after;
        loop {
            let candidates: Candidates = if round.is_whole {
                self.all_plans(connection, passed).await?
            } else {
                self.changed_plans(connection, round, passed).await?
            };
            let is_last: bool = candidates.len() < PLANS_AT_ONCE;
            for (plan, candidate) in candidates.into_iter().take(PLANS_AT_ONCE) {
                passed = Some(plan);
                if self.closed.contains(&plan) {
                    continue;
                }
                if !self
                    .look_at(connection, plan, candidate, round.is_whole)
                    .await?
                {
                    return Ok(false);
                }
                round.after = Some(plan);
                looked_at += 1;
            }
            if is_last {
                return Ok(true);
            }
            if looked_at >= PLANS_AT_MOST {
                return Ok(false);
            }
            // Folding plans must not hold up other requests of this process.
            tokio::task::yield_now().await;
        }
    }

    /// Adds what is given of one plan. Not, where the answer is full.
    async fn look_at(
        &mut self,
        connection: &mut Connection,
        plan: PlanId,
        candidate: Candidate,
        is_whole: bool,
    ) -> Result<bool, UseStoreError> {
        let place: Option<Place> = self.progress.logs.get(&candidate.home).copied();
        let held = match place {
            Some(place) if !candidate.is_unknown && !is_whole => {
                Held::Since(place, self.progress.day)
            }
            Some(_) | None => Held::Unknown,
        };
        let entries: Vec<Numbered> = lookups::entries_of(connection, plan, &candidate.home).await?;
        let HandOut {
            is_anew,
            entries,
            bytes,
        } = self.give(plan, &entries, held);
        let is_full = !self.entries.is_empty() && self.bytes + bytes > self.ask.accept_bytes;
        if is_full && !entries.is_empty() {
            return Ok(false);
        }
        self.looked_at.insert(plan);
        // In a whole round what is not there says as much.
        if is_anew && !(is_whole && entries.is_empty()) {
            self.anew.push(plan);
        }
        self.entries.extend(entries);
        self.bytes += bytes;
        Ok(true)
    }

    /// The next plans within reach, whether or not they have changed.
    async fn all_plans(
        &self,
        connection: &mut Connection,
        passed: Option<PlanId>,
    ) -> Result<Candidates, UseStoreError> {
        let is_next = |plan: &PlanId| passed.is_none_or(|passed| *plan > passed);
        let mut plans: BTreeMap<PlanId, Partition> = self.named.clone();
        plans.insert(PlanId::DIRECTORY, Partition::common());
        if self.ask.caller.reaches_whole_logs() && !self.covered.is_empty() {
            plans.extend(lookups::plans_in(connection, &self.covered, passed).await?);
        }
        let candidates = plans.into_iter().filter(|(plan, _)| is_next(plan));
        let candidates = candidates.map(|(plan, home)| {
            let candidate = Candidate {
                home,
                is_unknown: true,
            };
            (plan, candidate)
        });
        Ok(candidates.collect())
    }

    /// The next plans that have new entries, or rights that change with the day, or a log that is new to the device.
    async fn changed_plans(
        &self,
        connection: &mut Connection,
        round: &Round,
        passed: Option<PlanId>,
    ) -> Result<Candidates, UseStoreError> {
        let is_next = |plan: &PlanId| passed.is_none_or(|passed| *plan > passed);
        let mut touched: BTreeMap<PlanId, BTreeSet<Partition>> = BTreeMap::new();
        for (log, until) in &round.logs {
            let Some(from) = self.progress.logs.get(log) else {
                continue;
            };
            if from.read < until.read {
                let plans = lookups::touched_plans(connection, log, from.read, until.read, passed);
                for plan in plans.await? {
                    touched.entry(plan).or_default().insert(log.clone());
                }
            }
        }
        let homes: BTreeMap<PlanId, Partition> =
            lookups::homes_of(connection, &touched.keys().copied().collect()).await?;
        let mut candidates = Candidates::new();
        for (plan, logs) in touched {
            let common = Partition::common();
            let home = homes.get(&plan).unwrap_or(&common).clone();
            // What was written in another log the device was given by the place that it had there.
            let is_unknown = logs.iter().any(|log| *log != home);
            candidates.insert(plan, Candidate { home, is_unknown });
        }
        let new = self
            .named
            .iter()
            .filter(|(plan, log)| is_next(plan) && !self.progress.logs.contains_key(*log));
        let mut unknown: BTreeMap<PlanId, Partition> =
            new.map(|(plan, log)| (*plan, log.clone())).collect();
        if self.progress.day != self.ask.today {
            let days = (self.progress.day, self.ask.today);
            let logs: BTreeSet<Partition> = round.logs.keys().cloned().collect();
            unknown.extend(lookups::turning_plans(connection, days, &logs, passed).await?);
        }
        for (plan, home) in unknown {
            let is_unknown = true;
            candidates.insert(plan, Candidate { home, is_unknown });
        }
        Ok(candidates)
    }
}
