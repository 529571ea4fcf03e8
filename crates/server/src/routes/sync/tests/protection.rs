//! Protected persons: no rule, no appointment and no consent opens them to somebody without a grant of their own.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::change::Role;
use overgang_domain::{NoteId, PrisonId};

use super::held::{DAY_MILLIS, Held, caseworker, consent, social_worker, user};
use super::*;
use crate::storage::{Grade, Protection};

async fn protect(app: &TestApp, plan: PlanId, change: impl FnOnce(&mut Protection)) {
    let known = app.store.protections().await.unwrap().into_iter();
    let mut known = known.filter(|one| one.plan == plan);
    let mut protection = known.next().unwrap_or_else(|| Protection::none(plan));
    change(&mut protection);
    app.store.protect(&protection, NOW, None).await.unwrap();
}

fn note(device: &TestDevice, plan: PlanId) -> Entry {
    let change = Change::NoteWritten {
        note: NoteId(fresh_id()),
        item: None,
        text: "Ringte i dag".to_owned(),
    };
    device.entry(plan, change)
}

#[tokio::test]
async fn a_grade_takes_a_plan_from_everybody_without_a_grant_and_looks_like_nothing() {
    let app = TestApp::new().await;
    let (mut nav, mut prison) = (caseworker(&app).await, social_worker(&app).await);
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    assert_eq!(nav.sync(std::slice::from_ref(&opening)).await, []);
    prison.sync(&[]).await;
    assert_eq!(prison.plan(plan).len(), 1);
    let others = prison.entries.len();

    for grade in [
        Grade::StrictlyConfidential,
        Grade::Confidential,
        Grade::Shielded,
    ] {
        protect(&app, plan, |one| one.grade = Some(grade)).await;
        for held in [&mut nav, &mut prison] {
            // Also whoever opened it.
            held.sync(&[]).await;
            assert!(held.plan(plan).is_empty(), "{grade:?}");
            let hidden = note(&held.device, plan);
            let absent = note(&held.device, PlanId(fresh_id()));
            let refused = held.sync(&[hidden, absent]).await;
            assert_eq!(refused, [RejectReason::NotAllowed; 2]);
        }
        assert_eq!(prison.entries.len(), others - 1, "the others stay");
        protect(&app, plan, |one| one.grade = None).await;
        prison.sync(&[]).await;
        assert_eq!(prison.plan(plan).len(), 1, "{grade:?} lifted");
    }
}

#[tokio::test]
async fn a_grant_opens_what_rights_open_until_its_day_and_whoever_is_barred_never_sees_it() {
    let app = TestApp::new().await;
    let (mut nav, mut prison) = (caseworker(&app).await, social_worker(&app).await);
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    assert_eq!(nav.sync(std::slice::from_ref(&opening)).await, []);
    let (of_nav, of_prison) = (nav.device.user.user, prison.device.user.user);
    let elsewhere = user(Role::PrisonSocialWorker, "prison", "halden");
    let mut elsewhere = Held::by(app.sign_in_as(&elsewhere).await);
    let of_elsewhere = elsewhere.device.user.user;
    let until = "2026-11-24".parse().unwrap();
    protect(&app, plan, |one| {
        one.grade = Some(Grade::Confidential);
        one.grants = BTreeMap::from([(of_nav, until), (of_elsewhere, until)]);
    })
    .await;
    for days in 0..3 {
        nav.sync(&[]).await;
        prison.sync(&[]).await;
        elsewhere.sync(&[]).await;
        assert_eq!(nav.plan(plan).is_empty(), days == 2, "after {days} days");
        assert!(prison.plan(plan).is_empty());
        assert!(elsewhere.plan(plan).is_empty(), "a grant widens no right");
        let is_taken = nav.sync(&[note(&nav.device, plan)]).await.is_empty();
        assert_eq!(is_taken, days < 2);
        app.pass(DAY_MILLIS);
    }
    protect(&app, plan, |one| {
        one.grade = None;
        one.barred = BTreeSet::from([of_prison]);
    })
    .await;
    nav.sync(&[]).await;
    prison.sync(&[]).await;
    assert!(!nav.plan(plan).is_empty());
    assert!(prison.plan(plan).is_empty());
}

#[tokio::test]
async fn a_protected_person_is_in_no_figure_and_changes_nothing_for_other_prisons() {
    let app = TestApp::new().await;
    let mut nav = caseworker(&app).await;
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    assert_eq!(nav.sync(std::slice::from_ref(&opening)).await, []);
    app.project().await;
    let figures = async || {
        let prisons = BTreeSet::from([PrisonId::from("ullersmo")]);
        let day = "2026-11-23".parse().unwrap();
        let figures = app.store.release_figures(&prisons, day, day).await;
        figures.unwrap().plans
    };
    let before = figures().await;
    let elsewhere = app.sign_in(JONAS).await;
    let first = elsewhere.sync(None, &[]).await;
    protect(&app, plan, |one| one.grade = Some(Grade::Shielded)).await;
    assert_eq!(figures().await, before - 1);
    let next = elsewhere.sync(Some(&first.cursor), &[]).await;
    assert_eq!((next.whole, next.entries.len()), (None, 0));
}

#[tokio::test]
async fn no_answer_names_a_plan_that_is_closed() {
    let app = TestApp::new().await;
    let (mut nav, mut prison) = (caseworker(&app).await, social_worker(&app).await);
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    let (_, given) = consent(&nav.device, plan, "prison", "2026-11-24");
    assert_eq!(nav.sync(&[opening, given]).await, []);
    prison.sync(&[]).await;
    protect(&app, plan, |one| one.grade = Some(Grade::Confidential)).await;
    prison.sync(&[]).await;
    assert!(prison.plan(plan).is_empty());
    // The consent runs out: its rights turn, and nobody hears of it.
    app.pass(2 * DAY_MILLIS);
    let answer = prison.device.sync(prison.cursor.as_ref(), &[]).await;
    assert!(!answer.anew.contains(&plan), "{:?}", answer.anew);
    // However small the pages are, none ends at it.
    let mut request = prison.device.request();
    request.accept_bytes = 1;
    loop {
        let answer = prison.device.send(&request).await.synced();
        assert!(!answer.anew.contains(&plan));
        assert_ne!(answer.whole.and_then(|range| range.until), Some(plan));
        request.cursor = Some(answer.cursor);
        if !answer.more {
            break;
        }
    }
}
