//! Figures over all plans of the prisons that a user works in. No names.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `GET /api/overview`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OverviewResponse {
    /// The day that the figures count from, in Norway.
    #[serde(with = "overgang_domain::day")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub today: NaiveDate,
    /// All plans.
    pub plans: u64,
    /// Plans with a release from today to 30 days from now.
    pub released_within_30_days: u64,
    /// Of these not ready for the first day: some light is not arranged.
    pub of_these_not_ready: u64,
}
