//! The names of the centre's logs: one per prison, and one for what all share (D7).

use overgang_domain::PrisonId;
use serde::{Deserialize, Serialize};

/// Names one log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Partition(String);

impl Partition {
    /// The log of what all share. No prison has this name.
    pub fn common() -> Self {
        Self("common".to_owned())
    }

    /// A prison's log.
    pub fn of(prison: &PrisonId) -> Self {
        Self(prison.as_str().to_owned())
    }

    /// The log that a row names.
    pub fn named(name: String) -> Self {
        Self(name)
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Partition {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}
