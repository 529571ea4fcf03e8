//! Devices: who sees and changes which, and what a revoked one still gets.

use axum::body::Body;
use overgang_domain::change::Role;
use overgang_domain::{AgencyId, DeviceId, EntryId, Stored, UserId};
use overgang_sync::EntryBatch;
use overgang_sync::message::{Device, DevicesResponse, User};

use crate::session::PRACTICE_SESSION_MILLIS;
use crate::storage::DeviceScope;
use crate::test_app::{Answer, NOW, TestApp, TestDevice, app_request, fresh_id, send};

/// Somebody who gives access in these prisons.
async fn access_admin(app: &TestApp, prisons: &[&str]) -> TestDevice {
    let user = User {
        user: UserId(fresh_id()),
        name: "Aase Tilgang".to_owned(),
        agency: AgencyId::from("prison-social"),
        role: Role::AccessAdmin,
        further_roles: std::collections::BTreeSet::new(),
        prisons: prisons.iter().map(|prison| (*prison).into()).collect(),
    };
    let entry = EntryId(fresh_id());
    app.store.note_user(&user, entry, NOW).await.unwrap();
    sign_in(app, user, DeviceId(fresh_id())).await.unwrap()
}

/// The same user signs in on this device.
async fn sign_in(app: &TestApp, user: User, device: DeviceId) -> Result<TestDevice, Answer> {
    let body = serde_json::json!({ "user": user.user, "device": device });
    let request = app_request("POST", "/api/session").body(Body::from(body.to_string()));
    let answer = send(&app.router, request.unwrap()).await;
    if answer.status != 200 {
        return Err(answer);
    }
    let cookie: &str = answer.headers["set-cookie"].to_str().unwrap();
    Ok(TestDevice {
        router: app.router.clone(),
        cookie: cookie.split(';').next().unwrap().to_owned(),
        user,
        device,
    })
}

async fn write(by: &TestDevice, method: &str, path: &str, body: &str) -> Answer {
    let request = app_request(method, path).header("cookie", &by.cookie);
    let body = Body::from(body.to_owned());
    send(&by.router, request.body(body).unwrap()).await
}

async fn revoke(by: &TestDevice, device: DeviceId) -> Answer {
    write(by, "POST", &format!("/api/devices/{device}/revoke"), "{}").await
}

async fn name(by: &TestDevice, device: DeviceId, name: &str) -> Answer {
    let body = serde_json::json!({ "name": name }).to_string();
    write(by, "PUT", &format!("/api/devices/{device}"), &body).await
}

async fn list(by: &TestDevice) -> Vec<Device> {
    let answer = by.get("/api/devices").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer: DevicesResponse = serde_json::from_slice(&answer.body).unwrap();
    answer.devices
}

#[tokio::test]
async fn everybody_sees_their_own_devices_with_nobody_elses_name() {
    let app = TestApp::new().await;
    let tablet = app.sign_in(0).await;
    app.pass(1_000);
    let desk = sign_in(&app, tablet.user.clone(), DeviceId(fresh_id()))
        .await
        .unwrap();
    // A colleague shares the tablet.
    let colleague = app.sign_in(1).await.user;
    sign_in(&app, colleague, tablet.device).await.unwrap();
    let devices = list(&desk).await;
    let ids: Vec<(DeviceId, bool)> = devices
        .iter()
        .map(|one| (one.device, one.is_this))
        .collect();
    assert_eq!(ids, [(desk.device, true), (tablet.device, false)]);
    for device in &devices {
        assert_eq!(device.users.len(), 1);
        assert_eq!(device.users[0].user, tablet.user.user);
        assert_eq!(device.users[0].name, tablet.user.name);
    }
    assert_eq!(devices[0].last_seen_at(), NOW + 1_000);
}

#[tokio::test]
async fn a_device_is_called_what_its_user_says() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    assert_eq!(list(&device).await[0].name, "");
    let longest: String = "ø".repeat(60);
    for good in ["  Nettbrett 3 ", &longest] {
        assert_eq!(name(&device, device.device, good).await.status, 204);
        assert_eq!(list(&device).await[0].name, good.trim());
    }
    for bad in ["", "  ", "a\nb", &"a".repeat(61)] {
        let answer = name(&device, device.device, bad).await;
        assert_eq!((answer.status, answer.code()), (400, "malformed".into()));
    }
    assert_eq!(list(&device).await[0].name, longest);
}

#[tokio::test]
async fn who_gives_access_sees_and_changes_the_devices_of_their_prisons_only() {
    let app = TestApp::new().await;
    let (ingrid, jonas) = (app.sign_in(0).await, app.sign_in(1).await);
    let admin = access_admin(&app, &["ullersmo"]).await;
    let seen: Vec<DeviceId> = list(&admin).await.iter().map(|one| one.device).collect();
    assert!(seen.contains(&admin.device) && seen.contains(&ingrid.device));
    assert!(!seen.contains(&jonas.device), "Jonas works elsewhere");
    assert_eq!(name(&admin, ingrid.device, "Nettbrett 1").await.status, 204);
    assert_eq!(list(&ingrid).await[0].name, "Nettbrett 1");
    assert_eq!(revoke(&admin, jonas.device).await.status, 404);
    assert_eq!(revoke(&admin, ingrid.device).await.status, 204);
    assert_eq!(ingrid.get("/api/session").await.code(), "device-revoked");
    assert_eq!(jonas.get("/api/session").await.status, 200);
}

#[tokio::test]
async fn what_one_may_not_change_and_what_is_not_there_are_answered_alike() {
    let app = TestApp::new().await;
    let (mine, other) = (app.sign_in(0).await, app.sign_in(1).await);
    let not_there: Answer = revoke(&mine, DeviceId(fresh_id())).await;
    assert_eq!(
        (not_there.status, not_there.code()),
        (404, "not-found".into())
    );
    let odd = write(&mine, "POST", "/api/devices/%ff/revoke", "{}").await;
    let answers = [
        revoke(&mine, other.device).await,
        name(&mine, other.device, "x").await,
        // Not even whether the name would do is told.
        name(&mine, other.device, "").await,
        name(&mine, DeviceId(fresh_id()), "x").await,
        write(&mine, "PUT", "/api/devices/me", "{}").await,
        odd,
    ];
    for answer in answers {
        assert_eq!(answer.status, 404);
        assert_eq!(answer.body, not_there.body);
        assert_eq!(answer.headers, not_there.headers);
    }
    assert_eq!(other.get("/api/session").await.status, 200);
}

#[tokio::test]
async fn a_revoked_device_gets_nothing_more() {
    let app = TestApp::new().await;
    let desk = app.sign_in(0).await;
    let tablet = sign_in(&app, desk.user.clone(), DeviceId(fresh_id()))
        .await
        .unwrap();
    let colleague = sign_in(&app, app.sign_in(1).await.user, tablet.device)
        .await
        .unwrap();
    for _ in 0..2 {
        assert_eq!(revoke(&desk, tablet.device).await.status, 204);
    }
    let unsent = colleague.opening("halden");
    for device in [&tablet, &colleague] {
        let mut request = device.request();
        request.entries = EntryBatch::of(&[Stored::unsent(unsent.clone())]);
        let answer = device.send(&request).await;
        assert_eq!(
            (answer.status, answer.code()),
            (403, "device-revoked".into())
        );
        for path in ["/api/session", "/api/devices", "/api/overview"] {
            assert_eq!(device.get(path).await.code(), "device-revoked", "{path}");
        }
        let refused = sign_in(&app, device.user.clone(), tablet.device).await;
        let refused = refused.err().unwrap();
        assert_eq!(
            (refused.status, refused.code()),
            (403, "device-revoked".into())
        );
    }
    assert!(
        app.store
            .plan_entries(unsent.plan)
            .await
            .unwrap()
            .is_empty()
    );
    // Also by a session that was over before, which is how a tablet comes back after weeks in a drawer.
    app.pass(PRACTICE_SESSION_MILLIS);
    assert_eq!(tablet.get("/api/session").await.code(), "device-revoked");
    let again = sign_in(&app, desk.user.clone(), desk.device).await.unwrap();
    let shown = list(&again).await;
    let shown = shown
        .iter()
        .find(|one| one.device == tablet.device)
        .unwrap();
    assert_eq!(shown.revoked_at, Some(NOW));
}

#[tokio::test]
async fn a_key_is_drawn_for_each_user_of_a_device_and_stays_the_same() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    let key = |answer: &Answer| answer.json()["tag_key"].as_array().unwrap().clone();
    let first = key(&device.get("/api/session").await);
    assert_eq!(first.len(), 32);
    let again = sign_in(&app, device.user.clone(), device.device)
        .await
        .unwrap();
    assert_eq!(key(&again.get("/api/session").await), first);
    let other_user = sign_in(&app, app.sign_in(1).await.user, device.device)
        .await
        .unwrap();
    let other_device = app.sign_in(0).await;
    for other in [other_user, other_device] {
        assert_ne!(key(&other.get("/api/session").await), first);
    }
    let stored = app.store.devices(&DeviceScope::All).await.unwrap();
    assert!(format!("{stored:?}").contains("TagKey(…)"));
}
