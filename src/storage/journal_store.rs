//! The journal of one user on this device: saving what a person does, taking in what the centre sends,
//! and opening plans.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::lock::{Mutex, MutexGuard};
use overgang_domain::summary::PlanSummary;
use overgang_domain::{Entry, EntryId, Plan, PlanId, Stored, Template};
use overgang_sync::machine::{Intake, Limits};
use overgang_sync::{Cursor, EntryBatch, RejectReason};
use serde::{Deserialize, Serialize};

use super::connection::{CommitError, Op, OpenStoreError, ReadError};
use super::outbox::Marker;
use super::summaries::Summaries;
use super::{Connection, Draft, keys, outbox};
use crate::sealing;

/// How often a write that another tab forestalled is tried.
const TRIES: usize = 5;

/// The journal of one user on this device.
pub struct JournalStore {
    name: String,
    connection: Connection,
    shared: Mutex<Shared>,
}

/// What every writer needs, as of the last write that this tab has seen.
#[derive(Default)]
struct Shared {
    writes: u64,
    summaries: Summaries,
    unsent: usize,
}

/// What is there when a journal is opened.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The summaries of all plans.
    pub summaries: Vec<PlanSummary>,
    /// Where the device has read up to.
    pub cursor: Option<Cursor>,
    /// Entries that wait for the centre.
    pub unsent: usize,
    /// How many unsent entries the browser has lost since last time: 0 unless it dropped its storage.
    pub lost: usize,
    /// Text that was being written.
    pub drafts: Vec<Draft>,
    /// Entries that the centre did not take.
    pub set_aside: Vec<SetAside>,
    /// What past exchanges brought, oldest first.
    pub log: Vec<SyncRecord>,
}

/// An entry that the centre did not take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetAside {
    /// The entry, kept whole.
    pub entry: Entry,
    /// Why.
    pub reason: RejectReason,
    /// When, milliseconds since 1970.
    pub at: u64,
}

/// What one exchange brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRecord {
    /// When, milliseconds since 1970.
    pub at: u64,
    /// Own entries that the centre confirmed.
    pub confirmed: usize,
    /// Entries of others that came.
    pub received: usize,
    /// Own entries that were set aside.
    pub set_aside: usize,
}

/// What taking in an answer changed.
#[derive(Clone, Debug, Default)]
pub struct TakenIn {
    /// The new summaries of the plans that changed.
    pub summaries: Vec<PlanSummary>,
    /// Plans that changed, the directory included.
    pub changed: BTreeSet<PlanId>,
    /// Entries that wait now.
    pub unsent: usize,
    /// What was set aside.
    pub set_aside: Vec<SetAside>,
    /// The line for the log; `None` when nothing came and nothing went.
    pub record: Option<SyncRecord>,
}

impl JournalStore {
    /// Opens the journal `name`, and makes it if it is not there.
    pub async fn open(name: &str) -> Result<(Self, Loaded), OpenStoreError> {
        let connection = Connection::open(name).await?;
        let store =
            Self { name: name.to_owned(), connection, shared: Mutex::new(Shared::default()) };
        let loaded = store.load().await.map_err(|error| OpenStoreError::Failed(error.to_string()))?;
        Ok((store, loaded))
    }

    /// A plan as this device knows it: what was received, and what waits.
    pub async fn plan(&self, id: PlanId) -> Result<Plan, ReadError> {
        let snapshot = self.connection.get(keys::SNAPSHOTS, &id.to_string()).await?;
        let mut plan: Plan = read_snapshot(id, snapshot).await?;
        for (_, sealed) in self.connection.get_all(keys::OUTBOX, Some(&format!("{id}/"))).await? {
            plan.apply(&outbox::read(&sealed).await?);
        }
        Ok(plan)
    }

    /// Saves entries of one plan and takes the drafts away that they came from, in one transaction.
    /// `after` is the plan with the entries. Answers with its summary. When this returns, it is on disk.
    pub async fn save(
        &self,
        entries: &[Entry],
        after: &Plan,
        finished: &[Draft],
        template: &Template,
    ) -> Result<PlanSummary, CommitError> {
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        let mut summary = PlanSummary::of(after, template);
        for _ in 0..TRIES {
            let mut summaries: Summaries = shared.summaries.clone();
            let mut ops: Vec<Op> = summaries.put(vec![summary.clone()]);
            for entry in entries {
                ops.push(outbox::put(entry).map_err(failed)?);
            }
            ops.extend(finished.iter().map(Draft::delete));
            match self.connection.commit(&ops, Some(shared.writes)).await {
                Ok(writes) => {
                    let unsent: usize = shared.unsent + entries.len();
                    *shared = Shared { writes, summaries, unsent };
                    Marker { unsent }.write(&self.name);
                    return Ok(summary);
                }
                Err(CommitError::Stale) => {
                    self.refresh(&mut shared).await.map_err(failed)?;
                    let mut plan: Plan = self.plan(after.id).await.map_err(failed)?;
                    for entry in entries {
                        plan.apply(&Stored::unsent(entry.clone()));
                    }
                    summary = PlanSummary::of(&plan, template);
                }
                Err(error) => return Err(error),
            }
        }
        Err(CommitError::Stale)
    }

    /// Takes in an answer of the centre, whole or not at all. `now` is for the log.
    pub async fn take_in(
        &self,
        intake: &Intake,
        template: &Template,
        now: u64,
    ) -> Result<TakenIn, CommitError> {
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        for _ in 0..TRIES {
            let waiting: Vec<Stored> = self.waiting().await.map_err(failed)?;
            let mut prepared = Prepared::new(intake, waiting, now);
            prepared.fold(&self.connection, template).await.map_err(failed)?;
            let mut summaries: Summaries = shared.summaries.clone();
            let mut ops: Vec<Op> = summaries.put(prepared.taken.summaries.clone());
            ops.append(&mut prepared.ops);
            let unsent: usize = prepared.taken.unsent;
            // Lowered before, raised after: a crash in between never looks like a loss.
            Marker { unsent: unsent.min(shared.unsent) }.write(&self.name);
            match self.connection.commit(&ops, Some(shared.writes)).await {
                Ok(writes) => {
                    *shared = Shared { writes, summaries, unsent };
                    return Ok(prepared.taken);
                }
                Err(CommitError::Stale) => self.refresh(&mut shared).await.map_err(failed)?,
                Err(error) => return Err(error),
            }
        }
        Err(CommitError::Stale)
    }

    /// Unsent entries within the limits, oldest first, and how many there are in all.
    pub async fn gather(&self, limits: Limits) -> Result<(Vec<Stored>, usize), ReadError> {
        let mut waiting = self.connection.get_all(keys::OUTBOX, None).await?;
        let unsent: usize = waiting.len();
        waiting.sort_by(|(a, _), (b, _)| entry_part(a).cmp(entry_part(b)));
        let mut bytes: usize = 0;
        let mut entries: Vec<Stored> = Vec::new();
        for (_, sealed) in waiting.into_iter().take(limits.entries) {
            bytes += sealed.len();
            if bytes > limits.bytes && !entries.is_empty() {
                break;
            }
            entries.push(outbox::read(&sealed).await?);
        }
        Ok((entries, unsent))
    }

    /// Puts an entry that was set aside back among those that wait.
    pub async fn send_again(&self, set_aside: &SetAside, template: &Template) -> Result<PlanSummary, CommitError> {
        let entry: &Entry = &set_aside.entry;
        let mut plan: Plan = self.plan(entry.plan).await.map_err(failed)?;
        plan.apply(&Stored::unsent(entry.clone()));
        let summary = self.save(std::slice::from_ref(entry), &plan, &[], template).await?;
        let op = Op::Delete(keys::SET_ASIDE, entry.id.to_string());
        self.connection.commit(&[op], None).await?;
        Ok(summary)
    }

    /// Saves a draft. When this returns, it is on disk.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), CommitError> {
        self.connection.commit(&[draft.put().map_err(failed)?], None).await.map(drop)
    }

    /// Takes a draft away that its writer does not want.
    pub async fn drop_draft(&self, draft: &Draft) -> Result<(), CommitError> {
        self.connection.commit(&[draft.delete()], None).await.map(drop)
    }

    /// Remembers who is signed in, as JSON, for starts without network.
    pub async fn remember_session(&self, json: &[u8]) -> Result<(), CommitError> {
        let session = Op::Put(keys::FACTS, keys::FACT_SESSION.to_owned(), sealing::seal_small(json));
        self.connection.commit(&[session], None).await.map(drop)
    }

    /// Who was signed in last, as JSON.
    pub async fn session(&self) -> Result<Option<Vec<u8>>, ReadError> {
        match self.connection.get(keys::FACTS, keys::FACT_SESSION).await? {
            Some(sealed) => open_record(&sealed).await.map(Some),
            None => Ok(None),
        }
    }

    /// The summaries as another tab has left them, and how many entries wait.
    pub async fn reload(&self) -> Result<(Vec<PlanSummary>, usize), ReadError> {
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        self.refresh(&mut shared).await?;
        Ok((shared.summaries.all().cloned().collect(), shared.unsent))
    }

    /// All that was loaded at the start, read anew.
    pub async fn load(&self) -> Result<Loaded, ReadError> {
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        self.refresh(&mut shared).await?;
        let marked: usize = Marker::read(&self.name).unwrap_or_default().unsent;
        Marker { unsent: shared.unsent }.write(&self.name);
        let mut loaded = Loaded {
            summaries: shared.summaries.all().cloned().collect(),
            unsent: shared.unsent,
            lost: marked.saturating_sub(shared.unsent),
            ..Loaded::default()
        };
        if let Some(sealed) = self.connection.get(keys::FACTS, keys::FACT_CURSOR).await? {
            loaded.cursor = Some(read_json(&sealed).await?);
        }
        for (_, sealed) in self.connection.get_all(keys::DRAFTS, None).await? {
            loaded.drafts.push(Draft::read(&sealed).await?);
        }
        for (_, sealed) in self.connection.get_all(keys::SET_ASIDE, None).await? {
            loaded.set_aside.push(read_json(&sealed).await?);
        }
        for (_, sealed) in self.connection.get_all(keys::SYNC_LOG, None).await? {
            loaded.log.push(read_json(&sealed).await?);
        }
        Ok(loaded)
    }

    async fn refresh(&self, shared: &mut Shared) -> Result<(), ReadError> {
        shared.writes = self.connection.writes().await?;
        shared.summaries =
            Summaries::read(self.connection.get_all(keys::SUMMARIES, None).await?).await?;
        shared.unsent = self.connection.get_all(keys::OUTBOX, None).await?.len();
        Ok(())
    }

    async fn waiting(&self) -> Result<Vec<Stored>, ReadError> {
        let mut waiting: Vec<Stored> = Vec::new();
        for (_, sealed) in self.connection.get_all(keys::OUTBOX, None).await? {
            waiting.push(outbox::read(&sealed).await?);
        }
        Ok(waiting)
    }
}

/// An answer worked out into what has to be written.
struct Prepared {
    ops: Vec<Op>,
    taken: TakenIn,
    /// New entries by plan: others' and own confirmed ones.
    arrived: BTreeMap<PlanId, Vec<Stored>>,
    /// What goes on waiting.
    waiting: Vec<Stored>,
}

impl Prepared {
    fn new(intake: &Intake, waiting: Vec<Stored>, now: u64) -> Self {
        let mut prepared = Self {
            ops: Vec::new(),
            taken: TakenIn::default(),
            arrived: BTreeMap::new(),
            waiting: Vec::new(),
        };
        let receipts: BTreeMap<EntryId, u64> =
            intake.receipts.iter().map(|receipt| (receipt.id, receipt.received_at)).collect();
        let rejected: BTreeMap<EntryId, RejectReason> =
            intake.rejected.iter().map(|one| (one.id, one.reason)).collect();
        for stored in &intake.received {
            prepared.arrived.entry(stored.entry.plan).or_default().push(stored.clone());
        }
        let mut confirmed: usize = 0;
        for stored in waiting {
            let Stored { entry, .. } = &stored;
            let key: String = keys::outbox_key(entry.plan, entry.id);
            if let Some(received_at) = receipts.get(&entry.id) {
                confirmed += 1;
                prepared.ops.push(Op::Delete(keys::OUTBOX, key));
                let stored = Stored::received(entry.clone(), *received_at);
                prepared.arrived.entry(entry.plan).or_default().push(stored);
            } else if let Some(reason) = rejected.get(&entry.id) {
                prepared.ops.push(Op::Delete(keys::OUTBOX, key));
                prepared.arrived.entry(entry.plan).or_default();
                let set_aside = SetAside { entry: entry.clone(), reason: *reason, at: now };
                prepared.put_json(keys::SET_ASIDE, entry.id.to_string(), &set_aside);
                prepared.taken.set_aside.push(set_aside);
            } else {
                prepared.waiting.push(stored);
            }
        }
        if let Some(cursor) = &intake.cursor {
            prepared.put_json(keys::FACTS, keys::FACT_CURSOR.to_owned(), cursor);
        }
        let record = SyncRecord {
            at: now,
            confirmed,
            received: intake.received.len(),
            set_aside: prepared.taken.set_aside.len(),
        };
        if record.confirmed + record.received + record.set_aside > 0 {
            prepared.put_json(keys::SYNC_LOG, keys::log_key(now), &record);
            prepared.taken.record = Some(record);
        }
        prepared.taken.unsent = prepared.waiting.len();
        prepared
    }

    /// Folds what arrived into the snapshots.
    async fn fold(&mut self, connection: &Connection, template: &Template) -> Result<(), ReadError> {
        let names: Vec<String> = self.arrived.keys().map(PlanId::to_string).collect();
        let snapshots = connection.get_many(keys::SNAPSHOTS, &names).await?;
        for ((id, arrived), snapshot) in std::mem::take(&mut self.arrived).into_iter().zip(snapshots) {
            let mut plan: Plan = read_snapshot(id, snapshot).await?;
            for stored in &arrived {
                plan.apply(stored);
            }
            if let Some(first) = arrived.first() {
                let key: String = keys::segment_key(id, first.entry.id);
                let batch: Vec<u8> = to_json(&EntryBatch::of(&arrived));
                self.ops.push(Op::Put(keys::SEGMENTS, key, sealing::seal(&batch).await));
                let snapshot: Vec<u8> = sealing::seal(&to_json(&plan)).await;
                self.ops.push(Op::Put(keys::SNAPSHOTS, id.to_string(), snapshot));
            }
            for stored in &self.waiting {
                plan.apply(stored);
            }
            self.taken.changed.insert(id);
            if id != PlanId::DIRECTORY {
                self.taken.summaries.push(PlanSummary::of(&plan, template));
            }
        }
        Ok(())
    }

    fn put_json<T: Serialize>(&mut self, store: &'static str, key: String, value: &T) {
        self.ops.push(Op::Put(store, key, sealing::seal_small(&to_json(value))));
    }
}

async fn read_snapshot(id: PlanId, sealed: Option<Vec<u8>>) -> Result<Plan, ReadError> {
    match sealed {
        Some(sealed) => read_json(&sealed).await,
        None => Ok(Plan::empty(id)),
    }
}

async fn read_json<T: for<'de> Deserialize<'de>>(sealed: &[u8]) -> Result<T, ReadError> {
    let json: Vec<u8> = open_record(sealed).await?;
    serde_json::from_slice(&json).map_err(|error| ReadError::Record(error.to_string()))
}

async fn open_record(sealed: &[u8]) -> Result<Vec<u8>, ReadError> {
    sealing::open(sealed).await.map_err(|error| ReadError::Record(error.to_string()))
}

fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    // Our own types have no maps with odd keys and no failing writers.
    serde_json::to_vec(value).unwrap_or_default()
}

/// The entry's part of an outbox name: `UUIDv7`s sort by time.
fn entry_part(key: &str) -> &str {
    key.rsplit_once('/').map_or(key, |(_, entry)| entry)
}

fn failed(error: impl std::fmt::Display) -> CommitError {
    CommitError::Failed(error.to_string())
}
