//! Which of the entries that a device hands in go into the ledger, and into which log. Pure: the store
//! hands in what the ledger already knows, within its transaction.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::entry::MAX_ENTRY_BYTES;
use overgang_domain::register::Record;
use overgang_domain::{Change, Entry, EntryId, Plan, PlanId, Stored, form};
use overgang_sync::{Receipt, RejectReason, Rejected};

use crate::directory_rights;
use crate::partition::Partition;
use crate::storage::Writer;

/// An entry with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The entry.
    pub entry: Entry,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// An entry that the ledger has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// When it was received, milliseconds since 1970.
    pub received_at: u64,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// What the ledger knows of the ids and plans that some entries name.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The entries that are offered or replaced, as far as the ledger has them.
    pub entries: BTreeMap<EntryId, Known>,
    /// The plans that are named, as far as they exist.
    pub plans: BTreeMap<PlanId, Partition>,
    /// The directory, where entries of it are offered.
    pub directory: Option<Plan>,
}

/// What is to be done with the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement<'a> {
    /// To be appended, in this order, by log.
    pub accepted: BTreeMap<Partition, Vec<&'a Offered>>,
    /// Plans that come into being.
    pub opened: BTreeMap<PlanId, Partition>,
    /// The receipts, for what stands there already too.
    pub receipts: Vec<Receipt>,
    /// What is not taken.
    pub rejected: Vec<Rejected>,
}

impl Offered {
    /// The entry and its bytes; the entry's id where it cannot be written.
    pub fn of(entry: Entry) -> Result<Self, EntryId> {
        let body: Vec<u8> = form::write(&entry).map_err(|_| entry.id)?;
        Ok(Self { entry, body })
    }
}

/// Judges entries that `writer` hands in at `now`, milliseconds since 1970. A bad one never holds up
/// the others. Those that open plans are judged first, so that their order in the batch does not matter.
pub fn judge<'a>(
    writer: &'a Writer,
    entries: &'a [Offered],
    facts: &'a Facts,
    now: u64,
) -> Judgement<'a> {
    let opens = |offered: &&Offered| matches!(offered.entry.change, Change::PlanOpened { .. });
    let (opening, others): (Vec<&Offered>, Vec<&Offered>) = entries.iter().partition(opens);
    let mut court = Court {
        writer,
        facts,
        seen: BTreeMap::new(),
        directory: facts.directory.clone(),
        judgement: Judgement::default(),
    };
    for offered in opening.into_iter().chain(others) {
        court.hear(offered, now);
    }
    court.judgement
}

/// The logs into which entries of these may go: they have to stand still while the entries are judged.
pub fn logs_touched(
    writer: &Writer,
    entries: &[Offered],
    plans: &BTreeMap<PlanId, Partition>,
) -> BTreeSet<Partition> {
    let mut logs: BTreeSet<Partition> = entries
        .iter()
        .filter_map(|Offered { entry, .. }| home(writer, entry, plans.get(&entry.plan)))
        .collect();
    if entries
        .iter()
        .any(|one| one.entry.plan == PlanId::DIRECTORY)
    {
        logs.insert(Partition::common());
    }
    logs
}

/// The log that a person's entry goes to, where the writer may write: that of the plan, or of the prison that it opens the
/// plan in.
fn home(writer: &Writer, entry: &Entry, existing: Option<&Partition>) -> Option<Partition> {
    let asked: Option<Partition> = if let Change::PlanOpened { prison, .. } = &entry.change {
        Some(Partition::of(prison))
    } else {
        None
    };
    let log: Partition = match (existing, asked) {
        (Some(existing), Some(asked)) if *existing != asked => return None,
        (Some(existing), _) => existing.clone(),
        (None, asked) => asked?,
    };
    let mut covered = writer.prisons.iter();
    covered
        .any(|prison| Partition::of(prison) == log)
        .then_some(log)
}

/// What is known while the entries are judged one after the other.
struct Court<'a> {
    writer: &'a Writer,
    facts: &'a Facts,
    /// Those accepted so far.
    seen: BTreeMap<EntryId, &'a Entry>,
    /// The directory with those accepted so far.
    directory: Option<Plan>,
    judgement: Judgement<'a>,
}

/// What an entry gets.
enum Verdict {
    /// It is new and goes into this log.
    Accept(Partition),
    /// It stands there already, received then.
    Known(u64),
    /// It was in the same batch already.
    Repeated,
}

impl<'a> Court<'a> {
    fn hear(&mut self, offered: &'a Offered, now: u64) {
        let id: EntryId = offered.entry.id;
        match self.judge(offered) {
            Ok(Verdict::Accept(partition)) => {
                if matches!(offered.entry.change, Change::PlanOpened { .. }) {
                    let plan: PlanId = offered.entry.plan;
                    if !self.facts.plans.contains_key(&plan) {
                        self.judgement.opened.insert(plan, partition.clone());
                    }
                }
                self.judgement.receipts.push(Receipt {
                    id,
                    received_at: now,
                });
                if let Some(directory) = &mut self.directory {
                    directory.apply(&Stored::received(offered.entry.clone(), now));
                }
                self.seen.insert(id, &offered.entry);
                let log = self.judgement.accepted.entry(partition).or_default();
                log.push(offered);
            }
            Ok(Verdict::Known(received_at)) => {
                self.judgement.receipts.push(Receipt { id, received_at });
            }
            Ok(Verdict::Repeated) => {}
            Err(reason) => self.judgement.rejected.push(Rejected { id, reason }),
        }
    }

    fn judge(&self, offered: &Offered) -> Result<Verdict, RejectReason> {
        let entry: &Entry = &offered.entry;
        if entry.author != self.writer.user {
            return Err(RejectReason::WrongAuthor);
        }
        if entry.device != self.writer.device {
            return Err(RejectReason::WrongDevice);
        }
        if let Some(known) = self.facts.entries.get(&entry.id) {
            return if is_same(offered, &known.body) {
                Ok(Verdict::Known(known.received_at))
            } else {
                Err(RejectReason::IdReused)
            };
        }
        if let Some(seen) = self.seen.get(&entry.id) {
            return if *seen == entry {
                Ok(Verdict::Repeated)
            } else {
                Err(RejectReason::IdReused)
            };
        }
        if offered.body.len() > MAX_ENTRY_BYTES {
            return Err(RejectReason::TooLarge);
        }
        if matches!(&entry.change, Change::Unknown(unknown) if unknown.is_malformed()) {
            return Err(RejectReason::Malformed);
        }
        let partition: Partition = self.log_of(entry)?;
        let replaces_foreign: bool = entry
            .replaces
            .iter()
            .any(|old| self.is_foreign(entry, *old));
        if replaces_foreign {
            return Err(RejectReason::ReplacesForeign);
        }
        Ok(Verdict::Accept(partition))
    }

    /// The log that an entry goes to, if the writer may write there. A plan that does not exist and one
    /// that is none of the writer's give the same answer.
    fn log_of(&self, entry: &Entry) -> Result<Partition, RejectReason> {
        if entry.plan == PlanId::DIRECTORY {
            let directory: &Plan = self.directory.as_ref().ok_or(RejectReason::NotAllowed)?;
            directory_rights::check(self.writer, directory, &entry.change)?;
            return Ok(Partition::common());
        }
        self.log_of_person(entry).ok_or(RejectReason::NotAllowed)
    }

    fn log_of_person(&self, entry: &Entry) -> Option<Partition> {
        let known = self.facts.plans.get(&entry.plan);
        let opened = || self.judgement.opened.get(&entry.plan);
        home(self.writer, entry, known.or_else(opened))
    }

    /// Whether `entry` may not replace `old`. What nobody has seen yet may be replaced: it can come later.
    fn is_foreign(&self, entry: &Entry, old: EntryId) -> bool {
        let from_ledger: Option<Entry> = self
            .facts
            .entries
            .get(&old)
            .and_then(|known| form::read(&known.body).ok());
        let Some(old) = from_ledger
            .as_ref()
            .or_else(|| self.seen.get(&old).copied())
        else {
            return false;
        };
        let records: (Option<Record>, Option<Record>) =
            (entry.change.record(), old.change.record());
        old.plan != entry.plan || matches!(records, (Some(new), Some(old)) if new != old)
    }
}

/// Whether the ledger's body says the same. An older centre may have kept a kind to the byte that this
/// one reads, so equal bytes are not asked for.
fn is_same(offered: &Offered, body: &[u8]) -> bool {
    offered.body == body || form::read(body).is_ok_and(|known: Entry| known == offered.entry)
}
