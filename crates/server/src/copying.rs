//! A whole centre copied from one database into another: from a file to PostgreSQL when the file is outgrown, into a
//! file as a backup, and back. What was copied is checked against the hash chain before the copy counts.

use crate::audit::whole::{copy_audit, verify_audit};
use crate::chain::Hash;
use crate::clock::{DrawBytesError, random_bytes};
use crate::cursor::CursorKey;
use crate::erasing::{EraseError, replay};
use crate::erasures_file::Line;
use crate::storage::{
    DeviceScope, Founding, Identity, LedgerRow, LedgerStore, LogHead, UseStoreError,
};
use crate::verify::{Fault, Finding, LedgerFault, verify_ledger};

/// How many rows are copied at once.
const ROWS_AT_ONCE: u32 = 1_000;

/// The copy was not made. What stands in the target is no centre, and no centre starts on it.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// There is nothing to copy.
    #[error("there is no centre in the database that is to be copied")]
    NothingThere,
    /// Something would be mixed.
    #[error("the target is not empty: a copy goes into a new database only")]
    NotEmpty,
    /// What was copied is not whole, which the source was not either.
    #[error(transparent)]
    Damaged(#[from] LedgerFault),
    /// What was erased would have come back.
    #[error(transparent)]
    Replay(#[from] EraseError),
    /// A database failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
    /// No epoch could be drawn.
    #[error(transparent)]
    Epoch(#[from] DrawBytesError),
}

/// Whether devices may go on with the cursors that they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// The copy goes on where the source stopped, and the source ends.
    Kept,
    /// The copy is older than what devices have seen: they read again from the start, and offer again what they had
    /// receipts for.
    Raised,
}

/// Copies the centre in `from` into the empty database `to`: ledger, log of reads, users, devices, protected persons,
/// reported events, what is kept apart. Sessions stay behind, so everybody signs in again; projections are made anew. What `lines` say has
/// been taken away since is taken away before the copy counts. Answers how many entries were copied.
pub async fn copy_centre(
    from: &dyn LedgerStore,
    to: &dyn LedgerStore,
    epoch: Epoch,
    lines: &[Line],
) -> Result<u64, CopyError> {
    let identity: Identity = from.identity().await?.ok_or(CopyError::NothingThere)?;
    if to.identity().await?.is_some() || !to.log_heads().await?.is_empty() {
        return Err(CopyError::NotEmpty);
    }
    // Before the entries, so that the entries of each event are in the copy too.
    to.copy_reported_events(&from.reported_events().await?)
        .await?;
    // Before the logs: what is let in meanwhile is then in one of the two.
    to.quarantine(&from.all_quarantined().await?).await?;
    // Entries that come while the copy is made are not in it.
    let heads: Vec<LogHead> = from.log_heads().await?;
    for log in &heads {
        copy_log(from, to, log).await?;
    }
    let entries: u64 = match verify_ledger(to).await? {
        Finding::Whole { entries } => entries,
        Finding::Fault(fault) => return Err(fault.into()),
    };
    to.rebuild_rights().await?;
    // A copy that goes on needs the key too, or all devices would read again from the start.
    let (epoch, cursor_key) = match epoch {
        Epoch::Kept => (identity.epoch.clone(), identity.cursor_key.clone()),
        Epoch::Raised => new_epoch()?,
    };
    copy_audit(from, to).await?;
    if let Finding::Fault(fault) = verify_audit(to).await? {
        return Err(fault.into());
    }
    for protection in from.protections().await? {
        to.protect_again(&protection).await?;
    }
    to.copy_devices(&from.devices(&DeviceScope::All).await?)
        .await?;
    replay(to, lines).await?;
    // Last: a database without an identity is no centre.
    to.found(Founding {
        identity: Identity {
            epoch,
            cursor_key,
            ..identity
        },
        users: from.users().await?,
        entries: Vec::new(),
    })
    .await?;
    Ok(entries)
}

/// Copies one log up to its head.
async fn copy_log(
    from: &dyn LedgerStore,
    to: &dyn LedgerStore,
    log: &LogHead,
) -> Result<(), CopyError> {
    let damaged = |sequence: u64, fault: Fault| LedgerFault {
        partition: log.partition.clone(),
        sequence,
        fault,
    };
    let head = log.head.ok_or_else(|| damaged(0, Fault::NoHead))?;
    let mut last: (u64, Hash) = (0, Hash::START);
    while last.0 < head.0 {
        let mut rows: Vec<LedgerRow> = from.log_rows(&log.partition, last.0, ROWS_AT_ONCE).await?;
        rows.retain(|row| row.sequence <= head.0);
        let Some(row) = rows.last() else {
            break;
        };
        last = (row.sequence, row.hash);
        to.copy_rows(&log.partition, &rows).await?;
    }
    if last == head {
        Ok(())
    } else {
        Err(damaged(last.0, Fault::WrongEnd).into())
    }
}

/// A word that no ledger had before, and the key that goes with it.
pub fn new_epoch() -> Result<(String, CursorKey), DrawBytesError> {
    let word = format!("{:016x}", u64::from_be_bytes(random_bytes::<8>()?));
    Ok((word, CursorKey::draw()?))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::database::Database;
    use crate::founding::FoundError;
    use crate::test_app::TestApp;
    use crate::test_database::TestDatabase;

    /// An empty file of SQLite, whatever the tests run on, and what it is called.
    async fn file(folder: &tempfile::TempDir, name: &str) -> Arc<dyn LedgerStore> {
        let database = Database::File(folder.path().join(name));
        database.open(true).await.unwrap()
    }

    #[tokio::test]
    async fn a_backup_is_restored_whole_under_a_new_epoch() {
        let app = TestApp::new().await;
        let device = app.sign_in(4).await;
        let opening = device.opening("ullersmo");
        device.sync(None, std::slice::from_ref(&opening)).await;
        let folder = tempfile::tempdir().unwrap();
        let backup = file(&folder, "backup.db").await;
        let count = copy_centre(app.store.as_ref(), backup.as_ref(), Epoch::Kept, &[]).await;
        // What comes later is not in the backup.
        device.sync(None, &[device.opening("ullersmo")]).await;

        let database = TestDatabase::new().await;
        let restored = database.open().await;
        let again = copy_centre(backup.as_ref(), restored.as_ref(), Epoch::Raised, &[]).await;
        assert_eq!(count.unwrap(), again.unwrap());
        let before = app.store.identity().await.unwrap().unwrap();
        let after = restored.identity().await.unwrap().unwrap();
        assert_ne!(before.epoch, after.epoch);
        assert_eq!(
            (before.realm, before.practice),
            (after.realm, after.practice)
        );
        assert_eq!(
            app.store.users().await.unwrap(),
            restored.users().await.unwrap()
        );
        let entries = restored.plan_entries(opening.plan).await.unwrap();
        assert_eq!(entries.len(), 1);
        let more = app.store.log_heads().await.unwrap();
        assert_ne!(more, restored.log_heads().await.unwrap());
        assert_eq!(
            backup.log_heads().await.unwrap(),
            restored.log_heads().await.unwrap()
        );
    }

    #[tokio::test]
    async fn a_copy_goes_into_an_empty_database_only() {
        let app = TestApp::new().await;
        let other = TestApp::new().await;
        let into_other =
            copy_centre(app.store.as_ref(), other.store.as_ref(), Epoch::Kept, &[]).await;
        assert!(matches!(into_other, Err(CopyError::NotEmpty)));
        let folder = tempfile::tempdir().unwrap();
        let empty = file(&folder, "empty.db").await;
        let database = TestDatabase::new().await;
        let target = database.open().await;
        let of_nothing = copy_centre(empty.as_ref(), target.as_ref(), Epoch::Kept, &[]).await;
        assert!(matches!(of_nothing, Err(CopyError::NothingThere)));
    }

    #[tokio::test]
    async fn a_damaged_ledger_gives_no_copy_that_a_centre_starts_on() {
        let app = TestApp::new().await;
        app.database.disarm().await;
        let zero: String = app.database.bytes("00");
        let damage = format!("UPDATE ledger SET body = body || {zero} WHERE sequence = 100");
        app.database.run(&damage).await.unwrap();
        let database = TestDatabase::new().await;
        let target = database.open().await;
        let copied = copy_centre(app.store.as_ref(), target.as_ref(), Epoch::Kept, &[]).await;
        let Err(CopyError::Damaged(LedgerFault {
            sequence, fault, ..
        })) = copied
        else {
            panic!("the damage was copied");
        };
        assert_eq!((sequence, fault), (100, Fault::WrongHash));
        assert_eq!(target.identity().await.unwrap(), None);
        let begun = TestApp::try_open(database, app.centre.realm).await;
        assert!(matches!(begun, Err(FoundError::NotEmpty)));
    }
}
