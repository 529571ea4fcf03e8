//! Signing in and out, and what turns a write away before anybody looks at it.

use axum::body::Body;
use axum::http::Request;

use crate::test_app::{TestApp, app_request, fresh_id, send};

fn sign_in_body(user: &str) -> Body {
    Body::from(format!(r#"{{"user":"{user}","device":"{}"}}"#, fresh_id()))
}

#[tokio::test]
async fn who_signed_in_is_known_until_signing_out() {
    let app = TestApp::new().await;
    let device = app.sign_in(4).await;
    let answer = device.get("/api/session").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["user"]["name"], "Vilde Øvingsen");
    assert_eq!(answer.json()["realm"], "practice");

    let request = app_request("DELETE", "/api/session").header("cookie", &device.cookie);
    let ended = send(&app.router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(ended.status, 204);
    let cleared: &str = ended.headers["set-cookie"].to_str().unwrap();
    assert!(cleared.contains("Max-Age=0"));
    let answer = device.get("/api/session").await;
    assert_eq!(
        (answer.status, answer.code()),
        (401, "not-signed-in".into())
    );
}

#[tokio::test]
async fn a_session_ends_after_thirty_days() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    app.pass(super::PRACTICE_SESSION_MILLIS - 1);
    assert_eq!(device.get("/api/session").await.status, 200);
    app.pass(1);
    assert_eq!(device.get("/api/session").await.status, 401);
}

#[tokio::test]
async fn the_cookie_is_for_this_site_only_and_the_database_never_has_it() {
    let app = TestApp::new().await;
    let user: String = app.store.users().await.unwrap()[0].user.to_string();
    let request = app_request("POST", "/api/session").body(sign_in_body(&user));
    let answer = send(&app.router, request.unwrap()).await;
    let cookie: &str = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("overgang_session="));
    assert!(cookie.contains("; HttpOnly; SameSite=Strict; Path=/;"));
    let token: &str = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(token.len(), 43);
    app.store.close().await;
    assert!(!app.database.has_in_sessions(token).await);
}

#[tokio::test]
async fn nobody_signs_in_as_an_unknown_user_or_in_an_office() {
    for app in [TestApp::new().await, TestApp::office().await] {
        let body = sign_in_body(&fresh_id().to_string());
        let request = app_request("POST", "/api/session").body(body).unwrap();
        let answer = send(&app.router, request).await;
        assert_eq!((answer.status, answer.code()), (404, "not-found".into()));
    }
}

#[tokio::test]
async fn a_made_up_token_is_nobody() {
    let app = TestApp::new().await;
    let mut device = app.sign_in(0).await;
    device.cookie = "overgang_session=AAAA".to_owned();
    assert_eq!(device.get("/api/session").await.status, 401);
}

#[tokio::test]
async fn writes_from_anywhere_but_our_own_pages_are_turned_away() {
    let app = TestApp::new().await;
    let full = [
        ("host", "localhost:8080"),
        ("overgang-app", "test/1"),
        ("content-type", "application/json"),
        ("origin", "http://localhost:8080"),
        ("sec-fetch-site", "same-origin"),
    ];
    let cases = [
        ("overgang-app", None, 403, "cross-site"),
        (
            "origin",
            Some("http://elsewhere.example"),
            403,
            "cross-site",
        ),
        ("origin", Some("http://localhost:9090"), 403, "cross-site"),
        ("origin", Some("null"), 403, "cross-site"),
        ("sec-fetch-site", Some("cross-site"), 403, "cross-site"),
        ("sec-fetch-site", Some("same-site"), 403, "cross-site"),
        ("content-type", None, 415, "unsupported-media-type"),
        (
            "content-type",
            Some("text/plain"),
            415,
            "unsupported-media-type",
        ),
        // Our own, as browsers without these two headers send it.
        ("sec-fetch-site", None, 404, "not-found"),
        ("origin", None, 404, "not-found"),
        (
            "content-type",
            Some("application/json; charset=utf-8"),
            404,
            "not-found",
        ),
    ];
    for (changed, value, status, code) in cases {
        let mut request = Request::post("/api/session");
        for (name, usual) in full {
            let sent = if name == changed { value } else { Some(usual) };
            if let Some(sent) = sent {
                request = request.header(name, sent);
            }
        }
        let body = sign_in_body(&fresh_id().to_string());
        let answer = send(&app.router, request.body(body).unwrap()).await;
        assert_eq!(
            (answer.status, answer.code()),
            (status, code.into()),
            "{changed} {value:?}"
        );
        assert_eq!(answer.headers["overgang-centre"], "1");
    }
}

#[tokio::test]
async fn wrong_paths_and_methods_get_the_same_shape_of_error() {
    let app = TestApp::new().await;
    let answer = app.get("/api/nothing/here").await;
    assert_eq!((answer.status, answer.code()), (404, "not-found".into()));
    let request = app_request("PUT", "/api/session").body(Body::from("{}"));
    let answer = send(&app.router, request.unwrap()).await;
    assert_eq!(
        (answer.status, answer.code()),
        (405, "method-not-allowed".into())
    );
}
