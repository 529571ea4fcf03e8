//! What is served from a folder, and with which headers.

use axum::body::Body;
use axum::http::{Request, header};
use axum::response::Response;

use super::*;

async fn get(dist: &Path, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let Ok(response) = StaticFiles::new(dist)
        .serve(request.body(Body::empty()).unwrap())
        .await;
    response
}

fn dist() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, content: &str| {
        std::fs::write(folder.path().join(name), content).unwrap();
    };
    write("index.html", "<!doctype html>");
    write("sw.js", "// worker");
    write("app-c920ca43256fdcb9_bg.wasm", "wasm");
    write("app-c920ca43256fdcb9_bg.wasm.br", "packed");
    folder
}

fn header_of(response: &Response, name: header::HeaderName) -> &str {
    response.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn addresses_of_the_app_give_the_page_and_missing_files_do_not() {
    let dist = dist();
    let html = [("accept", "text/html,application/xhtml+xml")];
    for path in ["/", "/planer/0192", "/icons"] {
        let response = get(dist.path(), path, &html).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header_of(&response, header::CONTENT_TYPE), "text/html");
        assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-cache");
    }
    let missing = get(dist.path(), "/gone-c920ca43256fdcb9.js", &html).await;
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    assert_eq!(header_of(&missing, header::CACHE_CONTROL), "no-cache");
    let fetched = get(dist.path(), "/planer/0192", &[("accept", "*/*")]).await;
    assert_eq!(fetched.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_with_a_hash_in_its_name_is_kept_for_good_and_sent_packed() {
    let dist = dist();
    let packed = [("accept-encoding", "gzip, br")];
    let response = get(dist.path(), "/app-c920ca43256fdcb9_bg.wasm", &packed).await;
    assert_eq!(header_of(&response, header::CONTENT_ENCODING), "br");
    assert_eq!(
        header_of(&response, header::CONTENT_TYPE),
        "application/wasm"
    );
    assert!(header_of(&response, header::CACHE_CONTROL).contains("immutable"));
    let worker = get(dist.path(), "/sw.js", &packed).await;
    assert_eq!(header_of(&worker, header::CACHE_CONTROL), "no-cache");
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let dist = dist();
    for path in ["/../Cargo.toml", "/%2e%2e/%2e%2e/etc/passwd"] {
        let response = get(dist.path(), path, &[]).await;
        assert_ne!(response.status(), StatusCode::OK, "{path}");
    }
}
