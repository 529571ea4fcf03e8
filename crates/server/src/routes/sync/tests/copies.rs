//! Copied devices: when the chain of a device moves, and what a copy gets that asks for a name of its own.

use std::collections::BTreeSet;

use axum::body::Body;
use overgang_sync::message::{
    AuditAct, AuditResponse, AuditRow, Device, DevicesResponse, Enrolment, TagKey,
};

use super::*;
use crate::erasures_file::{ErasuresFile, Line};
use crate::storage::DeviceScope;
use crate::test_app::{Answer, app_request, send};

const AUDITOR: usize = 6;

/// A plan that the device's user writes in, and the first entry in it: the end of their chain.
async fn begin_chain(device: &TestDevice) -> (PlanId, EntryId) {
    let plan: PlanId = some_plan(device).await;
    let first = device.status(plan, "release-travel");
    let answer = hand_in(device, None, std::slice::from_ref(&first)).await;
    assert_eq!(answer.last, Some(first.id));
    (plan, first.id)
}

fn request(device: &TestDevice, after: Option<EntryId>, entries: &[Entry]) -> SyncRequest {
    let stored: Vec<Stored> = entries.iter().cloned().map(Stored::unsent).collect();
    SyncRequest {
        after,
        entries: EntryBatch::of(&stored),
        ..device.request()
    }
}

async fn hand_in(device: &TestDevice, after: Option<EntryId>, entries: &[Entry]) -> SyncResponse {
    device.send(&request(device, after, entries)).await.synced()
}

/// Asks for a name of its own, and has it from then on.
async fn become_another(device: &TestDevice) -> (TestDevice, Enrolment) {
    let becomes = DeviceId(fresh_id());
    let request = SyncRequest {
        becomes: Some(becomes),
        ..device.request()
    };
    let answer = device.send(&request).await;
    let enrolled = answer.synced().enrolled.unwrap();
    assert_eq!(enrolled.device, becomes);
    let named = TestDevice {
        device: becomes,
        cookie: cookie_of(&answer).unwrap(),
        ..device.clone()
    };
    (named, enrolled)
}

fn cookie_of(answer: &Answer) -> Option<String> {
    let cookie: &str = answer.headers.get("set-cookie")?.to_str().unwrap();
    Some(cookie.split(';').next().unwrap().to_owned())
}

async fn copies_in_log(app: &TestApp) -> Vec<AuditRow> {
    let auditor = app.sign_in(AUDITOR).await;
    let query = format!("/api/audit?act={}", AuditAct::CopyNoticed.as_str());
    let answer = auditor.get(&query).await;
    let answer: AuditResponse = serde_json::from_slice(&answer.body).unwrap();
    answer.rows
}

#[tokio::test]
async fn of_two_copies_that_wrote_the_second_does_not_find_its_own_end() {
    let app = TestApp::new().await;
    let one = app.sign_in(INGRID).await;
    let (plan, start) = begin_chain(&one).await;
    let copy = one.clone();
    let here = one.status(plan, "release-travel");
    let there = copy.status(plan, "release-money");
    let answer = hand_in(&one, Some(start), std::slice::from_ref(&here)).await;
    assert_eq!(answer.last, Some(here.id));
    let answer = hand_in(&copy, Some(start), std::slice::from_ref(&there)).await;
    // It is taken all the same, and the other one's chain goes on.
    assert_eq!((answer.receipts.len(), answer.rejected.len()), (1, 0));
    assert_eq!(answer.last, Some(here.id));
    assert_eq!(hand_in(&copy, Some(start), &[]).await.last, Some(here.id));
    let later = one.status(plan, "release-money");
    let answer = hand_in(&one, Some(here.id), std::slice::from_ref(&later)).await;
    assert_eq!(answer.last, Some(later.id));
}

#[tokio::test]
async fn a_lost_answer_moves_the_chain_on_from_what_it_confirmed() {
    let app = TestApp::new().await;
    let device = app.sign_in(INGRID).await;
    let (plan, start) = begin_chain(&device).await;
    let entries: Vec<Entry> = ["release-travel", "release-money", "release-money"]
        .map(|item| device.status(plan, item))
        .into();
    hand_in(&device, Some(start), &entries[..2]).await;
    // Only a part of what was lost, and nothing new: the end is where the device can find it, in what waits.
    let answer = hand_in(&device, Some(start), &entries[..1]).await;
    assert_eq!(answer.last, Some(entries[1].id));
    // A new one without the end among them is taken and does not count yet.
    let odd = [entries[0].clone(), device.status(plan, "release-money")];
    let answer = hand_in(&device, Some(start), &odd).await;
    assert_eq!(
        (answer.receipts.len(), answer.last),
        (2, Some(entries[1].id))
    );
    let answer = hand_in(&device, Some(start), &entries).await;
    assert_eq!(answer.last, Some(entries[2].id));
}

#[tokio::test]
async fn what_is_refused_is_no_link_of_the_chain() {
    let app = TestApp::new().await;
    let device = app.sign_in(INGRID).await;
    let (plan, start) = begin_chain(&device).await;
    let good = device.status(plan, "release-travel");
    let mut bad = device.status(plan, "release-money");
    bad.author = UserId(fresh_id());
    let answer = hand_in(&device, Some(start), &[good.clone(), bad.clone()]).await;
    assert_eq!(answer.last, Some(good.id));
    let answer = hand_in(&device, Some(good.id), std::slice::from_ref(&bad)).await;
    assert_eq!((answer.rejected.len(), answer.last), (1, Some(good.id)));
    let next = device.status(plan, "release-money");
    let answer = hand_in(&device, Some(good.id), &[bad, next.clone()]).await;
    assert_eq!(answer.last, Some(next.id));
}

#[tokio::test]
async fn each_user_of_a_device_has_a_chain_and_whoever_knows_no_end_takes_it_over() {
    let app = TestApp::new().await;
    let device = app.sign_in(INGRID).await;
    let (plan, start) = begin_chain(&device).await;
    let colleague = app.sign_in(TORSTEIN).await;
    let (_, other) = begin_chain(&colleague).await;
    assert_ne!(start, other);
    // As after a restore of the centre: it is not known whether the end is in the backup.
    let next = device.status(plan, "release-money");
    let answer = hand_in(&device, None, std::slice::from_ref(&next)).await;
    assert_eq!(answer.last, Some(next.id));
    assert_eq!(
        hand_in(&colleague, Some(other), &[]).await.last,
        Some(other)
    );
    let rows = app.store.devices(&DeviceScope::All).await.unwrap();
    let ends = rows.iter().flat_map(|row| &row.users);
    let ends: Vec<EntryId> = ends.filter_map(|user| user.last).collect();
    assert_eq!(ends, [next.id, other]);
}

#[tokio::test]
async fn a_copy_gets_a_name_a_session_and_a_key_and_leaves_the_old_ones_to_the_other() {
    let app = TestApp::new().await;
    let one = app.sign_in(INGRID).await;
    let (plan, _) = begin_chain(&one).await;
    let key = one.get("/api/session").await.json()["tag_key"].clone();
    let (copy, enrolled) = become_another(&one).await;
    let TagKey(new_key) = enrolled.tag_key;
    assert_ne!(serde_json::to_value(new_key).unwrap(), key);
    for (device, key) in [(&one, key), (&copy, serde_json::to_value(new_key).unwrap())] {
        let session = device.get("/api/session").await.json();
        assert_eq!(
            session["device"],
            serde_json::to_value(device.device).unwrap()
        );
        assert_eq!(session["tag_key"], key);
        let entry = device.status(plan, "release-money");
        let answer = hand_in(device, None, std::slice::from_ref(&entry)).await;
        assert_eq!((answer.receipts.len(), answer.enrolled), (1, None));
        assert_eq!(answer.last, Some(entry.id), "a chain each");
    }
    let answer = one.get("/api/devices").await;
    let devices: DevicesResponse = serde_json::from_slice(&answer.body).unwrap();
    let origin = |device: &Device| (device.device, device.copied_from);
    let origins: BTreeSet<_> = devices.devices.iter().map(origin).collect();
    let expected = [(one.device, None), (copy.device, Some(one.device))];
    assert_eq!(origins, BTreeSet::from(expected));
    let log = copies_in_log(&app).await;
    assert_eq!((log.len(), log[0].device), (1, copy.device));
}

#[tokio::test]
async fn entries_of_the_name_before_are_taken_and_those_of_a_foreign_one_are_not() {
    let app = TestApp::new().await;
    let (one, other) = (app.sign_in(INGRID).await, app.sign_in(INGRID).await);
    let (plan, _) = begin_chain(&one).await;
    let (copy, _) = become_another(&one).await;
    let (of_the_copy, _) = become_another(&copy).await;
    for former in [&one, &copy, &of_the_copy] {
        let entry = former.status(plan, "release-money");
        let answer = hand_in(&of_the_copy, None, &[entry]).await;
        assert_eq!((answer.receipts.len(), reasons(&answer)), (1, vec![]));
    }
    for foreign in [&other, &copy] {
        let entry = foreign.status(plan, "release-money");
        let answer = hand_in(&one, None, &[entry]).await;
        assert_eq!(reasons(&answer), [RejectReason::WrongDevice]);
    }
    let mut of_another_user = one.status(plan, "release-money");
    of_another_user.author = UserId(fresh_id());
    let answer = hand_in(&copy, None, &[of_another_user]).await;
    assert_eq!(reasons(&answer), [RejectReason::WrongAuthor]);
}

#[tokio::test]
async fn a_copy_whose_answer_was_lost_hears_of_its_name_again() {
    let app = TestApp::new().await;
    let one = app.sign_in(INGRID).await;
    let (plan, start) = begin_chain(&one).await;
    let entry = one.status(plan, "release-money");
    let lost = SyncRequest {
        becomes: Some(DeviceId(fresh_id())),
        ..request(&one, Some(start), std::slice::from_ref(&entry))
    };
    let first = one.send(&lost).await;
    let enrolled = first.synced().enrolled;
    // The cookie too: the same session asks for the same name.
    let again = one.send(&lost).await;
    assert!(cookie_of(&again).is_some());
    assert_eq!(again.synced().enrolled, enrolled);
    // Not the cookie, which the browser kept: the app still goes by the old name.
    for cookie in [&first, &again].map(|answer| cookie_of(answer).unwrap()) {
        let with_cookie = TestDevice {
            cookie,
            ..one.clone()
        };
        for becomes in [None, lost.becomes, Some(DeviceId(fresh_id()))] {
            let request = SyncRequest {
                becomes,
                ..lost.clone()
            };
            let answer = with_cookie.send(&request).await;
            assert_eq!(cookie_of(&answer), None);
            assert_eq!(answer.synced().enrolled, enrolled);
            assert_eq!(answer.synced().last, Some(entry.id));
        }
    }
    assert_eq!(copies_in_log(&app).await.len(), 1, "written down once");
}

#[tokio::test]
async fn a_device_that_is_another_one_already_is_not_given() {
    let app = TestApp::new().await;
    let (one, other) = (app.sign_in(INGRID).await, app.sign_in(JONAS).await);
    for becomes in [one.device, other.device] {
        let request = SyncRequest {
            becomes: Some(becomes),
            ..one.request()
        };
        let answer = one.send(&request).await;
        assert_eq!(cookie_of(&answer), None);
        assert_eq!(answer.synced().enrolled, None);
    }
    assert_eq!(copies_in_log(&app).await, []);
    // Nor may the other speak as one that was copied elsewhere.
    let (copy, _) = become_another(&one).await;
    for foreign in [one.device, copy.device] {
        let request = SyncRequest {
            device: foreign,
            ..other.request()
        };
        let answer = other.send(&request).await;
        assert_eq!((answer.status, answer.code()), (403, "wrong-device".into()));
    }
    let request = SyncRequest {
        device: copy.device,
        ..one.request()
    };
    assert_eq!(one.send(&request).await.code(), "wrong-device");
}

#[tokio::test]
async fn a_refused_exchange_names_nobody_anew_and_a_revoked_device_neither() {
    let app = TestApp::new().await;
    let one = app.sign_in(INGRID).await;
    begin_chain(&one).await;
    let asks = SyncRequest {
        becomes: Some(DeviceId(fresh_id())),
        ..one.request()
    };
    let restored = SyncRequest {
        cursor: Some(Cursor("of another epoch".to_owned())),
        ..asks.clone()
    };
    let answer = one.send(&restored).await;
    assert_eq!(
        (answer.code(), cookie_of(&answer)),
        ("cursor-unknown".into(), None)
    );
    let path = format!("/api/devices/{}/revoke", one.device);
    let revoke = app_request("POST", &path).header("cookie", &one.cookie);
    let answer = send(&app.router, revoke.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, 204);
    assert_eq!(one.send(&asks).await.code(), "device-revoked");
    assert_eq!(app.store.devices(&DeviceScope::All).await.unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_revokes_a_device_revokes_its_copies_and_not_what_it_was_copied_from() {
    let mut app = TestApp::new().await;
    let folder = tempfile::tempdir().unwrap();
    let file = ErasuresFile::at(&folder.path().join("erasures.jsonl"));
    app.centre.erasures = Some(file.clone());
    app.serve_anew();
    let first = app.sign_in(INGRID).await;
    let (second, _) = become_another(&first).await;
    let (third, _) = become_another(&second).await;
    let other = app.sign_in(INGRID).await;
    let path = format!("/api/devices/{}/revoke", second.device);
    let request = app_request("POST", &path).header("cookie", &other.cookie);
    let request = request.body(Body::from("{}")).unwrap();
    assert_eq!(send(&other.router, request).await.status, 204);
    for (device, is_let_in) in [
        (&first, true),
        (&second, false),
        (&third, false),
        (&other, true),
    ] {
        let answer = device.send(&device.request()).await;
        assert_eq!(answer.status == 200, is_let_in, "{}", answer.status);
        assert!(
            is_let_in || answer.code() == "device-revoked",
            "{}",
            answer.code()
        );
    }
    // A backup from before they were copied must not let them in again.
    let lines = file.read().unwrap().into_iter();
    let revoked = lines.filter_map(|line| match line {
        Line::DeviceRevoked(line) => Some(line.device),
        Line::Erased(_) | Line::Protected(_) | Line::Withdrawn(_) => None,
    });
    let revoked: BTreeSet<DeviceId> = revoked.collect();
    assert_eq!(revoked, BTreeSet::from([second.device, third.device]));
}
