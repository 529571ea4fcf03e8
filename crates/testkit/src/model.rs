//! What must hold, told with sets only: no machine, no cursor, no order.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Change, Entry, EntryId, Journal, Plan, PlanId, Stored};
use overgang_sync::RejectReason;
use overgang_sync::machine::Intake;
use overgang_sync::message::Rejected;

use crate::MemoryCentre;
use crate::centre::is_foreign;
use crate::tablet::Tablet;

/// How often the centre has to fail on an entry alone before a device may give it up.
const CHANCES: u8 = 3;

/// All that was ever saved, and what became of it as far as devices have stored it.
#[derive(Clone, Debug, Default)]
pub struct Model {
    saved: BTreeMap<EntryId, Saved>,
    /// By device, whatever it is called.
    waiting: BTreeMap<usize, BTreeSet<EntryId>>,
    received: BTreeMap<EntryId, u64>,
    refused: BTreeMap<EntryId, RejectReason>,
    failed_alone: BTreeMap<EntryId, u8>,
    /// By device, whatever it is called: whether what it had waiting was received, or else refused.
    settled: BTreeMap<usize, BTreeMap<EntryId, bool>>,
}

/// One entry that a person saved.
#[derive(Clone, Debug)]
struct Saved {
    entry: Entry,
    by: usize,
    /// Why the centre has to refuse it; `None` for one that it has to take.
    fault: Option<RejectReason>,
}

impl Model {
    /// Someone saved this on device `by`; `fault` is why the centre has to refuse it.
    pub fn saved(&mut self, by: usize, entry: Entry, fault: Option<RejectReason>) {
        self.waiting.entry(by).or_default().insert(entry.id);
        self.saved.insert(entry.id, Saved { entry, by, fault });
    }

    /// What waits on device `from` waits on its copy `to` as well.
    pub fn copied(&mut self, from: usize, to: usize) {
        let waiting = self.waiting.get(&from).cloned().unwrap_or_default();
        self.waiting.insert(to, waiting);
        let settled = self.settled.get(&from).cloned().unwrap_or_default();
        self.settled.insert(to, settled);
    }

    /// How many entries were saved.
    pub fn len(&self) -> usize {
        self.saved.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.saved.is_empty()
    }

    /// The centre answered with a failure to an exchange with only this entry.
    pub fn failed_alone(&mut self, id: EntryId) {
        let count: &mut u8 = self.failed_alone.entry(id).or_default();
        *count = count.saturating_add(1);
    }

    /// A device is about to store this.
    pub fn stores(
        &mut self,
        device: &Tablet,
        centre: &MemoryCentre,
        intake: &Intake,
    ) -> Result<(), String> {
        let waiting: &mut BTreeSet<EntryId> = self.waiting.entry(device.number).or_default();
        let settled = self.settled.entry(device.number).or_default();
        for receipt in &intake.receipts {
            if waiting.remove(&receipt.id) {
                settled.insert(receipt.id, true);
                self.received.insert(receipt.id, receipt.received_at);
            }
        }
        if let Some(offer) = &intake.offer_again {
            let again = device
                .store
                .received()
                .iter()
                .filter(|one| offer.includes(one));
            waiting.extend(again.map(|stored| stored.entry.id));
        }
        let mut refused: Vec<Rejected> = intake.rejected.clone();
        refused.retain(|one| waiting.remove(&one.id));
        settled.extend(refused.iter().map(|one| (one.id, false)));
        for one in refused {
            self.refused.insert(one.id, one.reason);
            self.check_refusal(device, centre, one.id, one.reason)?;
        }
        Ok(())
    }

    /// After each step: what someone saved and no answer has named yet waits on that device, and
    /// nothing else does.
    pub fn check_outbox(&self, device: &Tablet) -> Result<(), String> {
        let nothing: BTreeSet<EntryId> = BTreeSet::new();
        let expected: &BTreeSet<EntryId> = self.waiting.get(&device.number).unwrap_or(&nothing);
        let mut count: usize = 0;
        for entry in device.store.outbox() {
            count += 1;
            if !expected.contains(&entry.id) {
                return Err(format!("{} waits wrongly on {}", entry.id, device.name));
            }
        }
        if count != expected.len() {
            return Err(format!(
                "{} has {count} entries waiting and saved {}",
                device.name,
                expected.len()
            ));
        }
        Ok(())
    }

    /// After each answer is stored: what it confirmed or refused is on that device, unless it is of a prison that the
    /// device covered once.
    pub fn check_settled(&self, device: &Tablet, centre: &MemoryCentre) -> Result<(), String> {
        let nothing = BTreeMap::new();
        let settled = self.settled.get(&device.number).unwrap_or(&nothing);
        for (id, is_received) in settled {
            let is_kept: bool = if *is_received {
                let entry: Option<&Entry> = self.saved.get(id).map(|saved| &saved.entry);
                entry.is_some_and(|entry| may_have_been_lost(device, centre, entry))
                    || device.store.received().get(*id).is_some()
            } else {
                device.store.set_aside().contains_key(id)
            };
            if !is_kept {
                let name: &str = device.name;
                return Err(format!("{id} was settled and is not on {name}"));
            }
        }
        Ok(())
    }

    /// A device's cursor has passed nothing that the device does not have.
    pub fn check_cursor(device: &Tablet, centre: &MemoryCentre) -> Result<(), String> {
        let Some(places) = device.store.cursor().and_then(|one| centre.places(one)) else {
            return Ok(());
        };
        for (partition, place) in places {
            let passed = &centre.log(&partition)[..place];
            if let Some(id) = passed
                .iter()
                .find(|id| device.store.received().get(**id).is_none())
            {
                return Err(format!("the cursor of {} skipped {id}", device.name));
            }
        }
        Ok(())
    }

    /// Once all is quiet: everything is in its place, and everybody sees the same.
    pub fn check_end(&self, devices: &[Tablet], centre: &MemoryCentre) -> Result<(), String> {
        self.check_ledger(devices, centre)?;
        if let Some(id) = self.saved.keys().find(|id| !centre.reads.contains(id)) {
            return Err(format!("the centre was never told what was read with {id}"));
        }
        for device in devices {
            self.check_settled(device, centre)?;
            let expected: Journal = Self::visible(device, centre);
            if device.store.received() != &expected {
                let ids = |journal: &Journal| -> BTreeSet<EntryId> {
                    journal.iter().map(|stored| stored.entry.id).collect()
                };
                let (here, there) = (ids(device.store.received()), ids(&expected));
                return Err(format!(
                    "{} does not have what the centre has: lacks {:?}, has besides {:?}",
                    device.name,
                    there.difference(&here).collect::<Vec<_>>(),
                    here.difference(&there).collect::<Vec<_>>(),
                ));
            }
            let ids: BTreeSet<PlanId> = expected.iter().map(|one| one.entry.plan).collect();
            for id in ids {
                let plan: Plan = Plan::fold(id, expected.of_plan(id));
                if device.plans.get(&id) != Some(&plan) {
                    return Err(format!(
                        "{} shows another plan {id} than the set says",
                        device.name
                    ));
                }
            }
            if device
                .plans
                .values()
                .any(|plan| !plan.is_empty() && expected.of_plan(plan.id).next().is_none())
            {
                return Err(format!(
                    "{} shows a plan that the centre does not have",
                    device.name
                ));
            }
        }
        Ok(())
    }

    /// What the centre has for a device, as a set.
    fn visible(device: &Tablet, centre: &MemoryCentre) -> Journal {
        MemoryCentre::partitions(&device.prisons)
            .flat_map(|partition| centre.log(&partition))
            .map(|id| centre.ledger()[id].clone())
            .collect()
    }

    fn check_ledger(&self, devices: &[Tablet], centre: &MemoryCentre) -> Result<(), String> {
        let mut in_logs: BTreeMap<EntryId, usize> = BTreeMap::new();
        for id in centre.logs().values().flatten() {
            *in_logs.entry(*id).or_default() += 1;
        }
        if let Some((id, _)) = in_logs.iter().find(|(_, count)| **count != 1) {
            return Err(format!("{id} stands in the logs more than once"));
        }
        for (id, saved) in &self.saved {
            let stands: Option<&Stored> = centre.ledger().get(id);
            let by = devices.iter().find(|device| device.number == saved.by);
            let was_lost = by.is_some_and(|by| may_have_been_lost(by, centre, &saved.entry));
            // Refused, and yet it stands: failed on alone although it had been committed, or come again late, after the
            // prison that its user had lost was given back.
            let stands_all_the_same = |reason: &RejectReason| {
                *reason == RejectReason::CentreFails
                    || *reason == RejectReason::NotAllowed && was_lost
            };
            let is_right: bool = match (stands, self.received.get(id), self.refused.get(id)) {
                (Some(stored), Some(at), refused) => {
                    stored.entry == saved.entry
                        && stored.received_at == Some(*at)
                        && refused.is_none_or(stands_all_the_same)
                }
                (Some(_), None, Some(reason)) => stands_all_the_same(reason),
                (None, None, Some(_)) => true,
                _ => false,
            };
            if !is_right || (stands.is_some() && saved.fault.is_some()) {
                return Err(format!(
                    "{id} was lost, or taken wrongly: {:?}",
                    saved.entry
                ));
            }
        }
        Ok(())
    }

    /// A refusal is right if the entry is faulty, if it hangs on a refused one, or if the centre
    /// did fail on it alone often enough.
    fn check_refusal(
        &self,
        device: &Tablet,
        centre: &MemoryCentre,
        id: EntryId,
        reason: RejectReason,
    ) -> Result<(), String> {
        let Some(saved) = self.saved.get(&id) else {
            return Err(format!("{id} was refused, and nobody wrote it"));
        };
        let failures: u8 = self.failed_alone.get(&id).copied().unwrap_or_default();
        let is_right: bool = match reason {
            RejectReason::CentreFails => failures >= CHANCES,
            RejectReason::NotAllowed => {
                self.is_opening_refused(saved.entry.plan)
                    || may_have_been_lost(device, centre, &saved.entry)
            }
            RejectReason::ReplacesForeign => names_foreign(centre, &saved.entry),
            RejectReason::WrongAuthor
            | RejectReason::WrongDevice
            | RejectReason::IdReused
            | RejectReason::Malformed
            | RejectReason::TooLarge
            | RejectReason::VersionTaken
            | RejectReason::Other => false,
        };
        if is_right || saved.fault == Some(reason) {
            return Ok(());
        }
        Err(format!(
            "{id} was refused for {reason:?}: {:?}",
            saved.entry
        ))
    }

    fn is_opening_refused(&self, plan: PlanId) -> bool {
        let mut openings = self
            .saved
            .values()
            .map(|saved| &saved.entry)
            .filter(|entry| {
                entry.plan == plan && matches!(entry.change, Change::PlanOpened { .. })
            });
        openings.all(|entry| self.refused.contains_key(&entry.id))
    }
}

/// Whether an entry's plan is, or would be, of a prison that the device covered once.
fn may_have_been_lost(device: &Tablet, centre: &MemoryCentre, entry: &Entry) -> bool {
    let home = centre.home_of(entry.plan).cloned().flatten();
    let asked = if let Change::PlanOpened { prison, .. } = &entry.change {
        Some(prison.clone())
    } else {
        None
    };
    let prison = home.or(asked);
    prison.is_some_and(|prison| device.lost_prisons.contains(&prison))
}

/// A successor of a faulty unsent entry also names what that one named.
fn names_foreign(centre: &MemoryCentre, entry: &Entry) -> bool {
    let old = entry
        .replaces
        .iter()
        .filter_map(|id| centre.ledger().get(id));
    old.into_iter().any(|old| is_foreign(entry, &old.entry))
}
