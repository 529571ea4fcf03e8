//! Snapshots and summaries are made of entries, so they can be made again: when an app knows kinds of entries, or has
//! a form of plans, that the app before it did not, and when a version of the template comes that plans go by already.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use overgang_domain::access::Viewer;
use overgang_domain::directory::Directory;
use overgang_domain::summary::PlanSummary;
use overgang_domain::template::Templates;
use overgang_domain::{Plan, PlanId, Stored, Template, TemplateVersion};
use overgang_sync::EntryBatch;
use serde::{Deserialize, Serialize};

use super::connection::{CommitError, Op, OpenStoreError, ReadError};
use super::summaries::Summaries;
use super::taking_in::read_snapshot;
use super::{Connection, keys, outbox, record};

/// How often it is tried while another tab writes.
const TRIES: usize = 5;

/// What made the snapshots and summaries that lie here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct FoldedBy {
    /// The version of the database.
    version: u32,
    /// The newest version of the template that was known.
    newest: TemplateVersion,
}

/// How plans are read on this device.
#[derive(Clone, Debug)]
pub struct Folding {
    /// The template that comes with the app.
    pub shipped: Arc<Template>,
    /// Who looks, on which day: lists count nothing of what is closed to them. `None`: all is counted.
    pub viewer: Option<(Viewer, fn() -> NaiveDate)>,
}

impl Folding {
    /// What lists show of a plan.
    pub(super) fn summary(&self, plan: &Plan, directory: &FromDirectory) -> PlanSummary {
        let template: &Template = directory.templates.of_plan(plan);
        let closed = self.viewer.as_ref().map(|(viewer, today)| {
            let today: NaiveDate = today();
            let facts = viewer.facts(plan);
            let users: &Directory = &directory.users;
            viewer.rights(&facts, plan, template, users, today).closed()
        });
        PlanSummary::less(plan, template, closed.unwrap_or_default())
    }
}

/// What the directory says that is needed everywhere.
#[derive(Clone, Debug)]
pub struct FromDirectory {
    /// Who is behind which user id.
    pub users: Arc<Directory>,
    /// The versions of the template.
    pub templates: Arc<Templates>,
    /// All of it, for the pages of prisons.
    pub pages: Arc<Plan>,
}

impl FromDirectory {
    fn of(directory: &Plan, shipped: &Arc<Template>) -> Self {
        Self {
            users: Arc::new(Directory::of(directory)),
            templates: Arc::new(Templates::of(Arc::clone(shipped), directory)),
            pages: Arc::new(directory.clone()),
        }
    }
}

/// Folds all entries anew if another version of the database than this one did it last, or one that did not have the
/// newest version of the template. The database says the first only in the moment in which it gets its version, and
/// the battery may die in the next. Answers with what the directory says.
pub(super) async fn refold(
    connection: &Connection,
    folding: &Folding,
) -> Result<FromDirectory, OpenStoreError> {
    let failed = |error: &dyn std::fmt::Display| OpenStoreError::Failed(error.to_string());
    let read = connection.get(keys::FACTS, keys::FACT_FOLDED_BY).await;
    let known: Option<FoldedBy> = match read.map_err(|error| failed(&error))? {
        Some(found) => found.read().ok(),
        None => None,
    };
    // What was folded in another way can perhaps not be read.
    if let Some(known) = known.filter(|known| known.version == connection.version()) {
        match plan(connection, PlanId::DIRECTORY).await {
            Ok(directory) => {
                let read = FromDirectory::of(&directory, &folding.shipped);
                if known.newest == read.templates.newest().version() {
                    return Ok(read);
                }
            }
            // It is damaged: the entries are not.
            Err(ReadError::Record(_)) => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    refold_all(connection, folding).await
}

/// Folds all entries anew, whatever lies there: what was damaged of snapshots and summaries is whole again. Where
/// entries are damaged that the centre has, the cursor goes, so that all of them come again.
pub(super) async fn refold_all(
    connection: &Connection,
    folding: &Folding,
) -> Result<FromDirectory, OpenStoreError> {
    let failed = |error: &dyn std::fmt::Display| OpenStoreError::Failed(error.to_string());
    for _ in 0..TRIES {
        let writes: u64 = connection.writes().await.map_err(|error| failed(&error))?;
        let (ops, read) = anew(connection, folding)
            .await
            .map_err(|error| failed(&*error))?;
        match connection.commit(&ops, Some(writes)).await {
            Ok(_) => return Ok(read),
            // Another tab has written meanwhile.
            Err(CommitError::Stale) => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    Err(failed(&CommitError::Stale))
}

/// A plan as this device knows it: what was received, and what waits.
pub(super) async fn plan(connection: &Connection, id: PlanId) -> Result<Plan, ReadError> {
    let snapshot = connection.get(keys::SNAPSHOTS, &id.to_string()).await?;
    let mut plan: Plan = read_snapshot(id, snapshot.as_ref())?;
    let waiting = format!("{id}/");
    for found in connection.get_all(keys::OUTBOX, Some(&waiting)).await? {
        // One that is damaged stays where it is: see `JournalStore::load`.
        if let Ok(stored) = outbox::read(&found) {
            plan.apply(&stored);
        }
    }
    Ok(plan)
}

async fn anew(
    connection: &Connection,
    folding: &Folding,
) -> Result<(Vec<Op>, FromDirectory), Box<dyn std::error::Error>> {
    let mut plans: BTreeMap<PlanId, Plan> = BTreeMap::new();
    let mut ops: Vec<Op> = Vec::new();
    for found in connection.get_all(keys::SEGMENTS, None).await? {
        let batch: Option<EntryBatch> = found.read().ok();
        match batch.and_then(|batch| batch.entries().ok()) {
            Some(entries) => apply(&mut plans, entries),
            None => ops.push(Op::Delete(keys::FACTS, keys::FACT_CURSOR.to_owned())),
        }
    }
    // A plan of which no entry can be read is nothing until they come again: what was made of them goes.
    for key in connection.names(keys::SNAPSHOTS).await? {
        let is_made_anew = key.parse().is_ok_and(|id| plans.contains_key(&id));
        if !is_made_anew {
            ops.push(Op::Delete(keys::SNAPSHOTS, key));
        }
    }
    for (id, plan) in &plans {
        ops.push(record::put_packed(keys::SNAPSHOTS, id.to_string(), plan)?);
    }
    for found in connection.get_all(keys::OUTBOX, None).await? {
        apply(&mut plans, outbox::read(&found).into_iter().collect());
    }
    for key in connection.names(keys::SUMMARIES).await? {
        ops.push(Op::Delete(keys::SUMMARIES, key));
    }
    let directory = plans.remove(&PlanId::DIRECTORY);
    let directory: Plan = directory.unwrap_or_else(|| Plan::empty(PlanId::DIRECTORY));
    let read = FromDirectory::of(&directory, &folding.shipped);
    let summaries = plans
        .values()
        .map(|plan| folding.summary(plan, &read))
        .collect();
    ops.extend(Summaries::default().put(summaries)?);
    let folded_by = FoldedBy {
        version: connection.version(),
        newest: read.templates.newest().version(),
    };
    let key: String = keys::FACT_FOLDED_BY.to_owned();
    ops.push(record::put(keys::FACTS, key, &folded_by)?);
    Ok((ops, read))
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
