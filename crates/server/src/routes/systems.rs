//! `/api/systems`: what the systems beside this centre ask and report. Every request is signed; nobody is signed in.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use overgang_domain::{Plan, PlanId};
use overgang_sync::message::{AuditAct, AuditReason};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api_failure::ApiFailure;
use crate::audit::{AuditEvent, reason_of};
use crate::centre::Centre;
use crate::media::Media;
use crate::openapi::{NotHere, Read, Refuses};
use crate::request_body::ReadBodyError;
use crate::rules::Asker;
use crate::storage::{EventOutcome, ReportedEvent, SeenPlan, UseStoreError};
use crate::systems::event::{Event, Unfit};
use crate::systems::plan_answer::{PlanAnswer, plan_answer};
use crate::systems::signed::{SignedHeaders, SignedRequest};
use crate::systems::{May, System};

/// What a system may see of a plan, as JSON.
///
/// It is folded from the entries that the system's role and administration may see. A plan that does not exist and one
/// that is none of the system's get the same answer. It stands in the log of reads before it is answered.
#[utoipa::path(
    get,
    path = "/systems/plans/{id}",
    tag = "systems",
    params(("id" = PlanId, Path, description = "The plan."), SignedHeaders),
    responses(
        (status = OK, description = "What the system may see of it", body = PlanAnswer),
        Read<(SignedRequest, NotHere)>
    ),
    security(("system" = []))
)]
pub(crate) async fn read_plan(
    State(centre): State<Centre>,
    plan: Result<Path<PlanId>, PathRejection>,
    request: SignedRequest,
) -> Result<Json<PlanAnswer>, ApiFailure> {
    request.require(May::Read)?;
    let Path(id) = plan.map_err(|_| ApiFailure::not_found())?;
    let system: &System = &request.system;
    let today = centre.clock.today();
    let caller = system.caller();
    let seen = centre.store.plan_seen_by(&caller, &centre.rules, id, today);
    let SeenPlan {
        plan,
        closed,
        shared,
    } = seen.await?.ok_or_else(ApiFailure::not_found)?;
    let template = shared.templates.of_plan(&plan);
    let answer = plan_answer(&plan, template, centre.rules.sheets(), closed);
    record(&centre, system, AuditAct::Opened, AuditReason::None, id).await?;
    Ok(Json(answer))
}

/// An event was taken in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventAnswer {
    /// The event.
    event: Uuid,
    /// The plan in which it stands.
    plan: PlanId,
}

/// The event was not taken in; nothing of it was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReportError {
    /// It is no event.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// Not plain JSON.
    #[error("the request is no plain JSON")]
    OtherForm,
    /// The same id was used for something else.
    #[error("the event's id was used for something else")]
    OtherContent,
    /// There is no such plan, or it is none of the system's.
    #[error("there is no such plan for this system")]
    NoPlan,
    /// It does not fit the plan.
    #[error(transparent)]
    Unfit(Unfit),
    /// The system may see the plan and not write that.
    #[error("the system may not write this")]
    NotAllowed,
    /// The request is not signed as it has to be, or the system has no right to report.
    #[error("the request was turned away")]
    Failure(ApiFailure),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

const OTHER_FORM: ApiFailure =
    ApiFailure::unsupported_media_type("send it plain, as application/json");
const OTHER_CONTENT: ApiFailure = ApiFailure::new(
    StatusCode::CONFLICT,
    "event-reused",
    "another event has this id",
);
const NOT_ALLOWED: ApiFailure = ApiFailure::new(
    StatusCode::FORBIDDEN,
    "not-allowed",
    "the system may not write this in the plan",
);

const fn unfit(why: &'static str) -> ApiFailure {
    ApiFailure::new(StatusCode::UNPROCESSABLE_ENTITY, "unfit", why)
}

impl From<ReportError> for ApiFailure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Body(error) => error.into(),
            ReportError::OtherForm => OTHER_FORM,
            ReportError::OtherContent => OTHER_CONTENT,
            ReportError::NoPlan => Self::not_found(),
            ReportError::Unfit(Unfit(why)) => unfit(why),
            ReportError::NotAllowed => NOT_ALLOWED,
            ReportError::Failure(failure) => failure,
            ReportError::Store(error) => error.into(),
        }
    }
}

impl IntoResponse for ReportError {
    fn into_response(self) -> Response {
        ApiFailure::from(self).into_response()
    }
}

impl Refuses for ReportError {
    fn refusals() -> Vec<ApiFailure> {
        let own = [
            OTHER_FORM,
            OTHER_CONTENT,
            ApiFailure::not_found(),
            NOT_ALLOWED,
            ReadBodyError::Unexpected.into(),
        ];
        own.into_iter()
            .chain(Unfit::ALL.map(|Unfit(why)| unfit(why)))
            .collect()
    }
}

/// Takes in what has happened in the prison.
///
/// It becomes ordinary entries of the plan, with the system as their author: wholly or not at all, and once for each id,
/// however often it is sent. The answer to the same event is always the same.
#[utoipa::path(
    post,
    path = "/systems/events",
    tag = "systems",
    params(SignedHeaders),
    request_body(content = Event, content_type = "application/json"),
    responses(
        (status = OK, description = "It stands in the plan", body = EventAnswer),
        Read<(SignedRequest, ReportError)>
    ),
    security(("system" = []))
)]
pub(crate) async fn report_event(
    State(centre): State<Centre>,
    request: SignedRequest,
) -> Result<Json<EventAnswer>, ReportError> {
    request
        .require(May::HandInEvents)
        .map_err(ReportError::Failure)?;
    if !is_plain_json(&request.headers) {
        return Err(ReportError::OtherForm);
    }
    let event: Event =
        serde_json::from_slice(&request.body).map_err(|_| ReadBodyError::Unexpected)?;
    let content = event.content().map_err(|_| ReadBodyError::Unexpected)?;
    let system: &System = &request.system;
    let now: u64 = centre.clock.now_millis();
    let reported = ReportedEvent {
        system: system.user.user,
        event: event.event,
        plan: event.plan,
        content,
        received_at: now,
    };
    let caller = system.caller();
    let write = |asker: Asker<'_>, plan: &Plan| event.entries(system, asker, plan, now);
    let by = (&caller, &*centre.rules);
    let taken = centre.store.take_in_event(by, &reported, &write);
    match taken.await? {
        EventOutcome::Taken => {
            centre.after_commit.note_commit();
            Ok(Json(EventAnswer {
                event: event.event,
                plan: event.plan,
            }))
        }
        EventOutcome::OtherContent => Err(ReportError::OtherContent),
        EventOutcome::NoPlan => Err(ReportError::NoPlan),
        EventOutcome::Unfit(unfit) => Err(ReportError::Unfit(unfit)),
        EventOutcome::Refused(reason) => {
            let act = AuditAct::Refused;
            record(&centre, system, act, reason_of(reason), event.plan).await?;
            Err(ReportError::NotAllowed)
        }
    }
}

/// Whether a body is what it says, and says that it is JSON.
fn is_plain_json(headers: &HeaderMap) -> bool {
    let is_packed = headers
        .get(header::CONTENT_ENCODING)
        .is_some_and(|encoding| encoding != "identity");
    !is_packed && Media::in_header(headers, header::CONTENT_TYPE) == Some(Media::Json)
}

/// Writes down what a system does with a plan.
async fn record(
    centre: &Centre,
    system: &System,
    act: AuditAct,
    reason: AuditReason,
    plan: PlanId,
) -> Result<(), UseStoreError> {
    let now: u64 = centre.clock.now_millis();
    let event = AuditEvent::new(&system.user, system.device, act, now);
    let event = event.about(reason, [plan].into());
    centre.store.append_audit(&[event]).await.map(drop)
}

#[cfg(test)]
mod tests;
