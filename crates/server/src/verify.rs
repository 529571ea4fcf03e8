//! Checks the ledger: every row against the hash chain, the columns against the entry, erased rows against their
//! tombstones, the last row against the head. It changes nothing in the ledger, and the centre may serve meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Change, DeviceId, EntryId, UserId};

use crate::chain::{self, Hash};
use crate::partition::Partition;
use crate::storage::{Content, LedgerRow, LedgerStore, LogHead, UseStoreError};

/// How many rows are read at once.
const ROWS_AT_ONCE: u32 = 1_000;

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// So many entries, all as they were written.
    Whole {
        /// How many.
        entries: u64,
    },
    /// The first fault.
    Fault(LedgerFault),
}

/// Where a ledger is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ledger is not whole: log {partition}, entry {sequence}: {fault}")]
pub struct LedgerFault {
    /// In which log.
    pub partition: Partition,
    /// At which sequence; 0 for the log as a whole.
    pub sequence: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The sequence has a gap here.
    #[error("a row is missing or was added")]
    Gap,
    /// The hash is not that of the row and what stands before it.
    #[error("the row is not what was written, or not where")]
    WrongHash,
    /// A column says something else than the entry.
    #[error("a column does not agree with the entry")]
    WrongColumn,
    /// The head names another end.
    #[error("the end of the log is not what its head says")]
    WrongEnd,
    /// There are rows and no head.
    #[error("the log has lost its head")]
    NoHead,
    /// An entry has lost its content, and nothing says on which ground.
    #[error("an entry has lost its content without a tombstone")]
    NoTombstone,
    /// An entry that was erased has its content.
    #[error("an entry that was erased has come back")]
    CameBack,
    /// A head that was published is not in the log.
    #[error("the log is not what was published of it")]
    NotAsPublished,
}

/// Checks all logs.
pub async fn verify_ledger(store: &dyn LedgerStore) -> Result<Finding, UseStoreError> {
    let mut entries: u64 = 0;
    for log in store.log_heads().await? {
        match verify_log(store, &log).await? {
            Ok(count) => entries += count,
            Err(fault) => return Ok(Finding::Fault(fault)),
        }
    }
    Ok(Finding::Whole { entries })
}

async fn verify_log(
    store: &dyn LedgerStore,
    log: &LogHead,
) -> Result<Result<u64, LedgerFault>, UseStoreError> {
    let at = |sequence: u64, fault: Fault| LedgerFault {
        partition: log.partition.clone(),
        sequence,
        fault,
    };
    let Some(head) = log.head else {
        return Ok(Err(at(0, Fault::NoHead)));
    };
    let mut last: (u64, Hash) = (0, Hash::START);
    let mut has_met_head: bool = last == head;
    let mut graves = Graves::default();
    loop {
        let rows: Vec<LedgerRow> = store.log_rows(&log.partition, last.0, ROWS_AT_ONCE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(fault) = fault_of(&row, last, &log.partition) {
                return Ok(Err(at(row.sequence, fault)));
            }
            graves.look_at(&row);
            last = (row.sequence, row.hash);
            has_met_head |= last == head;
        }
    }
    if let Some((sequence, fault)) = graves.fault(store).await? {
        return Ok(Err(at(sequence, fault)));
    }
    let is_whole: bool = has_met_head && (last == head || has_moved_to(store, log, last.0).await?);
    Ok(if is_whole {
        Ok(last.0)
    } else {
        Err(at(last.0, Fault::WrongEnd))
    })
}

/// Whether the log's head has come this far meanwhile: the centre may serve while it is checked.
async fn has_moved_to(
    store: &dyn LedgerStore,
    log: &LogHead,
    sequence: u64,
) -> Result<bool, UseStoreError> {
    let heads = store.heads(&[log.partition.clone()].into()).await?;
    let head = heads.get(&log.partition).copied().unwrap_or_default();
    Ok(head >= sequence)
}

/// The erased entries of one log, and the tombstones that name them.
#[derive(Default)]
struct Graves {
    /// Those erased that no later tombstone has named, by id: where they stand, and since when they are erased.
    open: BTreeMap<EntryId, (u64, u64)>,
    /// All that tombstones name, and the last tombstone.
    named: BTreeSet<EntryId>,
    last: u64,
}

impl Graves {
    fn look_at(&mut self, row: &LedgerRow) {
        if let Content::Erased { at } = row.content {
            self.open.insert(row.entry, (row.sequence, at));
            return;
        }
        let Some(entry) = row.read_entry() else {
            return;
        };
        let is_own: bool = (entry.author, entry.device) == (UserId::CENTRE, DeviceId::CENTRE);
        if let Change::Erased { entries, .. } = entry.change
            && is_own
        {
            for id in &entries {
                let is_of_then = |(_, at): &(u64, u64)| *at == entry.time.millis;
                if self.open.get(id).is_some_and(is_of_then) {
                    self.open.remove(id);
                }
            }
            self.named.extend(entries);
            self.last = row.sequence;
        }
    }

    /// The first that has no tombstone, or a tombstone of something that is not erased.
    async fn fault(self, store: &dyn LedgerStore) -> Result<Option<(u64, Fault)>, UseStoreError> {
        let first = self.open.values().map(|(sequence, _)| *sequence).min();
        if let Some(sequence) = first {
            return Ok(Some((sequence, Fault::NoTombstone)));
        }
        // Asked now: an entry may have been erased after its row was read.
        let kept = store.kept_of(&self.named).await?;
        Ok((!kept.is_empty()).then_some((self.last, Fault::CameBack)))
    }
}

fn fault_of(row: &LedgerRow, before: (u64, Hash), partition: &Partition) -> Option<Fault> {
    if row.sequence != before.0 + 1 {
        return Some(Fault::Gap);
    }
    if let Content::Kept { body, salt } = &row.content {
        if chain::body_hash(*salt, body) != row.body_hash {
            return Some(Fault::WrongHash);
        }
        let Some(entry) = row.read_entry() else {
            return Some(Fault::WrongColumn);
        };
        let agrees: bool = (entry.id, entry.plan, entry.author, entry.device)
            == (row.entry, row.plan, row.author, row.device);
        if !agrees {
            return Some(Fault::WrongColumn);
        }
    }
    let hash: Hash = chain::link(
        before.1,
        partition,
        row.sequence,
        row.received_at,
        row.row_hash(),
    );
    (hash != row.hash).then_some(Fault::WrongHash)
}
