//! Text that is being written. It is saved at every input event, so that a crash loses nothing; each tab
//! writes its own, so that two tabs never overwrite each other's text.

use std::collections::BTreeSet;

use overgang_domain::form::WriteFormError;
use overgang_domain::{EntryId, PlanId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::{CommitError, Op};
use super::journal_store::failed;
use super::{JournalStore, keys, record};

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
    /// What it began from.
    pub began: Began,
    /// The text so far.
    pub text: String,
}

/// What stood in a field when somebody began to write in it: what comes from elsewhere meanwhile is not theirs to
/// change, however long the draft lies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Began {
    /// The text; empty where the field is for something new.
    pub text: String,
    /// The entries that say so, and what they replace: see `Plan::to_replace`.
    pub seen: BTreeSet<EntryId>,
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

impl JournalStore {
    /// Saves a draft. When this returns, it is on disk. Where the database does not take it, it is kept outside until the
    /// next start.
    pub async fn save_draft(&self, draft: &Draft) -> Result<(), CommitError> {
        let put: Op = draft.put().map_err(failed)?;
        let saved = self.connection.commit(&[put], None).await;
        if saved.is_err() {
            self.stash(draft).await;
        } else {
            self.forget_stash(draft);
        }
        saved.map(drop)
    }

    /// Takes a draft away that its writer does not want.
    pub async fn drop_draft(&self, draft: &Draft) -> Result<(), CommitError> {
        self.forget_stash(draft);
        self.connection
            .commit(&[draft.delete()], None)
            .await
            .map(drop)
    }
}
