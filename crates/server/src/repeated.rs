//! What the centre does again and again beside the requests. Each can fail and is tried again the next time.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use overgang_domain::retention;
use overgang_server::audit::review::draw_due;
use overgang_server::centre::Centre;
use overgang_server::clock::Clock;
use overgang_server::erasures_file::ErasuresFile;
use overgang_server::published_heads::{PublishError, publish_heads};
use overgang_server::retaining::Retaining;
use overgang_server::rules::Rules;
use overgang_server::storage::LedgerStore;
use overgang_server::transfers::move_due_plans;

/// How often the heads of the logs are published.
const PUBLISH_EVERY: Duration = Duration::from_hours(1);

/// How often it is looked whether plans move.
const MOVE_EVERY: Duration = Duration::from_mins(1);

/// How often it is looked whether a week is over whose reads are to be reviewed.
const DRAW_EVERY: Duration = Duration::from_hours(1);

/// How often what may not be kept any longer is erased.
const RETAIN_EVERY: Duration = Duration::from_hours(24);

/// Draws the samples of the weeks that are over, at the start and every hour.
pub(crate) async fn draw_reviews(store: Arc<dyn LedgerStore>) {
    loop {
        match draw_due(store.as_ref(), Clock::System.now_millis()).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "samples of reads drawn"),
            Err(error) => tracing::error!(%error, "no sample of reads was drawn"),
        }
        tokio::time::sleep(DRAW_EVERY).await;
    }
}

/// Moves plans whose day of transfer has come, at the start and every minute.
pub(crate) async fn move_plans(centre: Centre) {
    let Centre {
        store,
        rules,
        after_commit,
        clock,
        ..
    } = centre;
    loop {
        let now: u64 = clock.now_millis();
        match move_due_plans(store.as_ref(), &rules, &after_commit, now).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "plans moved to other prisons"),
            Err(error) => tracing::error!(%error, "not all plans moved to their prisons"),
        }
        tokio::time::sleep(MOVE_EVERY).await;
    }
}

/// Erases what may not be kept any longer, at the start and every day.
pub(crate) async fn retain_daily(
    store: Arc<dyn LedgerStore>,
    rules: Arc<Rules>,
    file: Option<ErasuresFile>,
) {
    let table = match retention::shipped() {
        Ok(table) => table,
        Err(error) => {
            tracing::error!(%error, "the table of retention is not as the code expects it");
            return;
        }
    };
    loop {
        let retaining = Retaining {
            rules: &rules,
            table: &table,
            today: Clock::System.today(),
            now: Clock::System.now_millis(),
            file: file.as_ref(),
        };
        match retaining.retain(store.as_ref()).await {
            Ok(done) if done.is_empty() => {}
            Ok(done) => tracing::info!(plans = done.len(), "what was due was erased"),
            Err(error) => tracing::error!(%error, "not all that is due was erased"),
        }
        tokio::time::sleep(RETAIN_EVERY).await;
    }
}

/// Writes the heads of the logs where the database's owner cannot reach, if such a place was named.
#[derive(Clone)]
pub(crate) struct Publishing {
    pub(crate) store: Arc<dyn LedgerStore>,
    pub(crate) epoch: String,
    pub(crate) file: Option<PathBuf>,
}

impl Publishing {
    /// Once.
    pub(crate) async fn publish(&self) -> Result<(), PublishError> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let now: u64 = Clock::System.now_millis();
        let count = publish_heads(self.store.as_ref(), &self.epoch, file, now).await?;
        tracing::info!(count, "heads published");
        Ok(())
    }

    /// Every hour.
    pub(crate) async fn publish_often(self) {
        loop {
            tokio::time::sleep(PUBLISH_EVERY).await;
            if let Err(error) = self.publish().await {
                tracing::error!(%error, "the heads were not published");
            }
        }
    }
}
