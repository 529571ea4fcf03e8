//! `POST /api/overrides`: opening something against the rules, for reading, for a reason, until the end of the next day.
//! What is not there, what is never opened and what is not the user's to open are answered with the same bytes.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use overgang_domain::PlanId;
use overgang_sync::message::{
    AuditAct, AuditReason, MAX_OVERRIDE_REASON, MIN_OVERRIDE_REASON, OverrideRequest,
    OverrideResponse, OverrideWhom,
};
use tokio::time::{Instant, sleep_until};

use crate::api_failure::{ApiFailure, NO_NUMBER};
use crate::audit::AuditEvent;
use crate::centre::Centre;
use crate::media::{Media, read_message};
use crate::openapi::{AppHeader, Compact, MayBePacked, Refuses, Write};
use crate::overriding::{OpenedPlan, Wanted, Whom};
use crate::request_body::ReadBodyError;
use crate::rules::Caller;
use crate::session::{SignedIn, caller_in};
use crate::storage::{Session, UseStoreError};
use crate::systems::person_register::IdentityNumber;

/// Somebody is signed in whose work is with persons, and has not asked too often.
pub(crate) struct MayAsk(Session);

impl FromRequestParts<Centre> for MayAsk {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, centre).await?;
        if caller_in(&session).reader.is_administrative() {
            return Err(ApiFailure::not_found());
        }
        centre.limits.check_look_up(session.user.user)?;
        Ok(Self(session))
    }
}

impl Refuses for MayAsk {
    fn refusals() -> Vec<ApiFailure> {
        [SignedIn::refusals(), vec![ApiFailure::not_found()]].concat()
    }
}

/// Nothing was opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OverrideError {
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// The digits do not fit.
    #[error("this is no identity number")]
    NoNumber,
    /// The reason is too short or too long.
    #[error("this is no reason")]
    NoReason,
    /// Something that the table lets nobody with this role open.
    #[error("these areas are never opened to this role")]
    NeverOpened,
    /// There is no such plan, or it is not the user's to open: one answer for both.
    #[error("there is nothing to be opened")]
    NotHere,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

/// How long it takes to hear that there is nothing to be opened: the time does not tell what is not there from what is
/// closed.
const REFUSED_AFTER: Duration = Duration::from_millis(300);

const NO_REASON: ApiFailure = ApiFailure::malformed("a reason has 10 to 1,000 letters");
const NEVER_OPENED: ApiFailure =
    ApiFailure::malformed("one of these areas is never opened to this role");

impl IntoResponse for OverrideError {
    fn into_response(self) -> Response {
        match self {
            Self::Body(error) => error.into(),
            Self::NoNumber => NO_NUMBER,
            Self::NoReason => NO_REASON,
            Self::NeverOpened => NEVER_OPENED,
            Self::NotHere => ApiFailure::not_found(),
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for OverrideError {
    fn refusals() -> Vec<ApiFailure> {
        let own = vec![NO_NUMBER, NO_REASON, NEVER_OPENED, ApiFailure::not_found()];
        [own, ReadBodyError::refusals()].concat()
    }
}

/// Opens something against the rules that hold otherwise: areas of a plan where a life is in danger, or a plan outside
/// one's reach.
///
/// For reading only, until the end of the next day. It becomes an entry of the plan that the coordinator gets, and a row
/// in the log of reads that is always looked at. What was opened comes with the next sync. Never opened are health notes
/// and persons who are protected or barred.
#[utoipa::path(
    post,
    path = "/overrides",
    tag = "plans",
    params(AppHeader, MayBePacked),
    request_body(content((OverrideRequest = "application/json"), (Compact = "application/vnd.overgang"))),
    responses(
        (status = OK, description = "It is open", content((OverrideResponse = "application/json"), (Compact = "application/vnd.overgang"))),
        Write<(MayAsk, OverrideError)>
    ),
    security(("session" = []))
)]
pub(crate) async fn open(
    State(centre): State<Centre>,
    MayAsk(session): MayAsk,
    media: Media,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, OverrideError> {
    let request: OverrideRequest = read_message(&headers, body).await?;
    let wanted: Wanted = wanted(request)?;
    let caller = caller_in(&session);
    let overridable = centre.rules.overridable_areas(caller.reader.roles());
    if !wanted.areas.is_subset(&overridable) {
        return Err(OverrideError::NeverOpened);
    }
    let reads_numbers: bool = centre.rules.reads_numbers(&caller.reader);
    if matches!(wanted.whom, Whom::Number(_)) && !reads_numbers {
        return Err(OverrideError::NotHere);
    }
    let until: Instant = Instant::now() + REFUSED_AFTER;
    let opened: Option<OpenedPlan> = open_and_record(&centre, &session, &caller, &wanted).await?;
    let Some(OpenedPlan { plan, until }) = opened else {
        sleep_until(until).await;
        return Err(OverrideError::NotHere);
    };
    tracing::info!(is_new = until.is_some(), "opened against the rules");
    Ok(media.answer(&OverrideResponse { plan, until }))
}

async fn open_and_record(
    centre: &Centre,
    session: &Session,
    caller: &Caller,
    wanted: &Wanted,
) -> Result<Option<OpenedPlan>, UseStoreError> {
    let now: u64 = centre.clock.now_millis();
    let (store, rules) = (&centre.store, &centre.rules);
    let opened = store.open_override(caller, rules, wanted, now).await?;
    if opened.is_some_and(|opened| opened.until.is_some()) {
        centre.after_commit.note_commit();
    }
    record(centre, session, wanted, opened, now).await?;
    Ok(opened)
}

fn wanted(request: OverrideRequest) -> Result<Wanted, OverrideError> {
    let reason: &str = request.reason.trim();
    let letters: usize = reason.chars().count();
    if !(MIN_OVERRIDE_REASON..=MAX_OVERRIDE_REASON).contains(&letters) {
        return Err(OverrideError::NoReason);
    }
    let whom = match request.whom {
        OverrideWhom::Plan(plan) => Whom::Plan(plan),
        OverrideWhom::IdentityNumber(typed) => {
            Whom::Number(IdentityNumber::read(&typed).ok_or(OverrideError::NoNumber)?)
        }
    };
    Ok(Wanted {
        whom,
        areas: request.areas,
        reason: reason.to_owned(),
    })
}

/// Writes down what came of it, whatever that is. The reason stands in the plan, never here.
async fn record(
    centre: &Centre,
    session: &Session,
    wanted: &Wanted,
    opened: Option<OpenedPlan>,
    now: u64,
) -> Result<(), UseStoreError> {
    let (act, reason) = match opened {
        None => (AuditAct::Refused, AuditReason::NotAllowed),
        // Whoever looks for a number that one's own plan has, has looked it up.
        Some(OpenedPlan { until: None, .. }) => (AuditAct::LookedUp, AuditReason::OutOfReach),
        Some(_) if wanted.areas.is_empty() => (AuditAct::Overridden, AuditReason::OutOfReach),
        Some(_) => (AuditAct::Overridden, AuditReason::DangerToLife),
    };
    let named: Option<PlanId> = match (&wanted.whom, opened) {
        (_, Some(opened)) => Some(opened.plan),
        (Whom::Plan(plan), None) => Some(*plan),
        (Whom::Number(_), None) => None,
    };
    let event = AuditEvent::new(&session.user, session.device, act, now);
    let event = event.about(reason, BTreeSet::from_iter(named));
    centre.store.append_audit(&[event]).await.map(drop)
}

#[cfg(test)]
mod tests;
