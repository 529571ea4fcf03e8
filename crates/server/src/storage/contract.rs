//! What every database has to do for the centre.

mod at_once;
mod devices;
mod news;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use overgang_domain::access::Reader;
use overgang_domain::change::Role;
use overgang_domain::{
    AgencyId, Change, DeviceId, Entry, EntryId, ItemId, PlanId, PrisonId, Status, Timestamp, UserId,
};
use overgang_sync::RejectReason;
use overgang_sync::message::{Realm, TagKey, User};
use uuid::Uuid;

use super::{
    Ask, BeginSession, Chain, Founding, Identity, LedgerStore, NewSession, Page, PracticeOrigin,
    Projection, ReleaseFigures, SessionState, TakenIn,
};
use crate::chain::Hash;
use crate::cursor::{CursorKey, Positions, Progress};
use crate::partition::Partition;
use crate::reference_data;
use crate::rules::{Caller, Rules};
use crate::sealed_outbox::OutboxSecret;
use crate::test_app::fresh_id;
use crate::test_database::TestDatabase;
use crate::verify::{Finding, verify_ledger};

#[tokio::test]
async fn it_is_what_it_was_founded_as() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    assert_eq!(store.identity().await.unwrap(), None);
    let founding = founding();
    store.found(founding.clone()).await.unwrap();
    assert_eq!(
        store.identity().await.unwrap(),
        Some(founding.identity.clone())
    );
    assert_eq!(store.users().await.unwrap(), founding.users);
    assert!(store.found(founding).await.is_err(), "founded twice");
    let key = CursorKey::draw().unwrap();
    store.set_epoch("second", &key).await.unwrap();
    let identity = store.identity().await.unwrap().unwrap();
    assert_eq!((&*identity.epoch, identity.cursor_key), ("second", key));
}

#[tokio::test]
async fn a_session_lasts_until_it_expires_or_is_ended() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let user: User = founded(store).await;
    let (first, second) = (Hash::of(b"first"), Hash::of(b"second"));
    let new = |token: Hash, user: UserId| NewSession {
        token,
        user,
        device: DeviceId(fresh_id()),
        begun_at: 10,
        expires_at: 100,
        provider_session: None,
        tag_key: TagKey([7; 32]),
    };
    let unknown = new(first, UserId(fresh_id()));
    let begun = store.begin_session(unknown, None).await.unwrap();
    assert_eq!(begun, BeginSession::UnknownUser);
    let begun = store.begin_session(new(first, user.user), None).await;
    let BeginSession::Begun(begun) = begun.unwrap() else {
        panic!("no session");
    };
    assert_eq!((&begun.user, begun.expires_at), (&user, 100));
    let state = async |token: Hash, now: u64| store.session(token, now).await.unwrap();
    assert_eq!(state(first, 99).await, SessionState::Open(begun));
    assert_eq!(state(first, 100).await, SessionState::Over);
    assert_eq!(state(second, 50).await, SessionState::Over);
    store
        .begin_session(new(second, user.user), Some(first))
        .await
        .unwrap();
    assert_eq!(state(first, 50).await, SessionState::Over);
    for _ in 0..2 {
        store.end_session(second, 50).await.unwrap();
        assert_eq!(state(second, 50).await, SessionState::Over);
    }
}

#[tokio::test]
async fn entries_are_taken_once_and_read_in_order() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let writer = writer_of(&founded(store).await);
    let (one, other) = (opening(&writer, "one"), opening(&writer, "two"));
    let status = status(&writer, one.plan);
    let batch: Vec<Entry> = vec![other.clone(), one.clone(), status.clone()];
    let taken: TakenIn = store
        .take_in(
            &writer,
            &rules(),
            batch.clone(),
            Chain::After(None),
            7,
            None,
        )
        .await
        .unwrap();
    assert_eq!((taken.receipts.len(), taken.rejected.len()), (3, 0));
    let again: TakenIn = store
        .take_in(&writer, &rules(), batch, Chain::After(None), 8, None)
        .await
        .unwrap();
    let sorted = |taken: &TakenIn| {
        let mut receipts = taken.receipts.clone();
        receipts.sort_by_key(|receipt| receipt.id);
        receipts
    };
    assert_eq!(sorted(&taken), sorted(&again));

    let page: Page = read(store, &writer, None, 1_000_000).await;
    let ids: Vec<EntryId> = page.entries.iter().map(|stored| stored.entry.id).collect();
    assert_eq!(ids, [one.id, status.id, other.id]);
    assert_eq!(page.anew, [one.plan, other.plan]);
    assert!(
        page.entries
            .iter()
            .all(|stored| stored.received_at == Some(7))
    );
    let ends = Positions::from([(log("one"), 2), (log("two"), 1)]);
    assert!(!page.more && page.progress.round.is_none());
    let read_up_to = page.progress.logs.iter();
    let read_up_to: Positions = read_up_to
        .filter(|(_, place)| place.read > 0)
        .map(|(log, place)| (log.clone(), place.read))
        .collect();
    assert_eq!(read_up_to, ends);
    let heads = store.heads(&ends.keys().cloned().collect()).await.unwrap();
    assert_eq!(heads, ends);
    let nothing: Page = read(store, &writer, Some(&page.progress), 0).await;
    assert_eq!(nothing, Page::without_news(page.progress));
    assert_eq!(store.plan_entries(one.plan).await.unwrap().len(), 2);
    let finding = verify_ledger(store).await.unwrap();
    assert_eq!(finding, Finding::Whole { entries: 3 });
}

#[tokio::test]
async fn nothing_of_a_refused_entry_stays() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let writer = writer_of(&founded(store).await);
    let foreign = opening(&writer, "three");
    let lost = status(&writer, foreign.plan);
    let taken: TakenIn = store
        .take_in(
            &writer,
            &rules(),
            vec![foreign, lost.clone()],
            Chain::After(None),
            7,
            None,
        )
        .await
        .unwrap();
    let reasons: Vec<RejectReason> = taken.rejected.iter().map(|one| one.reason).collect();
    assert_eq!(reasons, [RejectReason::NotAllowed; 2]);
    assert_eq!(store.log_heads().await.unwrap(), []);
    let mut opening = opening(&writer, "one");
    opening.plan = lost.plan;
    let taken: TakenIn = store
        .take_in(
            &writer,
            &rules(),
            vec![opening, lost],
            Chain::After(None),
            8,
            None,
        )
        .await
        .unwrap();
    assert_eq!((taken.receipts.len(), taken.rejected.len()), (2, 0));
}

#[tokio::test]
async fn pages_end_where_the_next_begins() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let writer = writer_of(&founded(store).await);
    for name in ["one", "two"] {
        let first = opening(&writer, name);
        let more: Vec<Entry> = (0..1_200).map(|_| status(&writer, first.plan)).collect();
        let batch: Vec<Entry> = [vec![first], more].concat();
        let taken: TakenIn = store
            .take_in(&writer, &rules(), batch, Chain::After(None), 7, None)
            .await
            .unwrap();
        assert_eq!(taken.receipts.len(), 1_201);
    }
    let mut progress: Option<Progress> = None;
    let mut seen: BTreeSet<EntryId> = BTreeSet::new();
    let mut count: usize = 0;
    for bytes in (0..).map(|page| page * 1_000) {
        let page: Page = read(store, &writer, progress.as_ref(), bytes).await;
        // A plan is never split.
        assert_eq!(page.entries.len(), 1_201);
        count += page.entries.len();
        seen.extend(page.entries.iter().map(|stored| stored.entry.id));
        progress = Some(page.progress);
        if !page.more {
            break;
        }
    }
    assert_eq!((count, seen.len()), (2_402, 2_402));
}

#[tokio::test]
async fn projections_follow_the_logs() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let writer = writer_of(&founded(store).await);
    assert_eq!(store.unprojected().await.unwrap(), []);
    let opening = opening(&writer, "one");
    let plan: PlanId = opening.plan;
    store
        .take_in(
            &writer,
            &rules(),
            vec![opening],
            Chain::After(None),
            7,
            None,
        )
        .await
        .unwrap();
    let waiting = store.unprojected().await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(
        (waiting[0].up_to, &waiting[0].plans),
        (1, &BTreeSet::from([plan]))
    );
    let projection = Projection {
        plan,
        release_date: Some(day("2026-12-01")),
        is_ready: false,
        summary: "{}".to_owned(),
    };
    store
        .write_projections(&log("one"), 1, &[projection])
        .await
        .unwrap();
    assert_eq!(store.unprojected().await.unwrap(), []);
    let figures = async |prison: &str, from: &str, to: &str| {
        let prisons = BTreeSet::from([PrisonId::from(prison)]);
        store
            .release_figures(&prisons, day(from), day(to))
            .await
            .unwrap()
    };
    let expected = ReleaseFigures {
        plans: 1,
        released: 1,
        not_ready: 1,
    };
    assert_eq!(figures("one", "2026-12-01", "2026-12-01").await, expected);
    let later = ReleaseFigures {
        plans: 1,
        ..ReleaseFigures::default()
    };
    assert_eq!(figures("one", "2026-12-02", "2027-12-01").await, later);
    assert_eq!(
        figures("two", "2026-12-01", "2026-12-01").await,
        ReleaseFigures::default()
    );
    store.forget_projections().await.unwrap();
    assert_eq!(store.unprojected().await.unwrap().len(), 1);
}

/// An empty store; its database goes with the first of the two.
async fn empty() -> (TestDatabase, Arc<dyn LedgerStore>) {
    let database = TestDatabase::new().await;
    let store = database.open().await;
    (database, store)
}

async fn founded(store: &dyn LedgerStore) -> User {
    store.found(founding()).await.unwrap();
    store.users().await.unwrap().swap_remove(0)
}

fn founding() -> Founding {
    Founding {
        identity: Identity {
            realm: Realm::Practice,
            epoch: "first".to_owned(),
            cursor_key: CursorKey::draw().unwrap(),
            outbox_secret: OutboxSecret::draw().unwrap(),
            practice: Some(PracticeOrigin {
                seed: 7,
                day: day("2026-11-23"),
            }),
        },
        users: vec![User {
            user: UserId(Uuid::from_u128(1)),
            name: "Øving".to_owned(),
            agency: AgencyId::from("nav-office"),
            role: Role::NavOffice,
            further_roles: BTreeSet::new(),
            prisons: BTreeSet::from([PrisonId::from("one"), PrisonId::from("two")]),
        }],
        entries: Vec::new(),
    }
}

fn writer_of(user: &User) -> Caller {
    Caller {
        reader: Reader {
            user: user.user,
            agency: user.agency.clone(),
            role: user.role,
            further_roles: user.further_roles.clone(),
        },
        device: DeviceId(fresh_id()),
        copied_from: BTreeSet::new(),
        prisons: user.prisons.clone(),
        author: user.user,
    }
}

fn log(name: &str) -> Partition {
    Partition::named(name.to_owned())
}

fn rules() -> Rules {
    Rules::new(reference_data::shipped().unwrap())
}

/// What `caller` is given next.
async fn read(
    store: &dyn LedgerStore,
    caller: &Caller,
    progress: Option<&Progress>,
    accept_bytes: u64,
) -> Page {
    let ask = Ask {
        caller,
        rules: &rules(),
        progress,
        accept_bytes,
        confirmed: &BTreeMap::new(),
        today: day("2026-11-23"),
    };
    store.hand_out(ask).await.unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn opening(writer: &Caller, prison: &str) -> Entry {
    let change = Change::PlanOpened {
        name: "Testa".to_owned(),
        birth_date: None,
        prison: PrisonId::from(prison),
        release_date: None,
        template: 2,
    };
    entry(writer, PlanId(fresh_id()), change)
}

fn status(writer: &Caller, plan: PlanId) -> Entry {
    let change = Change::StatusSet {
        item: ItemId::from("release-travel"),
        status: Status::Done,
        why: String::new(),
    };
    entry(writer, plan, change)
}

fn entry(writer: &Caller, plan: PlanId, change: Change) -> Entry {
    Entry {
        id: EntryId(fresh_id()),
        plan,
        author: writer.reader.user,
        device: writer.device,
        time: Timestamp::default(),
        replaces: BTreeSet::new(),
        change,
    }
}
