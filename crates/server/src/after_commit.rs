//! What is done once a sync has been answered for: plans are folded into projections, devices are
//! written down. It can always be done again from the ledger, so nobody waits for it.

use std::sync::Arc;

use overgang_domain::day_one::LightState;
use overgang_domain::summary::PlanSummary;
use overgang_domain::template::Templates;
use overgang_domain::{Plan, PlanId, Stored};
use tokio::sync::{Notify, mpsc};

use crate::news::News;
use crate::rules::Rules;
use crate::storage::{Heartbeat, LedgerStore, Projection, Unprojected, UseStoreError};

/// How many heartbeats wait at most; more are dropped, for the device comes again.
const HEARTBEATS: usize = 4_096;

/// How many plans are folded between two writes.
const PLANS_AT_ONCE: usize = 50;

/// Tells the [`AfterCommitTask`] that there is something to do.
#[derive(Clone)]
pub struct AfterCommit {
    changed: Arc<Notify>,
    heartbeats: mpsc::Sender<Heartbeat>,
    news: News,
}

/// Does it, beside the requests.
pub struct AfterCommitTask {
    store: Arc<dyn LedgerStore>,
    projector: Projector,
    changed: Arc<Notify>,
    heartbeats: mpsc::Receiver<Heartbeat>,
}

/// Folds plans into projections, each by the version of the template that it goes by.
pub struct Projector {
    rules: Arc<Rules>,
}

/// The projections were not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
    /// A summary has no JSON.
    #[error("a summary cannot be written down: {0}")]
    Write(#[from] serde_json::Error),
}

impl AfterCommit {
    /// The two ends. Nothing happens until the task runs.
    pub fn new(
        store: Arc<dyn LedgerStore>,
        rules: Arc<Rules>,
        news: News,
    ) -> (Self, AfterCommitTask) {
        let changed = Arc::new(Notify::new());
        let (sender, heartbeats) = mpsc::channel(HEARTBEATS);
        let task = AfterCommitTask {
            store,
            projector: Projector::new(rules),
            changed: Arc::clone(&changed),
            heartbeats,
        };
        let this = Self {
            changed,
            heartbeats: sender,
            news,
        };
        (this, task)
    }

    /// Entries were committed.
    pub fn note_commit(&self) {
        self.changed.notify_one();
        self.news.note_commit();
    }

    /// A device was here.
    pub fn note_device(&self, heartbeat: Heartbeat) {
        if self.heartbeats.try_send(heartbeat).is_err() {
            tracing::warn!("too many devices at once; one heartbeat was dropped");
        }
    }
}

impl AfterCommitTask {
    /// Runs until all [`AfterCommit`]s are gone.
    pub async fn run(mut self) {
        self.project().await;
        let mut beats: Vec<Heartbeat> = Vec::new();
        loop {
            tokio::select! {
                () = self.changed.notified() => self.project().await,
                count = self.heartbeats.recv_many(&mut beats, HEARTBEATS) => {
                    if count == 0 {
                        return;
                    }
                    if let Err(error) = self.store.note_heartbeats(&beats).await {
                        tracing::warn!(%error, "devices were not written down");
                    }
                    beats.clear();
                }
            }
        }
    }

    async fn project(&self) {
        if let Err(error) = self.projector.bring_up_to_date(self.store.as_ref()).await {
            tracing::error!(%error, "the projections are not up to date");
        }
    }
}

impl Projector {
    /// One that goes by these rules.
    pub fn new(rules: Arc<Rules>) -> Self {
        Self { rules }
    }

    /// Folds every plan that has changed since it was projected. Answers how many there were.
    pub async fn bring_up_to_date(&self, store: &dyn LedgerStore) -> Result<usize, ProjectError> {
        let logs: Vec<Unprojected> = store.unprojected().await?;
        let mut count: usize = 0;
        for log in logs {
            let shared = store.shared(&self.rules).await?;
            count += project_log(store, &shared.templates, &log).await?;
        }
        Ok(count)
    }
}

async fn project_log(
    store: &dyn LedgerStore,
    templates: &Templates,
    log: &Unprojected,
) -> Result<usize, ProjectError> {
    let plans: Vec<PlanId> = log
        .plans
        .iter()
        .copied()
        .filter(|plan| *plan != PlanId::DIRECTORY)
        .collect();
    // The log counts as projected only with its last plans: after a crash it is all done again.
    let mut ready: Vec<Projection> = Vec::new();
    for plan in &plans {
        let entries: Vec<Stored> = store.plan_entries(*plan).await?;
        ready.push(project(*plan, &entries, templates)?);
        if ready.len().is_multiple_of(PLANS_AT_ONCE) {
            tokio::task::yield_now().await;
        }
    }
    store
        .write_projections(&log.partition, log.up_to, &ready)
        .await?;
    Ok(plans.len())
}

fn project(
    plan: PlanId,
    entries: &[Stored],
    templates: &Templates,
) -> Result<Projection, serde_json::Error> {
    let folded = Plan::fold(plan, entries);
    if folded.is_empty() {
        return Ok(Projection::of_nothing(plan));
    }
    let summary = PlanSummary::of(&folded, templates.of_plan(&folded));
    let is_arranged = |(_, state): &(_, LightState)| *state == LightState::Arranged;
    Ok(Projection {
        plan,
        release_date: summary.release_date,
        is_ready: !summary.lights.is_empty() && summary.lights.iter().all(is_arranged),
        summary: serde_json::to_string(&summary)?,
    })
}
