//! What a user wrote here about a plan that is not here any longer: it was erased, has moved, or is not shared with them
//! now. Text that was begun and work that the centre did not take stay for 30 days, shown with their last day, and go
//! then: a tablet must not keep for ever what the centre has erased (decision 21). The days are counted by the centre's
//! clock, from the first answer that found the plan gone: a tablet's own clock may be years off. Work that opens a plan
//! was never anywhere else, and stays.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::{Change, PlanId};

use super::connection::{CommitError, Op, ReadError};
use super::journal_store::{Shared, TRIES, failed};
use super::taking_in::FoldError;
use super::{Draft, JournalStore, SetAside, keys, record};

/// How long it is kept, in milliseconds.
const KEPT: u64 = 30 * 24 * 60 * 60 * 1000;

/// What is left of one plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeftBehind {
    /// Until when, by the centre's clock, milliseconds since 1970; `None` where no answer has come since the plan went.
    pub until: Option<u64>,
    /// Text that was begun.
    pub drafts: Vec<Draft>,
    /// Work that the centre did not take.
    pub set_aside: Vec<SetAside>,
}

impl LeftBehind {
    fn deleted(&self) -> impl Iterator<Item = Op> {
        let set_aside = self.set_aside.iter();
        let set_aside = set_aside.map(|one| Op::Delete(keys::SET_ASIDE, one.entry.id.to_string()));
        self.drafts.iter().map(Draft::delete).chain(set_aside)
    }
}

impl JournalStore {
    /// What is left of each plan that is not here.
    pub async fn left_behind(&self) -> Result<BTreeMap<PlanId, LeftBehind>, ReadError> {
        let mut shared = self.shared.lock().await;
        self.refresh(&mut shared).await?;
        self.left_by(&shared).await
    }

    /// Counts the days at `centre_time`, and deletes what has had its time. Answers whether anything was deleted.
    pub async fn age_left_behind(&self, centre_time: u64) -> Result<bool, CommitError> {
        let mut shared = self.shared.lock().await;
        for _ in 0..TRIES {
            let left = self.left_by(&shared).await.map_err(failed)?;
            let is_over = |one: &LeftBehind| one.until.is_some_and(|until| until <= centre_time);
            let ops: Vec<Op> = self.aged(&left, centre_time).await.map_err(failed)?;
            if ops.is_empty() {
                return Ok(false);
            }
            match self.connection.commit(&ops, Some(shared.writes)).await {
                Ok(writes) => {
                    shared.writes = writes;
                    return Ok(left.values().any(is_over));
                }
                Err(CommitError::Stale) => self.refresh(&mut shared).await.map_err(failed)?,
                Err(error) => return Err(error),
            }
        }
        Err(CommitError::Stale)
    }

    /// Ends the days of what is not left any longer, begins those of what is new, and deletes what has had its time.
    async fn aged(
        &self,
        left: &BTreeMap<PlanId, LeftBehind>,
        centre_time: u64,
    ) -> Result<Vec<Op>, FoldError> {
        let marks = self.connection.get_all(keys::FACTS, Some(keys::FACT_LEFT));
        let marks = marks.await?.into_iter().map(|found| found.key);
        let is_over = |key: &String| {
            let one = keys::left_part(key).and_then(|plan| left.get(&plan));
            let until = one.and_then(|one| one.until);
            until.is_none_or(|until| until <= centre_time)
        };
        let mut ops: Vec<Op> = marks
            .filter(is_over)
            .map(|key| Op::Delete(keys::FACTS, key))
            .collect();
        for (plan, one) in left {
            match one.until {
                None => {
                    let until: u64 = centre_time.saturating_add(KEPT);
                    ops.push(record::put(keys::FACTS, keys::left_key(*plan), &until)?);
                }
                Some(until) if until <= centre_time => ops.extend(one.deleted()),
                Some(_) => {}
            }
        }
        Ok(ops)
    }

    /// Deletes what is left of a plan, for its writer does not want it.
    pub async fn drop_left_behind(&self, plan: PlanId) -> Result<(), CommitError> {
        let left = self.left_behind().await.map_err(failed)?;
        let ops: Vec<Op> = left
            .get(&plan)
            .into_iter()
            .flat_map(LeftBehind::deleted)
            .collect();
        self.connection.commit(&ops, None).await.map(drop)
    }

    async fn left_by(&self, shared: &Shared) -> Result<BTreeMap<PlanId, LeftBehind>, ReadError> {
        let mut left: BTreeMap<PlanId, LeftBehind> = BTreeMap::new();
        // Plans that are here, and those that nobody else ever had.
        let mut here: BTreeSet<PlanId> = BTreeSet::from([PlanId::DIRECTORY]);
        here.extend(shared.summaries.all().map(|plan| plan.id));
        for found in self.connection.get_all(keys::SET_ASIDE, None).await? {
            let one: SetAside = found.read()?;
            if matches!(one.entry.change, Change::PlanOpened { .. }) {
                here.insert(one.entry.plan);
            }
            left.entry(one.entry.plan).or_default().set_aside.push(one);
        }
        for found in self.connection.get_all(keys::DRAFTS, None).await? {
            // One that cannot be read stays where it is.
            let draft: Option<Draft> = found.read().ok();
            if let Some((plan, draft)) = draft.and_then(|draft| Some((draft.plan?, draft))) {
                left.entry(plan).or_default().drafts.push(draft);
            }
        }
        left.retain(|plan, _| !here.contains(plan));
        for (plan, left) in &mut left {
            left.until = self.fact(&keys::left_key(*plan)).await?;
        }
        Ok(left)
    }
}
