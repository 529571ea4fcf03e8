//! `/api/openapi.json` and `/api/docs`: what the API is, for machines and for people.

use axum::Extension;
use axum::http::header;
use axum::response::{Html, IntoResponse};

use crate::openapi::{PAGE_STYLE, PublishedApi, Read};

/// The API as a document of `OpenAPI`.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "api",
    responses((status = OK, description = "OpenAPI 3.1", body = Object, content_type = "application/json"), Read<()>)
)]
pub(crate) async fn get_document(Extension(api): Extension<PublishedApi>) -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (headers, api.document.to_string())
}

/// The API as a page to read.
#[utoipa::path(
    get,
    path = "/docs",
    tag = "api",
    responses((status = OK, description = "The page", body = String, content_type = "text/html; charset=utf-8"), Read<()>)
)]
pub(crate) async fn get_page(Extension(api): Extension<PublishedApi>) -> impl IntoResponse {
    Html(api.page.to_string())
}

/// How that page looks.
#[utoipa::path(
    get,
    path = "/docs.css",
    tag = "api",
    responses((status = OK, description = "The style", body = String, content_type = "text/css; charset=utf-8"), Read<()>)
)]
pub(crate) async fn get_page_style() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8")];
    (headers, PAGE_STYLE)
}

#[cfg(test)]
mod tests {
    use crate::test_app::TestApp;

    #[tokio::test]
    async fn the_page_names_every_route_and_needs_nothing_from_elsewhere() {
        let app = TestApp::new().await;
        let document = app.get("/api/openapi.json").await;
        assert_eq!(document.headers["content-type"], "application/json");
        let page = app.get("/api/docs").await;
        let page = String::from_utf8(page.body).unwrap();
        for path in document.json()["paths"].as_object().unwrap().keys() {
            assert!(page.contains(&format!(" {path}</code></h3>")), "{path}");
        }
        for forbidden in ["<script", "<style", " style=", "http://", "https://"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        let style = app.get("/api/docs.css").await;
        assert_eq!(style.headers["content-type"], "text/css; charset=utf-8");
        assert!(page.contains("href=\"/api/docs.css\""));
    }
}
