//! The two forms that the API speaks: the app's own compact one, and JSON for people and other systems. What a
//! request is written in stands in its `content-type`, what it wants back in its `accept`.

use std::convert::Infallible;

use axum::Json;
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Response};
use overgang_domain::form;
use overgang_sync::message::MEDIA_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::api_failure::ApiFailure;
use crate::request_body::{ReadBodyError, read_body};

/// Which form something has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// The app's own.
    Compact,
    /// JSON.
    Json,
}

impl Media {
    /// What a header names first; `None` for a form that the centre does not speak.
    pub(crate) fn in_header(headers: &HeaderMap, name: HeaderName) -> Option<Self> {
        let value: &str = headers.get(name)?.to_str().ok()?;
        let essence: &str = value.split([';', ',']).next()?.trim();
        if essence.eq_ignore_ascii_case(MEDIA_TYPE) {
            Some(Self::Compact)
        } else {
            let is_json: bool = essence.eq_ignore_ascii_case("application/json");
            is_json.then_some(Self::Json)
        }
    }

    /// An answer in this form.
    pub(crate) fn answer<T: Serialize>(self, value: &T) -> Response {
        match self {
            Self::Json => Json(value).into_response(),
            Self::Compact => match form::write(value) {
                Ok(bytes) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response(),
                Err(error) => {
                    tracing::error!(%error, "an answer was not written");
                    ApiFailure::failed().into_response()
                }
            },
        }
    }
}

/// As a handler's argument: the form that the caller wants back. Whoever does not say gets JSON.
impl<S: Send + Sync> FromRequestParts<S> for Media {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::in_header(&parts.headers, header::ACCEPT).unwrap_or(Self::Json))
    }
}

/// Reads a request's body in whichever form it has.
pub(crate) async fn read_message<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
) -> Result<T, ReadBodyError> {
    let bytes: Vec<u8> = read_body(headers, body).await?;
    match Media::in_header(headers, header::CONTENT_TYPE) {
        Some(Media::Compact) => form::read(&bytes).ok(),
        Some(Media::Json) => serde_json::from_slice(&bytes).ok(),
        None => None,
    }
    .ok_or(ReadBodyError::Unexpected)
}

#[cfg(test)]
mod tests {
    use overgang_sync::message::PracticeUsersResponse;

    use super::*;
    use crate::test_app::{TestApp, app_request, send};

    fn named(value: &str) -> Option<Media> {
        let headers = HeaderMap::from_iter([(header::ACCEPT, value.parse().unwrap())]);
        Media::in_header(&headers, header::ACCEPT)
    }

    #[test]
    fn a_form_is_known_by_its_name_whatever_follows_it() {
        assert_eq!(named(MEDIA_TYPE), Some(Media::Compact));
        assert_eq!(named("Application/JSON; charset=utf-8"), Some(Media::Json));
        for other in ["", "text/html", "application/jsonp", "*/*"] {
            assert_eq!(named(other), None, "{other}");
        }
    }

    #[tokio::test]
    async fn both_forms_say_the_same() {
        let app = TestApp::new().await;
        let request = app_request("GET", "/api/practice/users").header("accept", MEDIA_TYPE);
        let compact = send(&app.router, request.body(Body::empty()).unwrap()).await;
        assert_eq!(compact.headers["content-type"], MEDIA_TYPE);
        let json = app.get("/api/practice/users").await;
        assert_eq!(json.headers["content-type"], "application/json");
        let users: PracticeUsersResponse = form::read(&compact.body).unwrap();
        assert_eq!(serde_json::to_value(users).unwrap(), json.json());
    }
}
