//! What the log of reads says after what users do, and who may read it.

use std::collections::BTreeSet;

use axum::body::Body;
use overgang_domain::{Change, Entry, FieldId, FieldValue, RowId};
use overgang_sync::SyncRequest;
use overgang_sync::message::{AuditReason, PickReason, ReadAct, ReadNote, ReadReason};

use super::*;
use crate::audit::review::draw_due;
use crate::test_app::{Answer, NOW, TestApp, TestDevice, app_request, fresh_id, send};

const DAY: u64 = 24 * 60 * 60 * 1000;

/// Gro.
const AUDITOR: usize = 6;

async fn audit(auditor: &TestDevice, query: &str) -> AuditResponse {
    let answer = auditor.get(&format!("/api/audit?{query}")).await;
    let body = String::from_utf8_lossy(&answer.body);
    assert_eq!(answer.status, 200, "{body}");
    serde_json::from_slice(&answer.body).unwrap()
}

async fn post(device: &TestDevice, path: &str, body: &impl serde::Serialize) -> Answer {
    let request = app_request("POST", path).header("cookie", &device.cookie);
    let body = Body::from(serde_json::to_string(body).unwrap());
    send(&device.router, request.body(body).unwrap()).await
}

fn opened(plan: PlanId) -> ReadNote {
    ReadNote {
        id: fresh_id(),
        act: ReadAct::Opened,
        reason: ReadReason::CaseWork,
        plans: BTreeSet::from([plan]),
        first: NOW - 5_000,
        last: NOW - 5_000,
        times: 1,
    }
}

fn with_reads(device: &TestDevice, reads: Vec<ReadNote>) -> SyncRequest {
    SyncRequest {
        reads,
        ..device.request()
    }
}

#[tokio::test]
async fn to_everybody_but_an_auditor_there_is_nothing_here() {
    let app = TestApp::new().await;
    for place in 0..AUDITOR {
        let device = app.sign_in(place).await;
        let nothing = device.get("/api/nothing").await;
        for path in [
            "/api/audit",
            "/api/audit?user=nonsense",
            "/api/audit/reviews",
            "/api/audit/reviews/2026-W48",
            "/api/audit/reviews/nonsense",
        ] {
            let answer = device.get(path).await;
            assert_eq!(
                (answer.status, &answer.body),
                (404, &nothing.body),
                "{path}"
            );
        }
        let answer = post(&device, "/api/audit/reviews/2026-W48", &"nonsense").await;
        assert_eq!((answer.status, &answer.body), (404, &nothing.body));
    }
    // Who is not signed in hears so, as everywhere.
    let elsewhere = app.get("/api/devices").await;
    for path in ["/api/audit", "/api/audit/reviews"] {
        let unsigned = app.get(path).await;
        assert_eq!((unsigned.status, &unsigned.body), (401, &elsewhere.body));
    }
}

#[tokio::test]
async fn a_sync_is_made_available_and_its_notes_of_reads_count_once() {
    let app = TestApp::new().await;
    let writer = app.sign_in(4).await;
    let opening = writer.opening("ullersmo");
    writer.sync(None, std::slice::from_ref(&opening)).await;
    let reader = app.sign_in(3).await;
    let cursor = reader.sync(None, &[]).await.cursor;
    let name = "Testa Nyvik Prøve".to_owned();
    let renamed = writer.entry(opening.plan, Change::PersonNamed { name });
    assert_eq!(writer.sync(None, &[renamed]).await.rejected, []);
    let mut request = with_reads(&reader, vec![opened(opening.plan)]);
    request.cursor = Some(cursor);
    for _ in 0..2 {
        reader.send(&request).await.synced();
    }
    let auditor = app.sign_in(AUDITOR).await;
    let query = format!("user={}&plan={}", reader.user.user, opening.plan);
    let rows = audit(&auditor, &query).await.rows;
    let found: Vec<(AuditAct, AuditReason)> =
        rows.iter().map(|row| (row.act, row.reason)).collect();
    let made_available = (AuditAct::MadeAvailable, AuditReason::Sync);
    assert_eq!(
        found.iter().filter(|one| **one == made_available).count(),
        3,
        "{found:?}"
    );
    let opened: Vec<&AuditRow> = rows
        .iter()
        .filter(|row| row.act == AuditAct::Opened)
        .collect();
    assert_eq!(opened.len(), 1);
    assert_eq!(
        (opened[0].received_at, opened[0].first, opened[0].reason),
        (NOW, NOW - 5_000, AuditReason::CaseWork)
    );
    assert_eq!(
        (opened[0].device, opened[0].role),
        (reader.device, reader.user.role)
    );
    // Only the plans of which the answer had something, and the directory is no plan of anybody.
    let plans: BTreeSet<PlanId> = BTreeSet::from([opening.plan]);
    assert!(
        rows.iter()
            .any(|row| row.act == AuditAct::MadeAvailable && row.plans == plans)
    );
    assert!(
        rows.iter()
            .all(|row| !row.plans.contains(&PlanId::DIRECTORY))
    );
}

#[tokio::test]
async fn refused_entries_signing_in_and_signing_out_are_written_down() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    let foreign = device.opening("halden");
    let lost = device.status(PlanId(fresh_id()), "id-check");
    let mut forged = device.opening("ullersmo");
    forged.author = UserId(fresh_id());
    let answer = device
        .sync(None, &[foreign.clone(), lost.clone(), forged.clone()])
        .await;
    assert_eq!(answer.rejected.len(), 3);
    let request = app_request("DELETE", "/api/session").header("cookie", &device.cookie);
    send(&app.router, request.body(Body::empty()).unwrap()).await;

    let auditor = app.sign_in(AUDITOR).await;
    let query = format!("user={}&act=refused", device.user.user);
    let mut rows = audit(&auditor, &query).await.rows;
    rows.sort_by_key(|row| row.reason);
    let refused: Vec<_> = rows
        .iter()
        .map(|row| (row.reason, row.times, row.plans.clone()))
        .collect();
    let expected = [
        (
            AuditReason::NotAllowed,
            2,
            BTreeSet::from([foreign.plan, lost.plan]),
        ),
        (AuditReason::WrongSender, 1, BTreeSet::from([forged.plan])),
    ];
    assert_eq!(refused, expected);
    for act in ["signed-in", "signed-out"] {
        let rows = audit(&auditor, &format!("user={}&act={act}", device.user.user))
            .await
            .rows;
        assert_eq!(rows.len(), 1, "{act}");
        assert_eq!(rows[0].device, device.device);
    }
}

#[tokio::test]
async fn a_request_in_the_name_of_another_user_or_device_is_written_down() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    let mut request = device.request();
    request.user = UserId(fresh_id());
    assert_eq!(device.send(&request).await.status, 403);
    let mut request = device.request();
    request.device = overgang_domain::DeviceId(fresh_id());
    assert_eq!(device.send(&request).await.status, 403);
    let auditor = app.sign_in(AUDITOR).await;
    let rows = audit(&auditor, "act=refused").await.rows;
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.user, row.device, row.reason))
        .collect();
    let by = (device.user.user, device.device, AuditReason::WrongSender);
    assert_eq!(told, [by, by]);
}

#[tokio::test]
async fn a_consent_in_the_own_administrations_favour_is_written_down_once() {
    let app = TestApp::new().await;
    let device = app.sign_in(4).await;
    let opening = device.opening("ullersmo");
    let consent = |agency: &str| -> Entry {
        let change = Change::RowAdded {
            row: RowId(fresh_id()),
            sheet: "consent".into(),
            values: [(FieldId::from("recipient"), FieldValue::one(agency))].into(),
        };
        device.entry(opening.plan, change)
    };
    let own = device.user.agency.as_str().to_owned();
    let entries = [opening.clone(), consent("health"), consent(&own)];
    for _ in 0..2 {
        device.sync(None, &entries).await;
    }
    let auditor = app.sign_in(AUDITOR).await;
    let rows = audit(&auditor, "act=own-consent").await.rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (rows[0].user, &rows[0].plans),
        (device.user.user, &BTreeSet::from([opening.plan]))
    );
}

#[tokio::test]
async fn whoever_opens_too_many_persons_raises_one_alarm() {
    let mut app = TestApp::new().await;
    app.centre.opened_per_hour = 3;
    app.serve_anew();
    let device = app.sign_in(0).await;
    let notes = |count: usize| {
        let notes = (0..count).map(|_| ReadNote {
            first: NOW,
            ..opened(PlanId(fresh_id()))
        });
        notes.collect()
    };
    device.send(&with_reads(&device, notes(3))).await.synced();
    let auditor = app.sign_in(AUDITOR).await;
    assert_eq!(audit(&auditor, "act=alarm").await.rows, []);
    for _ in 0..3 {
        device.send(&with_reads(&device, notes(2))).await.synced();
    }
    let rows = audit(&auditor, "act=alarm").await.rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].user, device.user.user);
}

#[tokio::test]
async fn pages_follow_each_other_and_reading_the_log_is_in_the_log() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    let notes: Vec<ReadNote> = (0..5).map(|_| opened(PlanId(fresh_id()))).collect();
    device.send(&with_reads(&device, notes)).await.synced();
    let auditor = app.sign_in(AUDITOR).await;
    let mut cursor: Option<String> = None;
    let mut places: Vec<AuditPlace> = Vec::new();
    for _ in 0..4 {
        let after: String = cursor.map_or_else(String::new, |cursor| format!("&cursor={cursor}"));
        let page = audit(&auditor, &format!("act=opened&limit=2{after}")).await;
        places.extend(page.rows.iter().map(|row| row.place));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!((places.len(), cursor), (5, None));
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), 5);
    let about = device.user.user;
    audit(&auditor, &format!("user={about}")).await;
    let rows = audit(&auditor, "act=audit-read").await.rows;
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row.user == auditor.user.user));
    assert_eq!(
        rows.iter().filter(|row| row.about == Some(about)).count(),
        1
    );
    for wrong in [
        "user=x",
        "act=x",
        "cursor=x",
        "cursor=1.2.3",
        "from=-1",
        "other=1",
    ] {
        let answer = auditor.get(&format!("/api/audit?{wrong}")).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "malformed".to_owned()),
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn what_was_found_on_the_weeks_sample_is_kept_with_who_and_when() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    device
        .send(&with_reads(&device, vec![opened(PlanId(fresh_id()))]))
        .await
        .synced();
    app.pass(7 * DAY);
    draw_due(app.store.as_ref(), NOW + 7 * DAY).await.unwrap();
    let auditor = app.sign_in(AUDITOR).await;
    let weeks: ReviewsResponse =
        serde_json::from_slice(&auditor.get("/api/audit/reviews").await.body).unwrap();
    assert_eq!(weeks.weeks, ["2026-W48"]);
    let path = "/api/audit/reviews/2026-W48";
    let review = |answer: Answer| -> ReviewResponse {
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        serde_json::from_slice(&answer.body).unwrap()
    };
    let drawn = review(auditor.get(path).await);
    let opened: Vec<&ReviewPick> = drawn
        .picks
        .iter()
        .filter(|pick| pick.row.act == AuditAct::Opened)
        .collect();
    assert_eq!((opened.len(), opened[0].why), (1, PickReason::NotTheirs));
    let place = opened[0].row.place;
    let finding = |text: &str| FindingRequest {
        place,
        text: text.to_owned(),
    };
    let with = review(post(&auditor, path, &finding(" I tjeneste, i orden ")).await);
    let pick = with
        .picks
        .iter()
        .find(|pick| pick.row.place == place)
        .unwrap();
    let expected = ReviewFinding {
        user: auditor.user.user,
        at: NOW + 7 * DAY,
        text: "I tjeneste, i orden".to_owned(),
    };
    assert_eq!(pick.findings, [expected]);
    for wrong in ["", "   ", &"a".repeat(2_001)] {
        assert_eq!(post(&auditor, path, &finding(wrong)).await.status, 400);
    }
    let elsewhere = FindingRequest {
        place: AuditPlace {
            sequence: 999,
            ..place
        },
        ..finding("x")
    };
    assert_eq!(post(&auditor, path, &elsewhere).await.status, 422);
    assert_eq!(auditor.get("/api/audit/reviews/2026-W47").await.status, 404);
    let rows = audit(&auditor, &format!("user={}", auditor.user.user))
        .await
        .rows;
    let acts: BTreeSet<AuditAct> = rows.iter().map(|row| row.act).collect();
    assert!(acts.contains(&AuditAct::ReviewRead) && acts.contains(&AuditAct::FindingWritten));
}

#[tokio::test]
async fn more_notes_than_fit_in_a_request_are_refused_and_none_is_taken() {
    let app = TestApp::new().await;
    let device = app.sign_in(0).await;
    let plan = PlanId(fresh_id());
    let request = with_reads(&device, (0..10_001).map(|_| opened(plan)).collect());
    assert_eq!(device.send(&request).await.status, 413);
    let auditor = app.sign_in(AUDITOR).await;
    assert_eq!(audit(&auditor, "act=opened").await.rows, []);
}
