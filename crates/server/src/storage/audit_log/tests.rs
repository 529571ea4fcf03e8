//! What every database has to do for the log of reads.

use std::collections::BTreeSet;
use std::sync::Arc;

use overgang_domain::DeviceId;
use overgang_sync::message::User;

use super::*;
use crate::audit::whole::verify_audit;
use crate::storage::LedgerStore;
use crate::test_app::{NOW, TestApp, fresh_id};
use crate::verify::Finding as Checked;

fn event(user: &User, act: AuditAct, at: u64, plans: &[PlanId]) -> AuditEvent {
    AuditEvent {
        plans: plans.iter().copied().collect(),
        ..AuditEvent::new(user, DeviceId(Uuid::from_u128(7)), act, at)
    }
}

async fn read(store: &dyn LedgerStore, filter: AuditFilter) -> Vec<u64> {
    let order = AuditOrder::NewestFirst(None);
    let rows = store.audit_rows(&filter, order, 100).await.unwrap();
    rows.iter().map(|row| row.received_at - NOW).collect()
}

#[tokio::test]
async fn rows_are_found_by_user_plan_act_and_time() {
    let app = TestApp::new().await;
    let store = app.store.as_ref();
    let users = store.users().await.unwrap();
    let (one, other) = (PlanId(fresh_id()), PlanId(fresh_id()));
    let events = [
        event(&users[0], AuditAct::Opened, NOW + 1, &[one]),
        event(&users[0], AuditAct::Listed, NOW + 2, &[one, other]),
        event(&users[1], AuditAct::Opened, NOW + 3, &[other]),
        event(&users[1], AuditAct::SignedOut, NOW + 4, &[]),
    ];
    assert_eq!(store.append_audit(&events).await.unwrap(), 4);
    let all = AuditFilter::default;
    assert_eq!(read(store, all()).await, [4, 3, 2, 1]);
    let user = Some(users[0].user);
    assert_eq!(read(store, AuditFilter { user, ..all() }).await, [2, 1]);
    let plan = Some(other);
    assert_eq!(read(store, AuditFilter { plan, ..all() }).await, [3, 2]);
    let act = Some(AuditAct::Opened);
    assert_eq!(read(store, AuditFilter { act, ..all() }).await, [3, 1]);
    let (from, to) = (Some(NOW + 2), Some(NOW + 4));
    assert_eq!(read(store, AuditFilter { from, to, ..all() }).await, [3, 2]);
    let narrow = AuditFilter {
        user,
        plan,
        act,
        from,
        to,
    };
    assert!(read(store, narrow).await.is_empty());
    let order = AuditOrder::OldestFirst(None);
    let rows = store.audit_rows(&all(), order, 2).await.unwrap();
    let back: Vec<AuditRow> = events[..2]
        .iter()
        .zip(&rows)
        .map(|(event, row)| event.clone().at(row.place))
        .collect();
    assert_eq!(rows, back, "what was written is read");
    let places: Vec<AuditPlace> = rows.iter().map(|row| row.place).collect();
    assert_eq!(store.audit_rows_at(&places).await.unwrap(), rows);
}

#[tokio::test]
async fn pages_in_both_directions_pass_over_nothing() {
    let app = TestApp::new().await;
    let store = app.store.as_ref();
    let user = store.users().await.unwrap().swap_remove(0);
    // Several at the same moment.
    let events: Vec<AuditEvent> = (0..25)
        .map(|number| event(&user, AuditAct::SignedIn, NOW + number / 4, &[]))
        .collect();
    for some in events.chunks(3) {
        store.append_audit(some).await.unwrap();
    }
    let filter = AuditFilter::default();
    let mut both: Vec<Vec<AuditPlace>> = Vec::new();
    for order in [AuditOrder::NewestFirst, AuditOrder::OldestFirst] {
        let mut beyond: Option<AuditPosition> = None;
        let mut places: Vec<AuditPlace> = Vec::new();
        loop {
            let rows = store.audit_rows(&filter, order(beyond), 4).await.unwrap();
            let Some(last) = rows.last() else { break };
            beyond = Some((last.received_at, last.place));
            places.extend(rows.iter().map(|row| row.place));
        }
        both.push(places);
    }
    let (newest, mut oldest) = (both.swap_remove(0), both.swap_remove(0));
    oldest.reverse();
    assert_eq!(newest, oldest);
    assert_eq!(newest.iter().collect::<BTreeSet<_>>().len(), 25);
}

#[tokio::test]
async fn a_note_counts_once_for_its_user_and_device() {
    let app = TestApp::new().await;
    let store = app.store.as_ref();
    let users = store.users().await.unwrap();
    let noted = |user: &User, device: u128| AuditEvent {
        note: Some(Uuid::from_u128(5)),
        device: DeviceId(Uuid::from_u128(device)),
        ..event(user, AuditAct::Opened, NOW, &[])
    };
    let first = noted(&users[0], 1);
    let twice = [first.clone(), first.clone()];
    assert_eq!(store.append_audit(&twice).await.unwrap(), 1);
    assert_eq!(store.append_audit(&twice).await.unwrap(), 0);
    // Nobody can use up the note of somebody else.
    let others = [first, noted(&users[1], 1), noted(&users[0], 2)];
    assert_eq!(store.append_audit(&others).await.unwrap(), 2);
    assert_eq!(
        verify_audit(store).await.unwrap(),
        Checked::Whole { entries: 3 }
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixteen_writers_of_two_processes_lose_nothing_and_count_nothing_twice() {
    let app = TestApp::new().await;
    let beside = app.beside().await;
    let user = app.store.users().await.unwrap().swap_remove(0);
    let mut writing = Vec::new();
    for writer in 0..16_u128 {
        let store: Arc<dyn LedgerStore> = Arc::clone(if writer % 2 == 0 {
            &app.store
        } else {
            &beside.store
        });
        let user = user.clone();
        writing.push(tokio::spawn(async move {
            let mut new: usize = 0;
            for round in 0..10_u128 {
                // Every second row is a note that two writers hand in.
                let own = event(&user, AuditAct::SignedIn, NOW, &[]);
                let shared = AuditEvent {
                    note: Some(Uuid::from_u128((writer / 2) * 100 + round)),
                    ..event(&user, AuditAct::Opened, NOW, &[])
                };
                new += store.append_audit(&[own, shared]).await.unwrap();
            }
            new
        }));
    }
    let mut new: usize = 0;
    for one in writing {
        new += one.await.unwrap();
    }
    assert_eq!(new, 160 + 80);
    let whole = verify_audit(app.store.as_ref()).await.unwrap();
    assert_eq!(whole, Checked::Whole { entries: 240 });
}

#[tokio::test]
async fn the_plans_that_a_user_opened_are_found_by_either_clock() {
    let app = TestApp::new().await;
    let store = app.store.as_ref();
    let users = store.users().await.unwrap();
    let opened = |first: u64, at: u64| AuditEvent {
        first,
        ..event(&users[0], AuditAct::Opened, at, &[PlanId(fresh_id())])
    };
    let events = [
        opened(NOW - 500, NOW),
        opened(5, NOW),
        opened(NOW - 500, NOW - 400),
        opened(5, NOW - 400),
        event(&users[1], AuditAct::Opened, NOW, &[]),
        event(&users[0], AuditAct::Listed, NOW, &[]),
    ];
    store.append_audit(&events).await.unwrap();
    let there = NOW - 600..=NOW - 400;
    let found = store
        .opened_by(users[0].user, NOW - 1, there)
        .await
        .unwrap();
    let found: BTreeSet<&BTreeSet<PlanId>> = found.iter().map(|row| &row.plans).collect();
    let expected: BTreeSet<&BTreeSet<PlanId>> = events[..3].iter().map(|one| &one.plans).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_finding_is_kept_on_a_row_of_the_sample_and_never_changed() {
    let app = TestApp::new().await;
    let store = app.store.as_ref();
    let user = store.users().await.unwrap().swap_remove(0);
    store
        .append_audit(&[event(&user, AuditAct::Opened, NOW, &[])])
        .await
        .unwrap();
    let filter = AuditFilter::default();
    let rows = store
        .audit_rows(&filter, AuditOrder::NewestFirst(None), 1)
        .await
        .unwrap();
    let place = rows[0].place;
    let review = Review {
        week: "2026-W48".to_owned(),
        drawn_at: NOW,
        seed: Hash::of(b"chance"),
        picks: vec![(place, PickReason::Chance)],
    };
    assert!(store.keep_review(&review).await.unwrap());
    let other = Review {
        picks: Vec::new(),
        ..review.clone()
    };
    assert!(
        !store.keep_review(&other).await.unwrap(),
        "one sample a week"
    );
    assert_eq!(store.reviews().await.unwrap(), [review]);
    let finding = |at: u64, place: AuditPlace, week: &str| KeptFinding {
        id: fresh_id(),
        week: week.to_owned(),
        place,
        finding: ReviewFinding {
            user: user.user,
            at,
            text: "Avtalt med leder".to_owned(),
        },
    };
    let (first, second) = (finding(1, place, "2026-W48"), finding(2, place, "2026-W48"));
    assert!(store.keep_finding(&second).await.unwrap());
    assert!(store.keep_finding(&first).await.unwrap());
    assert_eq!(store.findings("2026-W48").await.unwrap(), [first, second]);
    let elsewhere = AuditPlace {
        sequence: 99,
        ..place
    };
    assert!(
        !store
            .keep_finding(&finding(3, elsewhere, "2026-W48"))
            .await
            .unwrap()
    );
    assert!(
        !store
            .keep_finding(&finding(3, place, "2026-W47"))
            .await
            .unwrap()
    );
    for table in ["reviews", "review_picks", "review_findings", "audit"] {
        let sql = format!("DELETE FROM {table}");
        assert!(app.database.run(&sql).await.is_err(), "{sql}");
        let sql = format!(
            "UPDATE {table} SET {}",
            match table {
                "reviews" => "drawn_at = 0",
                "review_picks" => "why = 'alarm'",
                "review_findings" => "words = ''",
                _ => "act = ''",
            }
        );
        assert!(app.database.run(&sql).await.is_err(), "{sql}");
    }
}
