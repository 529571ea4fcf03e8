//! All that is held on one person, for whoever answers for the data to give to the person.

use std::collections::BTreeSet;

use overgang_domain::{PlanId, Stored};
use overgang_server::audit::AuditEvent;
use overgang_server::clock::Clock;
use overgang_server::database::Database;
use overgang_server::person_data::{Sources, page, put_together, reads_of};
use overgang_server::reference_data;
use overgang_server::rules::Rules;
use overgang_server::storage::LedgerStore;
use overgang_sync::message::{AuditAct, AuditReason, PersonDataResponse};

use super::ChoreError;

/// Prints it, as a page or as JSON. It stands in the log of reads before it is printed.
pub(super) async fn run(
    database: &Database,
    plan: PlanId,
    as_json: bool,
) -> Result<(), ChoreError> {
    let store = database.open(false).await?;
    let made = make(store.as_ref(), plan).await;
    store.close().await;
    let data: PersonDataResponse = made?;
    if as_json {
        println!("{}", serde_json::to_string_pretty(&data)?);
    } else {
        print!("{}", page::written(&data));
    }
    Ok(())
}

async fn make(store: &dyn LedgerStore, plan: PlanId) -> Result<PersonDataResponse, ChoreError> {
    store.identity().await?.ok_or(ChoreError::NothingThere)?;
    let now: u64 = Clock::System.now_millis();
    let entries: Vec<Stored> = store.plan_entries(plan).await?;
    if entries.is_empty() || plan == PlanId::DIRECTORY {
        return Err(ChoreError::NoPlan);
    }
    let reference = reference_data::shipped()?;
    let rules = Rules::new(reference.clone());
    let shared = store.shared(&rules).await?;
    let sources = Sources {
        reference: &reference,
        rules: &rules,
        shared: &shared,
    };
    let reads = reads_of(store, plan).await?;
    let data = put_together(sources, plan, &entries, None, &reads, now);
    let event = AuditEvent::of_operator(AuditAct::PersonDataGiven, now);
    let event = event.about(AuditReason::None, BTreeSet::from([plan]));
    store.append_audit(&[event]).await?;
    Ok(data)
}
