//! Opening something against the rules that hold otherwise, for reading and for a short time.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::{AreaId, PlanId, day};
use serde::{Deserialize, Serialize};

/// The fewest letters of a reason: a word says nothing.
pub const MIN_OVERRIDE_REASON: usize = 10;

/// The most letters of a reason.
pub const MAX_OVERRIDE_REASON: usize = 1_000;

/// `POST /api/overrides`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverrideRequest {
    /// Whose plan.
    pub whom: OverrideWhom,
    /// The areas to be opened, for a life is in danger; none: only the plan, which lies outside one's reach.
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<String>))]
    pub areas: BTreeSet<AreaId>,
    /// Why: 10 to 1,000 characters. The plan's coordinator reads it.
    #[cfg_attr(feature = "openapi", schema(min_length = 10, max_length = 1000))]
    pub reason: String,
}

/// Whose plan is to be opened.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum OverrideWhom {
    /// This plan.
    Plan(PlanId),
    /// The plan of the person who has this national identity number or D-number: eleven digits, with spaces or without.
    IdentityNumber(String),
}

/// Never shows a number.
impl std::fmt::Debug for OverrideWhom {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plan(plan) => formatter.debug_tuple("Plan").field(plan).finish(),
            Self::IdentityNumber(_) => formatter.write_str("IdentityNumber"),
        }
    }
}

/// What is open now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverrideResponse {
    /// Which plan. What was opened of it comes with the next sync.
    pub plan: PlanId,
    /// Until which day, that day included; nothing where one had it already.
    #[serde(with = "day::optional")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub until: Option<NaiveDate>,
}
