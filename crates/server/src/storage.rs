//! What the centre keeps, as a trait for several databases; a contract suite (`storage/contract.rs`) says what
//! each has to do. SQLite and PostgreSQL share their statements: the files in `storage/sql` are compiled once for
//! each, with what differs as constants beside them (decision 13).
//!
//! No rule of its own: which entries are taken is [`crate::intake`]'s to say, within the transaction.

mod audit_log;
#[cfg(test)]
mod contract;
mod device;
mod failure;
mod ledger_row;
mod news_store;
mod override_store;
pub mod postgres;
mod projection;
mod protection;
mod quarantine;
mod session;
pub mod sqlite;
mod systems;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{DeviceId, Entry, EntryId, PlanId, PrisonId, Stored, UserId};
use overgang_sync::message::{Realm, User};
use overgang_sync::{PlanRange, Receipt, Rejected};

pub use self::audit_log::{
    AuditFilter, AuditOrder, AuditPosition, AuditRecord, AuditStore, KeptFinding, Review,
};
pub use self::device::{BeginSession, DeviceScope, Enrolled, SessionState, StoredDevice};
pub use self::failure::{OpenStoreError, UseStoreError};
pub use self::ledger_row::{Content, LedgerRow};
pub use self::news_store::{Hearing, NewsStore, TouchedPlan};
pub use self::override_store::OverrideStore;
pub use self::projection::{Projection, ReleaseFigures, Unprojected};
pub use self::protection::{Grade, Protection, ProtectionStore};
pub use self::quarantine::{KnownAuthor, QuarantineRow, QuarantineStore};
pub use self::session::{NewSession, Session, SignIn};
pub use self::systems::{
    EventOutcome, RememberedEvent, ReportedEvent, SeenPlan, SystemStore, WebhookNews, WebhookState,
    WriteEvent,
};
use crate::chain::Hash;
use crate::cursor::{CursorKey, Positions, Progress};
use crate::erasing::{EraseError, Erased, Erasure};
use crate::erasures_file::{ErasuresFile, WithdrawnLine};
use crate::partition::Partition;
use crate::rules::{Caller, Rules, Shared};
use crate::sealed_outbox::OutboxSecret;

/// What a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Which world it belongs to.
    pub realm: Realm,
    /// Changes when the ledger is restored from a backup.
    pub epoch: String,
    /// What seals the cursors of this epoch.
    pub cursor_key: CursorKey,
    /// What opens the entries that were sealed to this centre.
    pub outbox_secret: OutboxSecret,
    /// From what the practice prison was made.
    pub practice: Option<PracticeOrigin>,
}

/// From what the practice prison was made: the same origin makes the same people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PracticeOrigin {
    /// The seed number.
    pub seed: u32,
    /// The day that its dates are relative to.
    pub day: NaiveDate,
}

/// What a new database begins with, all in one transaction.
#[derive(Clone, Debug)]
pub struct Founding {
    /// What it is.
    pub identity: Identity,
    /// The users.
    pub users: Vec<User>,
    /// Entries with their logs, each with its receipt.
    pub entries: Vec<(Partition, Stored)>,
}

/// What the taking in of entries does to the chain of the caller on the device, by which copies are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chain {
    /// It moves on from here, where the device knows it to end.
    After(Option<EntryId>),
    /// It stays: the device itself knows nothing of it.
    Stays,
}

/// What became of entries that were handed in. It stands in the database when it is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Those that stand in the ledger now, or stood there already.
    pub receipts: Vec<Receipt>,
    /// Those that were not taken.
    pub rejected: Vec<Rejected>,
    /// Where the chain of the user on the device ends.
    pub last: Option<EntryId>,
}

/// What one answer gives a device.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The entries, by plan and sequence. No plan is split over two pages.
    pub entries: Vec<Stored>,
    /// Plans of which the device drops what it was given before.
    pub anew: Vec<PlanId>,
    /// Of the plans in this range the device drops all that are not in this page.
    pub whole: Option<PlanRange>,
    /// What the device has been given with it.
    pub progress: Progress,
    /// Whether there is more.
    pub more: bool,
}

impl Page {
    /// One that gives nothing.
    pub fn without_news(progress: Progress) -> Self {
        Self {
            entries: Vec::new(),
            anew: Vec::new(),
            whole: None,
            progress,
            more: false,
        }
    }
}

/// What a device asks for.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Who asks.
    pub caller: &'a Caller,
    /// The rules to go by.
    pub rules: &'a Rules,
    /// What the device has been given; `None`: it may hold anything, or nothing.
    pub progress: Option<&'a Progress>,
    /// About so many bytes of entries at most, and one plan if there is any.
    pub accept_bytes: u64,
    /// What of the same request was confirmed, with the plans: the device has it.
    pub confirmed: &'a BTreeMap<EntryId, PlanId>,
    /// Whose rights count: those of this day.
    pub today: NaiveDate,
}

/// A device was here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    /// Which.
    pub device: DeviceId,
    /// Who was signed in.
    pub user: UserId,
    /// The app's version.
    pub app: String,
    /// The protocol's version.
    pub protocol: u32,
    /// When, milliseconds since 1970.
    pub seen_at: u64,
    /// How many entries waited on it, those handed in included.
    pub unsent: u32,
}

/// How far a log has come, as its head row has it; `None` where it has rows and no head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// Which log.
    pub partition: Partition,
    /// The last sequence and its hash.
    pub head: Option<(u64, Hash)>,
}

/// The centre's database.
#[async_trait]
pub trait LedgerStore:
    AuditStore + NewsStore + OverrideStore + ProtectionStore + QuarantineStore + SystemStore
{
    /// What the database is; `None` for a new one.
    async fn identity(&self) -> Result<Option<Identity>, UseStoreError>;

    /// Begins a new database, wholly or not at all.
    async fn found(&self, founding: Founding) -> Result<(), UseStoreError>;

    /// Gives the ledger another epoch with another key, so that devices read again from the start.
    async fn set_epoch(&self, epoch: &str, key: &CursorKey) -> Result<(), UseStoreError>;

    /// All users.
    async fn users(&self) -> Result<Vec<User>, UseStoreError>;

    /// Begins a session, and ends the one behind `instead_of`. The device is on the list from then on.
    async fn begin_session(
        &self,
        session: NewSession,
        instead_of: Option<Hash>,
    ) -> Result<BeginSession, UseStoreError>;

    /// Begins a session like the one behind `like`, until its end, on a device that is a copy of that one's. It may be done
    /// again; `None` where the device is another one already.
    async fn begin_copy(
        &self,
        copy: NewSession,
        like: Hash,
    ) -> Result<Option<Session>, UseStoreError>;

    /// The session behind a token's hash, if it is not over at `now` (milliseconds since 1970).
    async fn session(&self, token: Hash, now: u64) -> Result<SessionState, UseStoreError>;

    /// Remembers from `now` to `expires_at` that somebody is at the provider's page, and forgets who never came back;
    /// `token` is the SHA-256 of what their browser was given.
    async fn begin_sign_in(
        &self,
        token: Hash,
        sign_in: &SignIn,
        now: u64,
        expires_at: u64,
    ) -> Result<(), UseStoreError>;

    /// Somebody comes back from the provider, once: what was remembered, unless it is over at `now`.
    async fn take_sign_in(&self, token: Hash, now: u64) -> Result<Option<SignIn>, UseStoreError>;

    /// Writes down a user as the provider names them at `now`, in the directory too where that says something else.
    async fn note_user(&self, user: &User, entry: EntryId, now: u64) -> Result<(), UseStoreError>;

    /// Ends all sessions of a user at `now`, or only those that the provider knows by this name.
    async fn end_sessions_of(
        &self,
        user: UserId,
        provider_session: Option<&str>,
        now: u64,
    ) -> Result<(), UseStoreError>;

    /// Ends a session at `now`. Ending it again changes nothing.
    async fn end_session(&self, token: Hash, now: u64) -> Result<(), UseStoreError>;

    /// The last sequence of each of these logs; logs without entries are left out.
    async fn heads(&self, partitions: &BTreeSet<Partition>) -> Result<Positions, UseStoreError>;

    /// What all share now, by the directory. A plan can only take a version of the template that the centre has: whoever
    /// took it had read it here, or handed it in before.
    async fn shared(&self, rules: &Rules) -> Result<Arc<Shared>, UseStoreError>;

    /// Takes in what a device hands in at `now` (milliseconds since 1970): checks it by the rules, numbers, chains and
    /// commits. What the person has said against sharing is written down in `file` before. The same again gives the same
    /// receipts.
    async fn take_in(
        &self,
        caller: &Caller,
        rules: &Rules,
        entries: Vec<Entry>,
        chain: Chain,
        now: u64,
        file: Option<&ErasuresFile>,
    ) -> Result<TakenIn, UseStoreError>;

    /// Appends an entry of the file again, where the ledger has its plan and neither it nor its tombstone. Answers whether it
    /// did.
    async fn append_again(&self, line: &WithdrawnLine) -> Result<bool, UseStoreError>;

    /// What is new for a device, and what it has to drop.
    async fn hand_out(&self, ask: Ask<'_>) -> Result<Page, UseStoreError>;

    /// The plans of which it has to be seen on `today` whether they move to another prison.
    async fn due_moves(&self, today: NaiveDate) -> Result<BTreeSet<PlanId>, UseStoreError>;

    /// Moves a plan to another prison's log, if a transfer has come into force at `now` (milliseconds since 1970). Answers
    /// whether it moved.
    async fn move_if_due(
        &self,
        plan: PlanId,
        rules: &Rules,
        now: u64,
    ) -> Result<bool, UseStoreError>;

    /// Writes anew in which log each plan stands, and by what plans are found whose rights change: for a ledger that was
    /// copied.
    async fn rebuild_rights(&self) -> Result<(), UseStoreError>;

    /// The devices on which somebody has signed in, by id.
    async fn devices(&self, scope: &DeviceScope) -> Result<Vec<StoredDevice>, UseStoreError>;

    /// Calls a device something.
    async fn name_device(&self, device: DeviceId, name: &str) -> Result<(), UseStoreError>;

    /// The device and its copies get nothing more, which is written down in `file` before, and all sessions on them end;
    /// one that is not known here never begins any. Answers with those that were not revoked before.
    async fn revoke_device(
        &self,
        device: DeviceId,
        by: UserId,
        now: u64,
        file: Option<&ErasuresFile>,
    ) -> Result<BTreeSet<DeviceId>, UseStoreError>;

    /// Takes over devices of another database as they are.
    async fn copy_devices(&self, devices: &[StoredDevice]) -> Result<(), UseStoreError>;

    /// Takes note of devices.
    async fn note_heartbeats(&self, heartbeats: &[Heartbeat]) -> Result<(), UseStoreError>;

    /// The logs that have moved on since they were projected.
    async fn unprojected(&self) -> Result<Vec<Unprojected>, UseStoreError>;

    /// All entries of one plan.
    async fn plan_entries(&self, plan: PlanId) -> Result<Vec<Stored>, UseStoreError>;

    /// Writes projections of one log, which are then up to date up to `up_to`.
    async fn write_projections(
        &self,
        partition: &Partition,
        up_to: u64,
        projections: &[Projection],
    ) -> Result<(), UseStoreError>;

    /// Throws all projections away.
    async fn forget_projections(&self) -> Result<(), UseStoreError>;

    /// Figures over these prisons, for releases from `from` to `to`, both included.
    async fn release_figures(
        &self,
        prisons: &BTreeSet<PrisonId>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<ReleaseFigures, UseStoreError>;

    /// All logs, also those that lost their head.
    async fn log_heads(&self) -> Result<Vec<LogHead>, UseStoreError>;

    /// Up to `limit` rows of a log after `after`, by sequence.
    async fn log_rows(
        &self,
        partition: &Partition,
        after: u64,
        limit: u32,
    ) -> Result<Vec<LedgerRow>, UseStoreError>;

    /// Takes over rows of another database's log as they are, after those that stand here already. Their chain is
    /// checked by whoever asks, afterwards.
    async fn copy_rows(
        &self,
        partition: &Partition,
        rows: &[LedgerRow],
    ) -> Result<(), UseStoreError>;

    /// Takes the content of entries of one plan away, in all logs that it stands in, and leaves a tombstone in each.
    async fn erase(&self, erasure: &Erasure<'_>) -> Result<Erased, EraseError>;

    /// Lets nothing of what was erased stand in what the database keeps beside its rows.
    async fn scrub(&self) -> Result<(), UseStoreError>;

    /// Which of these entries have their content in any log.
    async fn kept_of(
        &self,
        entries: &BTreeSet<EntryId>,
    ) -> Result<BTreeSet<EntryId>, UseStoreError>;

    /// All plans, by id.
    async fn plans(&self) -> Result<Vec<PlanId>, UseStoreError>;

    /// Closes the database once all is done.
    async fn close(&self);
}

#[cfg(test)]
mod tests;
