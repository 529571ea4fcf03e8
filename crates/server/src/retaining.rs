//! Erasing what may not be kept any longer, by the table of the domain ([`overgang_domain::retention`]). A plan is judged
//! in the transaction in which its entries go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use overgang_domain::change::ErasureGround;
use overgang_domain::retention::Retention;
use overgang_domain::{EntryId, Plan, PlanId, Stored};

use crate::clock::day_in_norway;
use crate::erasing::{EraseError, Erasure, NotErasable, finish};
use crate::erasures_file::ErasuresFile;
use crate::rules::{Rules, Shared};
use crate::storage::LedgerStore;

/// By what is erased, and when.
pub struct Retaining<'a> {
    /// The rules that say what area everything has.
    pub rules: &'a Arc<Rules>,
    /// How long what is kept.
    pub table: &'a Retention,
    /// What is due on this day.
    pub today: NaiveDate,
    /// When it is done, milliseconds since 1970.
    pub now: u64,
    /// Where it is written down outside the database.
    pub file: Option<&'a ErasuresFile>,
}

impl Retaining<'_> {
    /// How many entries of which plans are due. Changes nothing.
    pub async fn due(
        &self,
        store: &dyn LedgerStore,
    ) -> Result<BTreeMap<PlanId, usize>, EraseError> {
        let shared: Arc<Shared> = store.shared(self.rules).await?;
        let mut found: BTreeMap<PlanId, usize> = BTreeMap::new();
        for plan in store.plans().await? {
            let entries: Vec<Stored> = store.plan_entries(plan).await?;
            let due: usize = self.due_in(&shared, plan, &entries).len();
            if due > 0 {
                found.insert(plan, due);
            }
            tokio::task::yield_now().await;
        }
        Ok(found)
    }

    /// Erases what is due. Answers how many entries of which plans.
    pub async fn retain(
        &self,
        store: &dyn LedgerStore,
    ) -> Result<BTreeMap<PlanId, usize>, EraseError> {
        let shared: Arc<Shared> = store.shared(self.rules).await?;
        let mut done: BTreeMap<PlanId, usize> = BTreeMap::new();
        let mut failed: Option<EraseError> = None;
        for plan in self.due(store).await?.into_keys() {
            let choose = |entries: &[Stored]| -> Result<BTreeSet<EntryId>, NotErasable> {
                Ok(self.due_in(&shared, plan, entries))
            };
            let erasure = Erasure {
                plan,
                ground: ErasureGround::Retention,
                at: self.now,
                choose: &choose,
                absent_in: None,
                file: self.file,
            };
            // One plan that cannot be erased does not hold up the others.
            match store.erase(&erasure).await {
                Ok(erased) => {
                    done.insert(plan, erased.count());
                }
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        if !done.is_empty() {
            finish(store, self.rules, self.file).await?;
        }
        failed.map_or(Ok(done), Err)
    }

    fn due_in(&self, shared: &Shared, id: PlanId, entries: &[Stored]) -> BTreeSet<EntryId> {
        let plan = Plan::fold(id, entries);
        let visibility = self.rules.visibility(shared, &plan);
        self.table
            .due(visibility, entries, self.today, day_in_norway)
    }
}
