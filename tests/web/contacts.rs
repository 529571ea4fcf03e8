//! When a space was in touch with the centre last, as it lies in the register, and what goes when that was too long ago.
//! How it is counted is `overgang_sync::contact`'s to prove.

use futures_util::join;
use overgang::storage::{Began, Contacts, Draft, Loaded, SpaceContact};
use overgang_domain::{Entry, Plan};
use overgang_sync::machine::Intake;
use overgang_sync::message::Lease;
use overgang_sync::{Contact, Cursor};
use overgang_testkit::Writer;
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::journal_store::{notes, open, receipts, save, with};
use crate::spaces::{database, space};
use crate::stored::records;

const HOUR: u64 = 60 * 60 * 1000;
const DAY: u64 = 24 * HOUR;
const THEN: u64 = 1_795_435_200_000;

fn answered() -> Contact {
    Contact::answered(THEN, THEN, Lease::default())
}

async fn contacts() -> Contacts {
    Contacts::open().await.expect("the browser has a database")
}

async fn see(space: Uuid, now: u64) -> SpaceContact {
    contacts().await.see(space, now, |_| 0).await
}

async fn count(name: &str, store: &str) -> usize {
    records(&database(name), store).await.len()
}

/// A journal with a plan that the centre has, and an unsent note and a draft in it.
async fn filled(name: &str) -> Plan {
    let (store, _) = open(name).await;
    let mut writer = Writer::new(41);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let intake = Intake {
        receipts: receipts(&opened),
        cursor: Some(Cursor("here".to_owned())),
        ..Intake::default()
    };
    store.take_in(&intake, 9).await.expect("there is room");
    let plan: Plan = store.plan(plan.id).await.expect("readable");
    let note: Vec<Entry> = notes(&mut writer, &plan, "Ikke sendt");
    let plan: Plan = with(&plan, &note);
    save(&store, &plan, &note).await;
    let draft = Draft {
        id: Uuid::from_u128(1),
        place: "note".to_owned(),
        plan: Some(plan.id),
        tab: Uuid::from_u128(2),
        at: 3,
        began: Began::default(),
        text: "Halvskrevet".to_owned(),
    };
    store.save_draft(&draft).await.expect("there is room");
    plan
}

#[wasm_bindgen_test]
async fn a_clock_that_is_set_back_over_a_start_gains_nothing_and_an_answer_gives_all_back() {
    let space = space("set-back");
    let noted = contacts().await.note(space, answered()).await;
    noted.expect("there is room");
    assert!(!see(space, THEN + 71 * HOUR).await.contact.is_over());
    assert!(see(space, THEN + 73 * HOUR).await.contact.is_over());
    assert!(see(space, THEN + HOUR).await.contact.is_over());
    let noted = contacts().await.note(space, answered()).await;
    noted.expect("there is room");
    assert!(!see(space, THEN + HOUR).await.contact.is_over());
}

#[wasm_bindgen_test]
async fn a_space_of_which_no_contact_is_known_counts_from_the_first_look() {
    let space = space("never-heard");
    assert!(!see(space, THEN).await.contact.is_over());
    assert!(see(space, THEN + 72 * HOUR).await.contact.is_over());
}

#[wasm_bindgen_test]
async fn what_one_tab_counts_never_undoes_the_answer_that_another_one_gets() {
    let space = space("two-looks");
    let long = |_: &Contact| 80 * HOUR;
    for _ in 0..20 {
        let before = Contact::answered(THEN - DAY, THEN - DAY, Lease::default());
        let (one, other) = (contacts().await, contacts().await);
        one.note(space, before).await.expect("there is room");
        let (noted, _) = join!(one.note(space, answered()), other.see(space, THEN, long));
        noted.expect("there is room");
        assert!(!see(space, THEN).await.contact.is_over());
    }
}

#[wasm_bindgen_test]
async fn after_30_days_without_contact_all_goes_that_came_from_the_centre_and_nothing_else() {
    let name = "forgotten";
    let plan: Plan = filled(name).await;
    let (space, contacts) = (space(name), contacts().await);
    let noted = contacts.note(space, answered()).await;
    noted.expect("there is room");
    let early = contacts.empty_when_due(space, THEN + 30 * DAY - 1).await;
    early.expect("there is room");
    assert_eq!(count(name, "segments").await, 1, "it is not time yet");
    let emptied = contacts.empty_when_due(space, THEN + 30 * DAY).await;
    emptied.expect("there is room");
    for store in ["segments", "snapshots", "summaries"] {
        assert_eq!(count(name, store).await, 0, "{store}");
    }
    assert_eq!(
        (count(name, "outbox").await, count(name, "drafts").await),
        (1, 1)
    );
    let known: SpaceContact = see(space, THEN + 30 * DAY).await;
    assert_eq!(known.emptied_at, Some(THEN + 30 * DAY));
    assert!(known.has_old_key);

    let (store, loaded): (_, Loaded) = open(name).await;
    assert_eq!((loaded.unsent, loaded.lost, loaded.damaged), (1, 0, 0));
    assert_eq!(loaded.cursor, None, "all of it is asked for again");
    assert_eq!(loaded.summaries.len(), 1, "what waits is shown");
    assert_eq!(loaded.drafts.len(), 1);
    let left: Plan = store.plan(plan.id).await.expect("readable");
    assert_eq!(left.notes_on(None).len(), 1);
}

#[wasm_bindgen_test]
async fn what_an_exchange_brought_that_was_broken_off_has_its_time_as_well_and_then_goes() {
    let name = "broken-off";
    let (space, contacts) = (space(name), contacts().await);
    drop(filled(name).await);
    let noted = contacts.note(space, answered()).await;
    noted.expect("there is room");
    let at = THEN + 30 * DAY;
    let empty = async |now: u64| {
        let emptied = contacts.empty_when_due(space, now).await;
        emptied.expect("there is room");
    };
    empty(at).await;
    drop(filled(name).await);
    empty(at + 29 * DAY).await;
    assert_eq!(count(name, "segments").await, 1, "the exchange goes on");
    empty(at + 30 * DAY).await;
    assert_eq!(count(name, "segments").await, 0);
}

#[wasm_bindgen_test]
async fn an_answer_says_that_nothing_is_missing_any_longer_and_the_old_key_goes_all_the_same() {
    let name = "back-again";
    drop(filled(name).await);
    let (space, contacts) = (space(name), contacts().await);
    let noted = contacts.note(space, answered()).await;
    noted.expect("there is room");
    let emptied = contacts.empty_when_due(space, THEN + 31 * DAY).await;
    emptied.expect("there is room");
    let again = Contact::answered(THEN + 31 * DAY, THEN + 31 * DAY, Lease::default());
    let known = contacts.note(space, again).await.expect("there is room");
    assert_eq!((known.emptied_at, known.has_old_key), (None, true));
    contacts.note_new_key(space).await.expect("there is room");
    assert!(!see(space, THEN + 31 * DAY).await.has_old_key);
}
