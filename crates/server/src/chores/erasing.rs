//! Erasing, on demand and by the table of retention.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use overgang_domain::change::ErasureGround;
use overgang_domain::retention::{self, Retention};
use overgang_domain::{EntryId, PlanId, Stored};
use overgang_server::clock::Clock;
use overgang_server::database::Database;
use overgang_server::erasing::{Erased, Erasure, choose_named, erase as erase_entries};
use overgang_server::erasures_file::ErasuresFile;
use overgang_server::reference_data;
use overgang_server::retaining::Retaining;
use overgang_server::rules::Rules;

use super::{ChoreError, NO_FILE};

/// Erases entries of a plan, or all of it.
pub(super) async fn erase(
    database: &Database,
    plan: PlanId,
    entries: &BTreeSet<EntryId>,
    ground: ErasureGround,
    file: Option<&ErasuresFile>,
) -> Result<(), ChoreError> {
    let store = database.open(false).await?;
    store.identity().await?.ok_or(ChoreError::NothingThere)?;
    let rules = Arc::new(Rules::new(reference_data::shipped()?));
    let choose = |all: &[Stored]| choose_named(plan, entries, all);
    let erasure = Erasure {
        plan,
        ground,
        at: Clock::System.now_millis(),
        choose: &choose,
        absent_in: None,
        file,
    };
    let erased: Result<Erased, _> = erase_entries(store.as_ref(), &rules, &erasure).await;
    store.close().await;
    println!(
        "{} entries erased; devices drop them when they sync next",
        erased?.count()
    );
    if file.is_none() {
        println!("{NO_FILE}");
    }
    Ok(())
}

/// Erases what is due, or says what is.
pub(super) async fn retain(
    database: &Database,
    on: Option<NaiveDate>,
    is_dry_run: bool,
    file: Option<&ErasuresFile>,
) -> Result<(), ChoreError> {
    let clock = Clock::System;
    let today: NaiveDate = on.unwrap_or_else(|| clock.today());
    if today > clock.today() && !is_dry_run {
        return Err(ChoreError::DayToCome);
    }
    let table: Retention = retention::shipped()?;
    let store = database.open(false).await?;
    store.identity().await?.ok_or(ChoreError::NothingThere)?;
    let rules = Arc::new(Rules::new(reference_data::shipped()?));
    let retaining = Retaining {
        rules: &rules,
        table: &table,
        today,
        now: clock.now_millis(),
        file,
    };
    let found: Result<BTreeMap<PlanId, usize>, _> = if is_dry_run {
        retaining.due(store.as_ref()).await
    } else {
        retaining.retain(store.as_ref()).await
    };
    store.close().await;
    let found = found?;
    for (plan, count) in &found {
        println!("{plan} {count}");
    }
    let (count, done): (usize, &str) = (
        found.values().sum(),
        if is_dry_run { "due" } else { "erased" },
    );
    println!("{count} entries of {} plans {done}", found.len());
    if file.is_none() && !is_dry_run {
        println!("{NO_FILE}");
    }
    Ok(())
}
