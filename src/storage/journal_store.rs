//! The journal of one user on this device: saving what a person does, taking in what the centre sends,
//! and opening plans.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use futures_util::lock::{Mutex, MutexGuard};
use overgang_domain::summary::PlanSummary;
use overgang_domain::{Entry, EntryId, Plan, PlanId, Stored};
use overgang_sync::machine::{Intake, Limits, OfferAgain};
use overgang_sync::{Cursor, EntryBatch};
use serde::de::DeserializeOwned;

use super::connection::{CommitError, Op, OpenStoreError, ReadError};
use super::for_centre::{SealedOps, ToCentre};
use super::outbox::{LossMarker, Marker, Waiting};
use super::refolding::{Folding, FromDirectory};
use super::spaces::database_of;
use super::summaries::Summaries;
use super::taking_in::{FoldError, Prepared, SetAside, TakenIn};
use super::{Connection, Draft, Loaded, keys, outbox, refolding, second_copy};
use crate::sealing::SpaceKeys;

/// How often a write that another tab forestalled is tried.
pub(super) const TRIES: usize = 5;

/// A day's work, in bytes, and more.
const ROOM: usize = 512 * 1024;

/// The journal of one user on this device.
pub struct JournalStore {
    name: String,
    pub(super) connection: Connection,
    pub(super) shared: Mutex<Shared>,
    folding: Folding,
    directory: RefCell<FromDirectory>,
    /// Entries that the centre has are damaged here: the cursor of the machine counts no longer.
    reads_again: Cell<bool>,
    /// Used by whoever has `shared` locked.
    pub(super) to_centre: RefCell<ToCentre>,
    is_closed: Cell<bool>,
}

/// What every writer needs, as of the last write that this tab has seen.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) writes: u64,
    pub(super) summaries: Summaries,
    pub(super) unsent: usize,
}

impl JournalStore {
    /// Opens the journal in the space of `keys`, and makes it if it is not there. What an older app has folded is folded
    /// anew. `folding` is how plans are read here.
    pub async fn open(
        keys: &SpaceKeys,
        folding: Folding,
    ) -> Result<(Self, Loaded), OpenStoreError> {
        Self::open_as(keys, folding, keys::VERSION).await
    }

    /// Opens it as an app would that has another version of the database.
    pub async fn open_as(
        keys: &SpaceKeys,
        folding: Folding,
        version: u32,
    ) -> Result<(Self, Loaded), OpenStoreError> {
        let name: String = database_of(keys.space());
        let connection = Connection::open(&name, version, Some(keys.clone())).await?;
        // What cannot be put back now is put back at the next start.
        drop(connection.take_back_stash(&name).await);
        let directory = refolding::refold(&connection, &folding).await?;
        let store = Self {
            name,
            connection,
            shared: Mutex::new(Shared::default()),
            folding,
            directory: RefCell::new(directory),
            reads_again: Cell::new(false),
            to_centre: RefCell::default(),
            is_closed: Cell::new(false),
        };
        let unreadable = |error: ReadError| OpenStoreError::Failed(error.to_string());
        let marked = || Marker::read(&store.name).unwrap_or_default().unsent;
        // Another tab may save or send between the mark and the count: only what was marked before and after
        // is a loss.
        let before: usize = marked();
        let mut loaded: Loaded = store.load_or_mend().await.map_err(unreadable)?;
        // Whoever opens a journal begins with its cursor as it is now.
        store.reads_again.set(false);
        let marked: usize = before.min(marked());
        loaded.lost = LossMarker::add(&store.name, marked.saturating_sub(loaded.unsent));
        let unsent: usize = loaded.unsent;
        Marker { unsent }.write(&store.name);
        Ok((store, loaded))
    }

    /// Whether nothing of it is to be shown (decision 28). Writing, handing in and taking in go on.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Nothing of it is to be shown, or all again.
    pub fn set_closed(&self, is_closed: bool) {
        self.is_closed.set(is_closed);
    }

    /// The name of its database; the tabs of one user know each other by it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A plan as this device knows it: what was received, and what waits.
    pub async fn plan(&self, id: PlanId) -> Result<Plan, ReadError> {
        match refolding::plan(&self.connection, id).await {
            Err(ReadError::Record(_)) => {
                self.mend().await?;
                refolding::plan(&self.connection, id).await
            }
            read => read,
        }
    }

    /// Makes what is made of entries anew: some of it is damaged.
    pub(super) async fn mend(&self) -> Result<(), ReadError> {
        let folded = refolding::refold_all(&self.connection, &self.folding).await;
        let directory = folded.map_err(|error| ReadError::Failed(error.to_string()))?;
        self.directory.replace(directory);
        let has_cursor: bool = self.cursor().await?.is_some();
        self.reads_again.set(!has_cursor);
        Ok(())
    }

    /// What the directory says, as it was read last.
    pub fn directory(&self) -> FromDirectory {
        self.directory.borrow().clone()
    }

    /// What lists show of a plan; nothing of the directory.
    pub(super) fn summary(&self, plan: &Plan) -> Option<PlanSummary> {
        let directory: FromDirectory = self.directory();
        (plan.id != PlanId::DIRECTORY).then(|| self.folding.summary(plan, &directory))
    }

    /// Reads the directory again once it has changed, here or in another tab. Plans that went by a version of the
    /// template before it came are folded anew. What cannot be done now is done at the next start.
    pub async fn reread_directory(&self) -> FromDirectory {
        let read = refolding::refold(&self.connection, &self.folding).await;
        if let Ok(directory) = read {
            self.directory.replace(directory);
        }
        self.directory()
    }

    /// Saves entries of one plan and takes the drafts away that they came from, in one transaction.
    /// `after` is the plan with the entries. Answers with its summary; the directory has none. When this returns, it
    /// is on disk.
    pub async fn save(
        &self,
        entries: &[Entry],
        after: &Plan,
        finished: &[Draft],
    ) -> Result<Option<PlanSummary>, CommitError> {
        let settled = finished.iter().map(Draft::delete).collect();
        let saved = self.save_with(entries, after, settled).await?;
        for draft in finished {
            self.forget_stash(draft);
        }
        Ok(saved)
    }

    async fn save_with(
        &self,
        entries: &[Entry],
        after: &Plan,
        settled: Vec<Op>,
    ) -> Result<Option<PlanSummary>, CommitError> {
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        let mut summary = self.summary(after);
        let now: u64 = entries.last().map_or(0, |entry| entry.time.millis);
        let sealed: SealedOps = self.seal_for_centre(entries, now).await;
        for _ in 0..TRIES {
            let mut summaries: Summaries = shared.summaries.clone();
            let changed = summary.iter().cloned().collect();
            let mut ops: Vec<Op> = summaries.put(changed).map_err(failed)?;
            for entry in entries {
                ops.push(outbox::put(entry).map_err(failed)?);
            }
            ops.extend(settled.iter().chain(&sealed.ops).cloned());
            match self.connection.commit(&ops, Some(shared.writes)).await {
                Ok(writes) => {
                    let unsent: usize = shared.unsent + entries.len();
                    *shared = Shared {
                        writes,
                        summaries,
                        unsent,
                    };
                    Marker { unsent }.write(&self.name);
                    self.note_sealed(&sealed);
                    return Ok(summary);
                }
                Err(CommitError::Stale) => {
                    self.refresh(&mut shared).await.map_err(failed)?;
                    let mut plan: Plan = self.plan(after.id).await.map_err(failed)?;
                    for entry in entries {
                        plan.apply(&Stored::unsent(entry.clone()));
                    }
                    summary = self.summary(&plan);
                }
                Err(error) => return Err(error),
            }
        }
        Err(CommitError::Stale)
    }

    /// Takes in an answer of the centre, whole or not at all. `now` is for the log.
    pub async fn take_in(&self, intake: &Intake, now: u64) -> Result<TakenIn, CommitError> {
        if intake.forget_received {
            return self.forget_received().await;
        }
        let mut shared: MutexGuard<'_, Shared> = self.shared.lock().await;
        for _ in 0..TRIES {
            let waiting: Vec<Stored> = self.waiting().await.map_err(failed)?;
            let (is_copy, named) = self.named(intake, &waiting).await?;
            let mut prepared = Prepared::new(intake, waiting, now).map_err(failed)?;
            prepared.ops.extend(named);
            prepared.taken.is_copy = is_copy;
            prepared.taken.reads_again = self.reads_again.get();
            if prepared.taken.reads_again {
                prepared
                    .ops
                    .push(Op::Delete(keys::FACTS, keys::FACT_CURSOR.to_owned()));
            }
            if let Some(offer) = &intake.offer_again {
                let again: Vec<Entry> = self.confirmed(offer).await.map_err(failed)?;
                prepared.offer_again(&again).map_err(failed)?;
            }
            prepared
                .drop_plans(&self.connection, intake)
                .await
                .map_err(failed)?;
            let folded = prepared
                .fold(&self.connection, |plan| self.summary(plan))
                .await;
            if let Err(FoldError::Read(ReadError::Record(_))) = folded {
                self.mend().await.map_err(failed)?;
                self.refresh(&mut shared).await.map_err(failed)?;
                continue;
            }
            folded.map_err(failed)?;
            let mut summaries: Summaries = shared.summaries.clone();
            let mut ops: Vec<Op> = summaries
                .put(prepared.taken.summaries.clone())
                .map_err(failed)?;
            ops.extend(summaries.remove(&prepared.taken.gone).map_err(failed)?);
            ops.append(&mut prepared.ops);
            let unsent: usize = prepared.taken.unsent;
            // Lowered before, raised after: a crash in between never looks like a loss.
            Marker {
                unsent: unsent.min(shared.unsent),
            }
            .write(&self.name);
            match self.connection.commit(&ops, Some(shared.writes)).await {
                Ok(writes) => {
                    *shared = Shared {
                        writes,
                        summaries,
                        unsent,
                    };
                    Marker { unsent }.write(&self.name);
                    if prepared.taken.device.is_some() {
                        self.forget_seal();
                    }
                    second_copy::settle(intake.answered_for());
                    self.reads_again.set(false);
                    return Ok(prepared.taken);
                }
                Err(CommitError::Stale) => self.refresh(&mut shared).await.map_err(failed)?,
                Err(error) => {
                    Marker {
                        unsent: shared.unsent,
                    }
                    .write(&self.name);
                    return Err(error);
                }
            }
        }
        Err(CommitError::Stale)
    }

    /// Unsent entries within the limits, oldest first, and what goes along with them.
    pub async fn gather(&self, limits: Limits) -> Result<Waiting, ReadError> {
        let mut waiting = self.connection.get_all(keys::OUTBOX, None).await?;
        let mut gathered = Waiting {
            entries: Vec::new(),
            unsent: waiting.len(),
            after: self.chain_end().await?,
        };
        // `UUIDv7`s sort by time.
        waiting.sort_by_key(|found| keys::entry_part(&found.key));
        let mut bytes: usize = 0;
        for found in waiting.into_iter().take(limits.entries) {
            bytes += found.size;
            if bytes > limits.bytes && !gathered.entries.is_empty() {
                break;
            }
            // One that is damaged must not keep the others here.
            gathered.entries.extend(outbox::read(&found).ok());
        }
        Ok(gathered)
    }

    /// Puts an entry that was set aside back among those that wait.
    pub async fn send_again(&self, set_aside: &SetAside) -> Result<(), CommitError> {
        let entry: &Entry = &set_aside.entry;
        let mut plan: Plan = self.plan(entry.plan).await.map_err(failed)?;
        plan.apply(&Stored::unsent(entry.clone()));
        let settled = vec![Op::Delete(keys::SET_ASIDE, entry.id.to_string())];
        self.save_with(std::slice::from_ref(entry), &plan, settled)
            .await
            .map(drop)
    }

    /// Whether there is room for a day's work: found out by writing as much and taking it away again.
    pub async fn has_room(&self) -> bool {
        let name: String = keys::FACT_ROOM.to_owned();
        let much = Op::Put(keys::FACTS, name.clone(), vec![0; ROOM]);
        let written = self.connection.commit(&[much], None).await;
        let taken = Op::Delete(keys::FACTS, name);
        drop(self.connection.commit(&[taken], None).await);
        written != Err(CommitError::Full)
    }

    /// Where the device has read up to.
    pub async fn cursor(&self) -> Result<Option<Cursor>, ReadError> {
        self.fact(keys::FACT_CURSOR).await
    }

    /// What is known by this name, if anything is.
    pub(super) async fn fact<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, ReadError> {
        match self.connection.get(keys::FACTS, name).await? {
            // One that is damaged is not known.
            Some(found) => Ok(found.read().ok()),
            None => Ok(None),
        }
    }

    /// Own entries that the centre had confirmed, each once.
    async fn confirmed(&self, offer: &OfferAgain) -> Result<Vec<Entry>, ReadError> {
        let mut own: BTreeMap<EntryId, Entry> = BTreeMap::new();
        for found in self.connection.get_all(keys::SEGMENTS, None).await? {
            // One that cannot be read must not keep the others here, nor new work.
            let batch: Option<EntryBatch> = found.read().ok();
            let Some(entries) = batch.and_then(|batch| batch.entries().ok()) else {
                continue;
            };
            let confirmed = entries.into_iter().filter(|stored| offer.includes(stored));
            own.extend(confirmed.map(|stored| (stored.entry.id, stored.entry)));
        }
        Ok(own.into_values().collect())
    }

    pub(super) async fn waiting(&self) -> Result<Vec<Stored>, ReadError> {
        let mut waiting: Vec<Stored> = Vec::new();
        for found in self.connection.get_all(keys::OUTBOX, None).await? {
            // One that is damaged stays where it is.
            waiting.extend(outbox::read(&found).ok());
        }
        Ok(waiting)
    }
}

pub(super) fn failed(error: impl std::fmt::Display) -> CommitError {
    CommitError::Failed(error.to_string())
}
