//! The window of an hour: by table, and against a count that looks at every pair.

use overgang_domain::UserId;
use proptest::prelude::*;

use super::*;
use crate::test_app::{NOW, TestApp};

const MINUTE: u64 = 60_000;

fn plan(number: u64) -> PlanId {
    PlanId(Uuid::from_u64_pair(1, number))
}

/// One person a minute, from `from` on.
fn one_a_minute(from: u64, persons: u64) -> Vec<Opening> {
    let persons = 0..persons;
    let opened = persons.map(|number| (from + number * MINUTE, BTreeSet::from([plan(number)])));
    opened.collect()
}

#[test]
fn as_many_as_usual_are_no_alarm_and_one_more_is() {
    let begin: u64 = 10 * HOUR;
    assert_eq!(hours_above(40, one_a_minute(begin, 40)), BTreeSet::new());
    assert_eq!(
        hours_above(40, one_a_minute(begin, 41)),
        BTreeSet::from([10])
    );
    assert_eq!(hours_above(40, Vec::new()), BTreeSet::new());
}

#[test]
fn the_same_person_again_is_one_person() {
    let often = (0..500).map(|number| (number, BTreeSet::from([plan(1)])));
    assert_eq!(hours_above(1, often.collect()), BTreeSet::new());
}

#[test]
fn the_hour_slides_over_the_hours_of_the_clock_and_ends_after_sixty_minutes() {
    let late: u64 = 11 * HOUR - 20 * MINUTE;
    assert_eq!(
        hours_above(40, one_a_minute(late, 41)),
        BTreeSet::from([11])
    );
    let two = |after: u64| {
        let openings = vec![
            (0, BTreeSet::from([plan(1)])),
            (after, BTreeSet::from([plan(2)])),
        ];
        hours_above(1, openings)
    };
    assert_eq!(two(HOUR - 1), BTreeSet::from([0]));
    assert_eq!(two(HOUR), BTreeSet::new());
}

#[test]
fn each_hour_in_which_it_goes_on_counts_once() {
    let begin: u64 = 10 * HOUR;
    assert_eq!(
        hours_above(40, one_a_minute(begin, 200)),
        BTreeSet::from([10, 11, 12, 13])
    );
}

proptest! {
    #[test]
    fn it_is_what_a_count_over_every_pair_gives(
        openings in proptest::collection::vec(
            (0..5 * HOUR, proptest::collection::btree_set(0_u64..12, 0..4)), 0..40),
        most in 0_usize..8,
    ) {
        let openings: Vec<Opening> = openings
            .into_iter()
            .map(|(at, plans)| (at, plans.into_iter().map(plan).collect()))
            .collect();
        let mut expected: BTreeSet<u64> = BTreeSet::new();
        for (at, _) in &openings {
            let within = openings.iter().filter(|(other, _)| other <= at && at - other < HOUR);
            let persons: BTreeSet<PlanId> =
                within.flat_map(|(_, plans)| plans.iter().copied()).collect();
            if persons.len() > most {
                expected.insert(at / HOUR);
            }
        }
        prop_assert_eq!(hours_above(most, openings), expected);
    }
}

fn opened(user: &User, device: DeviceId, number: u64, at: u64) -> AuditEvent {
    let mut event = AuditEvent::new(user, device, AuditAct::Opened, at);
    event.plans = BTreeSet::from([plan(number)]);
    event
}

async fn alarms(app: &TestApp) -> Vec<AuditRow> {
    use crate::storage::{AuditFilter, AuditOrder};
    let filter = AuditFilter {
        act: Some(AuditAct::Alarm),
        ..AuditFilter::default()
    };
    let order = AuditOrder::OldestFirst(None);
    app.store.audit_rows(&filter, order, 100).await.unwrap()
}

#[tokio::test]
async fn all_devices_of_a_user_count_together_and_nobody_elses() {
    let app = TestApp::new().await;
    let users = app.store.users().await.unwrap();
    let (user, other) = (&users[0], &users[1]);
    let devices = [1, 2].map(|number| DeviceId(Uuid::from_u128(number)));
    let mut events: Vec<AuditEvent> = Vec::new();
    for (number, device) in (0..10).zip(devices.into_iter().cycle()) {
        events.push(opened(user, device, number, NOW));
        events.push(opened(other, device, 100 + number, NOW));
    }
    app.store.append_audit(&events).await.unwrap();
    let just = [(NOW, BTreeSet::new())];
    watch(app.store.as_ref(), user, 10, &just, NOW)
        .await
        .unwrap();
    assert_eq!(alarms(&app).await, []);
    for _ in 0..2 {
        watch(app.store.as_ref(), user, 9, &just, NOW)
            .await
            .unwrap();
    }
    let raised = alarms(&app).await;
    assert_eq!(raised.len(), 1, "once per user and hour");
    assert_eq!(
        (raised[0].user, raised[0].reason),
        (user.user, AuditReason::ByReceipt)
    );
}

#[tokio::test]
async fn what_a_wild_clock_stretches_shows_by_receipt_and_what_comes_late_by_the_devices_clock() {
    let app = TestApp::new().await;
    let users = app.store.users().await.unwrap();
    let device = DeviceId(Uuid::from_u128(1));
    // Twelve at once, which the device says were a day each apart.
    let stretched: Vec<AuditEvent> = (0..12)
        .map(|number| AuditEvent {
            first: NOW - number * 24 * HOUR,
            ..opened(&users[0], device, number, NOW)
        })
        .collect();
    // Twelve within an hour of yesterday, of which the centre heard one after the other, two hours apart.
    let late: Vec<AuditEvent> = (0..12)
        .map(|number| AuditEvent {
            first: NOW - 24 * HOUR + number,
            ..opened(&users[1], device, number, NOW - number * 2 * HOUR)
        })
        .collect();
    for (user, events) in [(&users[0], stretched), (&users[1], late)] {
        app.store.append_audit(&events).await.unwrap();
        let openings: Vec<Opening> = events
            .iter()
            .map(|one| (one.first, one.plans.clone()))
            .collect();
        watch(app.store.as_ref(), user, 10, &openings, NOW)
            .await
            .unwrap();
    }
    let raised: Vec<(UserId, AuditReason, u64)> = alarms(&app)
        .await
        .iter()
        .map(|row| (row.user, row.reason, row.first))
        .collect();
    let hour = |at: u64| at / HOUR * HOUR;
    let mut expected = [
        (users[0].user, AuditReason::ByReceipt, hour(NOW)),
        (users[1].user, AuditReason::ByDevice, hour(NOW - 24 * HOUR)),
    ];
    let mut raised = raised;
    raised.sort();
    expected.sort();
    assert_eq!(raised, expected);
}
