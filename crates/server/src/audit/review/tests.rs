//! Weeks, and samples drawn from a real store.

use overgang_domain::DeviceId;
use overgang_sync::message::{AuditReason, User};

use super::*;
use crate::audit::AuditEvent;
use crate::test_app::{NOW, TestApp, fresh_id};

const DAY: u64 = 24 * 60 * 60 * 1000;

#[test]
fn a_week_is_written_in_one_way() {
    let week = |text: &str| text.parse::<Week>();
    assert_eq!(
        week("2026-W48").unwrap(),
        Week::of("2026-11-29".parse().unwrap())
    );
    assert_eq!(week("2026-W53").unwrap().to_string(), "2026-W53");
    for wrong in [
        "2026-W54", "2025-W53", "2026-W1", "2026W48", "2026-W+4", "", "-W",
    ] {
        assert_eq!(week(wrong), Err(ReadWeekError), "{wrong}");
    }
}

#[test]
fn a_week_lasts_from_monday_to_monday_by_norways_clocks() {
    let span = |text: &str| text.parse::<Week>().unwrap().span();
    // 2026-11-22T23:00:00Z.
    assert_eq!(
        span("2026-W48"),
        1_795_388_400_000..1_795_388_400_000 + 7 * DAY
    );
    let with_long_sunday = span("2026-W43");
    assert_eq!(
        with_long_sunday.end - with_long_sunday.start,
        7 * DAY + DAY / 24
    );
    for week in 1..53 {
        let this = span(&format!("2026-W{week:02}"));
        assert_eq!(this.end, span(&format!("2026-W{:02}", week + 1)).start);
    }
}

fn event(user: &User, act: AuditAct, plan: PlanId, at: u64) -> AuditEvent {
    let event = AuditEvent::new(user, DeviceId(fresh_id()), act, at);
    event.about(AuditReason::None, BTreeSet::from([plan]))
}

#[tokio::test]
async fn the_sample_of_a_week_is_drawn_once_it_is_over_and_never_again() {
    let app = TestApp::new().await;
    let users = app.store.users().await.unwrap();
    let plan = PlanId(fresh_id());
    let listed = event(&users[0], AuditAct::Listed, plan, NOW);
    app.store.append_audit(&[listed]).await.unwrap();
    assert_eq!(
        draw_due(app.store.as_ref(), NOW).await.unwrap(),
        0,
        "the week goes on"
    );
    let after: u64 = Week::of(day_in_norway(NOW)).span().end;
    assert_eq!(draw_due(app.store.as_ref(), after - 1).await.unwrap(), 0);
    assert_eq!(draw_due(app.store.as_ref(), after).await.unwrap(), 1);
    let reviews = app.store.reviews().await.unwrap();
    assert_eq!(reviews.len(), 1);
    assert_eq!(
        (reviews[0].week.as_str(), reviews[0].picks.len()),
        ("2026-W48", 1)
    );
    assert_eq!(draw_due(app.store.as_ref(), after + DAY).await.unwrap(), 0);
    assert_eq!(app.store.reviews().await.unwrap(), reviews);
}

#[tokio::test]
async fn two_processes_keep_one_sample() {
    let app = TestApp::new().await;
    let users = app.store.users().await.unwrap();
    let listed = event(
        &users[0],
        AuditAct::Listed,
        PlanId(fresh_id()),
        NOW - 7 * DAY,
    );
    app.store.append_audit(&[listed]).await.unwrap();
    let beside = app.beside().await;
    let (one, other) = tokio::join!(
        draw_due(app.store.as_ref(), NOW),
        draw_due(beside.store.as_ref(), NOW)
    );
    assert_eq!(one.unwrap() + other.unwrap(), 1);
}

#[tokio::test]
async fn what_stands_out_is_in_the_sample_with_its_reason() {
    let app = TestApp::new().await;
    let device = app.sign_in(4).await;
    let opening = device.opening("ullersmo");
    device.sync(None, std::slice::from_ref(&opening)).await;
    let users = app.store.users().await.unwrap();
    let (writer, stranger) = (&device.user, &users[3]);
    let at: u64 = NOW - 7 * DAY;
    let plan = opening.plan;
    let mut events = vec![
        event(writer, AuditAct::Opened, plan, at),
        event(stranger, AuditAct::Opened, plan, at),
        event(stranger, AuditAct::Opened, plan, at + 1),
        event(stranger, AuditAct::Alarm, plan, at + 2),
        event(writer, AuditAct::OwnConsent, plan, at + 3),
    ];
    events.extend((0..100).map(|number| event(writer, AuditAct::Listed, plan, at + 10 + number)));
    // Nothing of this is a read.
    events.extend(
        [
            AuditAct::SignedIn,
            AuditAct::MadeAvailable,
            AuditAct::Refused,
        ]
        .map(|act| event(stranger, act, plan, at + 500)),
    );
    app.store.append_audit(&events).await.unwrap();
    assert_eq!(draw_due(app.store.as_ref(), NOW).await.unwrap(), 1);
    let review = app.store.reviews().await.unwrap().swap_remove(0);
    assert_eq!(review.picks.len(), 20);
    let places: Vec<_> = review.picks.iter().map(|(place, _)| *place).collect();
    let rows = app.store.audit_rows_at(&places).await.unwrap();
    let of = |why: PickReason| -> Vec<(UserId, AuditAct)> {
        let picks = review.picks.iter().zip(&rows);
        let picks = picks.filter(|((_, one), _)| *one == why);
        picks.map(|(_, row)| (row.user, row.act)).collect()
    };
    assert_eq!(of(PickReason::Alarm), [(stranger.user, AuditAct::Alarm)]);
    assert_eq!(
        of(PickReason::OwnConsent),
        [(writer.user, AuditAct::OwnConsent)]
    );
    assert_eq!(
        of(PickReason::NotTheirs),
        [(stranger.user, AuditAct::Opened)]
    );
    let by_chance = of(PickReason::Chance);
    let is_read = |act: &AuditAct| matches!(act, AuditAct::Opened | AuditAct::Listed);
    assert!(by_chance.len() == 17 && by_chance.iter().all(|(_, act)| is_read(act)));
}
