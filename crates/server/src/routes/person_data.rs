//! `/api/plans/{id}/person-data`: all that is held on a person, for the coordinator to give to the person. To everybody else it
//! is as if there were no such plan.

use std::collections::BTreeSet;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use overgang_domain::{EntryId, Plan, PlanId, Stored};
use overgang_sync::message::{AuditAct, AuditReason, PersonDataResponse};

use crate::api_failure::ApiFailure;
use crate::audit::AuditEvent;
use crate::centre::Centre;
use crate::clock::day_in_norway;
use crate::media::Media;
use crate::openapi::{AppHeader, Compact, NotHere, Write};
use crate::person_data::{Sources, put_together, reads_of};
use crate::reference_data;
use crate::rules::Asker;
use crate::session::{SignedIn, caller_in};
use crate::storage::Session;

/// All that the coordinator may see of what is held on the person, how much else there is, and who has read it.
///
/// For the coordinator who is appointed for the plan. It is written down in the log of reads before it is answered.
#[utoipa::path(
    post,
    path = "/plans/{id}/person-data",
    tag = "plans",
    params(("id" = PlanId, Path, description = "The plan."), AppHeader),
    request_body(
        description = "Nothing of it is read.",
        content((Object = "application/json"), (Compact = "application/vnd.overgang"))
    ),
    responses(
        (status = OK, description = "What is held", content((PersonDataResponse = "application/json"), (Compact = "application/vnd.overgang"))),
        Write<((SignedIn, NotHere), ())>
    ),
    security(("session" = []))
)]
pub(crate) async fn give_person_data(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    media: Media,
    plan: Result<Path<PlanId>, PathRejection>,
) -> Result<Response, ApiFailure> {
    let Path(plan) = plan.map_err(|_| ApiFailure::not_found())?;
    let now: u64 = centre.clock.now_millis();
    let shared = centre.store.shared(&centre.rules).await?;
    let entries: Vec<Stored> = centre.store.plan_entries(plan).await?;
    let caller = caller_in(&session);
    let today = day_in_norway(now);
    let is_closed: bool = centre
        .store
        .is_closed(plan, session.user.user, today)
        .await?;
    let asker = Asker {
        caller: &caller,
        rules: &centre.rules,
        shared: &shared,
        closed: &BTreeSet::from_iter(is_closed.then_some(plan)),
        today,
    };
    let seen: BTreeSet<EntryId> = asker.view(plan, &entries.iter().collect::<Vec<&Stored>>());
    // Whatever else keeps the plan from the coordinator keeps this as well.
    if seen.is_empty() || !asker.coordinates(&Plan::fold(plan, &entries)) {
        return Err(ApiFailure::not_found());
    }
    let reads = reads_of(centre.store.as_ref(), plan).await?;
    let reference = reference_data::shared().map_err(|error| {
        tracing::error!(%error, "nothing can be put into words");
        ApiFailure::failed()
    })?;
    let sources = Sources {
        reference,
        rules: &centre.rules,
        shared: &shared,
    };
    let data: PersonDataResponse = put_together(sources, plan, &entries, Some(&seen), &reads, now);
    let Session { user, device, .. } = &session;
    let event = AuditEvent::new(user, *device, AuditAct::PersonDataGiven, now);
    let event = event.about(AuditReason::CaseWork, BTreeSet::from([plan]));
    centre.store.append_audit(&[event]).await?;
    Ok(media.answer(&data))
}

#[cfg(test)]
mod tests;
