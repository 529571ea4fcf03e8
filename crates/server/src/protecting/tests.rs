//! Grades, grants and bars: what is written down of a change, and that an older state never comes back.

use std::collections::BTreeMap;

use overgang_domain::UserId;

use super::*;
use crate::copying::Epoch;
use crate::erasing::replay;
use crate::erasures_file::Line;
use crate::person_data::reads_of;
use crate::storage::{AuditFilter, AuditOrder, Grade};
use crate::test_app::{NOW, TestApp, TestDevice, fresh_id};
use crate::test_backup::{TestBackup, copied};

const VILDE: usize = 4;

async fn open(device: &TestDevice) -> PlanId {
    let opening = device.opening("ullersmo");
    let answer = device.sync(None, std::slice::from_ref(&opening)).await;
    assert_eq!(answer.receipts.len(), 1);
    opening.plan
}

/// Grades a plan, or lifts its grade.
async fn grade(app: &TestApp, plan: PlanId, grade: Option<Grade>) -> Protection {
    let change = |one: &mut Protection| one.grade = grade;
    let file = app.centre.erasures.as_ref();
    let changed = protect(app.store.as_ref(), plan, change, NOW, file).await;
    changed.unwrap()
}

async fn kept(app: &TestApp) -> BTreeMap<PlanId, Protection> {
    let all = app.store.protections().await.unwrap().into_iter();
    all.map(|one| (one.plan, one)).collect()
}

#[tokio::test]
async fn a_restored_backup_has_the_newest_grades_grants_and_bars() {
    let mut app = TestApp::new().await;
    let device = app.sign_in(VILDE).await;
    let [graded, lifted, before] = [
        open(&device).await,
        open(&device).await,
        open(&device).await,
    ];
    for plan in [lifted, before] {
        grade(&app, plan, Some(Grade::Shielded)).await;
    }
    let backup = TestBackup::of(&mut app).await;
    let late = open(&device).await;
    for plan in [graded, late] {
        grade(&app, plan, Some(Grade::Shielded)).await;
        grade(&app, plan, Some(Grade::StrictlyConfidential)).await;
    }
    grade(&app, lifted, None).await;
    let (granted, barred) = (UserId(fresh_id()), UserId(fresh_id()));
    let change = |one: &mut Protection| {
        one.grants.insert(granted, "2026-12-31".parse().unwrap());
        one.barred.insert(barred);
    };
    let file = app.centre.erasures.as_ref();
    let changed = protect(app.store.as_ref(), graded, change, NOW, file).await;
    changed.unwrap();
    assert_eq!(backup.lines().len(), 6);

    let restored = backup.restore(&app).await;
    assert_eq!(kept(&restored).await, kept(&app).await);
    let copy = copied(app.store.as_ref(), Epoch::Kept, &[], &app).await;
    assert_eq!(kept(&copy).await, kept(&app).await);
    let answer = restored.sign_in_again(&device).await.sync(None, &[]).await;
    let plans = answer.entries.entries().unwrap().into_iter();
    let plans: BTreeSet<PlanId> = plans.map(|one| one.entry.plan).collect();
    assert!(plans.contains(&lifted) && !plans.contains(&graded) && !plans.contains(&before));
    // At every start the same lines: what was changed since stands.
    let store = restored.store.as_ref();
    grade(&restored, lifted, Some(Grade::Confidential)).await;
    let now = kept(&restored).await;
    assert_eq!(replay(store, &backup.lines()).await.unwrap(), 0);
    assert_eq!(kept(&restored).await, now);
    // Also where they stand in no order.
    let lines: Vec<Line> = backup.lines().into_iter().rev().collect();
    let again = copied(app.store.as_ref(), Epoch::Raised, &lines, &app).await;
    assert_eq!(kept(&again).await, kept(&app).await);
}

#[tokio::test]
async fn each_change_is_in_the_log_of_reads_and_never_to_what() {
    let app = TestApp::new().await;
    let plan = open(&app.sign_in(VILDE).await).await;
    for _ in 0..2 {
        grade(&app, plan, Some(Grade::Confidential)).await;
    }
    grade(&app, plan, None).await;
    let filter = AuditFilter {
        plan: Some(plan),
        act: Some(AuditAct::Protected),
        ..AuditFilter::default()
    };
    let order = AuditOrder::OldestFirst(None);
    let rows = app.store.audit_rows(&filter, order, 10).await.unwrap();
    assert_eq!(rows.len(), 2, "the same again is no change");
    for row in &rows {
        assert_eq!((row.user, row.reason), (UserId::CENTRE, AuditReason::None));
        assert_eq!(row.plans, BTreeSet::from([plan]));
        let text = serde_json::to_string(row).unwrap();
        assert!(!text.contains("confidential"), "{text}");
    }
    // Whoever is given what was read in a plan does not hear that it had a grade.
    let reads = reads_of(app.store.as_ref(), plan).await.unwrap();
    assert!(!reads.is_empty() && reads.iter().all(|row| row.act != AuditAct::Protected));
}

#[tokio::test]
async fn what_cannot_be_written_down_or_was_made_of_an_older_state_changes_nothing() {
    let app = TestApp::new().await;
    let plan = open(&app.sign_in(VILDE).await).await;
    let nowhere = tempfile::tempdir()
        .unwrap()
        .path()
        .join("gone")
        .join("file");
    let file = ErasuresFile::at(&nowhere);
    let store = app.store.as_ref();
    let change = |one: &mut Protection| one.grade = Some(Grade::Shielded);
    let refused = protect(store, plan, change, NOW, Some(&file)).await;
    let why = refused.unwrap_err();
    assert!(
        matches!(why, ProtectError::Store(UseStoreError::File(_))),
        "{why}"
    );
    assert!(kept(&app).await.is_empty());
    let unknown = protect(store, PlanId(fresh_id()), change, NOW, None).await;
    assert!(matches!(unknown, Err(ProtectError::NoPlan)));

    let first = Protection::none(plan);
    for _ in 0..2 {
        store.protect(&first, NOW, None).await.ok();
    }
    let late = store.protect(&first, NOW, None).await;
    assert!(matches!(late, Err(UseStoreError::Contended)), "{late:?}");
    let other = open(&app.sign_in(VILDE).await).await;
    store
        .protect(&Protection::none(other), 5, None)
        .await
        .unwrap();
    let times = kept(&app).await;
    assert_eq!(
        (times[&plan].changed_at, times[&other].changed_at),
        (NOW, NOW + 1)
    );
}
