//! Damage to the log of reads that its chains have to show.

use overgang_domain::{DeviceId, UserId};
use overgang_sync::message::{AuditAct, PickReason, ReviewFinding};

use super::*;
use crate::audit::AuditEvent;
use crate::storage::{KeptFinding, Review};
use crate::test_app::{NOW, TestApp, fresh_id};
use crate::test_database::TestDatabase;

/// A centre with a strand of five rows.
async fn app() -> (TestApp, Uuid) {
    let app = TestApp::new().await;
    let user = app.store.users().await.unwrap().swap_remove(0);
    for _ in 0..5 {
        let event = AuditEvent::new(&user, DeviceId(fresh_id()), AuditAct::SignedIn, NOW);
        assert_eq!(app.store.append_audit(&[event]).await.unwrap(), 1);
    }
    let strands = app.store.strands().await.unwrap();
    assert_eq!(
        strands.len(),
        1,
        "one writer after the other needs one strand"
    );
    (app, strands[0].0)
}

async fn fault_after(damage: &[&str]) -> (u64, Fault) {
    let (app, _) = app().await;
    let whole = verify_audit(app.store.as_ref()).await.unwrap();
    assert_eq!(whole, Finding::Whole { entries: 5 });
    app.database.disarm().await;
    for sql in damage {
        let sql = sql.replace("ZERO", &app.database.bytes("00"));
        let sql = sql.replace("NOBODY", &app.database.bytes(&"00".repeat(16)));
        assert!(app.database.run(&sql).await.unwrap() > 0, "{sql}");
    }
    match verify_audit(app.store.as_ref()).await.unwrap() {
        Finding::Fault(fault) => (fault.sequence, fault.fault),
        Finding::Whole { .. } => panic!("the damage does not show: {damage:?}"),
    }
}

#[tokio::test]
async fn changed_missing_moved_and_cut_off_rows_show() {
    let time = "UPDATE audit SET received_at = received_at + 1 WHERE sequence = 3";
    assert_eq!(fault_after(&[time]).await, (3, Fault::WrongHash));
    let user = "UPDATE audit SET user_id = NOBODY WHERE sequence = 3";
    assert_eq!(fault_after(&[user]).await, (3, Fault::WrongColumn));
    let dropped = "DELETE FROM audit WHERE sequence = 3";
    assert_eq!(fault_after(&[dropped]).await, (4, Fault::Gap));
    let end = "DELETE FROM audit WHERE sequence = 5";
    assert_eq!(fault_after(&[end]).await, (4, Fault::WrongEnd));
    let swapped = [
        "UPDATE audit SET sequence = 9 WHERE sequence = 3",
        "UPDATE audit SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit SET sequence = 4 WHERE sequence = 9",
    ];
    assert_eq!(fault_after(&swapped).await, (3, Fault::WrongHash));
    assert_eq!(
        fault_after(&["DELETE FROM audit_ends"]).await,
        (0, Fault::NoHead)
    );
}

#[tokio::test]
async fn plain_statements_cannot_change_what_is_written() {
    let (app, _) = app().await;
    for sql in ["UPDATE audit SET received_at = 0", "DELETE FROM audit"] {
        assert!(app.database.run(sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_copy_has_the_log_of_reads_with_its_chains() {
    let (app, strand) = app().await;
    let place = AuditPlace {
        strand,
        sequence: 2,
    };
    let review = Review {
        week: "2026-W48".to_owned(),
        drawn_at: NOW,
        seed: Hash::of(b"chance"),
        picks: vec![(place, PickReason::Chance)],
    };
    assert!(app.store.keep_review(&review).await.unwrap());
    let finding = KeptFinding {
        id: fresh_id(),
        week: review.week.clone(),
        place,
        finding: ReviewFinding {
            user: UserId(fresh_id()),
            at: NOW,
            text: "I orden".to_owned(),
        },
    };
    assert!(app.store.keep_finding(&finding).await.unwrap());
    let database = TestDatabase::new().await;
    let target = database.open().await;
    copy_audit(app.store.as_ref(), target.as_ref())
        .await
        .unwrap();
    let copied = target.strand_rows(strand, 0, 10).await.unwrap();
    assert_eq!(copied, app.store.strand_rows(strand, 0, 10).await.unwrap());
    assert_eq!(target.reviews().await.unwrap(), [review]);
    assert_eq!(target.findings("2026-W48").await.unwrap(), [finding]);
    let whole = verify_audit(target.as_ref()).await.unwrap();
    assert_eq!(whole, Finding::Whole { entries: 5 });
}
