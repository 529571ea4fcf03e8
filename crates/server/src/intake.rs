//! Which of the entries that a device hands in go into the ledger, and into which log. Pure: the store
//! hands in what the ledger already knows, within its transaction.

mod outcome;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use overgang_domain::entry::MAX_ENTRY_BYTES;
use overgang_domain::register::Record;
use overgang_domain::{Change, Entry, EntryId, Plan, PlanId, Stored, form};
use overgang_sync::{Receipt, RejectReason, Rejected};

pub use outcome::PublicLine;

use self::outcome::{public_lines, speaks_against_sharing};
use crate::directory_rights;
use crate::partition::Partition;
use crate::rules::{Asker, Caller, PlanRights};

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

/// An entry that was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Of which plan.
    pub plan: PlanId,
    /// When, milliseconds since 1970.
    pub erased_at: u64,
}

/// What the ledger knows of the ids and plans that some entries name.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The entries that are offered or replaced, as far as the ledger has them.
    pub entries: BTreeMap<EntryId, Known>,
    /// Those of them that were erased.
    pub erased: BTreeMap<EntryId, Tombstone>,
    /// The logs of the plans that are named, as far as they exist.
    pub homes: BTreeMap<PlanId, Partition>,
    /// These plans, folded; the directory too, where entries of it are offered.
    pub plans: BTreeMap<PlanId, Plan>,
}

/// What is to be done with the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement<'a> {
    /// To be appended, in this order, by log.
    pub accepted: BTreeMap<Partition, Vec<&'a Offered>>,
    /// Plans that come into being.
    pub opened: BTreeMap<PlanId, Partition>,
    /// What changes of the rights to plans.
    pub rights: BTreeMap<PlanId, PlanRights>,
    /// The receipts, for what stands there already too.
    pub receipts: Vec<Receipt>,
    /// What is not taken.
    pub rejected: Vec<Rejected>,
    /// What the centre itself appends after that, by log ([`overgang_domain::public_line`]).
    pub public_lines: BTreeMap<Partition, Vec<PublicLine>>,
    /// Of what is to be appended, what the person has said against sharing: every entry about a refusal, and every one
    /// about a consent that stood already, whatever it changes of it.
    pub withdrawn: Vec<&'a Offered>,
}

impl Judgement<'_> {
    /// The plans that move to another prison's log, for a transfer has come into force.
    pub fn moving(&self, today: NaiveDate) -> impl Iterator<Item = PlanId> {
        let rights = self.rights.iter();
        let due = rights.filter(move |(_, rights)| rights.moves_on.is_some_and(|day| day <= today));
        due.map(|(plan, _)| *plan)
    }
}

impl Offered {
    /// The entry and its bytes; the entry's id where it cannot be written.
    pub fn of(entry: Entry) -> Result<Self, EntryId> {
        let body: Vec<u8> = form::write(&entry).map_err(|_| entry.id)?;
        Ok(Self { entry, body })
    }
}

/// Judges entries that were received at `now`, milliseconds since 1970, in the order in which they were written. A bad
/// one never holds up the others. Those that open plans
/// are judged first, so that their place in the batch does not matter.
pub fn judge<'a>(
    asker: Asker<'a>,
    entries: &'a [Offered],
    mut facts: Facts,
    now: u64,
) -> Judgement<'a> {
    let opens = |offered: &&Offered| matches!(offered.entry.change, Change::PlanOpened { .. });
    let (opening, others): (Vec<&Offered>, Vec<&Offered>) = entries.iter().partition(opens);
    let plans = std::mem::take(&mut facts.plans);
    let mut court = Court {
        asker,
        now,
        facts,
        seen: BTreeMap::new(),
        plans: plans
            .into_iter()
            .map(|(id, plan)| (id, Standing::of(plan, asker)))
            .collect(),
        judgement: Judgement::default(),
    };
    for offered in opening.into_iter().chain(others) {
        court.hear(offered);
    }
    court.close()
}

/// The logs into which entries of these may go: they have to stand still while the entries are judged.
pub fn logs_touched(
    entries: &[Offered],
    homes: &BTreeMap<PlanId, Partition>,
) -> BTreeSet<Partition> {
    let of_entry = |Offered { entry, .. }: &Offered| {
        if entry.plan == PlanId::DIRECTORY {
            return Some(Partition::common());
        }
        home(entry, homes.get(&entry.plan))
    };
    entries.iter().filter_map(of_entry).collect()
}

/// The log that a person's entry goes to: that of the plan, or of the prison that it opens the plan in. A plan is opened
/// in one prison.
fn home(entry: &Entry, existing: Option<&Partition>) -> Option<Partition> {
    let asked: Option<Partition> = if let Change::PlanOpened { prison, .. } = &entry.change {
        Some(Partition::of(prison))
    } else {
        None
    };
    match (existing, asked) {
        (Some(existing), Some(asked)) if *existing != asked => None,
        (Some(existing), _) => Some(existing.clone()),
        (None, asked) => asked,
    }
}

/// What is known while the entries are judged one after the other.
struct Court<'a> {
    asker: Asker<'a>,
    now: u64,
    facts: Facts,
    /// Those accepted so far.
    seen: BTreeMap<EntryId, &'a Entry>,
    /// The plans with those accepted so far.
    plans: BTreeMap<PlanId, Standing>,
    judgement: Judgement<'a>,
}

/// A plan as it stands.
struct Standing {
    plan: Plan,
    /// What its rights were before the first entry.
    rights: PlanRights,
}

impl Standing {
    fn of(plan: Plan, asker: Asker<'_>) -> Self {
        Self {
            rights: PlanRights::of(&plan, asker.rules, asker.today),
            plan,
        }
    }
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
    fn hear(&mut self, offered: &'a Offered) {
        let id: EntryId = offered.entry.id;
        match self.judge(offered) {
            Ok(Verdict::Accept(partition)) => self.accept(offered, partition),
            Ok(Verdict::Known(received_at)) => {
                self.judgement.receipts.push(Receipt { id, received_at });
            }
            Ok(Verdict::Repeated) => {}
            Err(reason) => self.judgement.rejected.push(Rejected { id, reason }),
        }
    }

    fn accept(&mut self, offered: &'a Offered, partition: Partition) {
        let Offered { entry, .. } = offered;
        let plan: PlanId = entry.plan;
        let now: u64 = self.now;
        if matches!(entry.change, Change::PlanOpened { .. })
            && !self.facts.homes.contains_key(&plan)
        {
            self.judgement.opened.insert(plan, partition.clone());
        }
        self.judgement.receipts.push(Receipt {
            id: entry.id,
            received_at: now,
        });
        let standing = self.plans.entry(plan).or_insert_with(|| Standing {
            plan: Plan::empty(plan),
            rights: PlanRights::default(),
        });
        standing.plan.apply(&Stored::received(entry.clone(), now));
        self.seen.insert(entry.id, entry);
        let log = self.judgement.accepted.entry(partition).or_default();
        log.push(offered);
    }

    /// Ends with the rights that have changed.
    fn close(mut self) -> Judgement<'a> {
        let Asker { rules, today, .. } = self.asker;
        let accepted = self.judgement.accepted.values().flatten().copied();
        let withdrawn = accepted.filter(|one| {
            let standing = self.plans.get(&one.entry.plan);
            standing
                .is_some_and(|standing| speaks_against_sharing(&standing.plan, &one.entry.change))
        });
        self.judgement.withdrawn = withdrawn.collect();
        let changed: BTreeSet<PlanId> = self.seen.values().map(|entry| entry.plan).collect();
        for (id, standing) in self.plans {
            if id == PlanId::DIRECTORY || !changed.contains(&id) {
                continue;
            }
            let opened = self.judgement.opened.get(&id);
            let lines = public_lines(&standing.plan, self.asker);
            if let Some(log) = self.facts.homes.get(&id).or(opened)
                && !lines.is_empty()
            {
                let log = self.judgement.public_lines.entry(log.clone());
                log.or_default().extend(lines);
            }
            let rights = PlanRights::of(&standing.plan, rules, today);
            if rights != standing.rights {
                self.judgement.rights.insert(id, rights);
            }
        }
        self.judgement
    }

    fn judge(&self, offered: &Offered) -> Result<Verdict, RejectReason> {
        let entry: &Entry = &offered.entry;
        if entry.author != self.asker.caller.author {
            return Err(RejectReason::WrongAuthor);
        }
        let Caller {
            device,
            copied_from,
            ..
        } = self.asker.caller;
        if entry.device != *device && !copied_from.contains(&entry.device) {
            return Err(RejectReason::WrongDevice);
        }
        // The device has it confirmed, and drops it with what it is given of the plan.
        if let Some(erased) = self.facts.erased.get(&entry.id) {
            return if erased.plan == entry.plan {
                Ok(Verdict::Known(erased.erased_at))
            } else {
                Err(RejectReason::IdReused)
            };
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

    /// The log that an entry goes to, if the caller may write there. A plan that does not exist and one that is none of
    /// the caller's give the same answer.
    fn log_of(&self, entry: &Entry) -> Result<Partition, RejectReason> {
        let plan: Option<&Plan> = self.plans.get(&entry.plan).map(|standing| &standing.plan);
        if entry.plan == PlanId::DIRECTORY {
            let directory: &Plan = plan.ok_or(RejectReason::NotAllowed)?;
            directory_rights::check(self.asker.caller, directory, &entry.change)?;
            return Ok(Partition::common());
        }
        let known = self.facts.homes.get(&entry.plan);
        let opened = || self.judgement.opened.get(&entry.plan);
        let log = home(entry, known.or_else(opened)).ok_or(RejectReason::NotAllowed)?;
        if self.may_write(plan, entry) {
            Ok(log)
        } else {
            Err(RejectReason::NotAllowed)
        }
    }

    /// Whether the caller may write it in the plan as it stands, and, for an opening, as it would stand.
    fn may_write(&self, plan: Option<&Plan>, entry: &Entry) -> bool {
        let may = |plan: &Plan| self.asker.may_write(plan, &entry.change);
        if !matches!(entry.change, Change::PlanOpened { .. }) {
            return plan.is_some_and(may);
        }
        let mut made = plan.cloned().unwrap_or_else(|| Plan::empty(entry.plan));
        made.apply(&Stored::received(entry.clone(), self.now));
        may(&made) && plan.is_none_or(may)
    }

    /// Whether `entry` may not replace `old`. What nobody has seen yet may be replaced: it can come later.
    fn is_foreign(&self, entry: &Entry, old: EntryId) -> bool {
        if let Some(erased) = self.facts.erased.get(&old) {
            return erased.plan != entry.plan;
        }
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
