//! A signed request: who sends it, and its body. Whatever is wrong with it, the answer is the same 401; what it was
//! stands in the log, where it is about a system that there is.

use std::sync::Arc;

use axum::extract::{FromRequest, OriginalUri, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use uuid::Uuid;

use super::signature::{
    ID_HEADER, NAME_HEADER, Purpose, SIGNATURE_HEADER, Signed, TIME_HEADER, WINDOW_MILLIS,
};
use super::{May, System};
use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::openapi::Refuses;
use crate::request_body::{ReadBodyError, collect};

const BAD_SIGNATURE: ApiFailure = ApiFailure::new(
    StatusCode::UNAUTHORIZED,
    "bad-signature",
    "the request is not signed as it has to be, by a system that may ask this",
);

/// A system has signed the request. As a handler's last argument it turns everybody else away.
pub(crate) struct SignedRequest {
    /// Who.
    pub(crate) system: Arc<System>,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body, as it was sent.
    pub(crate) body: Vec<u8>,
}

/// What the headers claim.
struct Claim {
    name: String,
    time: u64,
    id: Uuid,
    signature: String,
    method: String,
    target: String,
}

impl Claim {
    /// Reads it, where each header is there once and can be what it says.
    fn read(parts: &Parts) -> Option<Self> {
        let one = |name: &str| {
            let mut all = parts.headers.get_all(name).into_iter();
            let value = all.next()?.to_str().ok()?;
            all.next().is_none().then(|| value.to_owned())
        };
        let uri = match parts.extensions.get::<OriginalUri>() {
            Some(OriginalUri(uri)) => uri,
            None => &parts.uri,
        };
        let time: String = one(TIME_HEADER)?;
        Some(Self {
            name: one(NAME_HEADER)?,
            // Only one way to write it: it is signed as a number.
            time: time
                .parse()
                .ok()
                .filter(|read: &u64| read.to_string() == time)?,
            id: Uuid::try_parse(&one(ID_HEADER)?).ok()?,
            signature: one(SIGNATURE_HEADER)?,
            method: parts.method.as_str().to_owned(),
            target: uri.path_and_query()?.as_str().to_owned(),
        })
    }

    fn signed<'a>(&'a self, body: &'a [u8]) -> Signed<'a> {
        Signed {
            purpose: Purpose::Request,
            method: &self.method,
            target: &self.target,
            time: self.time,
            id: self.id,
            body,
        }
    }
}

impl FromRequest<Centre> for SignedRequest {
    type Rejection = ApiFailure;

    async fn from_request(request: Request, centre: &Centre) -> Result<Self, ApiFailure> {
        let (parts, body) = request.into_parts();
        let claim: Claim = Claim::read(&parts).ok_or(BAD_SIGNATURE)?;
        let system: Arc<System> = centre
            .systems
            .get(&claim.name)
            .cloned()
            .ok_or(BAD_SIGNATURE)?;
        let body: Vec<u8> = collect(body).await?;
        if !system
            .secret
            .verifies(&claim.signed(&body), &claim.signature)
        {
            return Err(refused(&system, "the signature is wrong"));
        }
        let now: u64 = centre.clock.now_millis();
        if claim.time.abs_diff(now) > WINDOW_MILLIS {
            return Err(refused(&system, "the time is too far off"));
        }
        centre.limits.check_call(system.user.user, system.device)?;
        // Another process's clock may be behind ours: an id is known for longer than anybody takes its time.
        let until: u64 = claim.time.saturating_add(3 * WINDOW_MILLIS);
        let user = system.user.user;
        if !centre
            .store
            .note_request(user, claim.id, now, until)
            .await?
        {
            return Err(refused(&system, "the id of the request is not new"));
        }
        Ok(Self {
            system,
            headers: parts.headers,
            body,
        })
    }
}

impl SignedRequest {
    /// Turns the system away unless it may do this.
    pub(crate) fn require(&self, may: May) -> Result<(), ApiFailure> {
        if self.system.may.contains(&may) {
            Ok(())
        } else {
            Err(refused(&self.system, "it has no right to this"))
        }
    }
}

/// The answer to all of it. What the log says comes from the file of the systems and from here.
fn refused(system: &System, why: &'static str) -> ApiFailure {
    tracing::warn!(system = system.name, why, "a system was turned away");
    BAD_SIGNATURE
}

impl Refuses for SignedRequest {
    fn refusals() -> Vec<ApiFailure> {
        vec![
            BAD_SIGNATURE,
            ApiFailure::too_many_requests(1),
            ReadBodyError::TooLarge.into(),
            ReadBodyError::BrokeOff.into(),
        ]
    }
}

/// The headers of a signed request, for the API's document.
pub(crate) struct SignedHeaders;

impl IntoParams for SignedHeaders {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let text = || ObjectBuilder::new().schema_type(Type::String);
        let uuid = SchemaFormat::KnownFormat(KnownFormat::Uuid);
        let headers = [
            (
                NAME_HEADER,
                "The system's name.",
                text().pattern(Some("^[a-z0-9-]{1,40}$")),
            ),
            (
                TIME_HEADER,
                "When it is sent, milliseconds since 1970; at most 5 minutes from the centre's time.",
                text().pattern(Some("^[1-9][0-9]{0,15}$")),
            ),
            (
                ID_HEADER,
                "An id that no other request of the system has.",
                text().format(Some(uuid)),
            ),
            (
                SIGNATURE_HEADER,
                "HMAC-SHA256 with the system's secret, as 64 hexadecimal digits, over six lines without an end of line \
                 after the last: overgang-request-1, the method, the path with its query, and of these headers the time and \
                 the id, and the SHA-256 of the body in hexadecimal digits.",
                text().pattern(Some("^[0-9a-f]{64}$")),
            ),
        ];
        let headers = headers.into_iter().map(|(name, description, schema)| {
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Header)
                .required(Required::True)
                .description(Some(description))
                .schema(Some(schema))
                .build()
        });
        headers.collect()
    }
}
