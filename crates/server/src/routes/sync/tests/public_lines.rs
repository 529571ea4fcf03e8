//! What others than health staff are told of health matters: one bit of each line, while the person consents.

use overgang_domain::change::Role;
use overgang_domain::register::Register;
use overgang_domain::{ConditionId, NoteId, PublicLineId};

use super::held::{Held, caseworker, consent_to, user, withdrawal};
use super::*;

const UNTIL: &str = "2027-11-23";

/// NAV, the prison's health service, and a plan of somebody who takes medicine.
struct Case {
    app: TestApp,
    nav: Held,
    health: Held,
    plan: PlanId,
}

impl Case {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let mut nav = caseworker(&app).await;
        let nurse = user(Role::Health, "prison-health", "ullersmo");
        let mut health = Held::by(app.sign_in_as(&nurse).await);
        let opening = nav.device.opening("ullersmo");
        let plan = opening.plan;
        assert_eq!(nav.sync(&[opening]).await, []);
        let takes = Change::ConditionAnswered {
            condition: ConditionId::from("prescription-medication"),
            applies: true,
        };
        let takes = health.device.entry(plan, takes);
        assert_eq!(health.sync(&[takes]).await, []);
        Self {
            app,
            nav,
            health,
            plan,
        }
    }

    /// Health staff say how far the medicine is; NAV syncs.
    async fn medicine_is(&mut self, status: Status) {
        let held = Plan::fold(self.plan, self.health.entries.values());
        let item = ItemId::from("health-medication");
        let mut entry = self.health.device.status(self.plan, item.as_str());
        entry.change = Change::StatusSet {
            item: item.clone(),
            status,
            why: "Metadon".to_owned(),
        };
        entry.replaces = held.to_replace(&Register::Status(item));
        assert_eq!(self.health.sync(&[entry]).await, []);
        self.nav.sync(&[]).await;
    }

    /// What NAV's device holds of the lines.
    fn told(&self) -> [Option<bool>; 2] {
        let plan = Plan::fold(self.plan, self.nav.entries.values());
        ["medicine", "light-medicine"].map(|line| plan.public_line(&PublicLineId::from(line)))
    }

    /// How many entries the centre wrote into the plan.
    async fn centres_own(&self) -> usize {
        let entries = self.app.store.plan_entries(self.plan).await.unwrap();
        let own = entries
            .iter()
            .filter(|one| one.entry.change.is_centres_own());
        own.count()
    }
}

#[tokio::test]
async fn one_bit_goes_out_while_the_person_consents_and_comes_back_when_they_do_not() {
    let mut case = Case::new().await;
    case.medicine_is(Status::UnderWay).await;
    assert_eq!(case.told(), [None, None], "nobody has consented");
    let areas = ["health", "substance-use"];
    let (row, said) = consent_to(&areas, &case.nav.device, case.plan, "nav-in-prison", UNTIL);
    assert_eq!(case.nav.sync(&[said]).await, []);
    assert_eq!(case.told(), [Some(false), Some(false)]);
    case.medicine_is(Status::Done).await;
    assert_eq!(case.told(), [Some(true), Some(true)]);
    // Of each line only what it says now: not how often it changed.
    let mut lines = case.nav.entries.values();
    let is_line = |one: &&Stored| one.entry.plan == case.plan && one.entry.change.is_centres_own();
    assert_eq!(lines.by_ref().filter(is_line).count(), 2);
    let held = form_of(&case.nav);
    assert!(!held.contains("Metadon") && !held.contains("health-medication"));

    let withdrawn = withdrawal(&case.nav.device, case.plan, row);
    assert_eq!(case.nav.sync(&[withdrawn]).await, []);
    assert_eq!(case.told(), [None, None]);
}

#[tokio::test]
async fn a_consent_to_half_of_what_a_line_can_be_about_opens_none() {
    let mut case = Case::new().await;
    case.medicine_is(Status::Done).await;
    let (_, said) = consent_to(
        &["health"],
        &case.nav.device,
        case.plan,
        "nav-in-prison",
        UNTIL,
    );
    assert_eq!(case.nav.sync(&[said]).await, []);
    assert_eq!(case.told(), [None, None]);
}

#[tokio::test]
async fn a_line_is_written_where_it_changes_and_by_the_centre_alone() {
    let mut case = Case::new().await;
    assert_eq!(case.centres_own().await, 0);
    case.medicine_is(Status::UnderWay).await;
    let begun = case.centres_own().await;
    assert_eq!(begun, 2);
    case.medicine_is(Status::Waiting).await;
    let note = Change::NoteWritten {
        note: NoteId(fresh_id()),
        item: None,
        text: "Ringte".to_owned(),
    };
    let note = case.nav.device.entry(case.plan, note);
    assert_eq!(case.nav.sync(&[note]).await, []);
    assert_eq!(case.centres_own().await, begun, "it says the same");
    case.medicine_is(Status::Done).await;
    assert_eq!(case.centres_own().await, begun + 2);

    let forged = Change::PublicLineSet {
        line: PublicLineId::from("medicine"),
        is_arranged: Some(false),
    };
    for by in [&mut case.nav, &mut case.health] {
        let forged = by.device.entry(case.plan, forged.clone());
        assert_eq!(by.sync(&[forged]).await, [RejectReason::NotAllowed]);
    }
    let found = verify_ledger(case.app.store.as_ref()).await.unwrap();
    assert!(matches!(found, Finding::Whole { .. }), "{found:?}");
}

/// All that a device holds, in words.
fn form_of(held: &Held) -> String {
    format!("{:?}", held.entries)
}
