//! The built app: its files, packed beforehand where the build did that, and `index.html` for every
//! address that a person can go to.

use std::convert::Infallible;
use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// Files whose name has a hash of their content never change.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Everything else is asked for anew each time.
const ASK_AGAIN: &str = "no-cache";

/// Serves what lies in one folder.
#[derive(Clone, Debug)]
pub(crate) struct StaticFiles {
    folder: ServeDir,
}

impl StaticFiles {
    /// Serves what lies in `dist`.
    pub(crate) fn new(dist: &Path) -> Self {
        Self {
            folder: ServeDir::new(dist)
                .append_index_html_on_directories(false)
                .precompressed_br()
                .precompressed_gzip(),
        }
    }

    /// Answers one request.
    pub(crate) async fn serve(self, mut request: Request) -> Result<Response, Infallible> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(StatusCode::METHOD_NOT_ALLOWED.into_response());
        }
        if is_page(&request) {
            *request.uri_mut() = Uri::from_static("/index.html");
        }
        let is_immutable: bool = has_hash(request.uri().path());
        let Ok(response) = self.folder.oneshot(request).await;
        let is_kept: bool =
            response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        let mut response: Response = response.map(Body::new).into_response();
        let cache: &str = if is_immutable && is_kept {
            IMMUTABLE
        } else {
            ASK_AGAIN
        };
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(cache) {
            headers.insert(header::CACHE_CONTROL, value);
        }
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        Ok(response)
    }
}

/// Whether a person goes to an address of the app, and not a file is fetched.
fn is_page(request: &Request) -> bool {
    let path: &str = request.uri().path();
    let last: &str = path.rsplit('/').next().unwrap_or_default();
    let accepts_html: bool = request
        .headers()
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    path == "/" || (accepts_html && !last.contains('.'))
}

/// Whether a file's name ends in a hash, as the build writes it: `app-c920ca43256fdcb9.css`,
/// `overgang-d39c9f090f6219cc_bg.wasm`.
fn has_hash(path: &str) -> bool {
    let name: &str = path.rsplit('/').next().unwrap_or_default();
    let stem: &str = name.split('.').next().unwrap_or_default();
    let stem: &str = stem.strip_suffix("_bg").unwrap_or(stem);
    let hash: Option<&str> = stem.rsplit_once('-').map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() >= 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests;
