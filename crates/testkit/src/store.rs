//! A device's storage in memory. What stands in here survives a crash; each call is one transaction.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Entry, EntryId, HybridClock, Journal, PlanId, Stored, form};
use overgang_sync::machine::{Intake, Limits, WaitingReads};
use overgang_sync::message::{Enrolment, ReadNote};
use overgang_sync::{Cursor, RejectReason};

/// Everything that a device remembers.
#[derive(Clone, Debug, Default)]
pub struct TabletStore {
    outbox: Vec<(Entry, usize)>,
    received: Journal,
    set_aside: BTreeMap<EntryId, (Entry, RejectReason)>,
    cursor: Option<Cursor>,
    clock: HybridClock,
    reads: Vec<ReadNote>,
    last: Option<EntryId>,
    enrolled: Option<Enrolment>,
}

impl TabletStore {
    /// Keeps a new entry and the clock that it was written by.
    pub fn save(&mut self, entry: Entry, clock: HybridClock) {
        let bytes: usize = form::write(&entry).map_or(0, |written| written.len());
        self.outbox.push((entry, bytes));
        self.clock = clock;
    }

    /// Unsent entries within `limits`, oldest first and at least one if there is any.
    pub fn gather(&self, limits: Limits) -> Vec<Stored> {
        let mut left: usize = limits.bytes;
        let mut gathered: Vec<Stored> = Vec::new();
        for (entry, bytes) in self.outbox.iter().take(limits.entries) {
            if *bytes > left && !gathered.is_empty() {
                break;
            }
            left = left.saturating_sub(*bytes);
            gathered.push(Stored::unsent(entry.clone()));
        }
        gathered
    }

    /// Keeps a note of a read.
    pub fn note(&mut self, read: ReadNote) {
        self.reads.push(read);
    }

    /// Notes of reads, the oldest first: one for each hundred bytes, and at least one unless there is to be none.
    pub fn gather_reads(&self, limits: Limits) -> WaitingReads {
        let most: usize = limits.read_bytes.div_ceil(100);
        WaitingReads {
            notes: self.reads.iter().take(most).cloned().collect(),
            more: most > 0 && self.reads.len() > most,
        }
    }

    /// Notes of reads that the centre has not confirmed.
    pub fn reads(&self) -> &[ReadNote] {
        &self.reads
    }

    /// Stores an answer: receipts and refusals leave the outbox, news comes in, the cursor moves on.
    /// Answers with what changed for the fold.
    pub fn take_in(&mut self, intake: Intake) -> Vec<Settled> {
        if !self.shows_a_copy(&intake) {
            self.last = intake.last;
        }
        self.enrolled = intake.enrolled.or(self.enrolled);
        let mut settled: Vec<Settled> = self.drop_plans(&intake);
        for receipt in &intake.receipts {
            if let Some(entry) = self.leave_outbox(receipt.id) {
                if intake.drops(entry.plan) {
                    settled.push(Settled::Dropped(entry.plan));
                    continue;
                }
                let stored = Stored::received(entry, receipt.received_at);
                self.received.insert(stored.clone());
                settled.push(Settled::Received(stored));
            }
        }
        for stored in intake.received {
            if let Some(received_at) = stored.received_at {
                self.clock.observe(stored.entry.time, received_at);
            }
            self.received.insert(stored.clone());
            settled.push(Settled::Received(stored));
        }
        for refused in intake.rejected {
            if let Some(entry) = self.leave_outbox(refused.id) {
                // One that came back from the centre stands there, whatever was said later.
                if self.received.get(refused.id).is_none() {
                    settled.push(Settled::SetAside(entry.clone()));
                }
                self.set_aside.insert(refused.id, (entry, refused.reason));
            }
        }
        if let Some(offer) = intake.offer_again {
            let entries = self.received.iter().filter(|one| offer.includes(one));
            let entries: Vec<Entry> = entries.map(|stored| stored.entry.clone()).collect();
            for entry in entries {
                if !self.outbox().any(|waiting| waiting.id == entry.id) {
                    let bytes: usize = form::write(&entry).map_or(0, |written| written.len());
                    self.outbox.push((entry, bytes));
                }
            }
            self.outbox.sort_by_key(|(entry, _)| (entry.time, entry.id));
        }
        self.reads.retain(|note| !intake.reads.contains(&note.id));
        if intake.forget_received {
            self.received = Journal::default();
            self.cursor = None;
        }
        if intake.cursor.is_some() {
            self.cursor = intake.cursor;
        }
        settled
    }

    /// Whether an answer that is to be stored shows that this device is not the only one of its name.
    pub fn shows_a_copy(&self, intake: &Intake) -> bool {
        intake.shows_a_copy(self.last, |id| {
            self.set_aside.contains_key(&id) || self.outbox().any(|waiting| waiting.id == id)
        })
    }

    /// Of plans that are given anew all is dropped that was received before.
    fn drop_plans(&mut self, intake: &Intake) -> Vec<Settled> {
        let plans = self.received.iter().map(|stored| stored.entry.plan);
        let dropped: BTreeSet<PlanId> = plans.filter(|plan| intake.drops(*plan)).collect();
        let kept = self.received.iter();
        let kept = kept.filter(|stored| !dropped.contains(&stored.entry.plan));
        self.received = kept.cloned().collect();
        dropped.into_iter().map(Settled::Dropped).collect()
    }

    /// What is known of a plan: received, and waiting.
    pub fn of_plan(&self, plan: PlanId) -> Vec<Stored> {
        let received = self.received.of_plan(plan).cloned();
        let waiting = self.outbox().filter(|entry| entry.plan == plan);
        received
            .chain(waiting.cloned().map(Stored::unsent))
            .collect()
    }

    /// Entries without a receipt, oldest first.
    pub fn outbox(&self) -> impl Iterator<Item = &Entry> {
        self.outbox.iter().map(|(entry, _)| entry)
    }

    /// How many entries wait.
    pub fn unsent(&self) -> usize {
        self.outbox.len()
    }

    /// What the centre has confirmed or sent.
    pub fn received(&self) -> &Journal {
        &self.received
    }

    /// What the centre refused, and why.
    pub fn set_aside(&self) -> &BTreeMap<EntryId, (Entry, RejectReason)> {
        &self.set_aside
    }

    /// Where the device has read up to.
    pub fn cursor(&self) -> Option<&Cursor> {
        self.cursor.as_ref()
    }

    /// Where the chain ended by the last answer that was stored.
    pub fn last(&self) -> Option<EntryId> {
        self.last
    }

    /// As what the centre knows this device, if it has said so.
    pub fn enrolled(&self) -> Option<Enrolment> {
        self.enrolled
    }

    /// The centre knows it as this.
    pub fn enrol(&mut self, enrolment: Enrolment) {
        self.enrolled = Some(enrolment);
    }

    /// The hybrid clock as it was last kept.
    pub fn clock(&self) -> HybridClock {
        self.clock
    }

    fn leave_outbox(&mut self, id: EntryId) -> Option<Entry> {
        let at: usize = self.outbox.iter().position(|(entry, _)| entry.id == id)?;
        Some(self.outbox.remove(at).0)
    }
}

/// What a stored answer changed for the fold.
#[derive(Clone, Debug, PartialEq)]
pub enum Settled {
    /// This entry is new here, or has its receipt.
    Received(Stored),
    /// This entry no longer counts.
    SetAside(Entry),
    /// What was received of this plan no longer counts.
    Dropped(PlanId),
}
