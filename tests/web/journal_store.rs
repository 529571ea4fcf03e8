//! The journal in a real `IndexedDB`: what only it can show. What every journal storage has to do, it is held to
//! by the suite of the testkit.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use overgang::storage::{
    Began, CommitError, Draft, Folding, JournalStore, Loaded, OpenStoreError, Session, SetAside,
    set_mark,
};
use overgang_domain::change::Role;
use overgang_domain::{
    AgencyId, Change, DeviceId, Entry, EntryId, FieldId, FieldValue, ItemId, Plan, PlanId, Status,
    Stored, TemplateVersion, commands,
};
use overgang_sync::machine::{Intake, Limits};
use overgang_sync::message::{CentreKey, Enrolment, Realm, TagKey, User};
use overgang_sync::{Cursor, Receipt, RejectReason, Rejected};
use overgang_testkit::journal_contract::{self, JournalBackend};
use overgang_testkit::{Writer, full_plan};
use uuid::Uuid;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::spaces::{database, keys};

/// A key of a centre that nobody has the other half of.
const CENTRE_KEY: CentreKey = CentreKey([9; 32]);

/// A journal of the app under the testkit's suite.
struct InBrowser {
    name: String,
    store: JournalStore,
}

impl JournalBackend for InBrowser {
    async fn fresh(name: &str) -> Self {
        let name: String = format!("contract-{name}");
        let (store, loaded) = open(&name).await;
        assert_eq!(loaded.unsent, 0, "{name} is fresh");
        Self { name, store }
    }

    async fn reopened(self) -> Self {
        let Self { name, store } = self;
        drop(store);
        let (store, loaded) = open(&name).await;
        assert_eq!(loaded.lost, 0);
        Self { name, store }
    }

    async fn save(&mut self, entries: &[Entry], after: &Plan) {
        let saved = self.store.save(entries, after, &[]);
        saved.await.expect("there is room");
    }

    async fn gather(&mut self, limits: Limits) -> Vec<Stored> {
        self.store.gather(limits).await.expect("readable").entries
    }

    async fn take_in(&mut self, intake: Intake) -> bool {
        let taken = self.store.take_in(&intake, 9);
        taken.await.expect("there is room").is_copy
    }

    async fn plan(&mut self, id: PlanId) -> Plan {
        self.store.plan(id).await.expect("readable")
    }

    async fn set_aside(&mut self) -> Vec<(Entry, RejectReason)> {
        let loaded: Loaded = self.store.load().await.expect("readable");
        let kept = loaded.set_aside.into_iter();
        kept.map(|one| (one.entry, one.reason)).collect()
    }

    async fn cursor(&mut self) -> Option<Cursor> {
        self.store.cursor().await.expect("readable")
    }

    async fn chain_end(&mut self) -> Option<EntryId> {
        self.store.chain_end().await.expect("readable")
    }

    async fn enrol(&mut self, enrolment: Enrolment) {
        let keys = keys(&self.name).await;
        let session: Session = session_on(enrolment.device);
        let remembered =
            JournalStore::remember_session(&keys, &session, (enrolment.tag_key, CENTRE_KEY));
        remembered.await.expect("there is room");
    }

    async fn enrolled(&mut self) -> Option<Enrolment> {
        let session = JournalStore::last_session(&keys(&self.name).await).await;
        let tag_key = self.store.tag_key().await;
        Some(Enrolment {
            device: session.expect("readable")?.device,
            tag_key: tag_key.expect("readable")?,
        })
    }
}

#[wasm_bindgen_test]
async fn indexed_db_keeps_a_journal() {
    journal_contract::check::<InBrowser>().await;
}

/// As somebody reads plans who sees all of them.
pub(crate) fn folding() -> Folding {
    Folding {
        shipped: Arc::new(full_plan::template()),
        viewer: None,
    }
}

pub(crate) async fn open(name: &str) -> (JournalStore, Loaded) {
    JournalStore::open(&keys(name).await, folding())
        .await
        .expect("the browser has a database")
}

pub(crate) async fn save(store: &JournalStore, after: &Plan, entries: &[Entry]) {
    store
        .save(entries, after, &[])
        .await
        .expect("there is room");
}

pub(crate) fn receipts(entries: &[Entry]) -> Vec<Receipt> {
    let received_at = 5;
    let ids = entries.iter().map(|entry| entry.id);
    ids.map(|id| Receipt { id, received_at }).collect()
}

fn sets(writer: &mut Writer, plan: &Plan, item: &str, status: Status) -> Vec<Entry> {
    let why = String::new();
    let set = writer.write(|pen| commands::set_status(pen, plan, &item.into(), status, why));
    set.expect("an empty word why fits")
}

pub(crate) fn notes(writer: &mut Writer, plan: &Plan, text: &str) -> Vec<Entry> {
    let written = writer.write(|pen| commands::write_note(pen, plan, None, text.to_owned()));
    written.expect("a short note fits").1
}

pub(crate) fn with(plan: &Plan, entries: &[Entry]) -> Plan {
    let mut after: Plan = plan.clone();
    for entry in entries {
        after.apply(&Stored::unsent(entry.clone()));
    }
    after
}

#[wasm_bindgen_test]
async fn a_rejected_entry_is_kept_with_its_reason_and_can_be_sent_again() {
    let (store, _) = open("set-aside").await;
    let mut writer = Writer::new(3);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let note: Vec<Entry> = notes(&mut writer, &plan, "Dette tar ikke sentralen");
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
    store.take_in(&intake, 9).await.expect("there is room");
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
    store.send_again(kept).await.expect("there is room");
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

/// Opens as an app does that has this version of the database.
async fn open_as(name: &str, version: u32) -> (JournalStore, Loaded) {
    JournalStore::open_as(&keys(name).await, folding(), version)
        .await
        .expect("the browser has a database")
}

#[wasm_bindgen_test]
async fn an_app_that_folds_otherwise_folds_all_entries_anew_and_loses_none() {
    let (store, _) = open_as("refolded", 1).await;
    let mut writer = Writer::new(8);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let received: Vec<Entry> = sets(&mut writer, &plan, "id-check", Status::Done);
    let after: Plan = with(&plan, &received);
    save(&store, &after, &received).await;
    let sent: Vec<Entry> = [opened.as_slice(), &received].concat();
    let intake = Intake {
        receipts: receipts(&sent),
        ..Intake::default()
    };
    store.take_in(&intake, 9).await.expect("there is room");
    let after: Plan = store.plan(plan.id).await.expect("readable");
    let waiting: Vec<Entry> = sets(&mut writer, &after, "release-money", Status::Waiting);
    save(&store, &with(&after, &waiting), &waiting).await;
    let before: Plan = store.plan(plan.id).await.expect("readable");
    let known: Loaded = store.load().await.expect("readable");
    // The version that the app had before, and later ones whose pages are written anew.
    for version in [1, 2, 3] {
        let (store, loaded) = open_as("refolded", version).await;
        assert_eq!(store.plan(plan.id).await.expect("readable"), before);
        assert_eq!(loaded.summaries, known.summaries);
        assert_eq!((loaded.unsent, loaded.lost), (1, 0));
    }
}

#[wasm_bindgen_test]
async fn a_version_of_the_template_that_comes_after_the_plans_that_go_by_it_changes_what_lists_show()
 {
    let (store, _) = open("late-version").await;
    let mut writer = Writer::new(9);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let version = TemplateVersion(3);
    let taken = writer.write(|pen| commands::take_template(pen, &plan, version).expect("newer"));
    let after: Plan = with(&plan, &taken);
    save(&store, &after, &taken).await;
    let open_items = async |store: &JournalStore| {
        let loaded: Loaded = store.load().await.expect("readable");
        loaded.summaries.first().expect("one").open_items
    };
    let before: usize = open_items(&store).await;
    let added = [
        ("title-nb", FieldValue::Text("Nytt".to_owned())),
        ("conditions", FieldValue::one("always")),
        ("done", FieldValue::Number(1)),
    ];
    let fields = added.map(|(id, value)| (FieldId::from(id), value));
    let published = Change::TemplatePublished {
        template: version.0,
        base: full_plan::template().version().0,
        items: BTreeMap::from([(ItemId::from("new"), BTreeMap::from(fields))]),
        words: "Nytt".to_owned(),
    };
    let published: Entry = writer.entry(PlanId::DIRECTORY, BTreeSet::new(), published);
    let intake = Intake {
        received: vec![Stored::received(published, 1)],
        ..Intake::default()
    };
    store.take_in(&intake, 9).await.expect("there is room");
    let reread = store.reread_directory().await;
    assert_eq!(reread.templates.newest().version(), version);
    assert_eq!(open_items(&store).await, before + 1);
    drop(store);
    // A tab that died between the two finds it at the next start.
    let (store, _) = open("late-version").await;
    assert_eq!(store.directory().templates.newest().version(), version);
    assert_eq!(open_items(&store).await, before + 1);
}

#[wasm_bindgen_test]
async fn a_tab_of_an_older_app_writes_nothing_once_a_newer_one_has_opened() {
    let (older, _) = open_as("older-tab", 1).await;
    let mut writer = Writer::new(9);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&older, &plan, &opened).await;
    let (newer, _) = open_as("older-tab", 2).await;
    let set: Vec<Entry> = sets(&mut writer, &plan, "id-check", Status::Done);
    let saved = older.save(&set, &with(&plan, &set), &[]).await;
    assert_eq!(saved, Err(CommitError::ClosedForUpdate));
    let intake = Intake {
        receipts: receipts(&opened),
        ..Intake::default()
    };
    assert!(older.take_in(&intake, 9).await.is_err());
    let keys = keys("older-tab").await;
    let again = JournalStore::open_as(&keys, folding(), 1).await;
    assert_eq!(again.err(), Some(OpenStoreError::NewerVersion));
    assert_eq!(newer.plan(plan.id).await.expect("readable"), plan);
    assert_eq!(newer.load().await.expect("readable").unsent, 1);
}

#[wasm_bindgen_test]
async fn two_tabs_that_write_the_same_plan_lose_nothing() {
    let (one, _) = open("two-tabs").await;
    let mut writer = Writer::new(4);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&one, &plan, &opened).await;
    let (other, _) = open("two-tabs").await;
    let here: Vec<Entry> = sets(&mut writer, &plan, "id-check", Status::Done);
    let there: Vec<Entry> = sets(&mut writer, &plan, "release-money", Status::Waiting);
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
async fn a_draft_lives_until_the_entry_that_it_became_is_saved() {
    let (store, _) = open("drafts").await;
    let mut writer = Writer::new(6);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    let draft = Draft {
        id: Uuid::from_u128(1),
        place: "note".to_owned(),
        plan: Some(plan.id),
        tab: Uuid::from_u128(2),
        at: 3,
        began: Began {
            text: "Halv".to_owned(),
            seen: opened.iter().map(|entry| entry.id).collect(),
        },
        text: "Halvferdig setn".to_owned(),
    };
    store.save_draft(&draft).await.expect("there is room");
    let (store, loaded) = open("drafts").await;
    assert_eq!(loaded.drafts, vec![draft.clone()]);
    let note: Vec<Entry> = notes(&mut writer, &plan, "Halvferdig setning");
    let after: Plan = with(&plan, &note);
    store
        .save(&note, &after, &[draft])
        .await
        .expect("there is room");
    assert!(store.load().await.expect("readable").drafts.is_empty());
}

#[wasm_bindgen_test]
async fn the_key_is_gone_after_signing_out_and_on_a_revoked_device() {
    let (store, _) = open("tag-key").await;
    let keys = keys("tag-key").await;
    let session: Session = session_on(Writer::alice().device);
    for is_revoked in [false, true] {
        let key = TagKey([7; 32]);
        let remembered = JournalStore::remember_session(&keys, &session, (key, CENTRE_KEY)).await;
        remembered.expect("there is room");
        assert_eq!(store.tag_key().await.expect("readable"), Some(key));
        if is_revoked {
            let intake = Intake {
                forget_received: true,
                ..Intake::default()
            };
            store.take_in(&intake, 9).await.expect("there is room");
        } else {
            let forgotten = JournalStore::forget_tag_key(keys.space()).await;
            forgotten.expect("there is room");
        }
        assert_eq!(store.tag_key().await.expect("readable"), None);
        let kept = JournalStore::last_session(&keys).await.expect("readable");
        assert_eq!(kept.as_ref(), Some(&session), "what waits is still theirs");
    }
}

#[wasm_bindgen_test]
async fn a_thousand_entries_are_gathered_in_pieces_and_nothing_is_passed_over() {
    let (store, _) = open("pieces").await;
    let mut writer = Writer::new(7);
    let (plan, mut entries) = writer.open_plan("ullersmo");
    for _ in 0..999 {
        entries.extend(notes(&mut writer, &plan, "En av mange"));
    }
    save(&store, &with(&plan, &entries), &entries).await;
    let first = store
        .gather(Limits {
            bytes: usize::MAX,
            entries: 10,
            read_bytes: 0,
        })
        .await
        .expect("readable");
    assert_eq!((first.entries.len(), first.unsent), (10, 1000));
    let one = store
        .gather(Limits {
            bytes: 1,
            entries: 10,
            read_bytes: 0,
        })
        .await
        .expect("readable");
    assert_eq!(one.entries.len(), 1);
    let mut seen: usize = 0;
    loop {
        let some = store
            .gather(Limits {
                bytes: 64 * 1024,
                entries: 5000,
                read_bytes: 0,
            })
            .await
            .expect("readable")
            .entries;
        if some.is_empty() {
            break;
        }
        seen += some.len();
        let entries: Vec<Entry> = some.into_iter().map(|stored| stored.entry).collect();
        let intake = Intake {
            receipts: receipts(&entries),
            ..Intake::default()
        };
        store.take_in(&intake, 9).await.expect("there is room");
    }
    assert_eq!(seen, 1000);
}

#[wasm_bindgen_test]
async fn unsent_entries_that_the_browser_lost_are_counted_until_somebody_has_read_of_it() {
    let (store, _) = open("lost").await;
    let mut writer = Writer::new(8);
    let (plan, opened) = writer.open_plan("ullersmo");
    save(&store, &plan, &opened).await;
    drop(store);
    // As if five had waited when the browser put an older state of its files back.
    set_mark(&format!("{}.outbox", database("lost")), Some("5"));
    let (store, loaded) = open("lost").await;
    assert_eq!((loaded.lost, loaded.unsent), (4, 1));
    drop(store);
    let (store, loaded) = open("lost").await;
    assert_eq!((loaded.lost, loaded.unsent), (4, 1), "nobody has read it");
    store.acknowledge_loss(overgang_domain::UserId(Uuid::nil()));
    drop(store);
    let (_, loaded) = open("lost").await;
    assert_eq!((loaded.lost, loaded.unsent), (0, 1));
}

/// Alice, signed in on this device.
fn session_on(device: DeviceId) -> Session {
    Session {
        realm: Realm::Practice,
        user: User {
            user: Writer::alice().author,
            name: "Prøve Brukersen".to_owned(),
            agency: AgencyId::from("nav-in-prison"),
            role: Role::NavCaseworker,
            further_roles: BTreeSet::new(),
            prisons: BTreeSet::new(),
        },
        device,
    }
}
