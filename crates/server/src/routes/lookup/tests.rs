//! Looking somebody up, with registers that answer in every way.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use overgang_domain::DeviceId;
use overgang_domain::change::Role;
use overgang_sync::message::{AuditRow, User};
use serde_json::{Value, json};

use super::*;
use crate::rate_limits::Rates;
use crate::storage::{AuditFilter, AuditOrder};
use crate::systems::person_register::HttpRegister;
use crate::systems::signature::Purpose;
use crate::systems::test_systems::{secret_of, systems};
use crate::systems::test_target::{Reply, Target};
use crate::test_app::{Answer, TestApp, TestDevice, app_request, send};

/// An invented number: its control digits fit.
const NUMBER: &str = "01010750160";

const VILDE: usize = 4;

/// A centre that asks a register at `target`.
fn serve(app: &mut TestApp, target: &Target) {
    let file = json!({"person_register": {
        "address": target.address, "secret": {"environment": "register"}, "allow_loopback": true,
    }});
    let way = systems(&file).register().unwrap().clone();
    let register = HttpRegister::new(way, app.centre.clock.clone());
    app.centre.register = Some(Arc::new(register));
    app.serve_anew();
}

async fn ask(device: &TestDevice, number: &str) -> Answer {
    let request = app_request("POST", "/api/lookup").header("cookie", &device.cookie);
    let body = json!({ "identity_number": number }).to_string();
    send(&device.router, request.body(Body::from(body)).unwrap()).await
}

fn person(grade: &Value) -> Reply {
    let person = json!({"found": "person", "given_name": "Testa", "family_name": "Nyvik",
                        "prison": "ullersmo", "address_grade": grade});
    Reply::With(200, person.to_string())
}

async fn look_ups(app: &TestApp) -> Vec<AuditRow> {
    let filter = AuditFilter {
        act: Some(AuditAct::LookedUp),
        ..AuditFilter::default()
    };
    let order = AuditOrder::NewestFirst(None);
    app.store.audit_rows(&filter, order, 100).await.unwrap()
}

#[tokio::test]
async fn who_is_found_is_named_with_a_prison_of_the_users_own() {
    let mut app = TestApp::new().await;
    let target = Target::start().await;
    serve(&mut app, &target);
    let vilde = app.sign_in(VILDE).await;
    target.reply([person(&json!("none"))]);
    let answer = ask(&vilde, "010107 50160").await;
    let expected = json!({"found": "person", "person":
        {"given_name": "Testa", "family_name": "Nyvik", "prison": "ullersmo"}});
    assert_eq!((answer.status, answer.json()), (200, expected));
    let sent = target.take();
    assert_eq!(sent[0].json(), json!({ "identity_number": NUMBER }));
    assert!(sent[0].is_signed(&secret_of("register"), Purpose::Request));

    // Jonas works in Halden and Hamar: that somebody is in Ullersmo is not for him.
    let jonas = app.sign_in(1).await;
    target.reply([person(&json!("none"))]);
    let answer = ask(&jonas, NUMBER).await.json();
    assert_eq!(answer["person"]["family_name"], "Nyvik");
    assert_eq!(answer["person"]["prison"], Value::Null);

    target.reply([Reply::With(200, json!({"found": "nobody"}).to_string())]);
    let nobody = ask(&vilde, NUMBER).await.json();
    assert_eq!(nobody, json!({"found": "nobody", "person": null}));

    let rows = look_ups(&app).await;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0].user, vilde.user.user);
    assert!(rows.iter().all(|row| row.plans.is_empty()));
}

#[tokio::test]
async fn protected_slow_and_broken_are_one_answer_after_one_time() {
    let mut app = TestApp::new().await;
    let target = Target::start().await;
    serve(&mut app, &target);
    let device = app.sign_in(VILDE).await;
    let replies = [
        person(&json!("confidential")),
        person(&json!("strictly-confidential")),
        person(&json!("strictly-confidential-abroad")),
        // A grade that nobody knows could be any, and so could none.
        person(&json!("another")),
        person(&Value::Null),
        Reply::Late(Duration::from_secs(8)),
        Reply::With(200, "<html>".to_owned()),
        Reply::With(200, format!("{{\"found\":\"nobody\"}}{}", " ".repeat(10_000))),
        Reply::With(500, json!({"found": "nobody"}).to_string()),
        Reply::With(
            200,
            json!({"found": "person", "given_name": "a\u{0}b", "family_name": "", "address_grade": "none"})
                .to_string(),
        ),
        Reply::Redirect("http://127.0.0.1:9/".to_owned()),
    ];
    let mut bodies: Vec<Vec<u8>> = Vec::new();
    let mut asked = Vec::new();
    for reply in replies {
        target.reply([reply]);
        let begun = Instant::now();
        let device = device.clone();
        let count = target.clone();
        let answer = tokio::spawn(async move { (ask(&device, NUMBER).await, begun.elapsed()) });
        // Each reply is for one call.
        while count.take().is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        asked.push(answer);
    }
    for answer in asked {
        let (answer, took) = answer.await.unwrap();
        assert_eq!(answer.status, 200);
        assert!(took >= PATIENCE && took < 4 * PATIENCE, "{took:?}");
        bodies.push(answer.body);
    }
    let expected = json!({"found": "no-answer", "person": null}).to_string();
    bodies.dedup();
    assert_eq!(bodies.len(), 1, "the answers differ");
    let one: Value = serde_json::from_slice(&bodies[0]).unwrap();
    assert_eq!(one.to_string(), expected);
    assert!(!expected.contains("grade"));
}

#[tokio::test]
async fn without_a_register_there_is_no_answer() {
    let app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let answer = ask(&device, NUMBER).await;
    assert_eq!(
        (answer.status, &answer.json()["found"]),
        (200, &json!("no-answer"))
    );
}

#[tokio::test]
async fn only_who_opens_plans_looks_up_and_only_numbers_and_not_often() {
    let mut app = TestApp::new().await;
    app.limit(Rates {
        look_ups: 3.try_into().unwrap(),
        calls: 1_000.try_into().unwrap(),
        sign_ins: 1_000.try_into().unwrap(),
        address_header: None,
    });
    let device = app.sign_in(VILDE).await;
    for wrong in ["", "01010750161", "abc", "0101075016"] {
        let before = look_ups(&app).await.len();
        let answer = ask(&device, wrong).await;
        if answer.status != 429 {
            assert_eq!((answer.status, answer.code()), (400, "malformed".into()));
        }
        assert_eq!(look_ups(&app).await.len(), before);
    }
    let answer = ask(&device, NUMBER).await;
    assert_eq!(
        (answer.status, answer.code()),
        (429, "too-many-requests".into())
    );
    // Another device of the same user has the same count.
    let again = app.sign_in(VILDE).await;
    assert_eq!(ask(&again, NUMBER).await.status, 429);
    app.pass(60_000);
    assert_eq!(ask(&again, NUMBER).await.status, 200);

    for role in [
        Role::Auditor,
        Role::AccessAdmin,
        Role::Manager,
        Role::TemplateAdmin,
    ] {
        let user = User {
            role,
            user: overgang_domain::UserId(crate::test_app::fresh_id()),
            ..device.user.clone()
        };
        let device = app.sign_in_as(&user).await;
        let answer = ask(&device, NUMBER).await;
        assert_eq!(
            (answer.status, answer.code()),
            (404, "not-found".into()),
            "{role:?}"
        );
    }
    let nobody = TestDevice {
        cookie: String::new(),
        device: DeviceId(crate::test_app::fresh_id()),
        ..device
    };
    assert_eq!(ask(&nobody, NUMBER).await.code(), "not-signed-in");
}

#[test]
fn a_number_is_never_shown() {
    let number = IdentityNumber::read(NUMBER).unwrap();
    assert_eq!(format!("{number:?}"), "IdentityNumber");
    assert_eq!(number.digits(), NUMBER);
}
