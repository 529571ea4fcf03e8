//! Headers that every answer carries (`PLATFORM.md` 7), and those of the API's answers.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use overgang_sync::message::{CENTRE_HEADER, PROTOCOL};

const EVERYWHERE: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
         manifest-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default",
    ),
    (
        header::STRICT_TRANSPORT_SECURITY,
        "max-age=31536000; includeSubDomains",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
         geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// Puts on what every answer carries.
pub(crate) async fn on_every_answer(mut response: Response) -> Response {
    for (name, value) in EVERYWHERE {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Puts on what the API's answers carry: nobody keeps them, and they prove to come from the centre.
pub(crate) async fn on_api_answers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static(CENTRE_HEADER),
        HeaderValue::from(PROTOCOL),
    );
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;

    use crate::test_app::{Answer, TestApp, send};

    /// What every answer carries, by the house's own list and not by the code's.
    const WANTED: [(&str, &[&str]); 8] = [
        (
            "content-security-policy",
            &[
                "default-src 'none'",
                "script-src 'self' 'wasm-unsafe-eval'",
                "style-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "object-src 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
            ],
        ),
        ("strict-transport-security", &["max-age=31536000"]),
        ("x-content-type-options", &["nosniff"]),
        ("referrer-policy", &["no-referrer"]),
        ("cross-origin-opener-policy", &["same-origin"]),
        ("cross-origin-embedder-policy", &["require-corp"]),
        ("cross-origin-resource-policy", &["same-origin"]),
        (
            "permissions-policy",
            &["camera=()", "geolocation=()", "microphone=()", "usb=()"],
        ),
    ];

    fn assert_guarded(name: &str, answer: &Answer) {
        for (header, parts) in WANTED {
            let values: Vec<&str> = answer
                .headers
                .get_all(header)
                .iter()
                .map(|value| value.to_str().unwrap())
                .collect();
            let [value] = values[..] else {
                panic!("{name}: {header} {values:?}");
            };
            for part in parts {
                assert!(value.contains(part), "{name}: {header} {value}");
            }
            for loose in ["unsafe-inline", "'unsafe-eval'", "*", "http:", "https:"] {
                assert!(!value.contains(loose), "{name}: {header} {value}");
            }
        }
        assert!(answer.headers.get("server").is_none());
    }

    #[tokio::test]
    async fn every_answer_of_every_route_is_guarded() {
        let app = TestApp::new().await;
        let document = app.get("/api/openapi.json").await.json();
        let documented = document["paths"].as_object().unwrap().keys();
        let others = ["/", "/nothing.js", "/api/nothing", "/api", "/plan/%ff"];
        let mut answers: u32 = 0;
        for path in documented.map(String::as_str).chain(others) {
            let path: String = path.replace("{id}", "0");
            for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
                let request = Request::builder().method(method).uri(&path);
                let request = request.header("accept", "text/html");
                let answer = send(&app.router, request.body(Body::empty()).unwrap()).await;
                assert_guarded(&format!("{method} {path}"), &answer);
                if path.starts_with("/api/") {
                    assert_eq!(answer.headers["cache-control"], "no-store", "{path}");
                }
                answers += 1;
            }
        }
        assert!(answers > 100, "{answers}");
    }
}
