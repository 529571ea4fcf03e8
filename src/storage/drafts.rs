//! Text that is being written. It is saved at every input event, so that a crash loses nothing; each tab
//! writes its own, so that two tabs never overwrite each other's text.

use overgang_domain::PlanId;
use overgang_domain::form::WriteFormError;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::Op;
use super::{keys, record};

/// A text that somebody has begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Names the draft.
    pub id: Uuid,
    /// The field, such as `note` with the item's id; unique within the plan.
    pub place: String,
    /// The plan, if it has one yet.
    pub plan: Option<PlanId>,
    /// The tab that it is written in.
    pub tab: Uuid,
    /// When it was last written, milliseconds since 1970.
    pub at: u64,
    /// The text so far.
    pub text: String,
}

impl Draft {
    /// The record.
    pub(super) fn put(&self) -> Result<Op, WriteFormError> {
        record::put(keys::DRAFTS, self.id.to_string(), self)
    }

    /// Takes the record away.
    pub(super) fn delete(&self) -> Op {
        Op::Delete(keys::DRAFTS, self.id.to_string())
    }
}
