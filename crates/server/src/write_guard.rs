//! Turns away writes that do not come from our own pages. Whether somebody is signed in is not asked
//! here.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use overgang_sync::message::APP_HEADER;

use crate::api_failure::ApiFailure;
use crate::media::Media;

/// Lets through writes that come from our own pages, and whatever writes nothing: reads, and methods that no route
/// takes.
pub(crate) async fn guard_writes(request: Request, next: Next) -> Response {
    let is_write: bool = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH | Method::DELETE
    );
    let checked: Result<(), ApiFailure> = if is_write {
        check(&request)
    } else if is_typed(&request) {
        Err(ApiFailure::cross_site(
            "this is for the app, not for the address bar",
        ))
    } else {
        Ok(())
    };
    match checked {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

/// Whether somebody has put it into the address bar: a tablet that is locked or turned to a person still has its session,
/// and nothing is to be read or downloaded past the lock. The way of signing in goes by there, and the API's page.
fn is_typed(request: &Request) -> bool {
    let path: &str = request.uri().path();
    let is_page = ["/sign-in", "/docs", "/openapi.json"]
        .iter()
        .any(|page| path.trim_start_matches("/api").starts_with(page));
    let mode = request.headers().get("sec-fetch-mode");
    !is_page && mode.is_some_and(|mode| mode == "navigate")
}

fn check(request: &Request) -> Result<(), ApiFailure> {
    let headers: &HeaderMap = request.headers();
    if !headers.contains_key(APP_HEADER) {
        return Err(ApiFailure::cross_site("the app's own header is missing"));
    }
    if headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin")
    {
        return Err(ApiFailure::cross_site("this comes from another site"));
    }
    if headers
        .get(header::ORIGIN)
        .is_some_and(|origin| !is_own(origin, request))
    {
        return Err(ApiFailure::cross_site("this comes from another origin"));
    }
    // Neither form can be sent by a foreign page's form, nor by its script without asking first.
    if has_body(request) && Media::in_header(headers, header::CONTENT_TYPE).is_none() {
        return Err(ApiFailure::unsupported_media_type(
            "send it as application/vnd.overgang or application/json",
        ));
    }
    Ok(())
}

/// Whether the origin is the host that the request was sent to.
fn is_own(origin: &HeaderValue, request: &Request) -> bool {
    let origin: Option<Uri> = origin.to_str().ok().and_then(|origin| origin.parse().ok());
    let host: Option<&str> = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .or_else(|| request.uri().authority().map(Authority::as_str));
    let sender: Option<&str> = origin
        .as_ref()
        .filter(|origin| origin.scheme().is_some())
        .and_then(Uri::authority)
        .map(Authority::as_str);
    match (sender, host) {
        (Some(sender), Some(host)) => sender.eq_ignore_ascii_case(host),
        _ => false,
    }
}

/// All writes have a body but `DELETE`, which may have one.
fn has_body(request: &Request) -> bool {
    let headers: &HeaderMap = request.headers();
    let is_empty: bool = headers
        .get(header::CONTENT_LENGTH)
        .is_none_or(|length| length == "0");
    request.method() != Method::DELETE
        || !is_empty
        || headers.contains_key(header::TRANSFER_ENCODING)
}
