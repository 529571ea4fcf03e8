//! Opening something against the rules, as a trait.

use async_trait::async_trait;

use super::UseStoreError;
use crate::overriding::{OpenedPlan, Wanted};
use crate::rules::{Caller, Rules};

/// Where it is written.
#[async_trait]
pub trait OverrideStore: Send + Sync {
    /// Opens what is wanted at `now`, milliseconds since 1970: the centre writes into the plan what is open, and to whom.
    /// `None` where there is nothing to be opened.
    async fn open_override(
        &self,
        caller: &Caller,
        rules: &Rules,
        wanted: &Wanted,
        now: u64,
    ) -> Result<Option<OpenedPlan>, UseStoreError>;
}
