//! Who sees what is kept apart, and who lets it in.

use overgang_domain::change::Role;
use overgang_domain::{AgencyId, FieldValue, PrisonId, form};
use overgang_sync::message::{QuarantineReason, User};

use super::*;
use crate::storage::{AuditFilter, AuditOrder};
use crate::test_app::{Answer, TestApp, TestDevice, fresh_id};
use crate::test_sealing::{Sealer, hand_in, post};

async fn device(app: &TestApp, role: Role) -> TestDevice {
    let user = User {
        user: UserId(fresh_id()),
        name: format!("{role:?}"),
        agency: AgencyId::from("nav-in-prison"),
        role,
        further_roles: BTreeSet::new(),
        prisons: BTreeSet::from([PrisonId::from("ullersmo")]),
    };
    app.sign_in_as(&user).await
}

async fn listed(by: &TestDevice) -> QuarantineResponse {
    let request = axum::http::Request::get("/api/quarantine")
        .header("cookie", &by.cookie)
        .header("accept", overgang_sync::message::MEDIA_TYPE);
    let request = request.body(Body::empty()).unwrap();
    let answer: Answer = crate::test_app::send(&by.router, request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    form::read(&answer.body).unwrap()
}

async fn settle(app: &TestApp, by: &TestDevice, entry: EntryId, act: SettleAct) -> Answer {
    let rows = app.store.all_quarantined().await.unwrap().into_iter();
    let hash = rows.into_iter().find(|row| row.entry.id == entry);
    let request = SettleRequest {
        entry,
        hash: hash.map_or([0; 32], |row| row.hash().0),
        act,
    };
    let body: Vec<u8> = form::write(&request).unwrap();
    post(app, Some(by), "/api/quarantine", body).await
}

/// A plan with a coordinator, and an entry of a worker there that came without a right tag.
async fn kept_apart(app: &TestApp) -> (TestDevice, TestDevice, Entry) {
    let worker = device(app, Role::NavCaseworker).await;
    let coordinator = device(app, Role::Coordinator).await;
    let opening = worker.opening("ullersmo");
    let plan: PlanId = opening.plan;
    let appointed = worker.sets(
        plan,
        "coordinators",
        FieldValue::one(&coordinator.user.user.to_string()),
    );
    let answer = worker.sync(None, &[opening, appointed]).await;
    assert_eq!(answer.rejected, []);
    let mut maker = Sealer::of(&worker).await;
    maker.forge();
    let entry = worker.status(plan, "release-travel");
    hand_in(app, Some(&coordinator), vec![maker.seal(&entry)]).await;
    (worker, coordinator, entry)
}

async fn acts_of(app: &TestApp, user: UserId) -> Vec<AuditAct> {
    let filter = AuditFilter {
        user: Some(user),
        ..AuditFilter::default()
    };
    let rows = app
        .store
        .audit_rows(&filter, AuditOrder::OldestFirst(None), 100)
        .await
        .unwrap();
    rows.into_iter().map(|row| row.act).collect()
}

#[tokio::test]
async fn the_author_lets_an_entry_in() {
    let app = TestApp::new().await;
    let (worker, _, entry) = kept_apart(&app).await;
    let found = listed(&worker).await;
    let entries = found.entries.entries().unwrap();
    assert_eq!(entries[0].entry, entry);
    assert_eq!(found.waiting.len(), 1);
    assert_eq!(
        found.waiting[0].reasons,
        BTreeSet::from([QuarantineReason::Tag])
    );
    assert_eq!(found.waiting[0].name.as_deref(), Some("Testa Nyvik"));
    assert_eq!(found.waiting[0].author, worker.user.name);
    // From another of their devices, too.
    let other = app.sign_in_known(worker.user.clone()).await;
    let answer = settle(&app, &other, entry.id, SettleAct::Release).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(listed(&worker).await.waiting, []);
    let entries = app.store.plan_entries(entry.plan).await.unwrap();
    assert!(entries.iter().any(|one| one.entry == entry));
    assert!(
        acts_of(&app, worker.user.user)
            .await
            .contains(&AuditAct::LetIn)
    );
    let again = settle(&app, &other, entry.id, SettleAct::Release).await;
    assert_eq!(again.status, 404);
}

#[tokio::test]
async fn the_coordinator_lets_an_entry_in_and_it_stays_its_authors() {
    let app = TestApp::new().await;
    let (_, coordinator, entry) = kept_apart(&app).await;
    assert_eq!(listed(&coordinator).await.waiting.len(), 1);
    let answer = settle(&app, &coordinator, entry.id, SettleAct::Release).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    let entries = app.store.plan_entries(entry.plan).await.unwrap();
    let found = entries.iter().find(|one| one.entry.id == entry.id).unwrap();
    assert_eq!(found.entry, entry);
    let acts = acts_of(&app, coordinator.user.user).await;
    assert!(acts.contains(&AuditAct::LetIn) && acts.contains(&AuditAct::Listed));
}

#[tokio::test]
async fn what_is_thrown_away_goes_with_its_content() {
    let app = TestApp::new().await;
    let (worker, coordinator, entry) = kept_apart(&app).await;
    let answer = settle(&app, &worker, entry.id, SettleAct::Discard).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(app.store.all_quarantined().await.unwrap(), []);
    assert_eq!(listed(&coordinator).await.waiting, []);
    let entries = app.store.plan_entries(entry.plan).await.unwrap();
    assert!(entries.iter().all(|one| one.entry.id != entry.id));
    // Whoever still has the sealed bytes brings it in vain.
    let mut maker = Sealer::of(&worker).await;
    maker.forge();
    hand_in(&app, Some(&coordinator), vec![maker.seal(&entry)]).await;
    assert_eq!(listed(&worker).await.waiting, []);
}

#[tokio::test]
async fn another_entry_of_the_same_id_takes_nothing_away() {
    let app = TestApp::new().await;
    let (worker, coordinator, entry) = kept_apart(&app).await;
    let mut other = worker.status(entry.plan, "release-money");
    other.id = entry.id;
    worker.sync(None, std::slice::from_ref(&other)).await;
    assert_eq!(listed(&coordinator).await.waiting.len(), 1);
    let answer = settle(&app, &coordinator, entry.id, SettleAct::Release).await;
    assert_eq!(answer.status, 409);
    assert_eq!(listed(&worker).await.waiting.len(), 1);
}

#[tokio::test]
async fn who_brings_what_nobody_vouches_for_is_written_down_and_has_an_end() {
    let app = TestApp::new().await;
    let (worker, coordinator, entry) = kept_apart(&app).await;
    let acts = acts_of(&app, coordinator.user.user).await;
    assert!(acts.contains(&AuditAct::Refused), "{acts:?}");
    let mut maker = Sealer::of(&worker).await;
    maker.forge();
    let many: Vec<Entry> = (0..500)
        .map(|_| worker.status(entry.plan, "release-travel"))
        .collect();
    let sealed = many.iter().map(|one| maker.seal(one)).collect();
    hand_in(&app, Some(&coordinator), sealed).await;
    let last = maker.seal(&worker.status(entry.plan, "release-travel"));
    let outcomes = hand_in(&app, Some(&coordinator), vec![last]).await;
    assert_eq!(
        outcomes,
        [overgang_sync::message::HandInOutcome::NeedsSession]
    );
}

#[tokio::test]
async fn nothing_is_read_from_the_address_bar_past_a_lock() {
    let app = TestApp::new().await;
    let worker = device(&app, Role::NavCaseworker).await;
    for path in ["/api/quarantine", "/api/devices", "/api/session"] {
        let request = axum::http::Request::get(path)
            .header("cookie", &worker.cookie)
            .header("sec-fetch-mode", "navigate");
        let request = request.body(Body::empty()).unwrap();
        let answer = crate::test_app::send(&worker.router, request).await;
        assert_eq!(answer.status, 403, "{path}");
    }
    let request = axum::http::Request::get("/api/docs").header("sec-fetch-mode", "navigate");
    let answer = crate::test_app::send(&worker.router, request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn to_everybody_else_it_is_as_if_there_were_nothing() {
    let app = TestApp::new().await;
    let (_, _, entry) = kept_apart(&app).await;
    let colleague = device(&app, Role::NavCaseworker).await;
    // A coordinator, but of other plans.
    let coordinator = device(&app, Role::Coordinator).await;
    let auditor = device(&app, Role::Auditor).await;
    for other in [&colleague, &coordinator, &auditor] {
        assert_eq!(
            listed(other).await,
            QuarantineResponse {
                entries: EntryBatch::default(),
                waiting: Vec::new(),
            }
        );
        for act in [SettleAct::Release, SettleAct::Discard] {
            assert_eq!(settle(&app, other, entry.id, act).await.status, 404);
        }
    }
    assert_eq!(app.store.all_quarantined().await.unwrap().len(), 1);
    let entries = app.store.plan_entries(entry.plan).await.unwrap();
    assert!(entries.iter().all(|one| one.entry.id != entry.id));
}

#[tokio::test]
async fn an_author_who_may_not_write_it_cannot_let_it_in() {
    let app = TestApp::new().await;
    let (_, _, entry) = kept_apart(&app).await;
    // Of another prison.
    let jonas = app.sign_in(1).await;
    let foreign = jonas.status(entry.plan, "release-money");
    let sealed = Sealer::of(&jonas).await.seal(&foreign);
    hand_in(&app, None, vec![sealed]).await;
    let found = listed(&jonas).await;
    assert_eq!(found.waiting[0].name, None, "the plan is not theirs to see");
    let answer = settle(&app, &jonas, foreign.id, SettleAct::Release).await;
    assert_eq!(answer.status, 409, "{answer:?}");
    assert_eq!(listed(&jonas).await.waiting.len(), 1);
}

#[tokio::test]
async fn what_came_on_another_way_meanwhile_waits_no_longer() {
    let app = TestApp::new().await;
    let (worker, coordinator, entry) = kept_apart(&app).await;
    worker.sync(None, std::slice::from_ref(&entry)).await;
    assert_eq!(listed(&coordinator).await.waiting, []);
    assert_eq!(app.store.all_quarantined().await.unwrap(), []);
}

#[tokio::test]
async fn what_is_kept_apart_of_an_erased_plan_goes_with_it() {
    let app = TestApp::new().await;
    let (worker, _, entry) = kept_apart(&app).await;
    let choose = |entries: &[Stored]| Ok(entries.iter().map(|one| one.entry.id).collect());
    let erasure = crate::erasing::Erasure {
        plan: entry.plan,
        choose: &choose,
        ground: overgang_domain::change::ErasureGround::Request,
        at: 7,
        file: None,
        absent_in: None,
    };
    app.store.erase(&erasure).await.unwrap();
    assert_eq!(app.store.all_quarantined().await.unwrap(), []);
    assert_eq!(listed(&worker).await.waiting, []);
    // A tablet that is switched on years later leaves nothing of it, either.
    let late = worker.status(entry.plan, "release-money");
    let sealed = Sealer::of(&worker).await.seal(&late);
    hand_in(&app, None, vec![sealed]).await;
    assert_eq!(app.store.all_quarantined().await.unwrap(), []);
}
