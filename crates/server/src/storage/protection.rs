//! Persons whom almost nobody may see, and who may never see whom. It is kept here and nowhere else: never an entry, never
//! on a device (D5). No consent, appointment or override opens what is closed here.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{PlanId, UserId};
use serde::{Deserialize, Serialize};

use super::UseStoreError;
use crate::erasures_file::ErasuresFile;

/// Why a person's plan is closed to all but those who have a grant of their own for it. The grades are those of the
/// population register (folkeregisterloven § 10-4) and of NAV's shielding of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Strengt fortrolig adresse.
    StrictlyConfidential,
    /// Fortrolig adresse.
    Confidential,
    /// Skjermet person.
    Shielded,
}

/// What of one plan is closed, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// The plan.
    pub plan: PlanId,
    /// Closed to all without a grant.
    pub grade: Option<Grade>,
    /// Who has one, and until which day, included.
    pub grants: BTreeMap<UserId, NaiveDate>,
    /// Who may never see it: the person themselves, their family, whoever is partial.
    pub barred: BTreeSet<UserId>,
    /// When it was changed last, milliseconds since 1970; 0: never. No two changes have the same.
    pub changed_at: u64,
}

impl Protection {
    /// One that closes nothing.
    pub fn none(plan: PlanId) -> Self {
        Self {
            plan,
            grade: None,
            grants: BTreeMap::new(),
            barred: BTreeSet::new(),
            changed_at: 0,
        }
    }
}

/// Where it is kept.
#[async_trait]
pub trait ProtectionStore: Send + Sync {
    /// All plans of which something is or was closed.
    async fn protections(&self) -> Result<Vec<Protection>, UseStoreError>;

    /// Whether a plan is closed to somebody on a day.
    async fn is_closed(
        &self,
        plan: PlanId,
        user: UserId,
        today: NaiveDate,
    ) -> Result<bool, UseStoreError>;

    /// Keeps this at `now` (milliseconds since 1970) instead of the state that it was made of, which `changed_at` names,
    /// and writes it down in `file` before. Whoever may not see the plan any more drops it at their next sync.
    async fn protect(
        &self,
        protection: &Protection,
        now: u64,
        file: Option<&ErasuresFile>,
    ) -> Result<(), UseStoreError>;

    /// Keeps a state that was kept before, here or in another database, unless what stands here is as new. Answers whether it
    /// was kept.
    async fn protect_again(&self, protection: &Protection) -> Result<bool, UseStoreError>;
}
