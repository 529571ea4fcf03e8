//! Checks the log of reads as the ledger is checked: every row against its strand's hash chain, its columns and the
//! strand's end; and copies it with its chains.

use overgang_sync::message::AuditPlace;
use uuid::Uuid;

use super::strand::{Strand, link};
use crate::chain::Hash;
use crate::partition::Partition;
use crate::storage::{AuditRecord, LedgerStore, UseStoreError};
use crate::verify::{Fault, Finding, LedgerFault};

/// How many rows are read at once.
const ROWS_AT_ONCE: u32 = 1_000;

/// Checks all strands.
pub async fn verify_audit(store: &dyn LedgerStore) -> Result<Finding, UseStoreError> {
    let mut entries: u64 = 0;
    for (strand, end) in store.strands().await? {
        match verify_strand(store, strand, end).await? {
            Ok(count) => entries += count,
            Err((sequence, fault)) => {
                return Ok(Finding::Fault(LedgerFault {
                    partition: Partition::named(format!("audit/{strand}")),
                    sequence,
                    fault,
                }));
            }
        }
    }
    Ok(Finding::Whole { entries })
}

async fn verify_strand(
    store: &dyn LedgerStore,
    strand: Uuid,
    end: Option<Strand>,
) -> Result<Result<u64, (u64, Fault)>, UseStoreError> {
    let Some(end) = end else {
        return Ok(Err((0, Fault::NoHead)));
    };
    let mut last: (u64, Hash) = (0, Hash::START);
    let mut has_met_end: bool = false;
    loop {
        let rows = store.strand_rows(strand, last.0, ROWS_AT_ONCE).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if let Some(fault) = fault_of(&row, last) {
                return Ok(Err((row.place.sequence, fault)));
            }
            last = (row.place.sequence, row.hash);
            has_met_end |= last == (end.sequence, end.hash);
        }
    }
    // The centre may write on while it is checked.
    let is_whole: bool =
        has_met_end && (last.0 == end.sequence || has_moved(store, strand, last.0).await?);
    Ok(if is_whole {
        Ok(last.0)
    } else {
        Err((last.0, Fault::WrongEnd))
    })
}

async fn has_moved(store: &dyn LedgerStore, strand: Uuid, to: u64) -> Result<bool, UseStoreError> {
    let ends = store.strands().await?.into_iter();
    let mut ends = ends.filter_map(|(_, end)| end);
    Ok(ends.any(|end| end.id == strand && end.sequence >= to))
}

fn fault_of(row: &AuditRecord, last: (u64, Hash)) -> Option<Fault> {
    let AuditPlace { strand, sequence } = row.place;
    if sequence != last.0 + 1 {
        Some(Fault::Gap)
    } else if link(strand, last.1, sequence, row.received_at, &row.body) != row.hash {
        Some(Fault::WrongHash)
    } else if row.columns_agree {
        None
    } else {
        Some(Fault::WrongColumn)
    }
}

/// Copies the log of reads and the reviews of it into another database that has none.
pub async fn copy_audit(from: &dyn LedgerStore, to: &dyn LedgerStore) -> Result<(), UseStoreError> {
    for (strand, end) in from.strands().await? {
        let end: u64 = end.map_or(0, |end| end.sequence);
        let mut last: u64 = 0;
        while last < end {
            let mut rows = from.strand_rows(strand, last, ROWS_AT_ONCE).await?;
            // What comes while the copy is made is not in it.
            rows.retain(|row| row.place.sequence <= end);
            let Some(row) = rows.last() else {
                break;
            };
            last = row.place.sequence;
            to.copy_strand(&rows).await?;
        }
    }
    for review in from.reviews().await? {
        to.keep_review(&review).await?;
        for finding in from.findings(&review.week).await? {
            to.keep_finding(&finding).await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
