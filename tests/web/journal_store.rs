//! The journal in a real `IndexedDB`: what was saved is there after a reload, whole, once, and in one piece.

use overgang::storage::{Draft, JournalStore, Loaded, SetAside};
use overgang_domain::{Entry, EntryId, Plan, PlanId, Status, Stored};
use overgang_sync::machine::{Intake, Limits};
use overgang_sync::{Cursor, Receipt, RejectReason, Rejected};
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::writer::{Writer, nobodys_plan, template, with};

const ALL: Limits = Limits {
    bytes: usize::MAX,
    entries: usize::MAX,
};

async fn open(name: &str) -> (JournalStore, Loaded) {
    JournalStore::open(&format!("test-{name}"))
        .await
        .expect("the browser has a database")
}

async fn save(store: &JournalStore, after: &Plan, entries: &[Entry]) {
    store
        .save(entries, after, &[], &template())
        .await
        .expect("there is room");
}

fn receipts(entries: &[Entry]) -> Vec<Receipt> {
    entries
        .iter()
        .map(|entry| Receipt {
            id: entry.id,
            received_at: 5,
        })
        .collect()
}

fn ids(stored: &[Stored]) -> Vec<EntryId> {
    stored.iter().map(|stored| stored.entry.id).collect()
}

#[wasm_bindgen_test]
async fn what_was_saved_is_there_after_a_reload() {
    let (store, _) = open("reload").await;
    let mut writer = Writer::new(1);
    let (plan, opened) = writer.opens_plan();
    save(&store, &plan, &opened).await;
    let set: Vec<Entry> = writer.sets(&plan, "id-check", Status::Done);
    let plan: Plan = with(&plan, &set);
    save(&store, &plan, &set).await;
    drop(store);
    let (store, loaded) = open("reload").await;
    assert_eq!(store.plan(plan.id).await.expect("readable"), plan);
    assert_eq!(
        (loaded.unsent, loaded.lost, loaded.summaries.len()),
        (2, 0, 1)
    );
}

#[wasm_bindgen_test]
async fn only_entries_that_a_receipt_names_leave_the_outbox() {
    let (store, _) = open("receipts").await;
    let mut writer = Writer::new(2);
    let (plan, opened) = writer.opens_plan();
    save(&store, &plan, &opened).await;
    let note: Vec<Entry> = writer.notes(&plan, "Ringte boligkontoret");
    let plan: Plan = with(&plan, &note);
    save(&store, &plan, &note).await;
    let intake = Intake {
        receipts: receipts(&opened),
        cursor: Some(Cursor("1".to_owned())),
        ..Intake::default()
    };
    let taken = store
        .take_in(&intake, &template(), 9)
        .await
        .expect("there is room");
    assert_eq!(taken.unsent, 1);
    let (waiting, unsent) = store.gather(ALL).await.expect("readable");
    assert_eq!((ids(&waiting), unsent), (vec![note[0].id], 1));
    let (store, loaded) = open("receipts").await;
    assert_eq!(loaded.cursor, Some(Cursor("1".to_owned())));
    let after: Plan = store.plan(plan.id).await.expect("readable");
    assert_eq!(after.name().value, "Prøve Prøvesen");
    assert_eq!(after.notes_on(None).len(), 1);
    assert_eq!(loaded.log.last().expect("a line").confirmed, 1);
}

#[wasm_bindgen_test]
async fn a_rejected_entry_is_kept_with_its_reason_and_can_be_sent_again() {
    let (store, _) = open("set-aside").await;
    let mut writer = Writer::new(3);
    let (plan, opened) = writer.opens_plan();
    save(&store, &plan, &opened).await;
    let note: Vec<Entry> = writer.notes(&plan, "Dette tar ikke sentralen");
    save(&store, &with(&plan, &note), &note).await;
    let rejected = vec![Rejected {
        id: note[0].id,
        reason: RejectReason::NotAllowed,
    }];
    let intake = Intake {
        receipts: receipts(&opened),
        rejected,
        ..Intake::default()
    };
    store
        .take_in(&intake, &template(), 9)
        .await
        .expect("there is room");
    let (store, loaded) = open("set-aside").await;
    let kept: &SetAside = loaded.set_aside.first().expect("it was kept");
    assert_eq!(
        (&kept.entry, kept.reason),
        (&note[0], RejectReason::NotAllowed)
    );
    assert_eq!(loaded.unsent, 0);
    assert!(
        store
            .plan(plan.id)
            .await
            .expect("readable")
            .notes_on(None)
            .is_empty()
    );
    store
        .send_again(kept, &template())
        .await
        .expect("there is room");
    let loaded: Loaded = store.load().await.expect("readable");
    assert_eq!((loaded.unsent, loaded.set_aside.len()), (1, 0));
    assert_eq!(
        store
            .plan(plan.id)
            .await
            .expect("readable")
            .notes_on(None)
            .len(),
        1
    );
}

#[wasm_bindgen_test]
async fn two_tabs_that_write_the_same_plan_lose_nothing() {
    let (one, _) = open("two-tabs").await;
    let mut writer = Writer::new(4);
    let (plan, opened) = writer.opens_plan();
    save(&one, &plan, &opened).await;
    let (other, _) = open("two-tabs").await;
    let here: Vec<Entry> = writer.sets(&plan, "id-check", Status::Done);
    let there: Vec<Entry> = writer.sets(&plan, "release-money", Status::Waiting);
    save(&one, &with(&plan, &here), &here).await;
    save(&other, &with(&plan, &there), &there).await;
    let both: Plan = with(&with(&plan, &here), &there);
    assert_eq!(one.plan(plan.id).await.expect("readable"), both);
    let loaded: Loaded = one.load().await.expect("readable");
    assert_eq!(
        (loaded.summaries.first().expect("one").unsent, loaded.unsent),
        (3, 3)
    );
}

#[wasm_bindgen_test]
async fn taking_the_same_answer_in_twice_changes_nothing() {
    let (store, _) = open("twice").await;
    let mut writer = Writer::new(5);
    let (plan, opened) = writer.opens_plan();
    let received: Vec<Stored> = opened
        .iter()
        .map(|entry| Stored::received(entry.clone(), 5))
        .collect();
    let intake = Intake {
        received,
        ..Intake::default()
    };
    for now in [8, 9] {
        store
            .take_in(&intake, &template(), now)
            .await
            .expect("there is room");
    }
    let loaded: Loaded = store.load().await.expect("readable");
    assert_eq!((loaded.summaries.len(), loaded.unsent), (1, 0));
    let once: Plan = Plan::fold(plan.id, &intake.received);
    assert_eq!(store.plan(plan.id).await.expect("readable"), once);
}

#[wasm_bindgen_test]
async fn a_draft_lives_until_the_entry_that_it_became_is_saved() {
    let (store, _) = open("drafts").await;
    let mut writer = Writer::new(6);
    let (plan, opened) = writer.opens_plan();
    save(&store, &plan, &opened).await;
    let draft = Draft {
        id: Uuid::from_u128(1),
        place: "note".to_owned(),
        plan: Some(plan.id),
        tab: Uuid::from_u128(2),
        at: 3,
        text: "Halvferdig setn".to_owned(),
    };
    store.save_draft(&draft).await.expect("there is room");
    let (store, loaded) = open("drafts").await;
    assert_eq!(loaded.drafts, vec![draft.clone()]);
    let note: Vec<Entry> = writer.notes(&plan, "Halvferdig setning");
    let after: Plan = with(&plan, &note);
    store
        .save(&note, &after, &[draft], &template())
        .await
        .expect("there is room");
    assert!(store.load().await.expect("readable").drafts.is_empty());
}

#[wasm_bindgen_test]
async fn a_thousand_entries_are_gathered_in_pieces_and_nothing_is_passed_over() {
    let (store, _) = open("pieces").await;
    let mut writer = Writer::new(7);
    let (plan, mut entries) = writer.opens_plan();
    for _ in 0..999 {
        entries.extend(writer.notes(&plan, "En av mange"));
    }
    save(&store, &with(&plan, &entries), &entries).await;
    let (first, unsent) = store
        .gather(Limits {
            bytes: usize::MAX,
            entries: 10,
        })
        .await
        .expect("readable");
    assert_eq!((first.len(), unsent), (10, 1000));
    let (one, _) = store
        .gather(Limits {
            bytes: 1,
            entries: 10,
        })
        .await
        .expect("readable");
    assert_eq!(one.len(), 1);
    let mut seen: usize = 0;
    loop {
        let (some, _) = store
            .gather(Limits {
                bytes: 64 * 1024,
                entries: 5000,
            })
            .await
            .expect("readable");
        if some.is_empty() {
            break;
        }
        seen += some.len();
        let entries: Vec<Entry> = some.into_iter().map(|stored| stored.entry).collect();
        let intake = Intake {
            receipts: receipts(&entries),
            ..Intake::default()
        };
        store
            .take_in(&intake, &template(), 9)
            .await
            .expect("there is room");
    }
    assert_eq!(seen, 1000);
}

#[wasm_bindgen_test]
async fn a_plan_that_is_not_here_is_empty() {
    let (store, _) = open("nobody").await;
    let missing: PlanId = nobodys_plan();
    assert!(store.plan(missing).await.expect("readable").is_empty());
}
