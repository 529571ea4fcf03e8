//! One log line a call: which route, which status, how long. Never a query, a body, a name or an
//! address; the path only as the route's pattern, because a path could name something.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::clock::random_bytes;

/// Logs the call. Lines written meanwhile carry its id.
pub(crate) async fn log_call(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route: String = match request.extensions().get::<MatchedPath>() {
        Some(path) => path.as_str().to_owned(),
        None if request.uri().path().starts_with("/api/") => "/api/?".to_owned(),
        None => "file".to_owned(),
    };
    let call: u32 = random_bytes::<4>()
        .map(u32::from_be_bytes)
        .unwrap_or_default();
    let span = tracing::info_span!("call", id = format!("{call:08x}"));
    let begun = Instant::now();
    async move {
        let response: Response = next.run(request).await;
        let status: u16 = response.status().as_u16();
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        if route == "file" {
            tracing::debug!(%method, route, status, millis, "answered");
        } else {
            tracing::info!(%method, route, status, millis, "answered");
        }
        response
    }
    .instrument(span)
    .await
}
