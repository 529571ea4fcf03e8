//! Requests of systems: who signs them, what they read, what becomes of what they report.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::life::Life;
use overgang_domain::register::Record;
use overgang_domain::{FieldId, FieldValue, ItemId, SheetId, Status, Stored};
use overgang_sync::message::AuditRow;
use serde_json::{Value, json};

use super::*;
use crate::storage::{AuditFilter, AuditOrder};
use crate::systems::signature::WINDOW_MILLIS;
use crate::systems::test_systems::{Call, HALDEN, IDLE, NAV, RECORDS, file, serve};
use crate::test_app::{Answer, NOW, TestApp, TestDevice, fresh_id};

const TORSTEIN: usize = 3;
const VILDE: usize = 4;

/// An item that NAV answers for and the prison does not see without the person's consent.
const NAVS_ITEM: &str = "benefits-overview";

async fn centre() -> TestApp {
    let mut app = TestApp::new().await;
    serve(&mut app, &file(None)).await;
    app
}

/// A new plan in a prison, opened by whoever works there.
async fn open(device: &TestDevice, prison: &str) -> PlanId {
    let opening = device.opening(prison);
    let plan = opening.plan;
    let answer = device.sync(None, &[opening]).await;
    assert!(answer.rejected.is_empty());
    plan
}

fn path(plan: PlanId) -> String {
    format!("/api/systems/plans/{plan}")
}

fn event(plan: PlanId, what: impl Into<Value>) -> Value {
    let what: Value = what.into();
    json!({"event": fresh_id(), "plan": plan, "happened_at": NOW - 1_000, "what": what})
}

async fn report(app: &TestApp, name: &str, event: &Value) -> Answer {
    Call::report(name, event).send(&app.router).await
}

async fn entries(app: &TestApp, plan: PlanId) -> Vec<Stored> {
    app.store.plan_entries(plan).await.unwrap()
}

async fn folded(app: &TestApp, plan: PlanId) -> Plan {
    Plan::fold(plan, &entries(app, plan).await)
}

async fn rows(app: &TestApp, act: AuditAct) -> Vec<AuditRow> {
    let filter = AuditFilter {
        act: Some(act),
        ..AuditFilter::default()
    };
    let order = AuditOrder::NewestFirst(None);
    app.store.audit_rows(&filter, order, 100).await.unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn whatever_is_wrong_with_a_signature_the_answer_is_the_same() {
    let app = centre().await;
    let plan = open(&app.sign_in(TORSTEIN).await, "ullersmo").await;
    let right = || Call::get(RECORDS, &path(plan));
    assert_eq!(right().send(&app.router).await.status, 200);

    let mut wrong: Vec<(&str, Answer)> = Vec::new();
    let forged = Call {
        secret: "another secret that is long enough to be one".to_owned(),
        ..right()
    };
    wrong.push(("forged", forged.send(&app.router).await));
    for (name, time) in [
        ("late", NOW - WINDOW_MILLIS - 1),
        ("early", NOW + WINDOW_MILLIS + 1),
        ("never", 0),
    ] {
        wrong.push((name, Call { time, ..right() }.send(&app.router).await));
    }
    let once = right();
    assert_eq!(once.send(&app.router).await.status, 200);
    wrong.push(("repeated", once.send(&app.router).await));
    let beside = app.beside().await;
    let mut elsewhere = beside;
    serve(&mut elsewhere, &file(None)).await;
    wrong.push((
        "repeated at another process",
        once.send(&elsewhere.router).await,
    ));
    let unknown = Call {
        name: "unknown".to_owned(),
        ..right()
    };
    wrong.push(("unknown system", unknown.send(&app.router).await));
    let as_other = Call {
        name: NAV.to_owned(),
        ..right()
    };
    wrong.push(("another system's name", as_other.send(&app.router).await));
    wrong.push((
        "no right",
        Call::get(IDLE, &path(plan)).send(&app.router).await,
    ));
    let signature = right().signature();
    let mut moved = right();
    moved.target += "?all=yes";
    wrong.push((
        "another query",
        moved.send_as(&app.router, &signature).await,
    ));
    wrong.push(("no signature", right().send_as(&app.router, "").await));
    let reported = Call::report(RECORDS, &event(plan, json!({"kind": "admission"})));
    let signature = reported.signature();
    let changed = Call {
        body: reported.body.to_ascii_uppercase(),
        ..reported.clone()
    };
    wrong.push((
        "another body",
        changed.send_as(&app.router, &signature).await,
    ));
    wrong.push(("unsigned", app.get(&path(plan)).await));
    let bodies: BTreeSet<&Vec<u8>> = wrong.iter().map(|(_, answer)| &answer.body).collect();
    for (name, answer) in &wrong {
        assert_eq!(
            (answer.status, answer.code()),
            (401, "bad-signature".into()),
            "{name}"
        );
    }
    assert_eq!(bodies.len(), 1);

    for time in [NOW - WINDOW_MILLIS, NOW + WINDOW_MILLIS] {
        assert_eq!(Call { time, ..right() }.send(&app.router).await.status, 200);
    }
    // An id is known as long as its time would be taken, by clocks that differ too.
    let early = Call {
        time: NOW + WINDOW_MILLIS,
        ..right()
    };
    assert_eq!(early.send(&app.router).await.status, 200);
    app.pass(2 * WINDOW_MILLIS);
    assert_eq!(early.send(&app.router).await.status, 401);
}

#[tokio::test]
async fn a_plan_is_read_as_far_as_the_system_may_see_it() {
    let app = centre().await;
    let (torstein, vilde) = (app.sign_in(TORSTEIN).await, app.sign_in(VILDE).await);
    let plan = open(&torstein, "ullersmo").await;
    let done = [
        vilde.status(plan, NAVS_ITEM),
        torstein.status(plan, "release-travel"),
    ];
    assert!(vilde.sync(None, &done[..1]).await.rejected.is_empty());
    assert!(torstein.sync(None, &done[1..]).await.rejected.is_empty());
    let what = json!({"kind": "transfer", "prison": "halden", "day": "2027-02-01"});
    assert_eq!(report(&app, RECORDS, &event(plan, what)).await.status, 200);

    let seen = Call::get(RECORDS, &path(plan)).send(&app.router).await;
    assert_eq!(seen.status, 200, "{seen:?}");
    let seen = seen.json();
    assert_eq!(
        (&seen["name"], &seen["prison"]),
        (&json!("Testa Nyvik"), &json!("ullersmo"))
    );
    assert_eq!(
        (&seen["life"], &seen["template"]),
        (&json!("open"), &json!(2))
    );
    let item = |answer: &Value, id: &str| {
        let mut items = answer["items"].as_array().unwrap().iter();
        items.find(|item| item["item"] == id).cloned()
    };
    let travel = item(&seen, "release-travel").unwrap();
    assert_eq!(travel["status"], "done");
    assert!(travel["agency"].is_string());
    assert_eq!(item(&seen, NAVS_ITEM), None);
    let transfer = seen["rows"].as_array().unwrap();
    assert_eq!(transfer.len(), 1);
    assert_eq!(transfer[0]["sheet"], "transfer");
    let fields = json!({"prison": [{"chosen": ["halden"]}], "day": [{"day": "2027-02-01"}]});
    assert_eq!(transfer[0]["fields"], fields);

    let navs = Call::get(NAV, &path(plan)).send(&app.router).await.json();
    assert_eq!(item(&navs, NAVS_ITEM).unwrap()["status"], "done");
    assert!(navs["rows"].as_array().unwrap().is_empty());

    let opened = rows(&app, AuditAct::Opened).await;
    assert_eq!(opened.len(), 2);
    let record = app.centre.systems.get(RECORDS).unwrap();
    assert_eq!(opened[1].user, record.user.user);
    assert!(opened.iter().all(|row| row.plans == BTreeSet::from([plan])));
}

#[tokio::test]
async fn what_is_not_there_and_what_is_not_ones_own_are_the_same() {
    let app = centre().await;
    let plan = open(&app.sign_in(TORSTEIN).await, "ullersmo").await;
    let foreign = Call::get(HALDEN, &path(plan)).send(&app.router).await;
    assert_eq!((foreign.status, foreign.code()), (404, "not-found".into()));
    let nowhere = [
        path(PlanId(fresh_id())),
        path(PlanId::DIRECTORY),
        "/api/systems/plans/none".to_owned(),
    ];
    for path in nowhere {
        let answer = Call::get(HALDEN, &path).send(&app.router).await;
        assert_eq!(
            (answer.status, &answer.body),
            (404, &foreign.body),
            "{path}"
        );
    }
    assert!(rows(&app, AuditAct::Opened).await.is_empty());
    let admission = json!({"kind": "admission"});
    for plan in [plan, PlanId(fresh_id()), PlanId::DIRECTORY] {
        let answer = report(&app, HALDEN, &event(plan, admission.clone())).await;
        assert_eq!((answer.status, &answer.body), (404, &foreign.body));
    }
    assert_eq!(entries(&app, plan).await.len(), 1);
}

#[tokio::test]
async fn each_event_says_in_the_plan_what_has_happened() {
    let app = centre().await;
    let plan = open(&app.sign_in(TORSTEIN).await, "ullersmo").await;
    let held = |plan: &Plan, field: &str| plan.value(&Record::Header, &FieldId::from(field)).value;
    let report = async |what: Value| {
        let answer = report(&app, RECORDS, &event(plan, what)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        folded(&app, plan).await
    };
    let after = report(json!({"kind": "admission", "stay": "convicted"})).await;
    assert_eq!(
        held(&after, "admission"),
        FieldValue::Day(day("2026-11-23"))
    );

    let fields = json!({"stay": "convicted", "sentence-months": "9", "half-date": "2027-04-01",
                        "end-date": "2027-08-20"});
    let after = report(json!({"kind": "dates", "fields": fields})).await;
    assert_eq!(
        held(&after, "half-date"),
        FieldValue::Day(day("2027-04-01"))
    );
    assert_eq!(held(&after, "sentence-months"), FieldValue::Number(9));
    assert_eq!(held(&after, "stay"), FieldValue::one("convicted"));
    let taken_away = json!({"kind": "dates", "fields": {"half-date": ""}});
    assert!(held(&report(taken_away).await, "half-date").is_empty());

    let what = json!({"kind": "transfer", "prison": "halden", "day": "2027-02-01"});
    let after = report(what.clone()).await;
    assert_eq!(after.prison_on(day("2027-02-01")), Some("halden".into()));
    assert_eq!(after.prison_on(day("2027-01-31")), Some("ullersmo".into()));
    // Somebody has written it already.
    let again = report(what).await;
    assert_eq!(again.standing_rows(&SheetId::from("transfer")).len(), 1);

    let after = report(json!({"kind": "release", "day": "2027-03-01"})).await;
    assert_eq!(after.release_date().value, Some(day("2027-03-01")));
    assert_eq!(Life::of(&after), Life::Open);
    let after = report(json!({"kind": "release", "day": "2026-11-23"})).await;
    assert_eq!(after.release_date().value, Some(day("2026-11-23")));
    assert_eq!(Life::of(&after), Life::Released);
    let check = after.status(&ItemId::from("follow-up-2")).value;
    assert_eq!(check.status, Status::NotAssessed);
    assert!(
        !after
            .to_replace(&overgang_domain::register::Register::ItemTitle(
                "follow-up-2".into()
            ))
            .is_empty()
    );

    // Its author is the system, whom the directory names, and its log is whole.
    let system = app.centre.systems.get(RECORDS).unwrap();
    let written = entries(&app, plan).await;
    let by_system = written
        .iter()
        .filter(|one| one.entry.author == system.user.user);
    assert!(by_system.clone().count() > 5);
    assert!(
        by_system
            .clone()
            .all(|one| one.entry.device == system.device)
    );
    let directory =
        overgang_domain::directory::Directory::of(&folded(&app, PlanId::DIRECTORY).await);
    assert_eq!(directory.get(system.user.user).unwrap().name, RECORDS);
    let users = app.store.users().await.unwrap();
    assert!(
        users.iter().all(|user| user.user != system.user.user),
        "it could sign in"
    );
    let whole = crate::verify::verify_ledger(app.store.as_ref())
        .await
        .unwrap();
    assert!(matches!(whole, crate::verify::Finding::Whole { .. }));
}

#[tokio::test]
async fn an_event_counts_once_however_often_and_wherever_it_is_sent() {
    let app = centre().await;
    let mut beside = app.beside().await;
    serve(&mut beside, &file(None)).await;
    let plan = open(&app.sign_in(TORSTEIN).await, "ullersmo").await;
    let what = json!({"kind": "transfer", "prison": "halden", "day": "2027-02-01"});
    let one = event(plan, what);
    let at_once = (0..8).map(|number| {
        let router = if number % 2 == 0 {
            &app.router
        } else {
            &beside.router
        };
        let (router, call) = (router.clone(), Call::report(RECORDS, &one));
        tokio::spawn(async move { call.send(&router).await })
    });
    let at_once: Vec<_> = at_once.collect();
    let mut bodies: BTreeSet<Vec<u8>> = BTreeSet::new();
    for answer in at_once {
        let answer = answer.await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        bodies.insert(answer.body);
    }
    app.pass(10_000);
    // The same in other words.
    let spaced = format!(" {}", serde_json::to_string_pretty(&one).unwrap());
    let mut call = Call::report(RECORDS, &one);
    call.body = spaced.into_bytes();
    bodies.insert(call.send(&app.router).await.body);
    assert_eq!(bodies.len(), 1);
    assert_eq!(entries(&app, plan).await.len(), 2);

    let mut other = one.clone();
    other["what"]["day"] = json!("2027-02-02");
    let answer = report(&app, RECORDS, &other).await;
    assert_eq!((answer.status, answer.code()), (409, "event-reused".into()));
    let elsewhere = open(&app.sign_in(TORSTEIN).await, "ullersmo").await;
    other = one.clone();
    other["plan"] = json!(elsewhere);
    assert_eq!(report(&app, RECORDS, &other).await.status, 409);
    assert_eq!(
        entries(&app, plan).await.len() + entries(&app, elsewhere).await.len(),
        3
    );

    // Another system's events have names of their own.
    let mut of_other = event(plan, json!({"kind": "admission"}));
    of_other["event"] = one["event"].clone();
    assert_ne!(report(&app, NAV, &of_other).await.status, 409);
}

#[tokio::test]
async fn an_event_whose_entries_are_in_the_ledger_is_not_written_again() {
    let app = centre().await;
    let plan = open(&app.sign_in(TORSTEIN).await, "ullersmo").await;
    let one = event(
        plan,
        json!({"kind": "dates", "fields": {"end-date": "2027-08-20"}}),
    );
    let other = event(
        plan,
        json!({"kind": "dates", "fields": {"end-date": "2027-08-21"}}),
    );
    assert_eq!(report(&app, RECORDS, &one).await.status, 200);
    assert_eq!(report(&app, RECORDS, &other).await.status, 200);
    // A copy of the ledger can be newer than the list of events.
    app.database.run("DELETE FROM system_events").await.unwrap();
    assert_eq!(report(&app, RECORDS, &one).await.status, 200);
    assert_eq!(entries(&app, plan).await.len(), 3);
    let end = folded(&app, plan).await.held("end-date");
    assert_eq!(end, FieldValue::Day(day("2027-08-21")));
    let reported = app.store.reported_events().await.unwrap();
    assert_eq!(reported.len(), 1);
}

#[tokio::test]
async fn nobody_can_try_out_what_an_erased_event_said_and_it_is_not_written_again() {
    let app = centre().await;
    let plans = [
        open(&app.sign_in(TORSTEIN).await, "ullersmo").await,
        open(&app.sign_in(TORSTEIN).await, "ullersmo").await,
    ];
    let dates =
        |day: &str| json!({"kind": "dates", "fields": {"end-date": format!("2027-08-{day}")}});
    let [erased, kept] = plans.map(|plan| event(plan, dates("20")));
    for one in [&erased, &kept] {
        assert_eq!(report(&app, RECORDS, one).await.status, 200);
    }
    let salts = async |store: &dyn crate::storage::LedgerStore| {
        let events = store.reported_events().await.unwrap().into_iter();
        let salts = events.map(|one| (one.plan, one.salt.is_some()));
        salts.collect::<std::collections::BTreeMap<PlanId, bool>>()
    };
    assert!(salts(app.store.as_ref()).await.into_values().all(|is| is));
    let (nothing, plan) = (BTreeSet::new(), plans[0]);
    let choose = |all: &[Stored]| crate::erasing::choose_named(plan, &nothing, all);
    let erasure = crate::erasing::Erasure {
        plan,
        ground: overgang_domain::change::ErasureGround::Court,
        at: NOW,
        choose: &choose,
        absent_in: None,
        file: None,
    };
    app.store.erase(&erasure).await.unwrap();
    let left = salts(app.store.as_ref()).await;
    assert_eq!((left[&plans[0]], left[&plans[1]]), (false, true));

    let epoch = crate::copying::Epoch::Kept;
    let mut copy = crate::test_backup::copied(app.store.as_ref(), epoch, &[], &app).await;
    assert_eq!(salts(copy.store.as_ref()).await, left);
    serve(&mut copy, &file(None)).await;
    for app in [&app, &copy] {
        let count = entries(app, plan).await.len();
        let with = |one: &Value, what: Value| {
            let mut one = one.clone();
            one["what"] = what;
            one
        };
        for (one, status) in [(&erased, 200), (&kept, 409)] {
            assert_eq!(report(app, RECORDS, one).await.status, 200);
            let other = report(app, RECORDS, &with(one, dates("21"))).await;
            assert_eq!(other.status, status, "nothing is left to compare");
        }
        let mut elsewhere = erased.clone();
        elsewhere["plan"] = json!(plans[1]);
        assert_eq!(report(app, RECORDS, &elsewhere).await.status, 409);
        assert_eq!(entries(app, plan).await.len(), count);
    }
}

#[tokio::test]
async fn what_does_not_fit_is_refused_and_nothing_of_it_is_written() {
    let app = centre().await;
    let device = app.sign_in(TORSTEIN).await;
    let plan = open(&device, "ullersmo").await;
    // Nobody has said why the person is there.
    let bare = report(&app, RECORDS, &event(plan, json!({"kind": "admission"}))).await;
    assert_eq!(bare.status, 422);
    assert!(
        bare.json()["error"]["message"]
            .as_str()
            .unwrap()
            .contains("`stay`")
    );
    let admission = event(plan, json!({"kind": "admission", "stay": "convicted"}));
    assert_eq!(report(&app, RECORDS, &admission).await.status, 200);
    let dates = |fields: Value| json!({"kind": "dates", "fields": fields});
    let unfit = [
        json!({"kind": "transfer", "prison": "azkaban", "day": "2027-02-01"}),
        json!({"kind": "transfer", "prison": "halden", "day": "2026-01-01"}),
        json!({"kind": "transfer", "prison": "halden", "day": "0027-02-01"}),
        json!({"kind": "release", "day": "2026-11-01"}),
        json!({"kind": "release", "day": "9999-01-01"}),
        dates(json!({})),
        dates(json!({"half-date": "soon"})),
        dates(json!({"half-date": "2026-01-01"})),
        dates(json!({"half-date": "2027-06-01", "third-date": "2027-07-01"})),
        dates(json!({"stay": "holiday"})),
        dates(json!({"stay": "convicted remand"})),
        dates(json!({"admission": "2027-01-01"})),
        dates(json!({"life": "closed"})),
        dates(json!({"unknown": "1"})),
        // A good field does not go in with a bad one.
        dates(json!({"end-date": "2027-08-20", "half-date": "2026-01-01"})),
    ];
    for what in unfit {
        let answer = report(&app, RECORDS, &event(plan, what.clone())).await;
        assert_eq!(
            (answer.status, answer.code()),
            (422, "unfit".into()),
            "{what}"
        );
    }
    let mut ahead = event(plan, json!({"kind": "admission"}));
    ahead["happened_at"] = json!(NOW + WINDOW_MILLIS + 1);
    assert_eq!(report(&app, RECORDS, &ahead).await.status, 422);
    for malformed in [
        json!([]),
        json!({"event": fresh_id()}),
        event(plan, json!({"kind": "party"})),
        event(plan, json!({"kind": "admission", "day": "2026-11-23"})),
        event(plan, json!({"kind": "release", "day": "2026-02-30"})),
    ] {
        let answer = report(&app, RECORDS, &malformed).await;
        assert_eq!(
            (answer.status, answer.code()),
            (400, "malformed".into()),
            "{malformed}"
        );
    }
    assert_eq!(entries(&app, plan).await.len(), 2);
    // What was refused was not remembered: put right, it may come under the same id.
    let mut one = event(plan, dates(json!({"half-date": "soon"})));
    assert_eq!(report(&app, RECORDS, &one).await.status, 422);
    one["what"]["fields"]["half-date"] = json!("2027-04-01");
    assert_eq!(report(&app, RECORDS, &one).await.status, 200);

    // NAV's system sees the plan, and has no right to the prison's dates.
    let before = entries(&app, plan).await.len();
    let answer = report(
        &app,
        NAV,
        &event(plan, dates(json!({"end-date": "2027-08-20"}))),
    )
    .await;
    assert_eq!((answer.status, answer.code()), (403, "not-allowed".into()));
    assert_eq!(entries(&app, plan).await.len(), before);
    let refused = rows(&app, AuditAct::Refused).await;
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].plans, BTreeSet::from([plan]));
}
