//! What the store keeps of the log of reads, and of the weekly reviews of it.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use overgang_domain::{PlanId, UserId};
use overgang_sync::message::{AuditAct, AuditPlace, AuditRow, PickReason, ReviewFinding};
use uuid::Uuid;

use super::UseStoreError;
use crate::audit::AuditEvent;
use crate::audit::strand::Strand;
use crate::chain::Hash;

/// Which rows of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what this user did.
    pub user: Option<UserId>,
    /// Only what names this plan.
    pub plan: Option<PlanId>,
    /// Only this act.
    pub act: Option<AuditAct>,
    /// Only what the centre heard of from then on, milliseconds since 1970.
    pub from: Option<u64>,
    /// Only what the centre heard of before.
    pub to: Option<u64>,
}

/// A row's place by time: when the centre heard of it, and where it stands.
pub type AuditPosition = (u64, AuditPlace);

/// In which order rows are read, and after which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditOrder {
    /// Newest first, before this one.
    NewestFirst(Option<AuditPosition>),
    /// Oldest first, after this one.
    OldestFirst(Option<AuditPosition>),
}

/// One row of the log as it stands, for checking and copying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRecord {
    /// Where.
    pub place: AuditPlace,
    /// When the centre heard of it, as its column has it.
    pub received_at: u64,
    /// What is written there.
    pub event: AuditEvent,
    /// Its bytes.
    pub body: Vec<u8>,
    /// The chain's hash.
    pub hash: Hash,
    /// Whether the columns say the same as the bytes.
    pub columns_agree: bool,
}

/// The sample of one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// As in `2026-W48`.
    pub week: String,
    /// When it was drawn, milliseconds since 1970.
    pub drawn_at: u64,
    /// From what chance.
    pub seed: Hash,
    /// The rows, and why each is in it.
    pub picks: Vec<(AuditPlace, PickReason)>,
}

/// What was found on one row of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFinding {
    /// Names the finding.
    pub id: Uuid,
    /// In which week's sample.
    pub week: String,
    /// Which row.
    pub place: AuditPlace,
    /// Who, when and what.
    pub finding: ReviewFinding,
}

/// Keeps the log of reads.
#[async_trait]
pub trait AuditStore: Send + Sync {
    /// Writes events down, all or none; those whose note stands there already are passed over. When this returns they
    /// are on disk. Answers how many were new.
    async fn append_audit(&self, events: &[AuditEvent]) -> Result<usize, UseStoreError>;

    /// Up to `limit` rows.
    async fn audit_rows(
        &self,
        filter: &AuditFilter,
        order: AuditOrder,
        limit: u32,
    ) -> Result<Vec<AuditRow>, UseStoreError>;

    /// These rows, as far as they exist.
    async fn audit_rows_at(&self, places: &[AuditPlace]) -> Result<Vec<AuditRow>, UseStoreError>;

    /// The plans that a user has opened: what the centre heard of after `received_after`, and what was done in `there`
    /// by the devices' clocks; both in milliseconds since 1970.
    async fn opened_by(
        &self,
        user: UserId,
        received_after: u64,
        there: RangeInclusive<u64>,
    ) -> Result<Vec<AuditRow>, UseStoreError>;

    /// All strands with their ends; `None` where one has rows and no end.
    async fn strands(&self) -> Result<Vec<(Uuid, Option<Strand>)>, UseStoreError>;

    /// Up to `limit` rows of a strand after `after`, by sequence.
    async fn strand_rows(
        &self,
        strand: Uuid,
        after: u64,
        limit: u32,
    ) -> Result<Vec<AuditRecord>, UseStoreError>;

    /// Takes over rows of another database's strand as they are, after those that stand here already.
    async fn copy_strand(&self, rows: &[AuditRecord]) -> Result<(), UseStoreError>;

    /// All reviews, newest week first.
    async fn reviews(&self) -> Result<Vec<Review>, UseStoreError>;

    /// Keeps the sample of a week, unless it was drawn already. Answers whether it was kept.
    async fn keep_review(&self, review: &Review) -> Result<bool, UseStoreError>;

    /// What was found in a week's sample, oldest first.
    async fn findings(&self, week: &str) -> Result<Vec<KeptFinding>, UseStoreError>;

    /// Keeps a finding. Answers whether the row is in that week's sample.
    async fn keep_finding(&self, finding: &KeptFinding) -> Result<bool, UseStoreError>;
}

#[cfg(test)]
mod tests;
