//! A device that was revoked, or that had no contact for too long, keeps nothing of what it received. What its user wrote
//! and has not sent stays, in the outbox, set aside or as a draft.

use std::collections::BTreeMap;

use overgang_domain::{Plan, PlanId, Stored};

use super::connection::{CommitError, Op, ReadError};
use super::journal_store::{Shared, TRIES, failed};
use super::summaries::Summaries;
use super::taking_in::TakenIn;
use super::{Connection, JournalStore, keys};

/// Where what was received lies, whole or folded.
const RECEIVED: [&str; 3] = [keys::SEGMENTS, keys::SNAPSHOTS, keys::SUMMARIES];

impl Connection {
    /// Whether something lies here that was received. Needs no key.
    pub(super) async fn has_received(&self) -> Result<bool, ReadError> {
        Ok(!self.names(keys::SEGMENTS).await?.is_empty())
    }

    /// Deletes everything that was received, in one transaction, in a journal that nobody has open. Needs no key: what
    /// lists show of what waits is made when it is opened next.
    pub(super) async fn forget_received(&self) -> Result<(), CommitError> {
        for _ in 0..TRIES {
            let writes: u64 = self.writes().await.map_err(failed)?;
            let mut ops: Vec<Op> = Vec::new();
            for store in RECEIVED {
                let names = self.names(store).await.map_err(failed)?;
                ops.extend(names.into_iter().map(|key| Op::Delete(store, key)));
            }
            let facts = self.names(keys::FACTS).await.map_err(failed)?;
            let gone = [keys::FACT_CURSOR, keys::FACT_FOLDED_BY, keys::FACT_LISTED];
            // A filter may have a person's name in it.
            let is_gone =
                |key: &String| key.starts_with(keys::FACT_FILTERS) || gone.contains(&key.as_str());
            let facts = facts.into_iter().filter(is_gone);
            ops.extend(facts.map(|key| Op::Delete(keys::FACTS, key)));
            match self.commit(&ops, Some(writes)).await {
                Ok(_) => return Ok(()),
                Err(CommitError::Stale) => {}
                Err(error) => return Err(error),
            }
        }
        Err(CommitError::Stale)
    }
}

impl JournalStore {
    /// Deletes what the centre has, and nothing else; answers whether nothing is left that only this device has.
    pub async fn empty(&self) -> Result<bool, CommitError> {
        self.forget_received().await?;
        self.connection.is_without_own().await.map_err(failed)
    }

    /// When the oldest of what waits was written, milliseconds since 1970; by its name, so that nothing is opened.
    pub async fn oldest_unsent(&self) -> Result<Option<u64>, ReadError> {
        let names = self.connection.names(keys::OUTBOX).await?;
        Ok(names.iter().filter_map(|name| keys::written_at(name)).min())
    }

    /// Deletes everything that was received, in one transaction. Lists then show what waits, and nothing else.
    pub(super) async fn forget_received(&self) -> Result<TakenIn, CommitError> {
        let mut shared = self.shared.lock().await;
        for _ in 0..TRIES {
            self.refresh(&mut shared).await.map_err(failed)?;
            let mut ops: Vec<Op> = Vec::new();
            for store in RECEIVED {
                let names = self.connection.names(store).await.map_err(failed)?;
                ops.extend(names.into_iter().map(|key| Op::Delete(store, key)));
            }
            // Summaries of what waits are written anew below: they tell nothing of what there was.
            let is_received = |op: &Op| matches!(op, Op::Delete(keys::SEGMENTS, _));
            let has_forgotten: bool = ops.iter().any(is_received);
            // A filter may have a person's name in it.
            let filters = self
                .connection
                .get_all(keys::FACTS, Some(keys::FACT_FILTERS));
            let facts = filters
                .await
                .map_err(failed)?
                .into_iter()
                .map(|found| found.key);
            let gone = [keys::FACT_CURSOR, keys::FACT_CHAIN, keys::FACT_TAG_KEY];
            let facts = facts.chain(gone.map(str::to_owned));
            ops.extend(facts.map(|key| Op::Delete(keys::FACTS, key)));

            let waiting: Vec<Stored> = self.waiting().await.map_err(failed)?;
            let mut plans: BTreeMap<PlanId, Plan> = BTreeMap::new();
            for stored in &waiting {
                let id: PlanId = stored.entry.plan;
                let plan = plans.entry(id).or_insert_with(|| Plan::empty(id));
                plan.apply(stored);
            }
            let mut summaries = Summaries::default();
            let left = plans.values().filter_map(|plan| self.summary(plan));
            ops.extend(summaries.put(left.collect()).map_err(failed)?);
            match self.connection.commit(&ops, Some(shared.writes)).await {
                Ok(writes) => {
                    let unsent: usize = waiting.len();
                    self.forget_seal();
                    *shared = Shared {
                        writes,
                        summaries,
                        unsent,
                    };
                    return Ok(TakenIn {
                        unsent,
                        has_forgotten,
                        ..TakenIn::default()
                    });
                }
                Err(CommitError::Stale) => {}
                Err(error) => return Err(error),
            }
        }
        Err(CommitError::Stale)
    }
}
