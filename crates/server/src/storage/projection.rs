//! What overviews need of the logs: worked out after the commit, and worked out again whenever it is wanted.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::PlanId;

use crate::partition::Partition;

/// A log with entries that the projections do not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprojected {
    /// Which log.
    pub partition: Partition,
    /// Up to which sequence these plans are all that changed.
    pub up_to: u64,
    /// The plans.
    pub plans: BTreeSet<PlanId>,
}

/// What overviews need of one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    /// Which plan.
    pub plan: PlanId,
    /// Its release date, if known.
    pub release_date: Option<NaiveDate>,
    /// Whether all lights of the first day are arranged.
    pub is_ready: bool,
    /// The whole summary as JSON; nothing where the plan was erased.
    pub summary: String,
}

impl Projection {
    /// Of a plan that was erased.
    pub fn of_nothing(plan: PlanId) -> Self {
        Self {
            plan,
            release_date: None,
            is_ready: false,
            summary: String::new(),
        }
    }
}

/// Figures over the plans of some prisons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReleaseFigures {
    /// All plans.
    pub plans: u64,
    /// Of these with a release date in the time asked for.
    pub released: u64,
    /// Of these not ready for the first day.
    pub not_ready: u64,
}
