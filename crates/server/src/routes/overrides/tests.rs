//! What is opened against the rules, to whom, for how long, and who hears of it.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use overgang_domain::change::Role;
use overgang_domain::{
    AgencyId, Change, Entry, EntryId, FieldId, FieldValue, ItemId, NoteId, PrisonId, RowId,
    SheetId, Stored, UserId,
};
use overgang_sync::message::{Cursor, User};
use overgang_sync::{RejectReason, SyncResponse};
use serde_json::{Value as Json, json};

use super::*;
use crate::audit::review::Week;
use crate::storage::{AuditFilter, AuditOrder, Grade, Protection};
use crate::test_app::{Answer, TestApp, TestDevice, app_request, fresh_id, send};

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;
const REASON: &str = "Sier at han skal ta sitt liv i natt";
/// One whose digits fit.
const NUMBER: &str = "01019010046";

async fn device(app: &TestApp, role: Role, prison: &str) -> TestDevice {
    device_of_several(app, role, &[], prison).await
}

async fn device_of_several(
    app: &TestApp,
    role: Role,
    further: &[Role],
    prison: &str,
) -> TestDevice {
    let user = User {
        user: UserId(fresh_id()),
        name: format!("{role:?}"),
        agency: AgencyId::from("nav-in-prison"),
        role,
        further_roles: further.iter().copied().collect(),
        prisons: BTreeSet::from([PrisonId::from(prison)]),
    };
    app.sign_in_as(&user).await
}

async fn ask(by: &TestDevice, body: &Json) -> Answer {
    let request = app_request("POST", "/api/overrides").header("cookie", &by.cookie);
    send(
        &by.router,
        request.body(Body::from(body.to_string())).unwrap(),
    )
    .await
}

async fn open(by: &TestDevice, plan: PlanId, areas: &[&str]) -> Answer {
    let body = json!({ "whom": { "plan": plan }, "areas": areas, "reason": REASON });
    ask(by, &body).await
}

async fn find(by: &TestDevice, number: &str) -> Answer {
    let body = json!({ "whom": { "identity-number": number }, "areas": [], "reason": REASON });
    ask(by, &body).await
}

/// What a device that begins now is given of a plan.
async fn held(by: &TestDevice, plan: PlanId) -> BTreeMap<EntryId, Entry> {
    let mut held: BTreeMap<EntryId, Entry> = BTreeMap::new();
    let mut cursor: Option<Cursor> = None;
    loop {
        let answer: SyncResponse = by.sync(cursor.as_ref(), &[]).await;
        let entries: Vec<Stored> = answer.entries.entries().unwrap();
        let of_plan = entries.into_iter().filter(|one| one.entry.plan == plan);
        held.extend(of_plan.map(|one| (one.entry.id, one.entry)));
        if !answer.more {
            return held;
        }
        cursor = Some(answer.cursor);
    }
}

fn said(held: &BTreeMap<EntryId, Entry>) -> usize {
    let changes = held.values().map(|entry| &entry.change);
    changes
        .filter(|change| matches!(change, Change::AccessOverridden { .. }))
        .count()
}

/// A plan at Ullersmo with a note on somebody's safety that its author alone sees.
struct Case {
    app: TestApp,
    author: TestDevice,
    colleague: TestDevice,
    elsewhere: TestDevice,
    plan: PlanId,
    secret: EntryId,
}

impl Case {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let author = device(&app, Role::NavCaseworker, "ullersmo").await;
        let colleague = device(&app, Role::NavCaseworker, "ullersmo").await;
        let elsewhere = device(&app, Role::NavCaseworker, "halden").await;
        let opening = author.opening("ullersmo");
        let plan = opening.plan;
        let item = reference_item("family-network", "restricted");
        let note = Change::NoteWritten {
            note: NoteId(fresh_id()),
            item: Some(item),
            text: "Er truet av sin bror".to_owned(),
        };
        let secret = author.entry(plan, note);
        let number = author.sets(plan, "national-id", FieldValue::Text(NUMBER.to_owned()));
        let entries = [opening, number, secret.clone()];
        let answer = author.sync(None, &entries).await;
        assert_eq!(answer.rejected, []);
        Self {
            app,
            author,
            colleague,
            elsewhere,
            plan,
            secret: secret.id,
        }
    }

    async fn coordinator(&self) -> TestDevice {
        let coordinator = device(&self.app, Role::Coordinator, "ullersmo").await;
        let appointed = FieldValue::one(&coordinator.user.user.to_string());
        let entry = self.author.sets(self.plan, "coordinators", appointed);
        let answer = self.author.sync(None, &[entry]).await;
        assert_eq!(answer.rejected, []);
        coordinator
    }

    async fn protect(&self, change: impl FnOnce(&mut Protection)) {
        let known = self.app.store.protections().await.unwrap().into_iter();
        let mut known = known.filter(|one| one.plan == self.plan);
        let mut protection = known.next().unwrap_or_else(|| Protection::none(self.plan));
        (protection.grade, protection.barred) = (None, BTreeSet::new());
        change(&mut protection);
        let now: u64 = self.app.centre.clock.now_millis();
        self.app
            .store
            .protect(&protection, now, None)
            .await
            .unwrap();
    }
}

fn reference_item(area: &str, sensitivity: &str) -> ItemId {
    let reference = crate::reference_data::shared().unwrap();
    let items = reference.template.items.iter();
    let mut items = items.filter(|item| {
        let level = format!("{:?}", item.sensitivity).to_lowercase();
        item.area.as_str() == area && level == sensitivity
    });
    items.next().unwrap().id.clone()
}

#[tokio::test]
async fn where_a_life_is_in_danger_an_area_is_opened_for_two_days_and_for_reading() {
    let case = Case::new().await;
    let Case {
        app,
        colleague,
        plan,
        secret,
        ..
    } = &case;
    assert!(!held(colleague, *plan).await.contains_key(secret));
    let answer = open(colleague, *plan, &["family-network"]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let expected = json!({ "plan": plan, "until": "2026-11-24" });
    assert_eq!(answer.json(), expected);
    let now = held(colleague, *plan).await;
    assert!(now.contains_key(secret));
    assert_eq!(said(&now), 1);
    // It opens nothing to be written.
    let Change::NoteWritten { note, .. } = now[secret].change else {
        panic!("not the note");
    };
    let text = "Nei".to_owned();
    let reworded = colleague.entry(*plan, Change::NoteReworded { note, text });
    let refused = colleague.sync(None, &[reworded]).await;
    assert_eq!(refused.rejected[0].reason, RejectReason::NotAllowed);
    for (days, is_open) in [(1, true), (1, false)] {
        app.pass(days * DAY_MILLIS);
        let now = held(colleague, *plan).await;
        assert_eq!(now.contains_key(secret), is_open);
        assert!(!now.is_empty());
    }
}

#[tokio::test]
async fn nothing_is_said_to_be_open_that_no_role_which_reaches_the_plan_may_open() {
    let case = Case::new().await;
    let (office, coordinator) = (Role::NavOffice, [Role::Coordinator]);
    let both = device_of_several(&case.app, office, &coordinator, "ullersmo").await;
    // Only a coordinator may open it, and this one is appointed for others.
    assert_eq!(
        open(&both, case.plan, &["family-network"]).await.status,
        404
    );
    let appointed = FieldValue::one(&both.user.user.to_string());
    let entry = case.author.sets(case.plan, "coordinators", appointed);
    assert_eq!(case.author.sync(None, &[entry]).await.rejected, []);
    assert!(!held(&both, case.plan).await.contains_key(&case.secret));
    assert_eq!(
        open(&both, case.plan, &["family-network"]).await.status,
        200
    );
    assert!(held(&both, case.plan).await.contains_key(&case.secret));
}

#[tokio::test]
async fn a_device_that_follows_gets_what_was_opened_and_drops_it_when_the_time_is_over() {
    let case = Case::new().await;
    let Case {
        app,
        elsewhere,
        plan,
        ..
    } = &case;
    let mut cursor = None;
    let mut read = async || -> (bool, bool) {
        let (mut is_given, mut is_dropped) = (false, false);
        loop {
            let answer = elsewhere.sync(cursor.as_ref(), &[]).await;
            is_dropped |= answer.anew.contains(plan);
            let entries = answer.entries.entries().unwrap();
            is_given |= entries.iter().any(|one| one.entry.plan == *plan);
            cursor = Some(answer.cursor);
            if !answer.more {
                return (is_given, is_dropped);
            }
        }
    };
    assert_eq!(read().await, (false, false));
    assert_eq!(open(elsewhere, *plan, &[]).await.status, 200);
    assert_eq!(read().await, (true, true));
    let hears = async || {
        let today = crate::clock::day_in_norway(app.centre.clock.now_millis());
        let user = elsewhere.user.user;
        let named = app.store.plans_naming(user, today).await.unwrap();
        named.contains(plan)
    };
    app.pass(DAY_MILLIS);
    assert_eq!(read().await, (false, false));
    assert!(hears().await, "of what is written there");
    app.pass(DAY_MILLIS);
    assert_eq!(read().await, (false, true));
    assert!(!hears().await);
    assert!(held(elsewhere, *plan).await.is_empty());
}

#[tokio::test]
async fn a_plan_of_another_prison_is_opened_by_the_persons_number_and_only_to_whom_it_was_opened() {
    let case = Case::new().await;
    let Case {
        app,
        author,
        elsewhere,
        plan,
        secret,
        ..
    } = &case;
    assert!(held(elsewhere, *plan).await.is_empty());
    let answer = find(elsewhere, "010190 10046").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.json()["plan"], json!(plan));
    let now = held(elsewhere, *plan).await;
    assert!(!now.is_empty() && !now.contains_key(secret));
    let note = Change::NoteWritten {
        note: NoteId(fresh_id()),
        item: None,
        text: "Ringte".to_owned(),
    };
    let refused = elsewhere.sync(None, &[elsewhere.entry(*plan, note)]).await;
    assert_eq!(refused.rejected[0].reason, RejectReason::NotAllowed);
    let other = device(app, Role::NavCaseworker, "halden").await;
    assert!(held(&other, *plan).await.is_empty());
    // Whoever has the plan is told which it is, and nothing is written.
    let own = find(author, NUMBER).await;
    assert_eq!(own.json(), json!({ "plan": plan, "until": null }));
    assert_eq!(said(&held(author, *plan).await), 1);
    // With an area of it.
    assert_eq!(
        open(elsewhere, *plan, &["family-network"]).await.status,
        200
    );
    assert!(held(elsewhere, *plan).await.contains_key(secret));
}

#[tokio::test]
async fn of_several_plans_with_one_number_the_newest_that_is_not_closed_is_opened() {
    let case = Case::new().await;
    let newer = case.author.opening("ullersmo");
    let newest = case.author.opening("ullersmo");
    let number = |plan| {
        let value = FieldValue::Text(NUMBER.to_owned());
        case.author.sets(plan, "national-id", value)
    };
    let closed = FieldValue::one("closed");
    let closed = case.author.sets(newest.plan, "life", closed);
    let plan = newer.plan;
    let entries = [
        number(newest.plan),
        number(plan),
        closed,
        newer,
        newest.clone(),
    ];
    assert_eq!(case.author.sync(None, &entries).await.rejected, []);
    let found = find(&case.elsewhere, NUMBER).await;
    assert_eq!(found.json()["plan"], json!(plan));
}

#[tokio::test]
async fn one_protected_plan_of_a_person_closes_all_that_the_number_finds() {
    let case = Case::new().await;
    let earlier = case.author.opening("ullersmo");
    let number = FieldValue::Text(NUMBER.to_owned());
    let number = case.author.sets(earlier.plan, "national-id", number);
    let entries = [earlier, number];
    assert_eq!(case.author.sync(None, &entries).await.rejected, []);
    case.protect(|one| one.grade = Some(Grade::Confidential))
        .await;
    assert_eq!(find(&case.elsewhere, NUMBER).await.status, 404);
    case.protect(|_| {}).await;
    assert_eq!(find(&case.elsewhere, NUMBER).await.status, 200);
    // Whose role reads no number asks by none.
    let ngo = device(&case.app, Role::LibraryFaithNgo, "halden").await;
    assert_eq!(find(&ngo, NUMBER).await.status, 404);
    assert_eq!(open(&ngo, case.plan, &[]).await.status, 200);
}

#[tokio::test]
async fn what_is_not_there_and_what_is_never_opened_are_the_same_bytes() {
    let case = Case::new().await;
    let Case {
        app,
        author,
        colleague,
        elsewhere,
        plan,
        ..
    } = &case;
    let missing = open(colleague, PlanId(fresh_id()), &["family-network"]).await;
    assert_eq!(
        (missing.status, missing.code()),
        (404, "not-found".to_owned())
    );
    let same = |answer: &Answer| assert_eq!((answer.status, &answer.body), (404, &missing.body));
    same(&open(colleague, PlanId::DIRECTORY, &["family-network"]).await);
    same(&find(elsewhere, "02029010075").await);
    // Whoever is appointed or assigned looks into no other plan.
    let coordinator = device(app, Role::Coordinator, "ullersmo").await;
    same(&open(&coordinator, *plan, &["family-network"]).await);
    let officer = device(app, Role::ContactOfficer, "ullersmo").await;
    same(&open(&officer, *plan, &["housing"]).await);
    for place in [5, 6] {
        same(&open(&app.sign_in(place).await, *plan, &[]).await);
    }
    // Protected, and barred.
    case.protect(|one| one.grade = Some(Grade::Confidential))
        .await;
    for device in [author, colleague, elsewhere] {
        same(&open(device, *plan, &["family-network"]).await);
        same(&find(device, NUMBER).await);
    }
    let barred = colleague.user.user;
    case.protect(|one| one.barred = BTreeSet::from([barred]))
        .await;
    same(&open(colleague, *plan, &["family-network"]).await);
    same(&find(colleague, NUMBER).await);
    assert_eq!(open(author, *plan, &["family-network"]).await.status, 200);
    assert!(held(colleague, *plan).await.is_empty());
}

#[tokio::test]
async fn a_person_who_is_protected_later_is_closed_to_whom_it_was_opened() {
    let case = Case::new().await;
    assert_eq!(open(&case.elsewhere, case.plan, &[]).await.status, 200);
    assert!(!held(&case.elsewhere, case.plan).await.is_empty());
    case.protect(|one| one.grade = Some(Grade::Shielded)).await;
    assert!(held(&case.elsewhere, case.plan).await.is_empty());
}

#[tokio::test]
async fn bad_input_opens_nothing_and_says_what_is_wrong() {
    let case = Case::new().await;
    let plan = case.plan;
    let (short, long) = ("  fare  ", "f".repeat(1_001));
    let cases = [
        json!({ "whom": { "plan": plan }, "areas": ["housing"], "reason": short }),
        json!({ "whom": { "plan": plan }, "areas": ["housing"], "reason": long }),
        // Health is never opened, nor what the table does not know.
        json!({ "whom": { "plan": plan }, "areas": ["health"], "reason": REASON }),
        json!({ "whom": { "plan": plan }, "areas": ["housing", "no-such-area"], "reason": REASON }),
        json!({ "whom": { "identity-number": "01019012345" }, "areas": [], "reason": REASON }),
        json!({ "whom": {}, "areas": [], "reason": REASON }),
        json!({ "whom": { "plan": plan }, "areas": [], "reason": REASON, "until": "2030-01-01" }),
    ];
    for body in cases {
        let answer = ask(&case.elsewhere, &body).await;
        assert!((400..=422).contains(&answer.status), "{body}: {answer:?}");
        assert!(held(&case.elsewhere, plan).await.is_empty());
    }
    assert_eq!(said(&held(&case.author, plan).await), 0);
    // Nobody hands one in.
    let forged = Change::AccessOverridden {
        user: case.colleague.user.user,
        areas: BTreeSet::from([overgang_domain::AreaId::from("family-network")]),
        opens_plan: true,
        reason: REASON.to_owned(),
        until: "2030-01-01".parse().unwrap(),
    };
    let forged = case.colleague.entry(plan, forged);
    let refused = case.colleague.sync(None, &[forged]).await;
    assert_eq!(refused.rejected[0].reason, RejectReason::NotAllowed);
}

#[tokio::test]
async fn the_coordinator_hears_of_it_and_it_is_written_down_and_always_looked_at() {
    let case = Case::new().await;
    let coordinator = case.coordinator().await;
    assert_eq!(
        open(&case.colleague, case.plan, &["family-network"])
            .await
            .status,
        200
    );
    assert_eq!(
        open(&case.elsewhere, PlanId(fresh_id()), &[]).await.status,
        404
    );
    let told = held(&coordinator, case.plan).await;
    assert_eq!(said(&told), 1);
    assert!(!told.contains_key(&case.secret), "nor that there is a note");
    // Whoever cooperates hears of it too: no appointment keeps it quiet.
    assert_eq!(said(&held(&case.author, case.plan).await), 1);
    let other = device(&case.app, Role::LibraryFaithNgo, "ullersmo").await;
    assert_eq!(said(&held(&other, case.plan).await), 0);
    assert_eq!(said(&held(&case.colleague, case.plan).await), 1);
    let all = AuditFilter::default();
    let order = AuditOrder::OldestFirst(None);
    let rows = case.app.store.audit_rows(&all, order, 1_000).await.unwrap();
    let row = rows
        .iter()
        .find(|row| row.act == AuditAct::Overridden)
        .unwrap();
    assert_eq!(row.user, case.colleague.user.user);
    assert_eq!(row.reason, AuditReason::DangerToLife);
    assert_eq!(row.plans, BTreeSet::from([case.plan]));
    let refused = |row: &&overgang_sync::message::AuditRow| {
        row.act == AuditAct::Refused && row.user == case.elsewhere.user.user
    };
    assert_eq!(rows.iter().filter(refused).count(), 1);
    let week = Week::of(crate::clock::day_in_norway(row.received_at));
    case.app.pass(8 * DAY_MILLIS);
    let now = case.app.centre.clock.now_millis();
    crate::audit::review::draw_due(case.app.store.as_ref(), now)
        .await
        .unwrap();
    let reviews = case.app.store.reviews().await.unwrap();
    let review = reviews.iter().find(|one| one.week == week.to_string());
    let picks = &review.unwrap().picks;
    let why = picks
        .iter()
        .find(|(place, _)| *place == row.place)
        .unwrap()
        .1;
    assert_eq!(why, overgang_sync::message::PickReason::Override);
}

#[tokio::test]
async fn a_persons_refusal_and_a_missing_consent_are_no_answer_to_danger_and_the_plan_stays_whole()
{
    let case = Case::new().await;
    let row = RowId(fresh_id());
    let values = BTreeMap::from([
        (FieldId::from("recipient"), FieldValue::one("nav-in-prison")),
        (FieldId::from("areas"), FieldValue::one("housing")),
    ]);
    let sheet = SheetId::from("access-refusal");
    let refusal = Change::RowAdded { row, sheet, values };
    let refusal = case.author.entry(case.plan, refusal);
    let social = device(&case.app, Role::PrisonSocialWorker, "ullersmo").await;
    assert_eq!(case.author.sync(None, &[refusal]).await.rejected, []);
    assert_eq!(open(&social, case.plan, &["housing"]).await.status, 200);
    let verified = crate::verify::verify_ledger(case.app.store.as_ref());
    let verified = verified.await.unwrap();
    assert!(matches!(verified, crate::verify::Finding::Whole { .. }));
}
