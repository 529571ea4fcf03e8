//! Notes of reads in a real `IndexedDB`: they wait for the centre, and a list is noted once a day.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use overgang::storage::{Folding, JournalStore};
use overgang_domain::PlanId;
use overgang_sync::machine::{Intake, WaitingReads};
use overgang_sync::message::{ReadAct, ReadNote, ReadReason};
use overgang_testkit::full_plan;
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::spaces::keys;

async fn open(name: &str) -> JournalStore {
    let folding = Folding {
        shipped: Arc::new(full_plan::template()),
        viewer: None,
    };
    let keys = keys(name).await;
    let opened = JournalStore::open(&keys, folding);
    opened.await.expect("the browser has a database").0
}

fn note(id: u128, act: ReadAct, plan: u128) -> ReadNote {
    ReadNote {
        id: Uuid::from_u128(id),
        act,
        reason: ReadReason::CaseWork,
        plans: BTreeSet::from([PlanId(Uuid::from_u128(plan))]),
        first: 5,
        last: 5,
        times: 1,
    }
}

async fn waiting(store: &JournalStore, bytes: usize) -> WaitingReads {
    store.gather_reads(bytes).await.expect("readable")
}

#[wasm_bindgen_test]
async fn notes_wait_over_a_crash_until_the_centre_has_them() {
    let store = open("reads-wait").await;
    let all: Vec<ReadNote> = (1..=3).map(|id| note(id, ReadAct::Opened, id)).collect();
    for one in &all {
        store.note_read(one).await.expect("there is room");
    }
    drop(store);
    let store = open("reads-wait").await;
    assert_eq!(waiting(&store, usize::MAX).await.notes, all);
    assert_eq!(waiting(&store, 0).await, WaitingReads::default());
    let few = waiting(&store, 1).await;
    assert_eq!((few.notes.as_slice(), few.more), (&all[..1], true));
    let intake = Intake {
        reads: vec![all[0].id, all[2].id],
        ..Intake::default()
    };
    store.take_in(&intake, 9).await.expect("there is room");
    assert_eq!(waiting(&store, usize::MAX).await.notes, all[1..2]);
}

#[wasm_bindgen_test]
async fn a_list_is_noted_once_for_a_day_and_a_set_of_plans() {
    let store = open("reads-lists").await;
    let monday: NaiveDate = NaiveDate::default();
    let tuesday: NaiveDate = monday.succ_opt().expect("a day");
    let shown = [
        (note(1, ReadAct::Listed, 1), monday),
        (note(2, ReadAct::Listed, 1), monday),
        (note(3, ReadAct::Searched, 1), monday),
        (note(4, ReadAct::Listed, 2), monday),
        (note(5, ReadAct::Listed, 1), tuesday),
    ];
    for (list, day) in &shown {
        store.note_list(list, *day).await.expect("there is room");
    }
    drop(store);
    let store = open("reads-lists").await;
    let again = note(6, ReadAct::Listed, 1);
    store
        .note_list(&again, tuesday)
        .await
        .expect("there is room");
    let noted = waiting(&store, usize::MAX).await.notes;
    let ids: Vec<u128> = noted.iter().map(|note| note.id.as_u128()).collect();
    assert_eq!(ids, [1, 3, 4, 5]);
}

#[wasm_bindgen_test]
async fn after_weeks_without_network_the_oldest_notes_become_fewer_and_nobody_is_forgotten() {
    let store = open("reads-many").await;
    for id in 1..=2_100 {
        store
            .note_read(&note(id, ReadAct::Opened, id))
            .await
            .expect("there is room");
    }
    let mut last: u128 = 1 << 100;
    let fresh = || {
        last += 1;
        Uuid::from_u128(last)
    };
    store.thin_out_reads(fresh).await.expect("there is room");
    let left = waiting(&store, usize::MAX).await.notes;
    assert_eq!(left.len(), 1_001);
    let times: u32 = left.iter().map(|note| note.times).sum();
    let plans: BTreeSet<PlanId> = left.into_iter().flat_map(|note| note.plans).collect();
    assert_eq!((times, plans.len()), (2_100, 2_100));
}
