//! What is written down when: by a sync, by signing in and out, by the auditor. All of one request goes in one
//! transaction, before the answer goes out; where that fails the request fails, and is made again.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::access::names_recipient;
use overgang_domain::{DeviceId, Entry, EntryId, PlanId};
use overgang_sync::message::{AuditAct, AuditReason, ReadAct, ReadNote, User};
use overgang_sync::{Receipt, Rejected};

use super::alarm::{self, Opening};
use super::{AuditEvent, reason_of};
use crate::centre::Centre;
use crate::storage::{Session, UseStoreError};

/// The most notes of reads that one request hands in.
pub(crate) const MAX_READS: usize = 10_000;

/// What the log has to know of entries that are handed in, before they are judged.
pub(crate) struct HandedIn {
    plans: BTreeMap<EntryId, PlanId>,
    /// Consents in favour of the writer's own administration.
    own_consents: BTreeSet<EntryId>,
    reads: Vec<ReadNote>,
}

impl HandedIn {
    /// Takes note of them.
    pub(crate) fn of(session: &Session, entries: &[Entry], reads: Vec<ReadNote>) -> Self {
        let favours = |entry: &&Entry| names_recipient(&entry.change, &session.user.agency);
        Self {
            plans: entries.iter().map(|entry| (entry.id, entry.plan)).collect(),
            own_consents: entries.iter().filter(favours).map(|one| one.id).collect(),
            reads,
        }
    }

    /// What of it was confirmed, with the plans.
    pub(crate) fn confirmed(&self, receipts: &[Receipt]) -> BTreeMap<EntryId, PlanId> {
        let plan_of = |one: &Receipt| Some((one.id, *self.plans.get(&one.id)?));
        receipts.iter().filter_map(plan_of).collect()
    }

    /// Writes down what came of it: what was refused, and which plans the answer has something of.
    pub(crate) async fn record(
        self,
        centre: &Centre,
        session: &Session,
        rejected: &[Rejected],
        made_available: impl IntoIterator<Item = PlanId>,
        now: u64,
    ) -> Result<(), UseStoreError> {
        let Session { user, device, .. } = session;
        let mut events: Vec<AuditEvent> = self.refused(session, rejected, now);
        let refused: BTreeSet<EntryId> = rejected.iter().map(|one| one.id).collect();
        for id in self.own_consents.difference(&refused) {
            let plans = self.plans.get(id).copied().into_iter().collect();
            let event = AuditEvent::new(user, *device, AuditAct::OwnConsent, now);
            // Handed in again it is the same consent.
            events.push(AuditEvent {
                note: Some(id.0),
                ..event.about(AuditReason::None, plans)
            });
        }
        let openings: Vec<Opening> = openings(&self.reads);
        let noted = self.reads.into_iter();
        events.extend(noted.map(|note| AuditEvent::noted(user, *device, note, now)));
        let mut plans: BTreeSet<PlanId> = made_available.into_iter().collect();
        plans.remove(&PlanId::DIRECTORY);
        if !plans.is_empty() {
            let event = AuditEvent::new(user, *device, AuditAct::MadeAvailable, now);
            events.push(event.about(AuditReason::Sync, plans));
        }
        if events.is_empty() {
            return Ok(());
        }
        centre.store.append_audit(&events).await?;
        let most: usize = centre.opened_per_hour;
        alarm::watch(centre.store.as_ref(), user, most, &openings, now).await
    }

    /// One event for each reason.
    fn refused(&self, session: &Session, rejected: &[Rejected], now: u64) -> Vec<AuditEvent> {
        let mut by_reason: BTreeMap<AuditReason, (u32, BTreeSet<PlanId>)> = BTreeMap::new();
        for one in rejected {
            let (times, plans) = by_reason.entry(reason_of(one.reason)).or_default();
            *times = times.saturating_add(1);
            plans.extend(self.plans.get(&one.id));
        }
        let by_reason = by_reason.into_iter();
        by_reason
            .map(|(reason, (times, plans))| {
                let event = AuditEvent::new(&session.user, session.device, AuditAct::Refused, now);
                AuditEvent {
                    times,
                    ..event.about(reason, plans)
                }
            })
            .collect()
    }
}

/// Writes down that a whole request was refused because it names another user or device than the session.
pub(crate) async fn record_wrong_sender(
    centre: &Centre,
    session: &Session,
) -> Result<(), UseStoreError> {
    let Session { user, device, .. } = session;
    let now: u64 = centre.clock.now_millis();
    let event = AuditEvent::new(user, *device, AuditAct::Refused, now);
    let event = event.about(AuditReason::WrongSender, BTreeSet::new());
    centre.store.append_audit(&[event]).await.map(drop)
}

fn openings(reads: &[ReadNote]) -> Vec<Opening> {
    let opened = reads.iter().filter(|note| note.act == ReadAct::Opened);
    opened
        .map(|note| (note.first, note.plans.clone()))
        .collect()
}

/// Writes down that a user does something that is about no plan.
pub(crate) async fn record_act(
    centre: &Centre,
    user: &User,
    device: DeviceId,
    act: AuditAct,
) -> Result<(), UseStoreError> {
    let event = AuditEvent::new(user, device, act, centre.clock.now_millis());
    centre.store.append_audit(&[event]).await.map(drop)
}
