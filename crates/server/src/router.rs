//! Which path leads where, and what every request passes on its way.

use std::path::Path;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use tower::service_fn;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::access_log::log_call;
use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::routes::{health, overview, practice_users, realm, session, sign_in, sync};
use crate::security_headers::{on_api_answers, on_every_answer};
use crate::static_files::StaticFiles;
use crate::write_guard::guard_writes;

/// No request takes longer than this, its body included.
const LONGEST: Duration = Duration::from_mins(1);

/// The whole centre: the API, and the built app in `dist`.
pub fn router(centre: Centre, dist: &Path) -> Router {
    let files = StaticFiles::new(dist);
    Router::new()
        .route("/health", get(health::get_health))
        .nest("/api", api())
        .with_state(centre)
        .fallback_service(service_fn(move |request| files.clone().serve(request)))
        .layer(CatchPanicLayer::custom(|_| {
            ApiFailure::failed().into_response()
        }))
        .layer(from_fn(log_call))
        .layer(map_response(on_every_answer))
}

fn api() -> Router<Centre> {
    Router::new()
        .route("/realm", get(realm::get_realm))
        .route("/practice/users", get(practice_users::list_practice_users))
        .route(
            "/session",
            get(session::get_session)
                .post(session::begin_session)
                .delete(session::end_session),
        )
        .route("/sessions", delete(session::end_all_sessions))
        .route("/sign-in", post(sign_in::begin_sign_in))
        .route("/sign-in/callback", get(sign_in::come_back))
        .route("/sync", post(sync::sync))
        .route("/overview", get(overview::get_overview))
        .fallback(async || ApiFailure::not_found())
        .method_not_allowed_fallback(async || ApiFailure::method_not_allowed())
        .layer(from_fn(guard_writes))
        // From the provider's server, not from a browser: its token is what proves where it comes from.
        .route("/sign-in/back-channel", post(sign_in::end_from_provider))
        .layer(from_fn(give_up_in_time))
        .layer(CatchPanicLayer::custom(|_| {
            ApiFailure::failed().into_response()
        }))
        .layer(map_response(on_api_answers))
        .layer(CompressionLayer::new())
}

async fn give_up_in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(LONGEST, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiFailure::busy().into_response(),
    }
}
