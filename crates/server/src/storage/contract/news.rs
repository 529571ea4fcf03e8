//! What every database has to do so that processes hear that logs have moved.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use overgang_domain::register::Record;
use overgang_domain::{Change, Entry, FieldId, FieldValue, UserId};

use super::super::{Chain, TouchedPlan};
use super::{Positions, empty, entry, founded, fresh_id, log, opening, rules, status, writer_of};
use crate::test_database::TestDatabase;

#[tokio::test]
async fn what_was_touched_since_a_place_says_who_wrote_and_who_is_named() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let writer = writer_of(&founded(store).await);
    let other = super::Caller {
        device: overgang_domain::DeviceId(fresh_id()),
        ..writer.clone()
    };
    assert_eq!(store.all_heads().await.unwrap(), Positions::new());
    let named = UserId(fresh_id());
    let (one, two) = (opening(&writer, "one"), opening(&writer, "two"));
    let workers = BTreeMap::from([(
        FieldId::from("workers"),
        FieldValue::one(&named.to_string()),
    )]);
    let record = Record::Header;
    let change = Change::FieldsSet {
        record,
        values: workers,
    };
    let put: Entry = entry(&writer, one.plan, change);
    let later: Entry = status(&other, one.plan);
    for (by, batch) in [
        (&writer, vec![one.clone(), two.clone()]),
        (&writer, vec![put]),
        (&other, vec![later]),
    ] {
        let taken = store
            .take_in(by, &rules(), batch, Chain::After(None), 7, None)
            .await
            .unwrap();
        assert_eq!(taken.rejected, []);
    }
    let heads = Positions::from([(log("one"), 3), (log("two"), 1)]);
    assert_eq!(store.all_heads().await.unwrap(), heads);
    let user = writer.reader.user;
    let touched = |devices: &[overgang_domain::DeviceId], people: &[UserId]| {
        vec![TouchedPlan {
            plan: one.plan,
            writers: devices.iter().map(|device| (user, *device)).collect(),
            people: people.iter().copied().collect(),
        }]
    };
    let today = "2026-11-23".parse().unwrap();
    let found = async |after: u64, up_to: u64| {
        let log = log("one");
        let touched = store.touched(&log, after, up_to, today);
        touched.await.unwrap()
    };
    let both = [writer.device, other.device];
    assert_eq!(found(0, 3).await, touched(&both, &[named]));
    assert_eq!(found(2, 3).await, touched(&both[1..], &[named]));
    assert_eq!(found(0, 1).await, touched(&both[..1], &[named]));
    assert_eq!(found(3, 3).await, []);
    let plans = store.plans_naming(named, today).await.unwrap();
    assert_eq!(plans, BTreeSet::from([one.plan]));
    assert_eq!(
        store.plans_naming(user, today).await.unwrap(),
        BTreeSet::new()
    );
}

#[tokio::test]
async fn a_call_is_heard_by_all_processes_or_the_database_says_that_it_cannot() {
    let database = TestDatabase::new().await;
    let stores = [database.open().await, database.open().await];
    let mut all = Vec::new();
    for store in &stores {
        all.extend(store.hear().await.unwrap());
    }
    stores[0].call("ord").await.unwrap();
    for hearing in &mut all {
        let call = tokio::time::timeout(Duration::from_secs(5), hearing.next()).await;
        assert_eq!(call.unwrap().unwrap().as_deref(), Some("ord"));
    }
    let can_call = std::env::var_os("DATABASE_URL").is_some();
    assert_eq!(all.len(), if can_call { 2 } else { 0 });
}
