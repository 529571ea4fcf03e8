//! What an answer of the centre changes on this device: worked out in memory first, so that it can be
//! written in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::form::WriteFormError;
use overgang_domain::summary::PlanSummary;
use overgang_domain::{DeviceId, Entry, EntryId, Plan, PlanId, Stored};
use overgang_sync::machine::Intake;
use overgang_sync::{EntryBatch, RejectReason};
use serde::{Deserialize, Serialize};

use super::connection::{Op, ReadError};
use super::record::Found;
use super::{Connection, for_centre, keys, outbox, reads, record};

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
    /// Plans of which nothing is left here.
    pub gone: BTreeSet<PlanId>,
    /// Entries that wait now.
    pub unsent: usize,
    /// What was set aside.
    pub set_aside: Vec<SetAside>,
    /// The line for the log; `None` when nothing came and nothing went.
    pub record: Option<SyncRecord>,
    /// The device was revoked, and what it had received is gone.
    pub has_forgotten: bool,
    /// What had been received is damaged here, so the cursor was not kept.
    pub reads_again: bool,
    /// Another device hands in under this one's name.
    pub is_copy: bool,
    /// The device is this one from now on.
    pub device: Option<DeviceId>,
}

/// An answer could not be worked out.
#[derive(Debug, thiserror::Error)]
pub(super) enum FoldError {
    /// What lies here already cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// What is new cannot be written.
    #[error(transparent)]
    Write(#[from] WriteFormError),
}

/// An answer worked out into what has to be written.
pub(super) struct Prepared {
    /// What has to be written, the summaries apart.
    pub(super) ops: Vec<Op>,
    /// What changes.
    pub(super) taken: TakenIn,
    /// New entries by plan: others' and own confirmed ones.
    arrived: BTreeMap<PlanId, Vec<Stored>>,
    /// Plans of which all is dropped that was received before.
    dropped: BTreeSet<PlanId>,
    /// What goes on waiting.
    waiting: Vec<Stored>,
}

impl Prepared {
    /// Sorts out what the answer says about the entries that wait.
    pub(super) fn new(
        intake: &Intake,
        waiting: Vec<Stored>,
        now: u64,
    ) -> Result<Self, WriteFormError> {
        let mut prepared = Self {
            ops: Vec::new(),
            taken: TakenIn {
                device: intake.enrolled.map(|enrolled| enrolled.device),
                ..TakenIn::default()
            },
            arrived: BTreeMap::new(),
            dropped: BTreeSet::new(),
            waiting: Vec::new(),
        };
        let receipts: BTreeMap<EntryId, u64> = intake
            .receipts
            .iter()
            .map(|receipt| (receipt.id, receipt.received_at))
            .collect();
        let rejected: BTreeMap<EntryId, RejectReason> = intake
            .rejected
            .iter()
            .map(|one| (one.id, one.reason))
            .collect();
        for stored in &intake.received {
            prepared
                .arrived
                .entry(stored.entry.plan)
                .or_default()
                .push(stored.clone());
        }
        let mut confirmed: usize = 0;
        for stored in waiting {
            let Stored { entry, .. } = &stored;
            let key: String = keys::outbox_key(entry.plan, entry.id);
            if let Some(received_at) = receipts.get(&entry.id) {
                confirmed += 1;
                prepared.settle(key);
                let arrived = prepared.arrived.entry(entry.plan).or_default();
                // In a plan that is given anew what may be seen of it is among what was received.
                if !intake.drops(entry.plan) {
                    arrived.push(Stored::received(entry.clone(), *received_at));
                }
            } else if let Some(reason) = rejected.get(&entry.id) {
                prepared.settle(key);
                prepared.arrived.entry(entry.plan).or_default();
                let set_aside = SetAside {
                    entry: entry.clone(),
                    reason: *reason,
                    at: now,
                };
                let op: Op = record::put(keys::SET_ASIDE, entry.id.to_string(), &set_aside)?;
                prepared.ops.push(op);
                prepared.taken.set_aside.push(set_aside);
            } else {
                prepared.waiting.push(stored);
            }
        }
        prepared
            .ops
            .extend(intake.reads.iter().copied().map(reads::delete));
        if let Some(cursor) = &intake.cursor {
            let op: Op = record::put(keys::FACTS, keys::FACT_CURSOR.to_owned(), cursor)?;
            prepared.ops.push(op);
        }
        let record = SyncRecord {
            at: now,
            confirmed,
            received: intake.received.len(),
            set_aside: prepared.taken.set_aside.len(),
        };
        if record.confirmed + record.received + record.set_aside > 0 {
            let op: Op = record::put(keys::SYNC_LOG, keys::log_key(now), &record)?;
            prepared.ops.push(op);
            prepared.taken.record = Some(record);
        }
        prepared.taken.unsent = prepared.waiting.len();
        Ok(prepared)
    }

    /// An entry waits no longer.
    fn settle(&mut self, outbox_key: String) {
        self.ops.push(for_centre::delete(&outbox_key));
        self.ops.push(Op::Delete(keys::OUTBOX, outbox_key));
    }

    /// Drops what was received before of the plans that are given anew. Their unsent entries stay, and so does text that
    /// is being written.
    pub(super) async fn drop_plans(
        &mut self,
        connection: &Connection,
        intake: &Intake,
    ) -> Result<(), ReadError> {
        if intake.anew.is_empty() && intake.whole.is_none() {
            return Ok(());
        }
        for key in connection.names(keys::SEGMENTS).await? {
            let Some(plan) = keys::plan_part(&key) else {
                continue;
            };
            if intake.drops(plan) {
                self.ops.push(Op::Delete(keys::SEGMENTS, key));
                self.dropped.insert(plan);
            }
        }
        // Of a plan that was never confirmed before nothing but unsent entries lies here.
        let new = self.arrived.keys().filter(|plan| intake.drops(**plan));
        self.dropped.extend(new.copied());
        for plan in &self.dropped {
            let snapshot = Op::Delete(keys::SNAPSHOTS, plan.to_string());
            self.ops.push(snapshot);
            self.arrived.entry(*plan).or_default();
        }
        Ok(())
    }

    /// Puts entries that the centre had confirmed back among those that wait. What lists show of them does not change:
    /// their receipts stand.
    pub(super) fn offer_again(&mut self, entries: &[Entry]) -> Result<(), WriteFormError> {
        let waiting: BTreeSet<EntryId> = self.waiting.iter().map(|one| one.entry.id).collect();
        for entry in entries.iter().filter(|entry| !waiting.contains(&entry.id)) {
            self.ops.push(outbox::put(entry)?);
            self.taken.unsent += 1;
        }
        Ok(())
    }

    /// Folds what arrived into the snapshots.
    pub(super) async fn fold(
        &mut self,
        connection: &Connection,
        summary: impl Fn(&Plan) -> Option<PlanSummary>,
    ) -> Result<(), FoldError> {
        let names: Vec<String> = self.arrived.keys().map(PlanId::to_string).collect();
        let snapshots = connection.get_many(keys::SNAPSHOTS, &names).await?;
        for ((id, arrived), snapshot) in
            std::mem::take(&mut self.arrived).into_iter().zip(snapshots)
        {
            let is_dropped: bool = self.dropped.contains(&id);
            let before = snapshot.filter(|_| !is_dropped);
            let mut plan: Plan = read_snapshot(id, before.as_ref())?;
            for stored in &arrived {
                plan.apply(stored);
            }
            if !arrived.is_empty() {
                let key: String = keys::segment_key(id, &arrived);
                let batch = EntryBatch::of(&arrived);
                self.ops
                    .push(record::put_packed(keys::SEGMENTS, key, &batch)?);
                self.ops
                    .push(record::put_packed(keys::SNAPSHOTS, id.to_string(), &plan)?);
            }
            for stored in &self.waiting {
                plan.apply(stored);
            }
            self.taken.changed.insert(id);
            if is_dropped && arrived.is_empty() {
                self.taken.gone.insert(id);
            } else {
                self.taken.summaries.extend(summary(&plan));
            }
        }
        Ok(())
    }
}

/// The plan of a snapshot; an empty one where there is none.
pub(super) fn read_snapshot(id: PlanId, found: Option<&Found>) -> Result<Plan, ReadError> {
    match found {
        Some(found) => found.read(),
        None => Ok(Plan::empty(id)),
    }
}
