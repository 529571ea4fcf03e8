//! What systems are told, when, and in which order.

use std::sync::atomic::Ordering;

use overgang_domain::Entry;
use serde_json::Value;

use super::*;
use crate::protecting::protect;
use crate::storage::{Grade, Protection};
use crate::systems::test_systems::{RECORDS, file, secret_of, serve, systems};
use crate::systems::test_target::{Reply, Sent, Target};
use crate::test_app::{NOW, TestApp, TestDevice};

const TORSTEIN: usize = 3;

/// The task of the prison's own system, told at `address`, in a process of its own.
fn task(app: &TestApp, address: &str) -> WebhookTask {
    let systems = systems(&file(Some(address)));
    let tasks = WebhookTask::all(&systems, &app.store, &app.centre.clock, &app.epoch);
    tasks.unwrap().pop().unwrap()
}

/// Tells all that there is to tell.
async fn tell_all(task: &WebhookTask) -> usize {
    let mut count: usize = 0;
    while task.look().await.unwrap() == Look::Told {
        count += 1;
    }
    count
}

/// Opens a plan, which is a change.
async fn open(device: &TestDevice, prison: &str) -> PlanId {
    let opening: Entry = device.opening(prison);
    let plan = opening.plan;
    let answer = device.sync(None, &[opening]).await;
    assert!(answer.rejected.is_empty());
    plan
}

/// What was told since somebody last looked, call by call.
fn told_since(target: &Target) -> Vec<BTreeSet<PlanId>> {
    target.take().iter().map(|one| plans(&one.json())).collect()
}

fn plans(told: &Value) -> BTreeSet<PlanId> {
    serde_json::from_value(told["plans"].clone()).unwrap()
}

#[tokio::test]
async fn a_system_is_told_of_its_prisons_plans_by_their_ids_alone() {
    let app = TestApp::new().await;
    let device = app.sign_in(TORSTEIN).await;
    let target = Target::start().await;
    let task = task(&app, &target.address);
    tell_all(&task).await;
    let first = target.take();
    assert!(first.len() > 1, "the practice prison has plans");
    for sent in &first {
        let told = sent.json();
        assert!(sent.is_signed(&secret_of(RECORDS), Purpose::Webhook));
        assert!(!sent.is_signed(&secret_of(RECORDS), Purpose::Request));
        assert!(!sent.is_signed(&secret_of("other"), Purpose::Webhook));
        let keys: Vec<&String> = told.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["epoch", "id", "plans"]);
        assert_eq!(told["epoch"], *app.epoch);
        assert_eq!(told["id"], sent.id().to_string());
        assert!((1..=2).contains(&plans(&told).len()));
    }
    let ids: BTreeSet<Uuid> = first.iter().map(Sent::id).collect();
    assert_eq!(ids.len(), first.len());
    assert_eq!(task.look().await.unwrap(), Look::Nothing);

    let plan = open(&device, "ullersmo").await;
    open(&device, "eidsberg").await;
    let mut protection = Protection::none(open(&device, "ullersmo").await);
    protection.grade = Some(Grade::Shielded);
    app.store.protect(&protection, NOW, None).await.unwrap();
    assert_eq!(tell_all(&task).await, 1);
    let told = told_since(&target);
    assert_eq!(told, [BTreeSet::from([plan])]);
}

#[tokio::test]
async fn a_system_is_told_once_a_plan_is_not_closed_to_it_any_more() {
    let app = TestApp::new().await;
    let device = app.sign_in(TORSTEIN).await;
    let target = Target::start().await;
    let task = task(&app, &target.address);
    let [graded, granted, barred, elsewhere] = [
        open(&device, "ullersmo").await,
        open(&device, "ullersmo").await,
        open(&device, "ullersmo").await,
        open(&device, "eidsberg").await,
    ];
    let system = task.system.user.user;
    let change = async |plan: PlanId, change: &dyn Fn(&mut Protection)| {
        let store = app.store.as_ref();
        let changed = protect(store, plan, |one| change(one), NOW, None).await;
        changed.unwrap();
        tell_all(&task).await;
        told_since(&target)
            .into_iter()
            .flatten()
            .collect::<Vec<PlanId>>()
    };
    tell_all(&task).await;
    target.take();
    let (until, over) = ("2026-11-23".parse().unwrap(), "2026-11-22".parse().unwrap());
    for plan in [graded, granted, elsewhere] {
        let told = change(plan, &|one| one.grade = Some(Grade::Confidential)).await;
        assert_eq!(told, []);
    }
    let told = change(barred, &|one| {
        one.barred.insert(system);
    })
    .await;
    assert_eq!(told, []);
    // Nobody writes in any of them.
    let told = change(granted, &|one| {
        one.grants.insert(system, over);
    })
    .await;
    assert_eq!(told, [], "a grant that is over");
    let told = change(granted, &|one| {
        one.grants.insert(system, until);
    })
    .await;
    assert_eq!(told, [granted]);
    let told = change(elsewhere, &|one| one.grade = None).await;
    assert_eq!(told, [], "another prison's");
    assert_eq!(change(graded, &|one| one.grade = None).await, [graded]);
    let told = change(barred, &|one| one.barred.clear()).await;
    assert_eq!(told, [barred]);
    assert_eq!(task.look().await.unwrap(), Look::Nothing);
    // As long as it is granted, what is written is told as well.
    let note = device.status(granted, "id-check");
    let user = device.user.user;
    let told = change(granted, &|one| {
        one.grants.insert(user, until);
    })
    .await;
    assert_eq!(told, [granted]);
    assert_eq!(device.sync(None, &[note]).await.rejected, []);
    tell_all(&task).await;
    assert_eq!(
        told_since(&target)
            .into_iter()
            .flatten()
            .collect::<Vec<PlanId>>(),
        [granted]
    );
}

#[tokio::test]
async fn what_failed_is_told_in_order_once_the_system_is_back() {
    let app = TestApp::new().await;
    let device = app.sign_in(TORSTEIN).await;
    let target = Target::start().await;
    let task = task(&app, &target.address);
    tell_all(&task).await;
    target.take();

    let (one, two) = (
        open(&device, "ullersmo").await,
        open(&device, "ullersmo").await,
    );
    target.reply([
        Reply::With(500, String::new()),
        Reply::With(404, "x".repeat(1_000_000)),
    ]);
    assert_eq!(task.look().await.unwrap(), Look::Failed);
    assert_eq!(task.look().await.unwrap(), Look::Waits);
    let three = open(&device, "ullersmo").await;
    assert_eq!(task.look().await.unwrap(), Look::Waits);
    app.pass(5_000);
    assert_eq!(task.look().await.unwrap(), Look::Failed);
    app.pass(4_999);
    assert_eq!(task.look().await.unwrap(), Look::Waits);
    app.pass(5_001);
    assert_eq!(tell_all(&task).await, 2);
    let told = told_since(&target);
    let both = BTreeSet::from([one, two]);
    assert_eq!(
        told,
        [both.clone(), both.clone(), both, BTreeSet::from([three])]
    );
}

#[tokio::test]
async fn the_same_news_have_the_same_id_until_they_are_heard() {
    let app = TestApp::new().await;
    let device = app.sign_in(TORSTEIN).await;
    let target = Target::start().await;
    let task = task(&app, &target.address);
    tell_all(&task).await;
    target.take();
    open(&device, "ullersmo").await;
    target.reply([Reply::With(503, String::new())]);
    task.look().await.unwrap();
    app.pass(10_000);
    assert_eq!(task.look().await.unwrap(), Look::Told);
    let sent = target.take();
    assert_eq!(sent[0].id(), sent[1].id());
    assert_eq!(sent[0].body, sent[1].body);
    assert!(sent[1].is_signed(&secret_of(RECORDS), Purpose::Webhook));
    open(&device, "ullersmo").await;
    task.look().await.unwrap();
    assert_ne!(target.take()[0].id(), sent[0].id());
}

#[tokio::test]
async fn the_position_survives_a_restart_and_one_process_tells_at_a_time() {
    let app = TestApp::new().await;
    let target = Target::start().await;
    let first = task(&app, &target.address);
    assert_eq!(first.look().await.unwrap(), Look::Told);
    let told_before: BTreeSet<PlanId> = plans(&target.take()[0].json());

    let beside = app.beside().await;
    let second = task(&beside, &target.address);
    assert_eq!(second.look().await.unwrap(), Look::NotOurs);
    assert_eq!(first.look().await.unwrap(), Look::Told);
    target.take();
    // The first one dies; its place is free a minute later.
    drop(first);
    beside.pass(HOLD_MILLIS - 1);
    assert_eq!(second.look().await.unwrap(), Look::NotOurs);
    beside.pass(1);
    tell_all(&second).await;
    let told = told_since(&target);
    assert!(!told.is_empty());

    let restarted = app.restart().await;
    let third = task(&restarted, &target.address);
    if let Clock::Fixed(now) = &restarted.centre.clock {
        now.store(NOW + 10 * HOLD_MILLIS, Ordering::SeqCst);
    }
    assert_eq!(third.look().await.unwrap(), Look::Nothing);
    assert!(target.take().is_empty());

    // A restored ledger has another epoch: all is told again.
    let mut anew = task(&restarted, &target.address);
    anew.epoch = "another".into();
    anew.holder = third.holder;
    assert_eq!(anew.look().await.unwrap(), Look::Told);
    let again = target.take()[0].json();
    assert_eq!(plans(&again), told_before);
    assert_eq!(again["epoch"], "another");
}

#[tokio::test]
async fn a_redirect_is_no_answer_and_nobody_follows_it() {
    let app = TestApp::new().await;
    let (target, inside) = (Target::start().await, Target::start().await);
    let task = task(&app, &target.address);
    target.reply([Reply::Redirect(inside.address.clone())]);
    assert_eq!(task.look().await.unwrap(), Look::Failed);
    assert_eq!(target.take().len(), 1);
    assert!(inside.take().is_empty());
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    let mut app = TestApp::new().await;
    let target = Target::start().await;
    let address = target
        .address
        .replace("http://127.0.0.1", "https://localhost");
    let mut json = file(Some(&address));
    json["systems"][0]["webhook"]["allow_loopback"] = false.into();
    serve(&mut app, &json).await;
    let webhook = systems(&json)
        .get(RECORDS)
        .unwrap()
        .webhook
        .clone()
        .unwrap();
    let sent = webhook
        .outbound
        .send(Purpose::Webhook, Uuid::nil(), NOW, Vec::new());
    assert_eq!(sent.await, Err(SendError::Forbidden));
    assert!(target.take().is_empty());
}

#[tokio::test]
async fn a_system_that_is_not_there_is_tried_again_ever_later_up_to_hours() {
    let app = TestApp::new().await;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let task = task(&app, &address);
    assert_eq!(task.look().await.unwrap(), Look::Failed);
    assert_eq!(task.look().await.unwrap(), Look::Waits);

    let (none, all) = ([0; 4], [0xff; 4]);
    assert_eq!(wait_after(1, none), 2_500);
    assert!((2_500..=5_000).contains(&wait_after(1, all)));
    assert_eq!(wait_after(2, none), 5_000);
    assert_eq!(wait_after(5, none), 40_000);
    for failures in [13, 100, u32::MAX] {
        assert_eq!(wait_after(failures, none), WAIT_MILLIS.1 / 2);
        assert!(wait_after(failures, all) <= WAIT_MILLIS.1);
    }
}
