//! Snapshots and summaries are made of entries, so they can be made again: when an app knows kinds of entries, or has
//! a form of plans, that the app before it did not.

use std::collections::BTreeMap;

use overgang_domain::summary::PlanSummary;
use overgang_domain::{Plan, PlanId, Stored, Template};
use overgang_sync::EntryBatch;

use super::connection::{CommitError, Op, OpenStoreError};
use super::summaries::Summaries;
use super::{Connection, keys, outbox, record};

/// The number of the way in which entries are folded. It goes up with every new kind of entry and with every change
/// to what a plan or a summary looks like on disk.
pub(super) const FOLDED_BY: u32 = 3;

/// How often it is tried while another tab writes.
const TRIES: usize = 5;

/// Folds all entries anew if another number than `folded_by` did it last.
pub(super) async fn refold(
    connection: &Connection,
    template: &Template,
    folded_by: u32,
) -> Result<(), OpenStoreError> {
    let failed = |error: &dyn std::fmt::Display| OpenStoreError::Failed(error.to_string());
    let read = connection.get(keys::FACTS, keys::FACT_FOLDED_BY).await;
    let known: Option<u32> = match read.map_err(|error| failed(&error))? {
        Some(sealed) => record::read(&sealed).await.ok(),
        None => None,
    };
    if known == Some(folded_by) {
        return Ok(());
    }
    for _ in 0..TRIES {
        let writes: u64 = connection.writes().await.map_err(|error| failed(&error))?;
        let ops: Vec<Op> = anew(connection, template, folded_by)
            .await
            .map_err(|error| failed(&*error))?;
        match connection.commit(&ops, Some(writes)).await {
            Ok(_) => return Ok(()),
            // Another tab has written meanwhile.
            Err(CommitError::Stale) => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    Err(failed(&CommitError::Stale))
}

async fn anew(
    connection: &Connection,
    template: &Template,
    folded_by: u32,
) -> Result<Vec<Op>, Box<dyn std::error::Error>> {
    let mut plans: BTreeMap<PlanId, Plan> = BTreeMap::new();
    let mut ops: Vec<Op> = Vec::new();
    for (_, sealed) in connection.get_all(keys::SEGMENTS, None).await? {
        let batch: EntryBatch = record::read(&sealed).await?;
        apply(&mut plans, batch.entries()?);
    }
    for (id, plan) in &plans {
        ops.push(record::put_packed(keys::SNAPSHOTS, id.to_string(), plan).await?);
    }
    for (_, sealed) in connection.get_all(keys::OUTBOX, None).await? {
        apply(&mut plans, vec![outbox::read(&sealed).await?]);
    }
    for (key, _) in connection.get_all(keys::SUMMARIES, None).await? {
        ops.push(Op::Delete(keys::SUMMARIES, key));
    }
    let persons = plans
        .into_values()
        .filter(|plan| plan.id != PlanId::DIRECTORY);
    let summaries = persons
        .map(|plan| PlanSummary::of(&plan, template))
        .collect();
    ops.extend(Summaries::default().put(summaries)?);
    let key: String = keys::FACT_FOLDED_BY.to_owned();
    ops.push(record::put(keys::FACTS, key, &folded_by)?);
    Ok(ops)
}

fn apply(plans: &mut BTreeMap<PlanId, Plan>, entries: Vec<Stored>) {
    for stored in entries {
        let id: PlanId = stored.entry.plan;
        plans
            .entry(id)
            .or_insert_with(|| Plan::empty(id))
            .apply(&stored);
    }
}
