//! What the template's administrators need of the plans on this device: on which items running plans have answers,
//! and what a version would do to each of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use overgang_domain::summary::PlanSummary;
use overgang_domain::template::draft::{self, Impact};
use overgang_domain::{ItemId, Plan, PlanId, Template};

use super::journal_state::{JournalState, Trouble};

impl JournalState {
    /// The items on which running plans have answers, and in how many; `None` where a plan cannot be read.
    pub async fn answered_items(self) -> Option<BTreeMap<ItemId, usize>> {
        let mut answered: BTreeMap<ItemId, usize> = BTreeMap::new();
        self.each_running_plan(|plan| {
            for item in draft::answered_items(plan) {
                *answered.entry(item).or_default() += 1;
            }
        })
        .await?;
        Some(answered)
    }

    /// What `next` would do to each running plan: id, name and impact, by name. `None` where a plan cannot be read.
    pub async fn impacts(self, next: Arc<Template>) -> Option<Vec<(PlanId, String, Impact)>> {
        let templates = self.templates().get_untracked();
        let mut impacts: Vec<(PlanId, String, Impact)> = Vec::new();
        self.each_running_plan(|plan| {
            let impact = Impact::of(plan, templates.of_plan(plan), &next);
            impacts.push((plan.id, plan.name().value, impact));
        })
        .await?;
        impacts.sort_by(|one, other| one.1.cmp(&other.1));
        Some(impacts)
    }

    /// Reads the plans that are not closed, one after the other.
    async fn each_running_plan(self, mut see: impl FnMut(&Plan)) -> Option<()> {
        let is_running = |summary: &&PlanSummary| !summary.is_closed();
        let running: Vec<PlanId> = self.summaries().with_untracked(|summaries| {
            let running = summaries.values().filter(is_running);
            running.map(|summary| summary.id).collect()
        });
        for id in running {
            match self.store().plan(id).await {
                Ok(plan) => see(&plan),
                Err(error) => {
                    self.trouble.set(Some(Trouble::NotRead(error.to_string())));
                    return None;
                }
            }
        }
        Some(())
    }
}
