//! `DELETE /api/browser-storage`: has the browser delete all that it keeps of this app. Databases whose files are damaged
//! open no more, and the app itself can then not delete them either.

use axum::http::{HeaderName, StatusCode};
use axum::response::IntoResponse;

use crate::openapi::{AppHeader, Write};

/// Has this browser delete what it keeps of the app (Clear-Site-Data, W3C). Nothing at the centre changes.
#[utoipa::path(
    delete,
    path = "/browser-storage",
    tag = "devices",
    params(AppHeader),
    responses((status = NO_CONTENT, description = "The browser deletes it"), Write<()>)
)]
pub(crate) async fn delete_browser_storage() -> impl IntoResponse {
    let clear = HeaderName::from_static("clear-site-data");
    (StatusCode::NO_CONTENT, [(clear, "\"storage\"")])
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use crate::test_app::{TestApp, app_request, send};

    #[tokio::test]
    async fn only_the_app_itself_has_a_browser_delete_its_storage() {
        let app = TestApp::new().await;
        let path = "/api/browser-storage";
        let asked = app_request("DELETE", path).body(Body::empty()).unwrap();
        let answer = send(&app.router, asked).await;
        assert_eq!(answer.status, 204);
        assert_eq!(answer.headers["clear-site-data"], "\"storage\"");
        let mut foreign = app_request("DELETE", path).body(Body::empty()).unwrap();
        let cross_site = "cross-site".parse().unwrap();
        foreign.headers_mut().insert("sec-fetch-site", cross_site);
        let answer = send(&app.router, foreign).await;
        assert_eq!(answer.status, 403);
        assert!(!answer.headers.contains_key("clear-site-data"));
    }
}
