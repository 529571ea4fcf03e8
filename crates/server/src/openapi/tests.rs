//! The document against the router: nothing in one that is not in the other.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use overgang_sync::message::MEDIA_TYPE;
use serde_json::Value;

use crate::test_app::{Answer, TestApp, TestDevice, app_request, send};

const METHODS: [&str; 4] = ["get", "post", "put", "delete"];

async fn document(app: &TestApp) -> Value {
    app.get("/api/openapi.json").await.json()
}

/// Path, method, operation.
fn operations(document: &Value) -> Vec<(String, String, Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(METHODS.contains(&method.as_str()), "{method} {path}");
            found.push((path.clone(), method.clone(), operation.clone()));
        }
    }
    found
}

fn filled(path: &str) -> String {
    path.replace("{id}", "0191700d-0000-7000-8000-000000000001")
}

/// Fails where the answer is not one of those that the document has for the operation.
fn assert_documented(name: &str, operation: &Value, answer: &Answer) {
    let status: String = answer.status.to_string();
    let documented = &operation["responses"][&status];
    assert!(documented.is_object(), "{name}: {answer:?}");
    if answer.status >= 400 {
        let pointer =
            "/content/application~1json/schema/allOf/1/properties/error/properties/code/enum";
        let codes = documented.pointer(pointer).unwrap().as_array().unwrap();
        assert!(codes.contains(&answer.code().into()), "{name}: {answer:?}");
    }
}

#[test]
fn routes_come_into_the_router_with_their_part_of_the_document_only() {
    let router: &str = include_str!("../router.rs");
    for way in [".route(", "route_service(", "nest_service("] {
        assert!(!router.contains(way), "{way} knows no document");
    }
    assert!(router.matches(".routes(routes!(").count() > 10);
}

#[tokio::test]
async fn every_documented_operation_is_routed_and_no_other_method_of_its_path() {
    let app = TestApp::new().await;
    let operations = operations(&document(&app).await);
    assert!(operations.len() >= 14, "{}", operations.len());
    let known: BTreeSet<(&str, &str)> = operations
        .iter()
        .map(|(path, method, _)| (path.as_str(), method.as_str()))
        .collect();
    for (path, _, _) in &operations {
        for method in METHODS.into_iter().chain(["patch", "trace", "options"]) {
            let request = app_request(&method.to_uppercase(), &filled(path));
            let answer = send(&app.router, request.body(Body::empty()).unwrap()).await;
            let is_known = known.contains(&(path, method));
            assert_eq!(
                answer.status != 405,
                is_known,
                "{method} {path}: {answer:?}"
            );
            assert!(is_known || answer.code() == "method-not-allowed");
        }
    }
}

/// What a careless or hostile caller sends to any operation.
async fn provoke(device: &TestDevice, path: &str, method: &str) -> Vec<Answer> {
    let long: String = "x".repeat(3 * 1024 * 1024);
    let bodies: [(&str, &str); 7] = [
        ("application/json", ""),
        ("application/json", "{}"),
        ("application/json", "[1, {\"device\": \"x\"}]"),
        ("application/x-www-form-urlencoded", "logout_token=a.b.c"),
        ("application/x-www-form-urlencoded", "%"),
        (MEDIA_TYPE, "\u{1}\u{2}"),
        (MEDIA_TYPE, &long),
    ];
    let mut answers = Vec::new();
    for (media, body) in bodies {
        for signed_in in [true, false] {
            for encoding in ["identity", "gzip", "br"] {
                let mut request = app_request(&method.to_uppercase(), &filled(path));
                let headers = request.headers_mut().unwrap();
                headers.insert("content-type", media.parse().unwrap());
                headers.insert("content-encoding", encoding.parse().unwrap());
                if signed_in {
                    headers.insert("cookie", device.cookie.parse().unwrap());
                }
                let request = request.body(Body::from(body.to_owned())).unwrap();
                answers.push(send(&device.router, request).await);
            }
        }
    }
    let bare = Request::builder().method(method.to_uppercase().as_str());
    let bare = bare.uri(format!("{}?code=1&code=2&state=%ff", filled(path)));
    answers.push(send(&device.router, bare.body(Body::empty()).unwrap()).await);
    answers
}

#[tokio::test]
async fn what_is_answered_is_documented_with_its_word() {
    let app = TestApp::new().await;
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for (path, method, operation) in operations(&document(&app).await) {
        // Anew each time: some operations end sessions.
        let device = app.sign_in(0).await;
        for answer in provoke(&device, &path, &method).await {
            let name = format!("{method} {path}");
            assert!(answer.status < 500, "{name}: {answer:?}");
            assert_documented(&name, &operation, &answer);
            if answer.status >= 400 {
                codes.insert(answer.code());
            }
        }
    }
    let provoked: Vec<&str> = codes.iter().map(String::as_str).collect();
    assert_eq!(
        provoked,
        [
            "bad-signature",
            "cross-site",
            "malformed",
            "not-found",
            "not-signed-in",
            "too-large",
            "unsupported-media-type"
        ]
    );
}

#[tokio::test]
async fn every_answer_of_the_api_is_documented_to_come_from_the_centre() {
    let app = TestApp::new().await;
    for (path, method, operation) in operations(&document(&app).await) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let has_header = response["headers"]["overgang-centre"].is_object();
            assert_eq!(
                has_header,
                path.starts_with("/api/"),
                "{method} {path} {status}"
            );
        }
    }
}
