//! Every page and its address. Addresses hold random ids only: they lie in clear in the browser's history.

use overgang_domain::PlanId;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// All plans.
    Plans,
    /// A new person.
    NewPlan,
    /// One plan.
    Plan(PlanId),
    /// Deadlines over all plans.
    Agenda,
    /// The sync centre.
    Sync,
}

impl Page {
    /// Its address.
    pub fn path(self) -> String {
        match self {
            Self::Plans => "/".to_owned(),
            Self::NewPlan => "/new".to_owned(),
            Self::Plan(plan) => format!("/plans/{plan}"),
            Self::Agenda => "/agenda".to_owned(),
            Self::Sync => "/sync".to_owned(),
        }
    }

    /// The page at an address; `None` where it is none of ours.
    pub fn at(path: &str) -> Option<Self> {
        match path {
            "/" | "/index.html" => Some(Self::Plans),
            "/new" => Some(Self::NewPlan),
            "/agenda" => Some(Self::Agenda),
            "/sync" => Some(Self::Sync),
            other => other.strip_prefix("/plans/")?.parse().ok().map(Self::Plan),
        }
    }
}
