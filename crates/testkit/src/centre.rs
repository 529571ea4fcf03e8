//! The centre in memory: a set of entries with one gapless log per prison and one for what all share.
//! It keeps the rules of [`overgang_sync::message`]; it knows nothing of sessions or storage.

mod devices;

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::entry::MAX_ENTRY_BYTES;
use overgang_domain::register::Record;
use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, PrisonId, Stored, UserId, form};
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{Enrolment, Lease, Rejected, TagKey};
use overgang_sync::{
    ApiError, Cursor, EntryBatch, PlanRange, Receipt, RejectReason, SyncRequest, SyncResponse,
};

use devices::Devices;

/// A log: that of a prison, or the common one.
pub type Partition = Option<PrisonId>;

/// Who asks, as the session says.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The signed-in user.
    pub user: UserId,
    /// The device of the session.
    pub device: DeviceId,
    /// The prisons that the device covers.
    pub prisons: BTreeSet<PrisonId>,
}

/// What a device has been given.
#[derive(Clone, Debug)]
struct Progress {
    /// How far a round over all plans has come.
    whole: Whole,
    /// How far each log was read; in such a round from where it goes on afterwards.
    places: BTreeMap<Partition, usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whole {
    /// The plans after this one are still to be given.
    After(Option<PlanId>),
    /// All were.
    Done,
}

/// The centre.
#[derive(Clone, Debug)]
pub struct MemoryCentre {
    /// A cursor of another epoch is unknown.
    pub epoch: u64,
    /// The most entries in one answer.
    pub page: usize,
    /// The entries that the centre fails on.
    pub poison: BTreeSet<EntryId>,
    /// The entries with which notes of reads were made that were handed in.
    pub reads: BTreeSet<EntryId>,
    ledger: BTreeMap<EntryId, Stored>,
    logs: BTreeMap<Partition, Vec<EntryId>>,
    homes: BTreeMap<PlanId, Partition>,
    devices: Devices,
}

impl MemoryCentre {
    /// A centre with nothing in it that sends at most `page` entries at once, or one plan.
    pub fn new(page: usize) -> Self {
        Self {
            epoch: 1,
            page,
            poison: BTreeSet::new(),
            reads: BTreeSet::new(),
            ledger: BTreeMap::new(),
            logs: BTreeMap::new(),
            homes: BTreeMap::from([(PlanId::DIRECTORY, None)]),
            devices: Devices::default(),
        }
    }

    /// One exchange at the centre's time `now`: all of it happens, or, on an error, nothing.
    pub fn sync(
        &mut self,
        caller: &Caller,
        request: SyncRequest,
        now: u64,
    ) -> Result<SyncResponse, SendFailure> {
        let Ok(entries) = request.entries.entries() else {
            return Err(refusal(422, "malformed"));
        };
        if entries
            .iter()
            .any(|one| self.poison.contains(&one.entry.id))
        {
            return Err(refusal(500, "failed"));
        }
        let mut progress: Progress = self.read_cursor(caller, request.cursor.as_ref())?;
        let names = (request.device, request.becomes);
        let caller: &Caller = &self.devices.speaking(caller, names)?;
        let enrolled = (caller.device != request.device).then_some(Enrolment {
            device: caller.device,
            tag_key: TagKey([0; 32]),
        });
        let mut new: Option<EntryId> = None;
        let handed_in: BTreeSet<EntryId> = entries.iter().map(|one| one.entry.id).collect();
        let mut receipts: Vec<Receipt> = Vec::new();
        let mut rejected: Vec<Rejected> = Vec::new();
        for Stored { entry, .. } in entries {
            let id: EntryId = entry.id;
            let is_known: bool = self.ledger.contains_key(&id);
            match self.take(caller, entry, now) {
                Ok(received_at) => {
                    new = if is_known { new } else { Some(id) };
                    receipts.push(Receipt { id, received_at });
                }
                Err(reason) => rejected.push(Rejected { id, reason }),
            }
        }
        self.reads
            .extend(request.reads.iter().map(|note| EntryId(note.id)));
        let mut response = SyncResponse {
            receipts,
            rejected,
            anew: Vec::new(),
            whole: None,
            entries: EntryBatch::default(),
            cursor: Cursor(String::new()),
            more: false,
            centre_time: now,
            last: self
                .devices
                .move_chain(caller, request.after, &handed_in, new),
            enrolled,
            lease: Lease::default(),
        };
        if let Whole::After(after) = progress.whole {
            self.give_whole_plans(&mut progress, after, &mut response);
        } else {
            response.anew = self.drop_lost_logs(caller, &mut progress);
            let (news, more) = self.read_on(&mut progress.places, &handed_in);
            response.entries = EntryBatch::of(&news);
            response.more = more;
        }
        // What was confirmed of plans that the caller does not read is not kept.
        let covered: BTreeSet<Partition> = Self::partitions(&caller.prisons).collect();
        let confirmed = response
            .receipts
            .iter()
            .map(|one| self.ledger[&one.id].entry.plan);
        let shut = confirmed.filter(|plan| !covered.contains(&self.homes[plan]));
        response.anew.extend(shut.collect::<BTreeSet<PlanId>>());
        response.cursor = self.write_cursor(&progress);
        Ok(response)
    }

    /// Puts an entry in as if it had always been there.
    pub fn seed(&mut self, entry: Entry, received_at: u64) {
        let partition: Partition = self.home(&entry).expect("a plan that has been opened");
        self.append(partition, entry, received_at);
    }

    /// Everything that stands.
    pub fn ledger(&self) -> &BTreeMap<EntryId, Stored> {
        &self.ledger
    }

    /// The entries of one log in order.
    pub fn log(&self, partition: &Partition) -> &[EntryId] {
        self.logs.get(partition).map_or(&[], Vec::as_slice)
    }

    /// All logs.
    pub fn logs(&self) -> &BTreeMap<Partition, Vec<EntryId>> {
        &self.logs
    }

    /// The log of a plan.
    pub fn home_of(&self, plan: PlanId) -> Option<&Partition> {
        self.homes.get(&plan)
    }

    /// The logs that a device with these prisons reads.
    pub fn partitions(prisons: &BTreeSet<PrisonId>) -> impl Iterator<Item = Partition> {
        std::iter::once(None).chain(prisons.iter().cloned().map(Some))
    }

    /// Where a cursor stands in each log; `None` for one that this centre did not give, or that is of a round over all
    /// plans that is not at its end.
    pub fn places(&self, cursor: &Cursor) -> Option<BTreeMap<Partition, usize>> {
        let progress = self.progress(cursor)?;
        (progress.whole == Whole::Done).then_some(progress.places)
    }

    fn progress(&self, cursor: &Cursor) -> Option<Progress> {
        let mut parts = cursor.0.split(';');
        if parts.next()?.parse::<u64>().ok()? != self.epoch {
            return None;
        }
        let whole: Whole = match parts.next()? {
            "done" => Whole::Done,
            after => Whole::After(Some(after.parse().ok()?)),
        };
        let places = parts.next()?.split_terminator(',').map(|part| {
            let (name, place) = part.split_once(':')?;
            let partition: Partition = (!name.is_empty()).then(|| PrisonId::from(name));
            let place: usize = place.parse().ok()?;
            (place <= self.log(&partition).len()).then_some((partition, place))
        });
        let places = places.collect::<Option<_>>()?;
        Some(Progress { whole, places })
    }

    fn read_cursor(
        &self,
        caller: &Caller,
        cursor: Option<&Cursor>,
    ) -> Result<Progress, SendFailure> {
        let start = || {
            let logs = Self::partitions(&caller.prisons);
            Progress {
                whole: Whole::After(None),
                places: logs
                    .map(|log| (log.clone(), self.log(&log).len()))
                    .collect(),
            }
        };
        let Some(cursor) = cursor else {
            return Ok(start());
        };
        let progress = self.progress(cursor);
        let progress = progress.ok_or_else(|| refusal(409, "cursor-unknown"))?;
        let covered = Self::partitions(&caller.prisons).collect::<BTreeSet<Partition>>();
        let is_same = progress.places.keys().eq(&covered);
        // A round under the rights of before begins again.
        if progress.whole != Whole::Done && !is_same {
            return Ok(start());
        }
        Ok(progress)
    }

    fn write_cursor(&self, progress: &Progress) -> Cursor {
        let parts: Vec<String> = progress
            .places
            .iter()
            .map(|(partition, place)| {
                let name: &str = partition.as_ref().map_or("", PrisonId::as_str);
                format!("{name}:{place},")
            })
            .collect();
        let whole: String = match progress.whole {
            Whole::After(Some(plan)) => plan.to_string(),
            Whole::Done | Whole::After(None) => "done".to_owned(),
        };
        Cursor(format!("{};{whole};{}", self.epoch, parts.concat()))
    }

    /// Gives plans whole, in the order of their ids and at least one, whatever the device holds.
    fn give_whole_plans(
        &self,
        progress: &mut Progress,
        after: Option<PlanId>,
        response: &mut SyncResponse,
    ) {
        let is_next = |(plan, home): &(&PlanId, &Partition)| {
            after.is_none_or(|after| **plan > after) && progress.places.contains_key(*home)
        };
        let mut given: Vec<Stored> = Vec::new();
        let mut last: Option<PlanId> = None;
        for (plan, _) in self.homes.iter().filter(is_next) {
            let entries = self.ledger.values().filter(|one| one.entry.plan == *plan);
            let entries: Vec<Stored> = entries.cloned().collect();
            if last.is_some() && given.len() + entries.len() > self.page {
                response.more = true;
                break;
            }
            last = Some(*plan);
            response.anew.push(*plan);
            given.extend(entries);
        }
        let until = last.filter(|_| response.more);
        response.whole = Some(PlanRange { after, until });
        response.entries = EntryBatch::of(&given);
        progress.whole = until.map_or(Whole::Done, |plan| Whole::After(Some(plan)));
    }

    /// The plans of logs that the caller no longer reads; logs that are new are read from their start.
    fn drop_lost_logs(&self, caller: &Caller, progress: &mut Progress) -> Vec<PlanId> {
        let covered: BTreeSet<Partition> = Self::partitions(&caller.prisons).collect();
        let before: BTreeSet<Partition> = progress.places.keys().cloned().collect();
        let lost = self.homes.iter();
        let lost = lost.filter(|(_, home)| before.contains(*home) && !covered.contains(*home));
        let lost: Vec<PlanId> = lost.map(|(plan, _)| *plan).collect();
        progress.places.retain(|log, _| covered.contains(log));
        for log in covered {
            progress.places.entry(log).or_insert(0);
        }
        lost
    }

    /// Reads on in each log, at most a page, and leaves out what was just handed in.
    fn read_on(
        &self,
        places: &mut BTreeMap<Partition, usize>,
        handed_in: &BTreeSet<EntryId>,
    ) -> (Vec<Stored>, bool) {
        let mut news: Vec<Stored> = Vec::new();
        for (partition, place) in places.iter_mut() {
            let log: &[EntryId] = self.log(partition);
            while let Some(id) = log.get(*place) {
                if !handed_in.contains(id) {
                    if news.len() == self.page {
                        return (news, true);
                    }
                    news.push(self.ledger[id].clone());
                }
                *place += 1;
            }
        }
        (news, false)
    }

    fn take(&mut self, caller: &Caller, entry: Entry, now: u64) -> Result<u64, RejectReason> {
        if let Some(known) = self.ledger.get(&entry.id) {
            return match known.received_at {
                Some(received_at) if known.entry == entry => Ok(received_at),
                _ => Err(RejectReason::IdReused),
            };
        }
        if matches!(&entry.change, Change::Unknown(unknown) if unknown.is_malformed()) {
            return Err(RejectReason::Malformed);
        }
        if entry.author != caller.user {
            return Err(RejectReason::WrongAuthor);
        }
        if !self.devices.is_or_was(caller.device, entry.device) {
            return Err(RejectReason::WrongDevice);
        }
        let bytes = form::write(&entry).map_err(|_| RejectReason::Malformed)?;
        if bytes.len() > MAX_ENTRY_BYTES {
            return Err(RejectReason::TooLarge);
        }
        let partition: Partition = self.home(&entry).ok_or(RejectReason::NotAllowed)?;
        let is_covered: bool = partition
            .as_ref()
            .is_some_and(|prison| caller.prisons.contains(prison));
        if !is_covered {
            return Err(RejectReason::NotAllowed);
        }
        let names_foreign: bool = entry
            .replaces
            .iter()
            .filter_map(|id| self.ledger.get(id))
            .any(|old| is_foreign(&entry, &old.entry));
        if names_foreign {
            return Err(RejectReason::ReplacesForeign);
        }
        self.append(partition, entry, now);
        Ok(now)
    }

    fn home(&self, entry: &Entry) -> Option<Partition> {
        match (self.homes.get(&entry.plan), &entry.change) {
            (Some(home), _) => Some(home.clone()),
            (None, Change::PlanOpened { prison, .. }) => Some(Some(prison.clone())),
            (None, _) => None,
        }
    }

    fn append(&mut self, partition: Partition, entry: Entry, received_at: u64) {
        self.homes.insert(entry.plan, partition.clone());
        self.logs.entry(partition).or_default().push(entry.id);
        self.ledger
            .insert(entry.id, Stored::received(entry, received_at));
    }
}

/// Whether `new` may not replace `old`: it is of another plan or another record.
pub fn is_foreign(new: &Entry, old: &Entry) -> bool {
    let records: (Option<Record>, Option<Record>) = (new.change.record(), old.change.record());
    let is_other_record: bool = matches!(records, (Some(new), Some(old)) if new != old);
    new.plan != old.plan || is_other_record
}

/// An error answer.
pub fn refusal(status: u16, code: &str) -> SendFailure {
    SendFailure::Refused {
        status,
        error: ApiError {
            code: code.to_owned(),
            message: String::new(),
        },
    }
}
