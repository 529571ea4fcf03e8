//! How far a plan has come (D14), as a field of the plan says it.

use serde::{Deserialize, Serialize};

use crate::register::Record;
use crate::{FieldId, FieldValue, Plan};

/// The field with how far the plan has come.
pub const LIFE: &str = "life";

/// How far a plan has come. Where two answers stand, the one that goes least far counts until someone chooses: a plan
/// that somebody still works in is never out of sight (D2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Life {
    /// The release is being prepared.
    #[default]
    Open,
    /// The person is out.
    Released,
    /// The person is out and was followed up.
    FollowedUp,
    /// It is closed, with a reason.
    Closed,
    /// It goes on in another plan.
    Continued,
}

impl Life {
    /// How far `plan` has come.
    pub fn of(plan: &Plan) -> Self {
        let said = plan.value(&Record::Header, &FieldId::from(LIFE));
        Self::read(&said.until_chosen(Self::read).value)
    }

    fn read(said: &FieldValue) -> Self {
        match said.chosen().next() {
            Some("released") => Self::Released,
            Some("followed-up") => Self::FollowedUp,
            Some("closed") => Self::Closed,
            Some("continued") => Self::Continued,
            _ => Self::Open,
        }
    }

    /// Whether nobody works in it any more.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Closed | Self::Continued)
    }

    /// Whether the release is still ahead, so that the first day can be prepared.
    pub fn is_ahead(self) -> bool {
        self == Self::Open
    }
}
