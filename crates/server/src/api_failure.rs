//! The one shape of every error answer: a status, a stable word, and a sentence that is the same for
//! everyone, so that no personal data and no word about what exists can get into it.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use overgang_sync::ApiError;
use overgang_sync::message::DEVICE_REVOKED;
use serde::Serialize;

use crate::storage::UseStoreError;

/// Digits that are no national identity number, wherever somebody is asked for by one.
pub(crate) const NO_NUMBER: ApiFailure = ApiFailure::malformed("this is no identity number");

/// An error answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApiFailure {
    /// The HTTP status.
    pub status: StatusCode,
    /// The stable word, as [`ApiError::code`] lists them.
    pub code: &'static str,
    /// A sentence for developers.
    pub message: &'static str,
    /// How many seconds to wait before asking again, where that is known.
    pub retry_after: Option<u32>,
}

/// Every error answer.
#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct ErrorAnswer {
    error: ApiError,
}

impl ApiFailure {
    /// The request cannot be read.
    pub const fn malformed(message: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }

    /// Nobody is signed in, or no longer.
    pub const fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not-signed-in", "sign in first")
    }

    /// The space that is open on the device is another user's than the session.
    pub const fn another_users_session() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "another-users-session",
            "another user has signed in on this device; sign in again",
        )
    }

    /// The device gets nothing more; it is to empty itself.
    pub const fn device_revoked() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            DEVICE_REVOKED,
            "this device was revoked; what it received is to be deleted",
        )
    }

    /// There is nothing here.
    pub const fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not-found", "there is nothing here")
    }

    /// The path is known, and not for this method.
    pub const fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "this path does not take this method",
        )
    }

    /// More than the centre takes at once.
    pub const fn too_large(message: &'static str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", message)
    }

    /// Not a form of content that the centre reads.
    pub const fn unsupported_media_type(message: &'static str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            message,
        )
    }

    /// The request does not come from our own pages.
    pub const fn cross_site(message: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "cross-site", message)
    }

    /// Asked too often; again after so many seconds.
    pub const fn too_many_requests(seconds: u32) -> Self {
        Self {
            retry_after: Some(seconds),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too-many-requests",
                "asked too often; wait as long as retry-after says",
            )
        }
    }

    /// Too much to do at the moment.
    pub const fn busy() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "busy",
            "the centre is busy; try again later",
        )
    }

    /// The centre is at fault.
    pub const fn failed() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "failed",
            "the centre failed",
        )
    }

    /// Any other.
    pub const fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self {
            status,
            code,
            message,
            retry_after: None,
        }
    }
}

impl From<UseStoreError> for ApiFailure {
    fn from(error: UseStoreError) -> Self {
        if error.is_busy() {
            return Self::busy();
        }
        tracing::error!(%error, "the store failed");
        Self::failed()
    }
}

impl IntoResponse for ApiFailure {
    fn into_response(self) -> Response {
        let answer = ErrorAnswer {
            error: ApiError {
                code: self.code.to_owned(),
                message: self.message.to_owned(),
            },
        };
        let mut response = (self.status, Json(answer)).into_response();
        if let Some(seconds) = self.retry_after {
            let headers = response.headers_mut();
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
