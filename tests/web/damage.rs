//! What is damaged in the browser's database is recognised, and the rest stays usable; and keys are changed under a
//! journal that is in use.

use overgang::sealing::{Envelope, SpaceKeys, generation_of};
use overgang::storage::{
    Began, Draft, JournalStore, Loaded, Space, database_of, keep_space, spaces,
};
use overgang_domain::{Entry, Plan, Stored, UserId};
use overgang_sync::Cursor;
use overgang_sync::machine::{Intake, Limits};
use overgang_sync::message::Realm;
use overgang_testkit::Writer;
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::journal_store::{folding, notes, open, receipts, save, with};
use crate::spaces::{database, space};
use crate::stored;

/// As much as there is.
const ALL: Limits = Limits {
    bytes: 1_000_000,
    entries: 1_000,
    read_bytes: 0,
};

/// A journal with a plan that the centre has, and a note on it that waits. Answers with the plan as it is then.
async fn one_of_each(name: &str, seed: u64) -> (JournalStore, Plan) {
    let (store, _) = open(name).await;
    let plan: Plan = fill(&store, seed).await;
    (store, plan)
}

async fn fill(store: &JournalStore, seed: u64) -> Plan {
    let mut writer = Writer::new(seed);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(store, &plan, &opened).await;
    let intake = Intake {
        receipts: receipts(&opened),
        cursor: Some(Cursor("here".to_owned())),
        ..Intake::default()
    };
    store.take_in(&intake, 9).await.expect("there is room");
    let received: Plan = store.plan(plan.id).await.expect("readable");
    let note: Vec<Entry> = notes(&mut writer, &received, "Ikke sendt");
    let after: Plan = with(&received, &note);
    save(store, &after, &note).await;
    after
}

/// Flips a bit in the middle of the only record of a store.
async fn damage(name: &str, store: &str) {
    let records = stored::records(&database(name), store).await;
    let (key, mut record) = records.into_iter().next().expect("there is one");
    let middle: usize = record.len() / 2;
    if let Some(byte) = record.get_mut(middle) {
        *byte ^= 1;
    }
    stored::overwrite(&database(name), store, &key, &record).await;
}

#[wasm_bindgen_test]
async fn damaged_summaries_and_snapshots_are_made_of_the_entries_again() {
    for store_name in ["summaries", "snapshots"] {
        let name: String = format!("damaged-{store_name}");
        let (store, plan) = one_of_each(&name, 31).await;
        let before: Loaded = store.load().await.expect("readable");
        drop(store);
        damage(&name, store_name).await;
        let (store, loaded) = open(&name).await;
        assert_eq!(loaded.summaries, before.summaries, "{store_name}");
        assert!(
            store.plan(plan.id).await.as_ref() == Ok(&plan),
            "{store_name}"
        );
        assert!(loaded.cursor.is_some(), "no entry is missing");
        assert_eq!(loaded.damaged, 0);
    }
}

#[wasm_bindgen_test]
async fn what_comes_in_after_a_snapshot_was_damaged_is_taken_in() {
    let (store, plan) = one_of_each("damaged-while-open", 32).await;
    damage("damaged-while-open", "snapshots").await;
    let mut writer = Writer::new(33);
    let theirs: Vec<Entry> = notes(&mut writer, &plan, "Fra en annen");
    let received = theirs.into_iter().map(|entry| Stored::received(entry, 7));
    let intake = Intake {
        received: received.collect(),
        ..Intake::default()
    };
    let mut both: Plan = plan.clone();
    for stored in &intake.received {
        both.apply(stored);
    }
    let taken = store.take_in(&intake, 10).await;
    assert!(taken.is_ok(), "{taken:?}");
    let read: Plan = store.plan(plan.id).await.expect("readable");
    assert!(read == both, "it has both notes");
}

#[wasm_bindgen_test]
async fn damage_that_is_found_while_an_answer_is_taken_in_has_all_read_again() {
    let (store, plan) = one_of_each("damaged-under-way", 37).await;
    damage("damaged-under-way", "segments").await;
    damage("damaged-under-way", "snapshots").await;
    let mut writer = Writer::new(38);
    let theirs: Vec<Entry> = notes(&mut writer, &plan, "Fra en annen");
    let received = theirs.into_iter().map(|entry| Stored::received(entry, 7));
    let intake = Intake {
        received: received.collect(),
        cursor: Some(Cursor("further".to_owned())),
        ..Intake::default()
    };
    let taken = store.take_in(&intake, 10).await.expect("there is room");
    assert!(taken.reads_again);
    assert_eq!(store.cursor().await.expect("readable"), None);
    // What was made of entries that are gone is gone too, and keeps nobody from what comes.
    assert!(store.plan(plan.id).await.is_ok());
    let next = Intake {
        cursor: Some(Cursor("from the start".to_owned())),
        ..Intake::default()
    };
    let taken = store.take_in(&next, 11).await.expect("there is room");
    assert!(!taken.reads_again);
    assert!(store.cursor().await.expect("readable").is_some());
}

#[wasm_bindgen_test]
async fn entries_that_the_centre_has_come_again_where_they_are_damaged() {
    let (store, _) = one_of_each("damaged-segments", 34).await;
    assert!(store.cursor().await.expect("readable").is_some());
    drop(store);
    damage("damaged-segments", "segments").await;
    damage("damaged-segments", "snapshots").await;
    damage("damaged-segments", "summaries").await;
    let (store, loaded) = open("damaged-segments").await;
    assert_eq!(loaded.cursor, None, "all of it is asked for again");
    assert_eq!(loaded.unsent, 1, "what was never sent is here");
    let waiting = store.gather(ALL).await.expect("readable");
    assert_eq!(waiting.entries.len(), 1);
}

#[wasm_bindgen_test]
async fn unsent_work_that_is_damaged_is_counted_and_keeps_none_of_the_other_here() {
    let (store, plan) = one_of_each("damaged-outbox", 35).await;
    drop(store);
    damage("damaged-outbox", "outbox").await;
    let (store, loaded) = open("damaged-outbox").await;
    assert_eq!((loaded.damaged, loaded.unsent), (1, 1), "it is kept");
    let mut writer = Writer::new(36);
    let received: Plan = store.plan(plan.id).await.expect("readable");
    let note: Vec<Entry> = notes(&mut writer, &received, "Nytt");
    save(&store, &with(&received, &note), &note).await;
    let waiting = store.gather(ALL).await.expect("readable");
    assert_eq!(waiting.entries.len(), 1, "the new one goes out");
    let intake = Intake {
        receipts: receipts(&note),
        ..Intake::default()
    };
    store.take_in(&intake, 11).await.expect("there is room");
    assert_eq!(
        stored::records(&database("damaged-outbox"), "outbox")
            .await
            .len(),
        1
    );
}

#[wasm_bindgen_test]
async fn a_record_in_the_place_of_another_is_not_taken_for_it() {
    let (store, _) = one_of_each("swapped", 37).await;
    let drafts = [draft(1, "Første"), draft(2, "Andre")];
    for draft in &drafts {
        store.save_draft(draft).await.expect("there is room");
    }
    drop(store);
    let records = stored::records(&database("swapped"), "drafts").await;
    let [(one, _), (_, other)] = records.as_slice() else {
        unreachable!("two drafts were saved");
    };
    stored::overwrite(&database("swapped"), "drafts", one, other).await;
    let (_, loaded) = open("swapped").await;
    let texts: Vec<&str> = loaded
        .drafts
        .iter()
        .map(|draft| draft.text.as_str())
        .collect();
    assert_eq!(texts, ["Andre"]);
}

#[wasm_bindgen_test]
async fn a_space_whose_envelope_is_damaged_in_one_place_is_put_right_by_the_other() {
    let id: Uuid = space("two-envelopes");
    let kept: Space = nobodys(id).await.0;
    let own: String = database_of(id);
    let name: String = format!("space/{id}");
    for damaged in [own.as_str(), "overgang"] {
        let records = stored::records(damaged, "facts").await;
        let (_, mut record) = records
            .into_iter()
            .find(|(key, _)| *key == name)
            .expect("there");
        let whole: Vec<u8> = record.clone();
        record.truncate(40);
        stored::overwrite(damaged, "facts", &name, &record).await;
        let listed = spaces().await.expect("readable");
        assert!(listed.iter().any(|one| one.space == kept), "{damaged}");
        let again = stored::records(damaged, "facts").await;
        let again = again
            .into_iter()
            .find(|(key, _)| *key == name)
            .expect("there");
        assert_eq!(again.1, whole, "{damaged} is whole again");
    }
}

#[wasm_bindgen_test]
async fn a_journal_is_sealed_anew_while_two_tabs_write_and_nothing_is_lost() {
    let id: Uuid = space("rotated");
    let (_, keys) = nobodys(id).await;
    let (one, _) = JournalStore::open(&keys, folding()).await.expect("open");
    let (other, _) = JournalStore::open(&keys, folding()).await.expect("open");
    let mut plans: Vec<Plan> = Vec::new();
    for seed in 40..60 {
        plans.push(fill(&one, seed).await);
    }
    for number in 0..50 {
        let draft = draft(number, &format!("Tekst {number}"));
        one.save_draft(&draft).await.expect("there is room");
    }
    one.begin_rotation(5).await.expect("there is room");
    let mut pieces: u128 = 0;
    let write_on = async || {
        // The other tab has the old key, and writes at every step; so does one that was just opened with it.
        let text = format!("Skrevet i steg {pieces}");
        let earlier: Draft = draft(1_000 + pieces, &text);
        other.save_draft(&earlier).await.expect("written");
        let opened = JournalStore::open(&keys, folding()).await;
        let (late, _) = opened.expect("open");
        let later: Draft = draft(2_000 + pieces, &text);
        late.save_draft(&later).await.expect("written");
        pieces += 1;
    };
    one.finish_rotation(write_on).await.expect("there is room");
    assert!(pieces > 3, "it took {pieces} steps");
    let listed = spaces().await.expect("readable");
    let found = listed.iter().find(|listed| listed.space.id == id);
    assert_eq!(found.expect("there").space.envelope.generations(), 1);
    for store in ["outbox", "segments", "snapshots", "summaries", "drafts"] {
        for (name, record) in stored::records(&database_of(id), store).await {
            assert_eq!(generation_of(&record), Some(1), "{store}/{name}");
        }
    }
    let (store, loaded) = JournalStore::open(&keys, folding()).await.expect("open");
    assert_eq!(
        loaded.drafts.len(),
        50 + 2 * usize::try_from(pieces).expect("few")
    );
    assert_eq!((loaded.unsent, loaded.damaged), (20, 0));
    for plan in plans {
        assert!(store.plan(plan.id).await.as_ref() == Ok(&plan));
    }
}

/// A space that is in the register, with its open keys.
async fn nobodys(id: Uuid) -> (Space, SpaceKeys) {
    let (envelope, keys) = Envelope::of_nobody(id).await.expect("WebCrypto");
    let kept = Space {
        id,
        realm: Realm::Practice,
        user: UserId(Uuid::from_u128(9)),
        envelope,
        key_since: 0,
    };
    assert_eq!(keep_space(&kept, None).await, Ok(true));
    (kept, keys)
}

fn draft(id: u128, text: &str) -> Draft {
    Draft {
        id: Uuid::from_u128(id),
        place: "note".to_owned(),
        plan: None,
        tab: Uuid::from_u128(2),
        at: 3,
        began: Began::default(),
        text: text.to_owned(),
    }
}
