//! What was written here about a plan that went: shown, kept for its days, and then deleted.

use std::collections::BTreeSet;

use overgang::storage::{Began, Draft, JournalStore, LeftBehind};
use overgang_domain::{Change, Entry, PlanId};
use overgang_sync::machine::Intake;
use overgang_sync::{RejectReason, Rejected};
use overgang_testkit::Writer;
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::journal_store::{notes, open, receipts, save, with};

const DAY: u64 = 24 * 60 * 60 * 1000;
/// What the centre's clock says at first.
const THEN: u64 = 1_795_435_200_000;

fn draft(id: u128, plan: PlanId, text: &str) -> Draft {
    Draft {
        id: Uuid::from_u128(id),
        place: "note".to_owned(),
        plan: Some(plan),
        tab: Uuid::from_u128(2),
        at: 3,
        began: Began::default(),
        text: text.to_owned(),
    }
}

fn rejected(entries: &[Entry]) -> Vec<Rejected> {
    let ids = entries.iter().map(|entry| entry.id);
    ids.map(|id| Rejected {
        id,
        reason: RejectReason::NotAllowed,
    })
    .collect()
}

/// How much is left, and until when.
async fn left(store: &JournalStore) -> Vec<(usize, usize, Option<u64>)> {
    let left = store.left_behind().await.expect("readable");
    let count = |one: LeftBehind| (one.drafts.len(), one.set_aside.len(), one.until);
    left.into_values().map(count).collect()
}

async fn age(store: &JournalStore, centre_time: u64) -> bool {
    let aged = store.age_left_behind(centre_time);
    aged.await.expect("there is room")
}

#[wasm_bindgen_test]
async fn what_was_written_about_a_plan_that_went_is_kept_for_thirty_days_of_the_centres_and_no_longer()
 {
    let (store, _) = open("left-behind").await;
    let mut writer = Writer::new(31);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let note: Vec<Entry> = notes(&mut writer, &plan, "Sengeplass i natt");
    save(&store, &with(&plan, &note), &note).await;
    let begun = draft(1, plan.id, "Ringer i mor");
    store.save_draft(&begun).await.expect("there is room");
    let (other, other_opened) = writer.open_plan("ullersmo");
    save(&store, &other, &other_opened).await;
    let refused = Intake {
        receipts: receipts(&opened),
        rejected: [rejected(&note), rejected(&other_opened)].concat(),
        ..Intake::default()
    };
    store.take_in(&refused, 9).await.expect("there is room");
    assert!(left(&store).await.is_empty(), "the plan is here");
    assert!(!age(&store, THEN).await);

    let gone = Intake {
        anew: BTreeSet::from([plan.id]),
        ..Intake::default()
    };
    store.take_in(&gone, 9).await.expect("there is room");
    assert_eq!(left(&store).await, [(1, 1, None)]);
    assert!(!age(&store, THEN).await);
    let until = Some(THEN + 30 * DAY);
    assert_eq!(left(&store).await, [(1, 1, until)]);
    // A day that the tablet's own clock makes up counts for nothing: only the centre's is asked.
    assert!(!age(&store, THEN + 29 * DAY).await);
    let (store, _) = open("left-behind").await;
    assert_eq!(left(&store).await, [(1, 1, until)]);
    assert!(age(&store, THEN + 30 * DAY).await);
    assert!(left(&store).await.is_empty());
    let loaded = store.load().await.expect("readable");
    assert!(loaded.drafts.is_empty());
    // Work that opens a plan was never anywhere else.
    let kept = loaded.set_aside.iter().map(|one| one.entry.plan);
    assert_eq!(
        kept.collect::<BTreeSet<PlanId>>(),
        BTreeSet::from([other.id])
    );
}

#[wasm_bindgen_test]
async fn a_plan_that_comes_back_takes_its_work_back_and_its_writer_may_delete_it_at_once() {
    let (store, _) = open("left-and-back").await;
    let mut writer = Writer::new(32);
    let (plan, opened) = writer.open_plan("ullersmo");
    let begun = draft(1, plan.id, "Ringer i morgen");
    store.save_draft(&begun).await.expect("there is room");
    assert!(!age(&store, THEN).await);
    assert_eq!(left(&store).await, [(1, 0, Some(THEN + 30 * DAY))]);
    save(&store, &plan, &opened).await;
    assert!(matches!(opened[0].change, Change::PlanOpened { .. }));
    assert!(!age(&store, THEN + 31 * DAY).await);
    assert!(left(&store).await.is_empty());
    let gone = Intake {
        receipts: receipts(&opened),
        anew: BTreeSet::from([plan.id]),
        ..Intake::default()
    };
    store.take_in(&gone, 9).await.expect("there is room");
    // Its days begin anew.
    assert_eq!(left(&store).await, [(1, 0, None)]);
    let dropped = store.drop_left_behind(plan.id);
    dropped.await.expect("there is room");
    assert!(left(&store).await.is_empty());
}
