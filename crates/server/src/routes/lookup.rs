//! `POST /api/lookup`: who has a national identity number, so that a new plan need not be typed. The number comes in the
//! body and stands nowhere afterwards. A person whose address is protected is answered like a register that says nothing,
//! after as long a time.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use overgang_sync::message::{
    AuditAct, LookUpRequest, LookUpResponse, PersonFound, User, WhatWasFound,
};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::api_failure::{ApiFailure, NO_NUMBER};
use crate::audit::recording::record_act;
use crate::centre::Centre;
use crate::media::{Media, read_message};
use crate::openapi::{AppHeader, Compact, MayBePacked, Refuses, Write};
use crate::request_body::ReadBodyError;
use crate::session::{SignedIn, caller_in};
use crate::storage::{Session, UseStoreError};
use crate::systems::person_register::{AddressGrade, Found, IdentityNumber, RegisteredPerson};

/// How long the register may take, and how long every look-up without an answer takes.
const PATIENCE: Duration = Duration::from_secs(2);

/// Somebody is signed in who may open plans. To everybody else it is as if there were nothing here.
pub(crate) struct OpensPlans(Session);

impl FromRequestParts<Centre> for OpensPlans {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, centre).await?;
        let reader = caller_in(&session).reader;
        if !centre.rules.opens_plans(&reader) {
            return Err(ApiFailure::not_found());
        }
        centre.limits.check_look_up(reader.user)?;
        Ok(Self(session))
    }
}

impl Refuses for OpensPlans {
    fn refusals() -> Vec<ApiFailure> {
        [SignedIn::refusals(), vec![ApiFailure::not_found()]].concat()
    }
}

/// Nobody was looked up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LookUpError {
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// The digits do not fit.
    #[error("this is no identity number")]
    NoNumber,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

impl IntoResponse for LookUpError {
    fn into_response(self) -> Response {
        match self {
            Self::Body(error) => error.into(),
            Self::NoNumber => NO_NUMBER,
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for LookUpError {
    fn refusals() -> Vec<ApiFailure> {
        [ReadBodyError::refusals(), vec![NO_NUMBER]].concat()
    }
}

/// Looks somebody up by their national identity number.
///
/// For those who may open plans, a few times a minute. That somebody was looked up stands in the log of reads, never whom.
/// Where the register says nothing, is slow or is not there, the answer is `no-answer` after two seconds.
#[utoipa::path(
    post,
    path = "/lookup",
    tag = "systems",
    params(AppHeader, MayBePacked),
    request_body(content((LookUpRequest = "application/json"), (Compact = "application/vnd.overgang"))),
    responses(
        (status = OK, description = "What was found", content((LookUpResponse = "application/json"), (Compact = "application/vnd.overgang"))),
        Write<(OpensPlans, LookUpError)>
    ),
    security(("session" = []))
)]
pub(crate) async fn look_up(
    State(centre): State<Centre>,
    OpensPlans(session): OpensPlans,
    media: Media,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, LookUpError> {
    let request: LookUpRequest = read_message(&headers, body).await?;
    let number = IdentityNumber::read(&request.identity_number).ok_or(LookUpError::NoNumber)?;
    record_act(&centre, &session.user, session.device, AuditAct::LookedUp).await?;
    let found: Found = find(&centre, &number).await;
    Ok(media.answer(&answer(found, &session.user)))
}

/// What may be said. Whatever gives no answer takes as long as the register may take, so that the time says nothing
/// either.
async fn find(centre: &Centre, number: &IdentityNumber) -> Found {
    let Some(register) = &centre.register else {
        return Found::NoAnswer;
    };
    let until: Instant = Instant::now() + PATIENCE;
    let found = timeout_at(until, register.find(number)).await;
    let found = found.map_or(Found::NoAnswer, without_protected);
    if found == Found::NoAnswer {
        sleep_until(until).await;
    }
    found
}

/// The same, where nothing in it is protected.
fn without_protected(found: Found) -> Found {
    match found {
        Found::Person(person) => match person.address_grade {
            AddressGrade::None => Found::Person(person),
            AddressGrade::Confidential
            | AddressGrade::StrictlyConfidential
            | AddressGrade::StrictlyConfidentialAbroad => Found::NoAnswer,
        },
        Found::Nobody => Found::Nobody,
        Found::NoAnswer => Found::NoAnswer,
    }
}

fn answer(found: Found, user: &User) -> LookUpResponse {
    let (found, person) = match found {
        Found::Person(RegisteredPerson {
            given_name,
            family_name,
            prison,
            ..
        }) => {
            let person = PersonFound {
                given_name,
                family_name,
                prison: prison.filter(|prison| user.prisons.contains(prison)),
            };
            (WhatWasFound::Person, Some(person))
        }
        Found::Nobody => (WhatWasFound::Nobody, None),
        Found::NoAnswer => (WhatWasFound::NoAnswer, None),
    };
    LookUpResponse { found, person }
}

#[cfg(test)]
mod tests;
