//! What a device may have follows what its user may see, each time it asks.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::change::Role;
use overgang_domain::register::Record;
use overgang_domain::{AgencyId, FieldId, FieldValue, NoteId, PrisonId, RowId, SheetId};
use overgang_sync::message::User;

use super::*;

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;
const HOUSING: &str = "housing-first-night";

/// What a device holds, as it is told to keep and drop.
pub(super) struct Held {
    pub(super) device: TestDevice,
    pub(super) cursor: Option<Cursor>,
    pub(super) entries: BTreeMap<EntryId, Stored>,
}

impl Held {
    pub(super) fn by(device: TestDevice) -> Self {
        Self {
            device,
            cursor: None,
            entries: BTreeMap::new(),
        }
    }

    /// Hands in and reads all there is.
    pub(super) async fn sync(&mut self, entries: &[Entry]) -> Vec<RejectReason> {
        let mut handed_in = entries;
        let mut refused: Vec<RejectReason> = Vec::new();
        loop {
            let answer = self.device.sync(self.cursor.as_ref(), handed_in).await;
            self.entries
                .retain(|_, one| !drops(&answer, one.entry.plan));
            let confirmed = answer.receipts.iter().filter_map(|receipt| {
                let mut handed_in = handed_in.iter();
                let entry = handed_in.find(|entry| entry.id == receipt.id)?;
                let stored = Stored::received(entry.clone(), receipt.received_at);
                (!drops(&answer, entry.plan)).then_some((entry.id, stored))
            });
            self.entries.extend(confirmed);
            let news = entries_in(&answer).into_iter();
            self.entries.extend(news.map(|one| (one.entry.id, one)));
            refused.extend(reasons(&answer));
            handed_in = &[];
            self.cursor = Some(answer.cursor);
            if !answer.more {
                return refused;
            }
        }
    }

    pub(super) fn plan(&self, id: PlanId) -> BTreeSet<EntryId> {
        let entries = self.entries.values().map(|one| &one.entry);
        let of_plan = entries.filter(|entry| entry.plan == id);
        of_plan.map(|entry| entry.id).collect()
    }
}

pub(super) fn user(role: Role, agency: &str, prison: &str) -> User {
    User {
        user: UserId(fresh_id()),
        name: format!("{role:?} {agency}"),
        agency: AgencyId::from(agency),
        role,
        prisons: BTreeSet::from([PrisonId::from(prison)]),
    }
}

pub(super) async fn caseworker(app: &TestApp) -> Held {
    let user = user(Role::NavCaseworker, "nav-in-prison", "ullersmo");
    Held::by(app.sign_in_as(&user).await)
}

pub(super) async fn social_worker(app: &TestApp) -> Held {
    let user = user(Role::PrisonSocialWorker, "prison", "ullersmo");
    Held::by(app.sign_in_as(&user).await)
}

/// A consent to housing for an administration, as a row.
pub(super) fn consent(device: &TestDevice, plan: PlanId, to: &str, until: &str) -> (RowId, Entry) {
    let row = RowId(fresh_id());
    let values = BTreeMap::from([
        (FieldId::from("recipient"), FieldValue::one(to)),
        (FieldId::from("areas"), FieldValue::one("housing")),
        (
            FieldId::from("given"),
            FieldValue::Day("2026-11-23".parse().unwrap()),
        ),
        (
            FieldId::from("expires"),
            FieldValue::Day(until.parse().unwrap()),
        ),
    ]);
    let sheet = SheetId::from("consent");
    (
        row,
        device.entry(plan, Change::RowAdded { row, sheet, values }),
    )
}

fn withdrawal(device: &TestDevice, plan: PlanId, row: RowId) -> Entry {
    let day = FieldValue::Day("2026-11-23".parse().unwrap());
    let values = BTreeMap::from([(FieldId::from("withdrawn"), day)]);
    let record = Record::Row(row);
    device.entry(plan, Change::FieldsSet { record, values })
}

/// A plan with a consent to housing for both, and a note and a status about it.
async fn plan_with_housing(nav: &mut Held, until: &str) -> (PlanId, RowId, Vec<Entry>) {
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    let (_, own) = consent(&nav.device, plan, "nav-in-prison", "2027-11-23");
    let (row, others) = consent(&nav.device, plan, "prison", until);
    let note = nav.device.entry(
        plan,
        Change::NoteWritten {
            note: NoteId(fresh_id()),
            item: Some(ItemId::from(HOUSING)),
            text: "Bor hos en venn den første natten".to_owned(),
        },
    );
    let housing = vec![nav.device.status(plan, HOUSING), note];
    let before = vec![opening, own, others];
    let refused = nav.sync(&[before, housing.clone()].concat()).await;
    assert_eq!(refused, []);
    (plan, row, housing)
}

#[tokio::test]
async fn consent_opens_the_history_of_an_area_and_withdrawal_takes_it_back() {
    let app = TestApp::new().await;
    let (mut nav, mut prison) = (caseworker(&app).await, social_worker(&app).await);
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    let status = nav.device.status(plan, HOUSING);
    let refused = nav.sync(&[opening.clone(), status.clone()]).await;
    assert_eq!(
        refused,
        [RejectReason::NotAllowed],
        "without consent nobody writes about housing"
    );
    let (_, own) = consent(&nav.device, plan, "nav-in-prison", "2027-11-23");
    assert_eq!(nav.sync(&[own.clone(), status.clone()]).await, []);
    assert_eq!(
        nav.plan(plan),
        BTreeSet::from([opening.id, own.id, status.id])
    );

    prison.sync(&[]).await;
    assert_eq!(
        prison.plan(plan),
        BTreeSet::from([opening.id, own.id]),
        "what housing is stays shut"
    );
    let refused = prison.sync(&[prison.device.status(plan, HOUSING)]).await;
    assert_eq!(refused, [RejectReason::NotAllowed]);

    let (row, given) = consent(&prison.device, plan, "prison", "2027-11-23");
    assert_eq!(prison.sync(std::slice::from_ref(&given)).await, []);
    assert_eq!(
        prison.plan(plan),
        BTreeSet::from([opening.id, own.id, status.id, given.id])
    );
    let answer = prison.device.status(plan, HOUSING);
    assert_eq!(prison.sync(std::slice::from_ref(&answer)).await, []);
    nav.sync(&[]).await;
    assert_eq!(nav.plan(plan).len(), 5);

    let taken_back = withdrawal(&nav.device, plan, row);
    assert_eq!(nav.sync(std::slice::from_ref(&taken_back)).await, []);
    let late = prison.device.status(plan, HOUSING);
    assert_eq!(prison.sync(&[late]).await, [RejectReason::NotAllowed]);
    // Also what it wrote itself.
    assert_eq!(
        prison.plan(plan),
        BTreeSet::from([opening.id, own.id, given.id, taken_back.id])
    );
    assert_eq!(nav.plan(plan).len(), 6, "who still may see it keeps it");
}

#[tokio::test]
async fn a_consent_ends_on_its_day_without_anybody_doing_anything() {
    let app = TestApp::new().await;
    let (mut nav, mut prison) = (caseworker(&app).await, social_worker(&app).await);
    let (plan, _, housing) = plan_with_housing(&mut nav, "2026-11-25").await;
    prison.sync(&[]).await;
    assert_eq!(prison.plan(plan).len(), 5);
    for days in 1..=3 {
        app.pass(DAY_MILLIS);
        prison.sync(&[]).await;
        let is_open = prison.plan(plan).contains(&housing[0].id);
        assert_eq!(is_open, days < 3, "after {days} days");
    }
    assert_eq!(prison.plan(plan).len(), 3);
    nav.sync(&[]).await;
    assert_eq!(nav.plan(plan).len(), 5);
}

#[tokio::test]
async fn a_cursor_in_the_middle_of_a_round_gives_nothing_that_was_withdrawn_meanwhile() {
    let app = TestApp::new().await;
    let (mut nav, prison) = (caseworker(&app).await, social_worker(&app).await);
    let mut plans = Vec::new();
    for _ in 0..3 {
        plans.push(plan_with_housing(&mut nav, "2027-11-25").await);
    }
    plans.sort_by_key(|(plan, ..)| *plan);
    let first = plans[0].0;
    // It stops after the first of the three.
    let mut request = prison.device.request();
    request.accept_bytes = 0;
    let mut held: BTreeMap<EntryId, PlanId> = BTreeMap::new();
    let take = |held: &mut BTreeMap<EntryId, PlanId>, answer: &SyncResponse| {
        held.retain(|_, plan| !drops(answer, *plan));
        held.extend(
            entries_in(answer)
                .iter()
                .map(|one| (one.entry.id, one.entry.plan)),
        );
    };
    loop {
        let answer = prison.device.send(&request).await.synced();
        take(&mut held, &answer);
        request.cursor = Some(answer.cursor.clone());
        if held.values().any(|plan| *plan == first) {
            break;
        }
    }
    for (plan, row, _) in &plans {
        nav.sync(&[withdrawal(&nav.device, *plan, *row)]).await;
    }
    loop {
        let answer = prison.device.send(&request).await.synced();
        take(&mut held, &answer);
        let shut = plans[1..].iter().flat_map(|(_, _, housing)| housing);
        assert!(shut.clone().all(|entry| !held.contains_key(&entry.id)));
        request.cursor = Some(answer.cursor.clone());
        if !answer.more {
            break;
        }
    }
    let shut = plans.iter().flat_map(|(_, _, housing)| housing);
    assert!(shut.clone().all(|entry| !held.contains_key(&entry.id)));
    let opened = plans
        .iter()
        .map(|(plan, ..)| *plan)
        .collect::<BTreeSet<PlanId>>();
    assert!(
        opened
            .iter()
            .all(|plan| held.values().any(|one| one == plan))
    );
}

#[tokio::test]
async fn a_prison_that_is_left_is_dropped_and_a_new_one_comes_with_its_history() {
    let app = TestApp::new().await;
    let mut moves = user(Role::NavCaseworker, "nav-in-prison", "ullersmo");
    let mut held = Held::by(app.sign_in_as(&moves).await);
    held.sync(&[]).await;
    let names = |held: &Held| -> BTreeSet<String> {
        let entries = held.entries.values().map(|one| &one.entry.change);
        let mut prisons = BTreeSet::new();
        for change in entries {
            if let Change::PlanOpened { prison, .. } = change {
                prisons.insert(prison.as_str().to_owned());
            }
        }
        prisons
    };
    assert_eq!(names(&held), BTreeSet::from(["ullersmo".to_owned()]));
    moves.prisons = BTreeSet::from([PrisonId::from("halden")]);
    app.note_user(&moves).await;
    held.sync(&[]).await;
    assert_eq!(names(&held), BTreeSet::from(["halden".to_owned()]));
    moves.role = Role::Manager;
    app.note_user(&moves).await;
    held.sync(&[]).await;
    let persons = held
        .entries
        .values()
        .filter(|one| one.entry.plan != PlanId::DIRECTORY);
    assert_eq!(persons.count(), 0, "a manager has figures only");
}

#[tokio::test]
async fn whoever_is_put_on_a_plan_of_another_prison_gets_that_plan_and_only_while_on_it() {
    let app = TestApp::new().await;
    let mut nav = caseworker(&app).await;
    let (plan, ..) = plan_with_housing(&mut nav, "2027-11-25").await;
    let elsewhere = user(Role::NavOffice, "nav-office", "halden");
    let mut held = Held::by(app.sign_in_as(&elsewhere).await);
    held.sync(&[]).await;
    assert!(held.plan(plan).is_empty());
    let workers = |value: FieldValue| {
        let values = BTreeMap::from([(FieldId::from("workers"), value)]);
        let record = Record::Header;
        nav.device.entry(plan, Change::FieldsSet { record, values })
    };
    let put = workers(FieldValue::one(&elsewhere.user.to_string()));
    let mut taken = workers(FieldValue::Empty);
    taken.replaces.insert(put.id);
    assert_eq!(nav.sync(std::slice::from_ref(&put)).await, []);
    held.sync(&[]).await;
    assert!(held.plan(plan).contains(&put.id));
    let of_ullersmo = held.entries.values().filter(|one| {
        matches!(&one.entry.change, Change::PlanOpened { prison, .. } if prison.as_str() == "ullersmo")
    });
    assert_eq!(of_ullersmo.count(), 1);
    assert_eq!(nav.sync(&[taken]).await, []);
    held.sync(&[]).await;
    assert!(held.plan(plan).is_empty());
}
