//! Who asks too often waits as long as the answer says, and nobody else does.

use axum::body::Body;
use axum::http::Request;

use super::*;
use crate::test_app::{Answer, NOW, TestApp, app_request, fresh_id, send};

async fn sign_in(app: &TestApp, from: &str) -> Answer {
    let user = app.store.users().await.unwrap()[0].user;
    let body = serde_json::json!({ "user": user, "device": fresh_id() }).to_string();
    let mut request: Request<Body> = app_request("POST", "/api/session")
        .header("x-forwarded-for", format!("6.6.6.6, {from}"))
        .body(Body::from(body))
        .unwrap();
    let address: SocketAddr = SocketAddr::new(from.parse().unwrap(), 5_000);
    request.extensions_mut().insert(ConnectInfo(address));
    send(&app.router, request).await
}

fn rates(calls: u32, sign_ins: u32) -> Rates {
    Rates {
        calls: NonZeroU32::new(calls).unwrap(),
        sign_ins: NonZeroU32::new(sign_ins).unwrap(),
        look_ups: NonZeroU32::MAX,
        address_header: None,
    }
}

fn assert_has_to_wait(answer: &Answer, seconds: &str) {
    assert_eq!(
        (answer.status, answer.code()),
        (429, "too-many-requests".into())
    );
    assert_eq!(answer.headers["retry-after"], seconds);
    assert_eq!(answer.headers["overgang-centre"], "1");
}

#[tokio::test]
async fn a_device_that_calls_too_often_waits_and_the_others_do_not() {
    let mut app = TestApp::new().await;
    app.limit(rates(30, 1_000));
    let (eager, other) = (app.sign_in(0).await, app.sign_in(0).await);
    for _ in 0..30 {
        assert_eq!(eager.get("/api/session").await.status, 200);
    }
    assert_has_to_wait(&eager.get("/api/session").await, "2");
    assert_has_to_wait(&eager.send(&eager.request()).await, "2");
    assert_eq!(other.get("/api/session").await.status, 200);
    app.pass(1_999);
    assert_has_to_wait(&eager.get("/api/session").await, "1");
    app.pass(1);
    assert_eq!(eager.get("/api/session").await.status, 200);
    assert_has_to_wait(&eager.get("/api/session").await, "2");
    app.pass(60_000);
    for _ in 0..30 {
        assert_eq!(eager.get("/api/session").await.status, 200);
    }
}

#[tokio::test]
async fn an_address_that_signs_in_too_often_waits_and_the_others_do_not() {
    let mut app = TestApp::new().await;
    app.limit(rates(1_000, 3));
    for _ in 0..3 {
        assert_eq!(sign_in(&app, "10.0.0.1").await.status, 200);
    }
    assert_has_to_wait(&sign_in(&app, "10.0.0.1").await, "20");
    assert_has_to_wait(&sign_in(&app, "::ffff:10.0.0.1").await, "20");
    assert_eq!(sign_in(&app, "10.0.0.2").await.status, 200);
    app.pass(20_000);
    assert_eq!(sign_in(&app, "10.0.0.1").await.status, 200);
    // All addresses of one network of IPv6 count as one.
    for last in 1..=3 {
        let answer = sign_in(&app, &format!("2001:db8::{last}")).await;
        assert_eq!(answer.status, 200);
    }
    assert_has_to_wait(&sign_in(&app, "2001:db8::4").await, "20");
    assert_eq!(sign_in(&app, "2001:db8:0:1::1").await.status, 200);
}

#[tokio::test]
async fn behind_a_proxy_the_address_is_the_one_that_the_proxy_saw() {
    let mut app = TestApp::new().await;
    app.limit(Rates {
        address_header: Some(HeaderName::from_static("x-forwarded-for")),
        ..rates(1_000, 1)
    });
    // What stands before the last comma is the caller's own word, the same in all of them.
    for address in ["10.0.0.1", "10.0.0.2"] {
        assert_eq!(sign_in(&app, address).await.status, 200);
        assert_has_to_wait(&sign_in(&app, address).await, "60");
    }
}

#[test]
fn what_is_as_good_as_new_is_forgotten() {
    let clock = Clock::fixed(NOW);
    let limiter = Limiter::new(NonZeroU32::new(60).unwrap(), &clock);
    for key in 0..FORGET_AFTER - 1 {
        limiter.check(&key).unwrap();
    }
    assert_eq!(limiter.counts.len(), FORGET_AFTER as usize - 1);
    if let Clock::Fixed(now) = &clock {
        now.fetch_add(120_000, Ordering::SeqCst);
    }
    limiter.check(&0).unwrap();
    assert!(limiter.counts.len() <= 1);
}
