//! Taking away the content of entries, by law and for ever: what is asked for, what is refused, and what became of it. In
//! each log a tombstone is left, which names the entries and the ground and nothing else (decision 21).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use overgang_domain::change::ErasureGround;
use overgang_domain::{Change, EntryId, Plan, PlanId, Stored, retention};

use crate::after_commit::{ProjectError, Projector};
use crate::erasures_file::{ErasuresFile, Line, ReadErasuresError, WriteErasureError, erased_in};
use crate::partition::Partition;
use crate::rules::Rules;
use crate::storage::{LedgerStore, UseStoreError};

/// Says which of a plan's entries are to go, within the transaction in which they go. It is given all that have their
/// content, tombstones too.
pub type Choose<'a> =
    dyn Fn(&[Stored]) -> Result<BTreeSet<EntryId>, NotErasable> + Send + Sync + 'a;

/// An erasure to be made.
pub struct Erasure<'a> {
    /// In which plan.
    pub plan: PlanId,
    /// On which ground.
    pub ground: ErasureGround,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// Which entries.
    pub choose: &'a Choose<'a>,
    /// The log that keeps the tombstone of entries that are not in this database, as when it was restored from a backup
    /// that was made before they were written.
    pub absent_in: Option<&'a Partition>,
    /// Where it is written down outside the database, before it is committed.
    pub file: Option<&'a ErasuresFile>,
}

/// What was erased, by log. An entry can stand in several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// The entries.
    pub logs: BTreeMap<Partition, BTreeSet<EntryId>>,
}

/// The entries that were named are not erased.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotErasable {
    /// There is no such plan, or nothing of it is left.
    #[error("there is no such plan here, or nothing of it is left")]
    NoPlan,
    /// They do not stand in the plan.
    #[error("these entries do not stand in the plan: {}", listed(.0))]
    NoEntries(BTreeSet<EntryId>),
    /// Without its opening, and its moves to other prisons, a plan is nobody's.
    #[error("the opening of a plan and its moves go with the whole plan only: leave --entry away")]
    Opening,
    /// What they had replaced would be shown as if it held.
    #[error("these older entries would stand again: name them too: {}", listed(.0))]
    WouldStandAgain(BTreeSet<EntryId>),
    /// They are tombstones.
    #[error("what is left of erased entries cannot be erased")]
    Tombstone,
}

/// Nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// The entries are not to be erased so.
    #[error(transparent)]
    NotErasable(#[from] NotErasable),
    /// It could not be written down outside the database.
    #[error(transparent)]
    File(#[from] WriteErasureError),
    /// It was erased, and the file outside the database may still have it.
    #[error("it was erased, and what the file of erasures has of it was not: {0}")]
    Forget(#[from] ReadErasuresError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
    /// It was erased, and the overviews still have it.
    #[error(transparent)]
    Project(#[from] ProjectError),
}

fn listed(entries: &BTreeSet<EntryId>) -> String {
    let ids: Vec<String> = entries.iter().map(EntryId::to_string).collect();
    ids.join(" ")
}

impl Erased {
    /// How many entries.
    pub fn count(&self) -> usize {
        let all: BTreeSet<&EntryId> = self.logs.values().flatten().collect();
        all.len()
    }
}

/// Chooses these entries of a plan; all of it where none are named.
pub fn choose_named(
    plan: PlanId,
    named: &BTreeSet<EntryId>,
    entries: &[Stored],
) -> Result<BTreeSet<EntryId>, NotErasable> {
    let is_tombstone = |one: &&Stored| one.entry.change.is_tombstone();
    let (tombstones, others): (Vec<&Stored>, Vec<&Stored>) = entries.iter().partition(is_tombstone);
    let all: BTreeSet<EntryId> = others.iter().map(|one| one.entry.id).collect();
    if all.is_empty() || plan == PlanId::DIRECTORY {
        return Err(NotErasable::NoPlan);
    }
    if named.is_empty() || *named == all {
        return Ok(all);
    }
    if tombstones.iter().any(|one| named.contains(&one.entry.id)) {
        return Err(NotErasable::Tombstone);
    }
    let unknown: BTreeSet<EntryId> = named.difference(&all).copied().collect();
    if !unknown.is_empty() {
        return Err(NotErasable::NoEntries(unknown));
    }
    let opens = |one: &&Stored| {
        matches!(
            one.entry.change,
            Change::PlanOpened { .. } | Change::PlanMoved { .. }
        )
    };
    let mut openings = others.iter().copied().filter(opens);
    if openings.any(|one| named.contains(&one.entry.id)) {
        return Err(NotErasable::Opening);
    }
    let folded = Plan::fold(plan, entries);
    let again = retention::standing_again(&folded, entries, named);
    if again.is_empty() {
        Ok(named.clone())
    } else {
        Err(NotErasable::WouldStandAgain(again))
    }
}

/// Erases, and lets nothing of it stand in the overviews or in what the database keeps beside its rows.
pub async fn erase(
    store: &dyn LedgerStore,
    rules: &Arc<Rules>,
    erasure: &Erasure<'_>,
) -> Result<Erased, EraseError> {
    let erased: Erased = store.erase(erasure).await?;
    finish(store, rules, erasure.file).await?;
    Ok(erased)
}

/// What has to follow erasures.
pub async fn finish(
    store: &dyn LedgerStore,
    rules: &Arc<Rules>,
    file: Option<&ErasuresFile>,
) -> Result<(), EraseError> {
    if let Some(file) = file {
        file.forget_erased()?;
    }
    let projector = Projector::new(Arc::clone(rules));
    projector.bring_up_to_date(store).await?;
    Ok(store.scrub().await?)
}

/// Does again what these lines say, as far as a backup has undone it: takes away what was erased, and brings what the person
/// has said against sharing. Answers for how many of them something was to be done.
pub async fn replay(store: &dyn LedgerStore, lines: &[Line]) -> Result<usize, EraseError> {
    let mut count: usize = 0;
    let erased: BTreeSet<EntryId> = erased_in(lines.iter());
    for line in lines {
        match line {
            Line::Withdrawn(line) => {
                let is_new = !erased.contains(&line.entry) && store.append_again(line).await?;
                count += usize::from(is_new);
            }
            Line::Erased(line) => {
                let choose = |_: &[Stored]| Ok(line.entries.clone());
                let erasure = Erasure {
                    plan: line.plan,
                    ground: line.ground,
                    at: line.at,
                    choose: &choose,
                    absent_in: Some(&line.log),
                    file: None,
                };
                let erased: Erased = store.erase(&erasure).await?;
                count += usize::from(!erased.logs.is_empty());
            }
            Line::DeviceRevoked(line) => {
                let revoked = store.revoke_device(line.device, line.by, line.at, None);
                count += usize::from(!revoked.await?.is_empty());
            }
            Line::Protected(line) => {
                count += usize::from(store.protect_again(line).await?);
            }
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests;
