//! The heads of the logs, written where the database's owner cannot reach: a file that is only ever added to. A chain
//! alone does not show that its end was cut off and its head moved back; a head that somebody else holds does.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tokio::fs::OpenOptions;
use tokio::io::AsyncWriteExt;

use crate::partition::Partition;
use crate::storage::{LedgerRow, LedgerStore, UseStoreError};
use crate::verify::{Fault, LedgerFault};

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PublishedHead {
    /// When, milliseconds since 1970.
    at: u64,
    /// The ledger's epoch.
    epoch: String,
    /// Which log.
    log: Partition,
    /// How far it had come.
    sequence: u64,
    /// The hash of its last entry, in hexadecimal digits.
    hash: String,
}

/// The heads were not published, or not compared.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The file is not to be read or written.
    #[error("the file of published heads: {0}")]
    File(#[from] std::io::Error),
    /// A line is no head.
    #[error("the file of published heads: line {line} is no head")]
    Line {
        /// Which, from 1.
        line: usize,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

/// Adds the heads of all logs to the file, and waits until they are on the disk. Answers how many.
pub async fn publish_heads(
    store: &dyn LedgerStore,
    epoch: &str,
    file: &Path,
    now: u64,
) -> Result<usize, PublishError> {
    // A line that a full disk cut short must not swallow the next one.
    let mut lines = String::from("\n");
    let mut count: usize = 0;
    for log in store.log_heads().await? {
        let Some((sequence, hash)) = log.head.filter(|(sequence, _)| *sequence > 0) else {
            continue;
        };
        let line = PublishedHead {
            at: now,
            epoch: epoch.to_owned(),
            log: log.partition,
            sequence,
            hash: hash.to_string(),
        };
        // Strings and numbers only: this always gives JSON.
        lines += &serde_json::to_string(&line).unwrap_or_default();
        lines.push('\n');
        count += 1;
    }
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(file)
        .await?;
    file.write_all(lines.as_bytes()).await?;
    file.sync_all().await?;
    Ok(count)
}

/// How the ledger compares with what was published of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many heads were found in the ledger.
    pub found: usize,
    /// How many belong to an epoch before the ledger's own: before a restore.
    pub passed_over: usize,
    /// The first that is not there.
    pub fault: Option<LedgerFault>,
}

/// Looks for every head that was published under `epoch` in the ledger, up to the first that is not there.
pub async fn compare_with_published(
    store: &dyn LedgerStore,
    epoch: &str,
    file: &Path,
) -> Result<Comparison, PublishError> {
    let mut comparison = Comparison::default();
    let text: String = tokio::fs::read_to_string(file).await?;
    let lines = text.lines().enumerate();
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        let head: PublishedHead =
            serde_json::from_str(line).map_err(|_| PublishError::Line { line: number + 1 })?;
        // What was restored from a backup has lost what came after it, and says so by its epoch.
        if head.epoch != epoch {
            comparison.passed_over += 1;
            continue;
        }
        let before: u64 = head.sequence.saturating_sub(1);
        let rows: Vec<LedgerRow> = store.log_rows(&head.log, before, 1).await?;
        let is_there =
            |row: &LedgerRow| row.sequence == head.sequence && row.hash.to_string() == head.hash;
        if !rows.first().is_some_and(is_there) {
            comparison.fault = Some(LedgerFault {
                partition: head.log,
                sequence: head.sequence,
                fault: Fault::NotAsPublished,
            });
            return Ok(comparison);
        }
        comparison.found += 1;
    }
    Ok(comparison)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_app::TestApp;
    use crate::verify::{Finding, verify_ledger};

    #[tokio::test]
    async fn an_end_that_was_cut_off_with_its_head_shows_against_what_was_published() {
        let app = TestApp::new().await;
        let store = app.store.as_ref();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("heads.jsonl");
        let epoch: &str = &app.epoch;
        let count = publish_heads(store, epoch, &file, 1).await.unwrap();
        assert!(count > 4, "{count}");
        let device = app.sign_in(4).await;
        device.sync(None, &[device.opening("ullersmo")]).await;
        let whole = compare_with_published(store, epoch, &file).await.unwrap();
        assert_eq!((whole.found, whole.fault), (count, None));

        app.database.disarm().await;
        for sql in [
            "DELETE FROM ledger WHERE partition = 'ullersmo' AND sequence > 300",
            "UPDATE heads SET sequence = 300, hash = (SELECT hash FROM ledger \
             WHERE partition = 'ullersmo' AND sequence = 300) WHERE partition = 'ullersmo'",
        ] {
            assert!(app.database.run(sql).await.unwrap() > 0);
        }
        let alone = verify_ledger(store).await.unwrap();
        assert!(matches!(alone, Finding::Whole { .. }), "{alone:?}");
        let found = compare_with_published(store, epoch, &file).await.unwrap();
        let Some(LedgerFault {
            partition, fault, ..
        }) = found.fault
        else {
            panic!("the cut does not show");
        };
        assert_eq!(
            (partition.as_str(), fault),
            ("ullersmo", Fault::NotAsPublished)
        );
        // Whoever also changes the epoch has nothing left to be compared, which is said.
        let other = compare_with_published(store, "other", &file).await.unwrap();
        assert_eq!((other.found, other.passed_over), (0, count));
    }

    #[tokio::test]
    async fn a_line_that_is_no_head_is_named() {
        let app = TestApp::new().await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("heads.jsonl");
        std::fs::write(&file, "{}\n").unwrap();
        let compared = compare_with_published(app.store.as_ref(), "one", &file).await;
        assert!(matches!(compared, Err(PublishError::Line { line: 1 })));
    }
}
