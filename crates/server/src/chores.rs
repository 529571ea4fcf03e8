//! What can be done with a database besides serving it. Each says in one line on stdout what it did.
#![expect(clippy::print_stdout, reason = "a chore's answer goes to stdout")]

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use chrono::DateTime;
use overgang_domain::{PlanId, UserId};
use overgang_server::after_commit::{ProjectError, Projector};
use overgang_server::audit::cef;
use overgang_server::audit::whole::verify_audit;
use overgang_server::clock::{Clock, DrawBytesError};
use overgang_server::copying::{CopyError, Epoch, copy_centre, new_epoch};
use overgang_server::database::{Database, NameDatabaseError};
use overgang_server::erasing::EraseError;
use overgang_server::erasures_file::{ErasuresFile, Line, ReadErasuresError};
use overgang_server::protecting::{self, ProtectError};
use overgang_server::published_heads::{Comparison, PublishError, compare_with_published};
use overgang_server::reference_data::{self, ReadReferenceError};
use overgang_server::rules::Rules;
use overgang_server::storage::{
    AuditFilter, AuditOrder, AuditPosition, Identity, LedgerStore, OpenStoreError, Protection,
    UseStoreError,
};
use overgang_server::verify::{Finding, LedgerFault, verify_ledger};

use crate::arguments::Chore;

mod erasing;
mod person;

/// What is said where it is written nowhere but into the database.
const NO_FILE: &str =
    "without --erasures a backup that was made before brings back what was erased or closed since";

/// The chore was not done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChoreError {
    #[error(transparent)]
    Damaged(#[from] LedgerFault),
    #[error("there is nothing in this database yet")]
    NothingThere,
    #[error("cannot make the file of the backup, which has to be a new one: {0}")]
    File(#[from] std::io::Error),
    #[error(
        "none of the {0} published heads is of the ledger's epoch: unless somebody has just restored it, somebody has \
         changed the epoch so that nothing can be compared"
    )]
    NothingToCompare(usize),
    #[error("this is no time as in 2026-11-23T12:00:00Z: {0}")]
    Time(String),
    #[error(transparent)]
    Name(#[from] NameDatabaseError),
    #[error(transparent)]
    Epoch(#[from] DrawBytesError),
    #[error(transparent)]
    Open(#[from] OpenStoreError),
    #[error(transparent)]
    Store(#[from] UseStoreError),
    #[error(transparent)]
    Project(#[from] ProjectError),
    #[error(transparent)]
    Reference(#[from] ReadReferenceError),
    #[error(transparent)]
    Copy(#[from] CopyError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error(transparent)]
    Erase(#[from] EraseError),
    #[error(transparent)]
    Protect(#[from] ProtectError),
    #[error(transparent)]
    Erasures(#[from] ReadErasuresError),
    #[error("there is no such plan here")]
    NoPlan,
    #[error(
        "what is held cannot be written as JSON, or the table of retention is not as the code expects it: {0}"
    )]
    Json(#[from] serde_json::Error),
    #[error("a day that is still to come can only be tried out: add --dry-run")]
    DayToCome,
}

/// Does it.
pub(crate) async fn run(
    chore: &Chore,
    database: &Database,
    file: Option<&ErasuresFile>,
) -> Result<(), ChoreError> {
    match chore {
        Chore::VerifyLedger { published } => verify(database, published.as_deref()).await,
        Chore::AuditCef { from, to } => audit_cef(database, from, to.as_deref()).await,
        Chore::Protect {
            plan,
            grade,
            no_grade,
            grant,
            withdraw,
            bar,
            unbar,
        } => {
            let change = |protection: &mut Protection| {
                if grade.is_some() || *no_grade {
                    protection.grade = *grade;
                }
                protection.grants.extend(grant.iter().copied());
                protection
                    .grants
                    .retain(|user, _| !withdraw.contains(&user.0));
                protection.barred.extend(bar.iter().copied().map(UserId));
                protection.barred.retain(|user| !unbar.contains(&user.0));
            };
            protect(database, PlanId(*plan), change, file).await
        }
        Chore::Erase {
            plan,
            entries,
            ground,
        } => {
            let entries = entries.iter().copied().collect();
            erasing::erase(database, *plan, &entries, *ground, file).await
        }
        Chore::Retain { on, dry_run } => erasing::retain(database, *on, *dry_run, file).await,
        Chore::Person { plan, json } => person::run(database, *plan, *json).await,
        Chore::RebuildProjections => rebuild_projections(database).await,
        Chore::NewEpoch => {
            let store = database.open(false).await?;
            store.identity().await?.ok_or(ChoreError::NothingThere)?;
            let (epoch, key) = new_epoch()?;
            store.set_epoch(&epoch, &key).await?;
            store.close().await;
            println!("devices will read again from the start");
            Ok(())
        }
        Chore::Copy { to } => {
            let count = copy(database, &to.parse()?, Epoch::Kept, &[]).await?;
            println!("{count} entries copied and checked; start the centre on the new database");
            Ok(())
        }
        Chore::Backup { file } => {
            // Everybody's data is in it: for nobody else to read.
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(file)?;
            // A centre that is started on the backup itself is older than what devices have seen, too.
            let count = copy(database, &Database::File(file.clone()), Epoch::Raised, &[]).await?;
            println!("{count} entries copied and checked");
            Ok(())
        }
        Chore::Restore { file: backup } => {
            let lines: Vec<Line> = file.map_or_else(|| Ok(Vec::new()), ErasuresFile::read)?;
            let from = Database::File(backup.clone());
            let count = copy(&from, database, Epoch::Raised, &lines).await?;
            println!(
                "{count} entries restored and checked; devices will read again from the start"
            );
            if file.is_none() {
                println!("{NO_FILE}");
            }
            Ok(())
        }
    }
}

async fn copy(
    from: &Database,
    to: &Database,
    epoch: Epoch,
    lines: &[Line],
) -> Result<u64, ChoreError> {
    let from = from.open(false).await?;
    let to = to.open(true).await?;
    let copied = copy_centre(from.as_ref(), to.as_ref(), epoch, lines).await;
    from.close().await;
    to.close().await;
    Ok(copied?)
}

async fn verify(database: &Database, published: Option<&Path>) -> Result<(), ChoreError> {
    let store = database.open(false).await?;
    let identity: Identity = store.identity().await?.ok_or(ChoreError::NothingThere)?;
    let found = find_fault(store.as_ref(), &identity, published).await;
    let reads = verify_audit(store.as_ref()).await;
    store.close().await;
    let (finding, compared) = found?;
    match finding {
        Finding::Whole { entries } => {
            println!("OK: {entries} entries, all as they were written");
            if let Some(Comparison {
                found, passed_over, ..
            }) = compared
            {
                println!(
                    "{found} published heads found, {passed_over} of epochs before passed over"
                );
            }
        }
        Finding::Fault(fault) => return Err(fault.into()),
    }
    match reads? {
        Finding::Whole { entries } => {
            println!("{entries} rows of the log of reads, all as they were written");
            Ok(())
        }
        Finding::Fault(fault) => Err(fault.into()),
    }
}

async fn find_fault(
    store: &dyn LedgerStore,
    identity: &Identity,
    published: Option<&Path>,
) -> Result<(Finding, Option<Comparison>), ChoreError> {
    let Some(file) = published else {
        return Ok((verify_ledger(store).await?, None));
    };
    let compared: Comparison = compare_with_published(store, &identity.epoch, file).await?;
    if let Some(fault) = compared.fault {
        return Ok((Finding::Fault(fault), None));
    }
    if compared.found == 0 {
        return Err(ChoreError::NothingToCompare(compared.passed_over));
    }
    Ok((verify_ledger(store).await?, Some(compared)))
}

/// What the centre heard of in the last two minutes may still be on its way into the log.
const SETTLED_MILLIS: u64 = 2 * 60 * 1000;

/// How many rows are read at once.
const ROWS_AT_ONCE: u32 = 1_000;

async fn audit_cef(database: &Database, from: &str, to: Option<&str>) -> Result<(), ChoreError> {
    let settled: u64 = Clock::System.now_millis().saturating_sub(SETTLED_MILLIS);
    let to: u64 = to.map_or(Ok(settled), millis_of)?.min(settled);
    let filter = AuditFilter {
        from: Some(millis_of(from)?),
        to: Some(to),
        ..AuditFilter::default()
    };
    let store = database.open(false).await?;
    let mut after: Option<AuditPosition> = None;
    loop {
        let order = AuditOrder::OldestFirst(after);
        let rows = store.audit_rows(&filter, order, ROWS_AT_ONCE).await?;
        let Some(last) = rows.last() else {
            break;
        };
        after = Some((last.received_at, last.place));
        for line in rows
            .iter()
            .flat_map(|row| cef::lines(row, env!("CARGO_PKG_VERSION")))
        {
            println!("{line}");
        }
    }
    store.close().await;
    Ok(())
}

/// Milliseconds since 1970.
fn millis_of(time: &str) -> Result<u64, ChoreError> {
    let read = DateTime::parse_from_rfc3339(time).ok();
    let millis = read.and_then(|time| u64::try_from(time.timestamp_millis()).ok());
    millis.ok_or_else(|| ChoreError::Time(time.to_owned()))
}

async fn protect(
    database: &Database,
    plan: PlanId,
    change: impl FnOnce(&mut Protection),
    file: Option<&ErasuresFile>,
) -> Result<(), ChoreError> {
    let store = database.open(false).await?;
    store.identity().await?.ok_or(ChoreError::NothingThere)?;
    let now: u64 = Clock::System.now_millis();
    let protected = protecting::protect(store.as_ref(), plan, change, now, file).await;
    store.close().await;
    let after: Protection = protected?;
    match after.grade {
        Some(grade) => println!("closed ({grade:?}) to all without a grant"),
        None => println!("no grade"),
    }
    for (user, until) in &after.grants {
        println!("granted to {} until {until}", user.0);
    }
    for user in &after.barred {
        println!("never to {}", user.0);
    }
    if file.is_none() {
        println!("{NO_FILE}");
    }
    Ok(())
}

async fn rebuild_projections(database: &Database) -> Result<(), ChoreError> {
    let store = database.open(false).await?;
    store.identity().await?.ok_or(ChoreError::NothingThere)?;
    store.forget_projections().await?;
    let projector = Projector::new(Arc::new(Rules::new(reference_data::shipped()?)));
    let count: usize = projector.bring_up_to_date(store.as_ref()).await?;
    store.close().await;
    println!("{count} plans projected anew");
    Ok(())
}
