//! What storage does so that processes and devices hear that logs have moved.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::NaiveDate;
use overgang_domain::{DeviceId, PlanId, UserId};

use super::UseStoreError;
use crate::cursor::Positions;
use crate::partition::Partition;

/// A plan in which something was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedPlan {
    /// Which.
    pub plan: PlanId,
    /// Who wrote, on which device.
    pub writers: BTreeSet<(UserId, DeviceId)>,
    /// Who may reach it from another prison on the day that was asked for.
    pub people: BTreeSet<UserId>,
}

/// What the news need of the centre's database.
#[async_trait]
pub trait NewsStore: Send + Sync {
    /// The last sequence of every log.
    async fn all_heads(&self) -> Result<Positions, UseStoreError>;

    /// The plans with entries in a log after `after`, up to `up_to`.
    async fn touched(
        &self,
        partition: &Partition,
        after: u64,
        up_to: u64,
        today: NaiveDate,
    ) -> Result<Vec<TouchedPlan>, UseStoreError>;

    /// The plans that a user may reach from another prison, being named on them or because they were opened.
    async fn plans_naming(
        &self,
        user: UserId,
        today: NaiveDate,
    ) -> Result<BTreeSet<PlanId>, UseStoreError>;

    /// Calls to all processes on this database, this one too. Nobody has to hear it, and on a database that cannot call
    /// nobody does.
    async fn call(&self, words: &str) -> Result<(), UseStoreError>;

    /// Begins to hear calls; `None` where this database cannot call.
    async fn hear(&self) -> Result<Option<Box<dyn Hearing>>, UseStoreError>;
}

/// Hears the calls of all processes on one database. After an error it hears nothing more.
#[async_trait]
pub trait Hearing: Send {
    /// The words of the next call; `None`: the connection was away, and calls may have been missed.
    async fn next(&mut self) -> Result<Option<String>, UseStoreError>;
}
