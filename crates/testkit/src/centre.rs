//! The centre in memory: a set of entries with one gapless log per prison and one for what all share.
//! It keeps the rules of [`overgang_sync::message`]; it knows nothing of sessions or storage.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::entry::MAX_ENTRY_BYTES;
use overgang_domain::register::Record;
use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, PrisonId, Stored, UserId, form};
use overgang_sync::machine::SendFailure;
use overgang_sync::message::Rejected;
use overgang_sync::{
    ApiError, Cursor, EntryBatch, Receipt, RejectReason, SyncRequest, SyncResponse,
};

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

/// The centre.
#[derive(Clone, Debug)]
pub struct MemoryCentre {
    /// A cursor of another epoch is unknown.
    pub epoch: u64,
    /// The most entries in one answer.
    pub page: usize,
    /// The entries that the centre fails on.
    pub poison: BTreeSet<EntryId>,
    ledger: BTreeMap<EntryId, Stored>,
    logs: BTreeMap<Partition, Vec<EntryId>>,
    homes: BTreeMap<PlanId, Partition>,
}

impl MemoryCentre {
    /// A centre with nothing in it that sends at most `page` entries at once.
    pub fn new(page: usize) -> Self {
        Self {
            epoch: 1,
            page,
            poison: BTreeSet::new(),
            ledger: BTreeMap::new(),
            logs: BTreeMap::new(),
            homes: BTreeMap::from([(PlanId::DIRECTORY, None)]),
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
        let mut places: BTreeMap<Partition, usize> =
            self.read_cursor(caller, request.cursor.as_ref())?;
        let handed_in: BTreeSet<EntryId> = entries.iter().map(|one| one.entry.id).collect();
        let mut receipts: Vec<Receipt> = Vec::new();
        let mut rejected: Vec<Rejected> = Vec::new();
        for Stored { entry, .. } in entries {
            let id: EntryId = entry.id;
            match self.take(caller, entry, now) {
                Ok(received_at) => receipts.push(Receipt { id, received_at }),
                Err(reason) => rejected.push(Rejected { id, reason }),
            }
        }
        let (news, more) = self.read_on(&mut places, &handed_in);
        Ok(SyncResponse {
            receipts,
            rejected,
            entries: EntryBatch::of(&news),
            cursor: self.write_cursor(&places),
            more,
            centre_time: now,
        })
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

    /// The logs that a device with these prisons reads.
    pub fn partitions(prisons: &BTreeSet<PrisonId>) -> impl Iterator<Item = Partition> {
        std::iter::once(None).chain(prisons.iter().cloned().map(Some))
    }

    /// Where a cursor stands in each log; `None` for one that this centre did not give.
    pub fn places(&self, cursor: &Cursor) -> Option<BTreeMap<Partition, usize>> {
        let (epoch, rest) = cursor.0.split_once(';')?;
        if epoch.parse::<u64>().ok()? != self.epoch {
            return None;
        }
        let places = rest.split_terminator(',').map(|part| {
            let (name, place) = part.split_once(':')?;
            let partition: Partition = (!name.is_empty()).then(|| PrisonId::from(name));
            let place: usize = place.parse().ok()?;
            (place <= self.log(&partition).len()).then_some((partition, place))
        });
        places.collect()
    }

    fn read_cursor(
        &self,
        caller: &Caller,
        cursor: Option<&Cursor>,
    ) -> Result<BTreeMap<Partition, usize>, SendFailure> {
        let Some(cursor) = cursor else {
            return Ok(Self::partitions(&caller.prisons)
                .map(|one| (one, 0))
                .collect());
        };
        self.places(cursor)
            .ok_or_else(|| refusal(409, "cursor-unknown"))
    }

    fn write_cursor(&self, places: &BTreeMap<Partition, usize>) -> Cursor {
        let parts: Vec<String> = places
            .iter()
            .map(|(partition, place)| {
                let name: &str = partition.as_ref().map_or("", PrisonId::as_str);
                format!("{name}:{place},")
            })
            .collect();
        Cursor(format!("{};{}", self.epoch, parts.concat()))
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
        if entry.device != caller.device {
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
