//! Which path leads where, and what every request passes on its way.

use std::path::Path;

use axum::middleware::{from_fn, map_response};
use axum::response::IntoResponse;
use axum::{Extension, Router};
use tower::service_fn;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access_log::log_call;
use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::openapi::{self, PublishedApi};
use crate::routes::{
    api_docs, audit, browser_storage, devices, events, hand_in, health, lookup, overrides,
    overview, person_data, practice_users, quarantine, realm, session, sign_in, sync, systems,
};
use crate::run_to_end::run_to_end;
use crate::security_headers::{on_api_answers, on_every_answer};
use crate::static_files::StaticFiles;
use crate::write_guard::guard_writes;

/// The whole centre: the API, and the built app in `dist`.
pub fn router(centre: Centre, dist: &Path) -> Router {
    let files = StaticFiles::new(dist);
    let (routes, document) = routes().split_for_parts();
    let published = PublishedApi::of(document, centre.cookie);
    routes
        .with_state(centre)
        .fallback_service(service_fn(move |request| files.clone().serve(request)))
        .layer(Extension(published))
        .layer(CatchPanicLayer::custom(|_| {
            ApiFailure::failed().into_response()
        }))
        .layer(from_fn(log_call))
        .layer(map_response(on_every_answer))
}

/// Every route with its part of the document: by [`routes!`] alone, which knows no route without.
fn routes() -> OpenApiRouter<Centre> {
    let document = OpenApiRouter::with_openapi(openapi::beginning());
    for_known_methods(document.routes(routes!(health::get_health))).nest("/api", api())
}

fn api() -> OpenApiRouter<Centre> {
    let guarded = OpenApiRouter::new()
        .routes(routes!(realm::get_realm))
        .routes(routes!(practice_users::list_practice_users))
        .routes(routes!(
            session::get_session,
            session::begin_session,
            session::end_session
        ))
        .routes(routes!(session::end_all_sessions))
        .routes(routes!(sign_in::begin_sign_in))
        .routes(routes!(sign_in::come_back))
        .routes(routes!(sync::sync))
        .routes(routes!(hand_in::hand_in))
        .routes(routes!(
            quarantine::list_quarantine,
            quarantine::settle_quarantined
        ))
        .routes(routes!(events::get_events))
        .routes(routes!(devices::list_devices))
        .routes(routes!(devices::name_device))
        .routes(routes!(devices::revoke_device))
        .routes(routes!(browser_storage::delete_browser_storage))
        .routes(routes!(overview::get_overview))
        .routes(routes!(lookup::look_up))
        .routes(routes!(overrides::open))
        .routes(routes!(person_data::give_person_data))
        .routes(routes!(audit::get_audit))
        .routes(routes!(audit::list_reviews))
        .routes(routes!(audit::get_review, audit::add_finding))
        .routes(routes!(api_docs::get_document))
        .routes(routes!(api_docs::get_page))
        .routes(routes!(api_docs::get_page_style))
        .fallback(async || ApiFailure::not_found());
    // From servers, not from a browser: the provider's token, and a system's signature, prove where it comes from.
    let unguarded = OpenApiRouter::new()
        .routes(routes!(sign_in::end_from_provider))
        .routes(routes!(systems::read_plan))
        .routes(routes!(systems::report_event));
    for_known_methods(guarded)
        .layer(from_fn(guard_writes))
        .merge(for_known_methods(unguarded))
        .layer(from_fn(run_to_end))
        .layer(map_response(on_api_answers))
        .layer(CompressionLayer::new())
}

/// Answers other methods than the routes take in the one shape of errors. It has to be said before the layers, which
/// would not see these answers otherwise.
fn for_known_methods(routes: OpenApiRouter<Centre>) -> OpenApiRouter<Centre> {
    let (routes, document) = routes.split_for_parts();
    let routes = routes.method_not_allowed_fallback(async || ApiFailure::method_not_allowed());
    let mut routes = OpenApiRouter::from(routes);
    *routes.get_openapi_mut() = document;
    routes
}
