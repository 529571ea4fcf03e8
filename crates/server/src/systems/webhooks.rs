//! Telling systems which plans have changed: by their ids alone, in the order of each log, until the system says that it
//! has heard. One process tells one system at a time; whoever holds that place and dies loses it after a minute. A
//! system that is told twice hears the same twice: nothing is ever left out.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use overgang_domain::PlanId;
use serde::Serialize;
use uuid::Uuid;

use super::signature::Purpose;
use super::{SendError, System, Systems, Webhook, derived_id};
use crate::clock::{Clock, DrawBytesError, draw_id, random_bytes};
use crate::partition::Partition;
use crate::storage::{LedgerStore, UseStoreError, WebhookNews, WebhookState};

/// How often it is looked whether anything has changed. Other processes of the centre write too, so nobody is woken.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// For how long one process tells a system: longer than a call may take.
const HOLD_MILLIS: u64 = 60 * 1000;

/// The wait after a first failure, and the longest, in milliseconds.
const WAIT_MILLIS: (u64, u64) = (5 * 1000, 4 * 60 * 60 * 1000);

/// What a system is told.
#[derive(Debug, Serialize)]
struct Told<'a> {
    /// The same for the same news: what was told twice is known by it. It is the request's id as well.
    id: Uuid,
    /// The ledger's epoch. Under another one all is told again.
    epoch: &'a str,
    /// The plans.
    plans: &'a BTreeSet<PlanId>,
}

/// What came of one look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The system has heard; there may be more.
    Told,
    /// There is nothing to tell.
    Nothing,
    /// Another process tells it.
    NotOurs,
    /// It failed not long ago.
    Waits,
    /// It has not heard.
    Failed,
}

/// Tells one system, beside the requests.
pub struct WebhookTask {
    store: Arc<dyn LedgerStore>,
    clock: Clock,
    epoch: Arc<str>,
    system: Arc<System>,
    webhook: Webhook,
    holder: Uuid,
}

impl WebhookTask {
    /// One for each system that wants to be told.
    pub fn all(
        systems: &Systems,
        store: &Arc<dyn LedgerStore>,
        clock: &Clock,
        epoch: &Arc<str>,
    ) -> Result<Vec<Self>, DrawBytesError> {
        let mut tasks: Vec<Self> = Vec::new();
        for system in systems.all() {
            let Some(webhook) = &system.webhook else {
                continue;
            };
            tasks.push(Self {
                store: Arc::clone(store),
                clock: clock.clone(),
                epoch: Arc::clone(epoch),
                system: Arc::clone(system),
                webhook: webhook.clone(),
                holder: draw_id(clock.now_millis())?,
            });
        }
        Ok(tasks)
    }

    /// Runs until it is stopped.
    pub async fn run(self) {
        loop {
            match self.look().await {
                Ok(Look::Told) => {}
                Ok(Look::Nothing | Look::NotOurs | Look::Waits | Look::Failed) => {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                Err(error) => {
                    let system = &self.system.name;
                    tracing::error!(%error, system, "it is not known what a system has to be told");
                    tokio::time::sleep(LOOK_EVERY).await;
                }
            }
        }
    }

    /// Tells the next that there is to tell.
    pub async fn look(&self) -> Result<Look, UseStoreError> {
        let now: u64 = self.clock.now_millis();
        let user = self.system.user.user;
        let span = (now, now.saturating_add(HOLD_MILLIS));
        let held = self
            .store
            .hold_webhook(user, &self.epoch, self.holder, span)
            .await?;
        let Some(state) = held else {
            return Ok(Look::NotOurs);
        };
        if state.next_at > now {
            return Ok(Look::Waits);
        }
        let logs: BTreeSet<Partition> =
            self.system.user.prisons.iter().map(Partition::of).collect();
        let most: usize = self.webhook.plans_a_call;
        let logs = (&logs, self.clock.today());
        let Some(news) = self.store.webhook_news(user, logs, most).await? else {
            return Ok(Look::Nothing);
        };
        match self.tell(&news, now).await {
            Ok(()) => {
                let told = self
                    .store
                    .webhook_told(user, self.holder, &news.log, news.until);
                told.await?;
                tracing::info!(
                    system = self.system.name,
                    plans = news.plans.len(),
                    "a system was told"
                );
                Ok(Look::Told)
            }
            Err(error) => {
                let failures: u32 = state.failures.saturating_add(1);
                let wait: u64 = wait_after(failures, random_bytes()?);
                let state = WebhookState {
                    failures,
                    next_at: now.saturating_add(wait),
                };
                self.store.webhook_failed(user, self.holder, state).await?;
                let system = &self.system.name;
                let seconds: u64 = wait / 1000;
                tracing::warn!(%error, system, failures, seconds, "a system was not told; again later");
                Ok(Look::Failed)
            }
        }
    }

    async fn tell(&self, news: &WebhookNews, now: u64) -> Result<(), SendError> {
        let (after, until) = (news.after.to_string(), news.until.to_string());
        let words = [
            "overgang-webhook",
            &self.system.name,
            &self.epoch,
            news.log.as_str(),
            &after,
            &until,
        ];
        let told = Told {
            id: derived_id(&words),
            epoch: &self.epoch,
            plans: &news.plans,
        };
        // Ids and a word: this always gives JSON.
        let body: Vec<u8> = serde_json::to_vec(&told).unwrap_or_default();
        self.webhook
            .outbound
            .send(Purpose::Webhook, told.id, now, body)
            .await
    }
}

/// How long to wait after so many failures in a row: twice as long each time, up to hours, and by chance between half of
/// that and all of it, so that systems that failed together are not called together.
fn wait_after(failures: u32, chance: [u8; 4]) -> u64 {
    let (first, longest) = WAIT_MILLIS;
    let doublings: u32 = failures.saturating_sub(1).min(32);
    let whole: u64 = first.saturating_mul(1_u64 << doublings).min(longest);
    let half: u64 = whole / 2;
    half + u64::from(u32::from_be_bytes(chance)) % (whole - half + 1)
}

#[cfg(test)]
mod tests;
