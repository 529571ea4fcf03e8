//! What the store keeps for the systems beside the centre: which requests were seen, which events were reported, and
//! whom the centre has told how much.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::checklist::Closed;
use overgang_domain::{Entry, EntryId, Plan, PlanId, UserId};
use overgang_sync::RejectReason;
use overgang_sync::message::User;
use uuid::Uuid;

use super::UseStoreError;
use crate::chain::{self, Hash, Salt};
use crate::clock::DrawBytesError;
use crate::partition::Partition;
use crate::rules::{Asker, Caller, Rules, Shared};
use crate::systems::event::Unfit;

/// A plan as somebody may see it.
#[derive(Clone, Debug)]
pub struct SeenPlan {
    /// The plan, folded from the entries that they may see.
    pub plan: Plan,
    /// What of the checklist they may not see.
    pub closed: Closed,
    /// What all share at that moment.
    pub shared: Arc<Shared>,
}

/// An event that is reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedEvent {
    /// By which system.
    pub system: UserId,
    /// Which.
    pub event: Uuid,
    /// On whose plan.
    pub plan: PlanId,
    /// What it says. Nothing of it is kept but a hash.
    pub content: Vec<u8>,
    /// When, milliseconds since 1970.
    pub received_at: u64,
}

/// An event that was reported, as it is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RememberedEvent {
    /// By which system.
    pub system: UserId,
    /// Which.
    pub event: Uuid,
    /// On whose plan.
    pub plan: PlanId,
    /// What the hash was made with; `None` once something of the plan was erased.
    pub salt: Option<Salt>,
    /// The hash of what it said ([`chain::body_hash`]).
    pub content: Hash,
    /// When it was taken in, milliseconds since 1970.
    pub received_at: u64,
}

impl RememberedEvent {
    /// What is kept of an event.
    pub fn of(event: &ReportedEvent) -> Result<Self, DrawBytesError> {
        let salt = Salt::draw()?;
        Ok(Self {
            system: event.system,
            event: event.event,
            plan: event.plan,
            salt: Some(salt),
            content: chain::body_hash(salt, &event.content),
            received_at: event.received_at,
        })
    }

    /// Whether `event`, which has the same id, says the same. Of what was erased nobody can tell any more: on the same
    /// plan it then counts as the same, as what a device hands in again does.
    pub fn says(&self, event: &ReportedEvent) -> bool {
        let hash = |salt| chain::body_hash(salt, &event.content);
        self.plan == event.plan && self.salt.is_none_or(|salt| hash(salt) == self.content)
    }
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// Its entries stand in the ledger, now or since before.
    Taken,
    /// The system has reported something else under the same id.
    OtherContent,
    /// There is no such plan, or none that the system may see.
    NoPlan,
    /// It does not fit the plan.
    Unfit(Unfit),
    /// The system may not write that.
    Refused(RejectReason),
}

/// Says what an event becomes in a plan, as the system sees it.
pub type WriteEvent<'a> = dyn Fn(Asker<'_>, &Plan) -> Result<Vec<Entry>, Unfit> + Send + Sync + 'a;

/// How it goes with telling a system what has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookState {
    /// How often in a row it has failed.
    pub failures: u32,
    /// It is not tried before, milliseconds since 1970.
    pub next_at: u64,
}

/// What a system has not been told yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebhookNews {
    /// In which log.
    pub log: Partition,
    /// After which entry.
    pub after: u64,
    /// Up to which entry.
    pub until: u64,
    /// Which plans have entries there.
    pub plans: BTreeSet<PlanId>,
}

/// Keeps it.
#[async_trait]
pub trait SystemStore: Send + Sync {
    /// Lists a system in the directory, where that says something else. It is no user who could sign in.
    async fn list_system(&self, user: &User, entry: EntryId, now: u64)
    -> Result<(), UseStoreError>;

    /// Takes note of a request's id until then, and forgets those that are over at `now`. Answers whether it is new.
    async fn note_request(
        &self,
        system: UserId,
        request: Uuid,
        now: u64,
        until: u64,
    ) -> Result<bool, UseStoreError>;

    /// A plan as `caller` may see it on `today`; `None` where they may see nothing of it, or there is none.
    async fn plan_seen_by(
        &self,
        caller: &Caller,
        rules: &Rules,
        plan: PlanId,
        today: NaiveDate,
    ) -> Result<Option<SeenPlan>, UseStoreError>;

    /// Takes in what an event becomes in its plan, wholly or not at all, and remembers the event with it. One that is
    /// remembered already writes nothing. Nobody writes in the plan's log between what `write` sees and what it writes.
    async fn take_in_event(
        &self,
        by: (&Caller, &Rules),
        event: &ReportedEvent,
        write: &WriteEvent<'_>,
    ) -> Result<EventOutcome, UseStoreError>;

    /// All events that were reported.
    async fn reported_events(&self) -> Result<Vec<RememberedEvent>, UseStoreError>;

    /// Takes over events of another database.
    async fn copy_reported_events(&self, events: &[RememberedEvent]) -> Result<(), UseStoreError>;

    /// Makes `holder` the only one who tells `system` from `now` on until then; `None` where another is it. What was told
    /// under another epoch than this one is told again.
    async fn hold_webhook(
        &self,
        system: UserId,
        epoch: &str,
        holder: Uuid,
        (now, until): (u64, u64),
    ) -> Result<Option<WebhookState>, UseStoreError>;

    /// What `system` has not been told of the first of these logs that has something, or of their plans that are not closed
    /// to it any more on a day, with at most so many plans.
    async fn webhook_news(
        &self,
        system: UserId,
        logs: (&BTreeSet<Partition>, NaiveDate),
        most: usize,
    ) -> Result<Option<WebhookNews>, UseStoreError>;

    /// `system` was told what is in a log up to there. Nothing changes where `holder` does not tell it any more.
    async fn webhook_told(
        &self,
        system: UserId,
        holder: Uuid,
        log: &Partition,
        until: u64,
    ) -> Result<(), UseStoreError>;

    /// Telling `system` has failed.
    async fn webhook_failed(
        &self,
        system: UserId,
        holder: Uuid,
        state: WebhookState,
    ) -> Result<(), UseStoreError>;

    /// Up to where `system` was told what is in each log.
    async fn webhook_positions(
        &self,
        system: UserId,
    ) -> Result<BTreeMap<Partition, u64>, UseStoreError>;
}
