//! What the person has said against sharing holds after a restore, before any tablet has come.

use std::collections::{BTreeMap, BTreeSet};

use overgang_domain::change::ErasureGround;
use overgang_domain::register::Record;
use overgang_domain::{FieldId, FieldValue, RowId, SheetId};

use super::held::{HOUSING, Held, caseworker, consent, social_worker, withdrawal};
use super::*;
use crate::erasing::{Erasure, choose_named, erase, replay};
use crate::erasures_file::ErasuresFile;
use crate::test_backup::TestBackup;

/// A plan with something about housing, which both may see by the person's consent. Answers with the row of the prison's.
async fn plan_with_housing(nav: &mut Held) -> (PlanId, RowId, Entry) {
    let opening = nav.device.opening("ullersmo");
    let plan = opening.plan;
    let (_, own) = consent(&nav.device, plan, "nav-in-prison", "2027-11-23");
    let (row, given) = consent(&nav.device, plan, "prison", "2027-11-23");
    let housing = nav.device.status(plan, HOUSING);
    let entries = [opening, own, given.clone(), housing];
    assert_eq!(nav.sync(&entries).await, []);
    (plan, row, given)
}

fn refusal(device: &TestDevice, plan: PlanId) -> Entry {
    let (row, sheet) = (RowId(fresh_id()), SheetId::from("access-refusal"));
    let values = BTreeMap::from([(FieldId::from("recipient"), FieldValue::one("prison"))]);
    device.entry(plan, Change::RowAdded { row, sheet, values })
}

fn strike(device: &TestDevice, plan: PlanId, (row, given): (RowId, &Entry)) -> Entry {
    let change = Change::RecordStruck {
        record: Record::Row(row),
        reason: "Ført på feil etat".to_owned(),
        saw: BTreeSet::from([given.id]),
    };
    device.entry(plan, change)
}

/// Whether a device that begins anew there is given what is said about housing.
async fn is_given_housing(app: &TestApp, held: &Held, plan: PlanId) -> bool {
    let mut again = Held::by(app.sign_in_again(&held.device).await);
    again.sync(&[]).await;
    let entries = again.entries.values().map(|one| &one.entry);
    let mut of_plan = entries.filter(|entry| entry.plan == plan).peekable();
    assert!(of_plan.peek().is_some(), "the plan itself is there");
    of_plan.any(|entry| matches!(&entry.change, Change::StatusSet { .. }))
}

#[tokio::test]
async fn withdrawals_refusals_and_strikes_hold_after_a_restore() {
    let mut app = TestApp::new().await;
    let (mut nav, prison) = (caseworker(&app).await, social_worker(&app).await);
    let mut plans = Vec::new();
    for _ in 0..4 {
        plans.push(plan_with_housing(&mut nav).await);
    }
    let backup = TestBackup::of(&mut app).await;
    nav.device.router = app.router.clone();
    let said = [
        withdrawal(&nav.device, plans[0].0, plans[0].1),
        refusal(&nav.device, plans[1].0),
        strike(&nav.device, plans[2].0, (plans[2].1, &plans[2].2)),
    ];
    // What stands in other sheets, what is granted anew and what is refused is not in the file.
    let (late, _, _) = plan_with_housing(&mut nav).await;
    let (_, more) = consent(&nav.device, plans[3].0, "probation", "2027-11-23");
    assert_eq!(
        nav.sync(&[more, nav.device.status(plans[3].0, HOUSING)])
            .await,
        []
    );
    let foreign = refusal(&nav.device, PlanId(fresh_id()));
    assert_eq!(nav.sync(&[foreign]).await, [RejectReason::NotAllowed]);
    assert_eq!(backup.lines(), []);
    app.pass(5_000);
    let taken = nav.device.sync(None, &said).await;
    assert_eq!((taken.receipts.len(), backup.lines().len()), (3, 3));
    // Of a plan that the backup lacks nothing is there to be shared.
    assert_eq!(nav.sync(&[refusal(&nav.device, late)]).await, []);

    let restored = backup.restore(&app).await;
    let store = restored.store.as_ref();
    let finding = verify_ledger(store).await.unwrap();
    assert!(matches!(finding, Finding::Whole { .. }), "{finding:?}");
    for (place, (plan, _, _)) in plans.iter().enumerate() {
        let is_given = is_given_housing(&restored, &prison, *plan).await;
        assert_eq!(is_given, place == 3, "{place}");
        assert!(is_given_housing(&restored, &nav, *plan).await);
    }
    assert!(store.plan_entries(late).await.unwrap().is_empty());
    // The tablet offers them again, and gets the receipts that it had; at the next start nothing is left to be done.
    let again = restored.sign_in_again(&nav.device).await;
    let answer = again.sync(None, &said).await;
    assert_eq!(answer.receipts, taken.receipts);
    assert_eq!(replay(store, &backup.lines()).await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_erased_of_it_does_not_come_back_and_is_not_left_in_the_file() {
    let mut app = TestApp::new().await;
    let mut nav = caseworker(&app).await;
    let (plan, row, _) = plan_with_housing(&mut nav).await;
    let (other, other_row, _) = plan_with_housing(&mut nav).await;
    let backup = TestBackup::of(&mut app).await;
    nav.device.router = app.router.clone();
    let said = withdrawal(&nav.device, plan, row);
    let kept = withdrawal(&nav.device, other, other_row);
    assert_eq!(nav.sync(&[said.clone(), kept.clone()]).await, []);
    let text = || std::fs::read_to_string(backup.path()).unwrap();
    let (before, lines) = (text(), backup.lines());
    let nothing = BTreeSet::new();
    let choose = |all: &[Stored]| choose_named(plan, &nothing, all);
    let erasure = Erasure {
        plan,
        ground: ErasureGround::Request,
        at: NOW,
        choose: &choose,
        absent_in: None,
        file: app.centre.erasures.as_ref(),
    };
    let erased = erase(app.store.as_ref(), &app.centre.rules, &erasure).await;
    assert!(erased.unwrap().count() > 1);
    let crate::erasures_file::Line::Withdrawn(line) = &lines[0] else {
        panic!("{lines:?}");
    };
    assert!(before.contains(&line.body) && !text().contains(&line.body));
    assert_eq!(backup.lines()[0], lines[1]);
    // As if it had not come to that.
    let unforgotten = [lines, backup.lines()].concat();
    for lines in [unforgotten, backup.lines()] {
        let restored = backup.restore_with(&app, &lines).await;
        let entries = restored.store.plan_entries(plan).await.unwrap();
        assert!(entries.iter().all(|one| one.entry.change.is_tombstone()));
        let entries = restored.store.plan_entries(other).await.unwrap();
        assert!(entries.iter().any(|one| one.entry == kept));
        let finding = verify_ledger(restored.store.as_ref()).await.unwrap();
        assert!(matches!(finding, Finding::Whole { .. }), "{finding:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_down_outside_is_not_taken() {
    let mut app = TestApp::new().await;
    let mut nav = caseworker(&app).await;
    let (plan, row, _) = plan_with_housing(&mut nav).await;
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("gone").join("file");
    app.centre.erasures = Some(ErasuresFile::at(&nowhere));
    app.serve_anew();
    nav.device.router = app.router.clone();
    let before = app.store.plan_entries(plan).await.unwrap().len();
    let mut request = nav.device.request();
    let said = withdrawal(&nav.device, plan, row);
    request.entries = EntryBatch::of(&[Stored::unsent(said)]);
    assert_eq!(nav.device.send(&request).await.status, 500);
    let after = app.store.plan_entries(plan).await.unwrap().len();
    assert_eq!(before, after);
    // What else is written does not need the file.
    let other = nav.device.status(plan, HOUSING);
    assert_eq!(nav.sync(&[other]).await, []);
}
