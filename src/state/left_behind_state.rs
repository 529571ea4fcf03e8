//! What was written here about plans that are not here any longer.

use std::collections::BTreeSet;

use overgang_domain::PlanId;

use super::journal_state::JournalState;
use crate::storage::LeftBehind;

impl JournalState {
    /// What is left, by plan. What cannot be read is shown at the next try.
    pub async fn left_behind(self) -> Vec<(PlanId, LeftBehind)> {
        let left = self.store().left_behind().await.unwrap_or_default();
        left.into_iter().collect()
    }

    /// Deletes what is left of a plan.
    pub async fn drop_left_behind(self, plan: PlanId) {
        match self.store().drop_left_behind(plan).await {
            Ok(()) => self.reload(&BTreeSet::new()).await,
            Err(error) => self.show_not_saved(error),
        }
    }

    /// Counts the days of what is left, at a moment by the centre's clock. What fails is done at the next contact.
    pub(super) async fn age_left_behind(self, centre_time: u64) {
        if let Ok(true) = self.store().age_left_behind(centre_time).await {
            self.reload(&BTreeSet::new()).await;
        }
    }
}
