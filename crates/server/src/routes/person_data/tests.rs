//! Who is given what is held on a person, and what that is.

use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use overgang_domain::change::Role;
use overgang_domain::{
    AgencyId, Change, Entry, FieldValue, NoteId, PrisonId, RowId, SheetId, UserId,
};
use overgang_sync::message::User;

use super::*;
use crate::person_data::page;
use crate::storage::{AuditFilter, AuditOrder};
use crate::test_app::{Answer, TestApp, TestDevice, app_request, fresh_id, send};

async fn ask(device: &TestDevice, plan: PlanId) -> Answer {
    let path = format!("/api/plans/{plan}/person-data");
    let request = app_request("POST", &path).header("cookie", &device.cookie);
    send(&device.router, request.body(Body::from("{}")).unwrap()).await
}

async fn device(app: &TestApp, role: Role, agency: &str) -> TestDevice {
    let user = User {
        user: UserId(fresh_id()),
        name: format!("{role:?} <b>"),
        agency: AgencyId::from(agency),
        role,
        further_roles: BTreeSet::new(),
        prisons: BTreeSet::from([PrisonId::from("ullersmo")]),
    };
    app.sign_in_as(&user).await
}

/// A plan with a coordinator, a note, and a health item that only health staff may see.
struct Case {
    app: TestApp,
    nav: TestDevice,
    coordinator: TestDevice,
    other: TestDevice,
    health: TestDevice,
    plan: PlanId,
    note: Entry,
}

impl Case {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let nav = device(&app, Role::NavCaseworker, "nav-in-prison").await;
        let coordinator = device(&app, Role::Coordinator, "prison").await;
        let other = device(&app, Role::Coordinator, "prison").await;
        let health = device(&app, Role::Health, "prison-health").await;
        let opening = nav.opening("ullersmo");
        let plan = opening.plan;
        let appointed = FieldValue::one(&coordinator.user.user.to_string());
        let change = Change::NoteWritten {
            note: NoteId(fresh_id()),
            item: None,
            text: "<script>alert('æøå')</script>".to_owned(),
        };
        let note = nav.entry(plan, change);
        let entries = [
            opening,
            nav.sets(plan, "coordinators", appointed),
            note.clone(),
        ];
        assert!(nav.sync(None, &entries).await.rejected.is_empty());
        let reference = reference_data::shared().unwrap();
        let items = reference.template.items.iter();
        let mut items = items.filter(|item| item.area.as_str() == "health");
        let status = health.status(plan, items.next().unwrap().id.as_str());
        // What is restricted is its author's alone.
        let row = RowId(fresh_id());
        let values = BTreeMap::new();
        let sheet = SheetId::from("appointment");
        let meeting = health.entry(plan, Change::RowAdded { row, sheet, values });
        let answer = health.sync(None, &[status, meeting]).await;
        assert!(!answer.receipts.is_empty(), "{:?}", answer.rejected);
        Self {
            app,
            nav,
            coordinator,
            other,
            health,
            plan,
            note,
        }
    }
}

#[tokio::test]
async fn only_the_coordinator_of_the_plan_is_given_it_and_all_others_hear_the_same() {
    let case = Case::new().await;
    let missing = ask(&case.nav, PlanId(fresh_id())).await;
    assert_eq!(
        (missing.status, missing.code()),
        (404, "not-found".to_owned())
    );
    let auditor = case.app.sign_in(6).await;
    for device in [&case.nav, &case.other, &case.health, &auditor] {
        let answer = ask(device, case.plan).await;
        assert_eq!((answer.status, &answer.body), (404, &missing.body));
    }
    let directory = ask(&case.coordinator, PlanId::DIRECTORY).await;
    assert_eq!((directory.status, &directory.body), (404, &missing.body));
    assert_eq!(ask(&case.coordinator, case.plan).await.status, 200);
    // The appointment ends with the plan.
    let closed = case.nav.sets(case.plan, "life", FieldValue::one("closed"));
    assert!(case.nav.sync(None, &[closed]).await.rejected.is_empty());
    let over = ask(&case.coordinator, case.plan).await;
    assert_eq!((over.status, &over.body), (404, &missing.body));
}

#[tokio::test]
async fn it_has_what_the_coordinator_may_see_counts_the_rest_and_says_who_has_read() {
    let case = Case::new().await;
    let held = case.coordinator.sync(None, &[]).await;
    let held = held.entries.entries().unwrap();
    let held: BTreeSet<EntryId> = held
        .iter()
        .filter(|one| one.entry.plan == case.plan)
        .map(|one| one.entry.id)
        .collect();
    let answer = ask(&case.coordinator, case.plan).await;
    let data: PersonDataResponse = serde_json::from_slice(&answer.body).unwrap();
    let given = data.areas.iter().flat_map(|area| &area.entries);
    let given: BTreeSet<EntryId> = given.map(|one| one.entry).collect();
    assert_eq!(given, held, "no right is widened");
    assert!(given.contains(&case.note.id));
    let mut all = case.app.store.plan_entries(case.plan).await.unwrap();
    all.retain(|one| !matches!(one.entry.change, Change::PublicLineSet { .. }));
    let elsewhere: u32 = data.elsewhere.iter().map(|one| one.entries).sum();
    assert_eq!(all.len(), given.len() + usize::try_from(elsewhere).unwrap());
    assert_eq!(elsewhere, 1, "{:?}", data.elsewhere);
    assert_eq!(data.elsewhere[0].agency.as_str(), "prison-health");
    assert_eq!(data.name, "Testa Nyvik");
    let coordinator = &case.coordinator.user.name;
    assert!(data.reads.iter().any(|read| read.by == *coordinator));
    // The next one shows that this one was made.
    let again = ask(&case.coordinator, case.plan).await;
    let again: PersonDataResponse = serde_json::from_slice(&again.body).unwrap();
    let made = |data: &PersonDataResponse| {
        let reads = data.reads.iter();
        reads
            .filter(|read| read.act == AuditAct::PersonDataGiven)
            .count()
    };
    assert_eq!((made(&data), made(&again)), (0, 1));
    let filter = AuditFilter {
        act: Some(AuditAct::PersonDataGiven),
        ..AuditFilter::default()
    };
    let order = AuditOrder::OldestFirst(None);
    let rows = case.app.store.audit_rows(&filter, order, 10).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].plans, BTreeSet::from([case.plan]));
}

#[tokio::test]
async fn as_a_page_it_says_what_was_erased_and_what_people_wrote_is_text() {
    let case = Case::new().await;
    let store = case.app.store.as_ref();
    let make = async || {
        let shared = store.shared(&case.app.centre.rules).await.unwrap();
        let entries = store.plan_entries(case.plan).await.unwrap();
        let reads = reads_of(store, case.plan).await.unwrap();
        let sources = Sources {
            reference: reference_data::shared().unwrap(),
            rules: &case.app.centre.rules,
            shared: &shared,
        };
        put_together(sources, case.plan, &entries, None, &reads, 0)
    };
    let data = make().await;
    assert_eq!((&data.elsewhere, &data.erased), (&Vec::new(), &Vec::new()));
    let before = page::written(&data);
    assert!(before.contains("&lt;script&gt;alert('æøå')"), "{before}");
    assert!(!before.contains("<script") && !before.contains("<b>"));
    assert!(before.contains("Testa Nyvik") && !before.contains("slettet"));

    let named = BTreeSet::from([case.note.id]);
    let choose = |all: &[Stored]| crate::erasing::choose_named(case.plan, &named, all);
    let erasure = crate::erasing::Erasure {
        plan: case.plan,
        ground: overgang_domain::change::ErasureGround::WrongPerson,
        at: 1_795_435_200_000,
        choose: &choose,
        absent_in: None,
        file: None,
    };
    store.erase(&erasure).await.unwrap();
    let after = page::written(&make().await);
    assert!(!after.contains("alert("));
    assert!(
        after.contains("1 innslag, 23.11.2026 kl. 13.00: det var skrevet på feil person"),
        "{after}"
    );
}
