//! On which ground entries lost their content.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// On which ground the centre took away the content of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErasureGround {
    /// The time for which it may be kept is over.
    Retention,
    /// The person asked for it, and it was granted.
    Request,
    /// A court or another authority has ordered it.
    Court,
    /// It was written about another person than it is about.
    WrongPerson,
}

/// A word that is no ground.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no ground; there are retention, request, court and wrong-person")]
pub struct ReadGroundError;

impl ErasureGround {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Retention,
        Self::Request,
        Self::Court,
        Self::WrongPerson,
    ];

    /// The word for it, such as `wrong-person`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retention => "retention",
            Self::Request => "request",
            Self::Court => "court",
            Self::WrongPerson => "wrong-person",
        }
    }
}

impl FromStr for ErasureGround {
    type Err = ReadGroundError;

    fn from_str(word: &str) -> Result<Self, ReadGroundError> {
        let mut all = Self::ALL.into_iter();
        all.find(|ground| ground.as_str() == word)
            .ok_or(ReadGroundError)
    }
}
