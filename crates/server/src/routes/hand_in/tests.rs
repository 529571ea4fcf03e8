//! What becomes of sealed entries, whoever brings them.

use overgang_domain::{PlanId, Stored, form};
use overgang_sync::message::TagKey;

use super::*;
use crate::test_app::{TestApp, TestDevice, fresh_id};
use crate::test_sealing::{Sealer, hand_in, post};

/// Vilde's place among the users of the tests, and another user's.
const VILDE: usize = 4;
const INGRID: usize = 0;

async fn entries_of(app: &TestApp, plan: PlanId) -> BTreeSet<EntryId> {
    let entries: Vec<Stored> = app.store.plan_entries(plan).await.unwrap();
    entries.iter().map(|one| one.entry.id).collect()
}

async fn apart(app: &TestApp) -> Vec<(EntryId, Vec<QuarantineReason>)> {
    let rows = app.store.all_quarantined().await.unwrap().into_iter();
    rows.map(|row| (row.entry.id, row.reasons.into_iter().collect()))
        .collect()
}

/// A plan of Vilde's that the centre has.
async fn plan_of(vilde: &TestDevice) -> PlanId {
    let opening = vilde.opening("ullersmo");
    vilde.sync(None, std::slice::from_ref(&opening)).await;
    opening.plan
}

#[tokio::test]
async fn what_its_author_marked_goes_into_the_ledger_whoever_brings_it() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let ingrid = app.sign_in(INGRID).await;
    let mut maker = Sealer::of(&vilde).await;
    let opening = vilde.opening("ullersmo");
    let status = vilde.status(opening.plan, "release-travel");
    let later = vilde.status(opening.plan, "release-money");
    let sealed = [&opening, &status, &later].map(|one| maker.seal(one));
    let [first, second, third] = sealed;
    let outcomes = hand_in(&app, None, vec![first.clone(), second.clone()]).await;
    assert_eq!(outcomes, [HandInOutcome::Received; 2]);
    let outcomes = hand_in(&app, Some(&ingrid), vec![third]).await;
    assert_eq!(outcomes, [HandInOutcome::Received]);
    // Brought again, they count once.
    let outcomes = hand_in(&app, Some(&vilde), vec![first, second]).await;
    assert_eq!(outcomes, [HandInOutcome::Received; 2]);
    let ids = BTreeSet::from([opening.id, status.id, later.id]);
    assert_eq!(entries_of(&app, opening.plan).await, ids);
    assert_eq!(apart(&app).await, []);
    // Handed in once more by the device itself, as after unlocking, each gets its receipt.
    let answer = vilde.sync(None, &[opening.clone(), status, later]).await;
    assert_eq!((answer.receipts.len(), answer.rejected.len()), (3, 0));
    assert_eq!(entries_of(&app, opening.plan).await, ids);
}

#[tokio::test]
async fn a_hand_in_does_not_move_the_chain_by_which_copies_are_noticed() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let plan = plan_of(&vilde).await;
    let before = vilde.sync(None, &[]).await.last;
    let mut maker = Sealer::of(&vilde).await;
    let sealed = maker.seal(&vilde.status(plan, "release-travel"));
    assert_eq!(
        hand_in(&app, None, vec![sealed]).await,
        [HandInOutcome::Received]
    );
    assert_eq!(vilde.sync(None, &[]).await.last, before);
}

#[tokio::test]
async fn what_is_forged_stays_out_of_the_ledger() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let ingrid = app.sign_in(INGRID).await;
    let plan = plan_of(&vilde).await;
    let mut maker = Sealer::of(&vilde).await;
    maker.forge();
    let forged = vilde.status(plan, "release-travel");
    let sealed = maker.seal(&forged);
    let outcomes = hand_in(&app, None, vec![sealed.clone()]).await;
    assert_eq!(outcomes, [HandInOutcome::NeedsSession]);
    assert_eq!(apart(&app).await, []);
    let outcomes = hand_in(&app, Some(&ingrid), vec![sealed]).await;
    assert_eq!(outcomes, [HandInOutcome::Quarantined]);
    assert_eq!(
        apart(&app).await,
        [(forged.id, vec![QuarantineReason::Tag])]
    );
    assert!(!entries_of(&app, plan).await.contains(&forged.id));
    // The author's own entry of that id still comes through, and a second forgery takes no place.
    let mut own = Sealer::of(&vilde).await;
    let sealed = own.seal(&forged);
    let outcomes = hand_in(&app, None, vec![sealed]).await;
    assert_eq!(outcomes, [HandInOutcome::Received]);
}

#[tokio::test]
async fn what_was_bent_or_moved_does_not_open() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let ingrid = app.sign_in(INGRID).await;
    let plan = plan_of(&vilde).await;
    let mut maker = Sealer::of(&vilde).await;
    let sealed = maker.seal(&vilde.status(plan, "release-travel"));
    let bent = |change: &dyn Fn(&mut SealedEntry)| {
        let mut one = sealed.clone();
        change(&mut one);
        one
    };
    let all = vec![
        bent(&|one| one.entry = EntryId(fresh_id())),
        bent(&|one| one.user = ingrid.user.user),
        bent(&|one| one.device = ingrid.device),
        bent(&|one| one.key.centre.0[0] ^= 1),
        bent(&|one| one.key.encapsulated[0] ^= 1),
        bent(&|one| one.key.sealed[0] ^= 1),
        bent(&|one| one.key.sealed.clear()),
        bent(&|one| *one.content.last_mut().unwrap() ^= 1),
        bent(&|one| one.content[0] ^= 1),
        bent(&|one| one.content.truncate(11)),
    ];
    let count: usize = all.len();
    let outcomes = hand_in(&app, Some(&ingrid), all).await;
    assert_eq!(outcomes, vec![HandInOutcome::Unreadable; count]);
    // What does not open holds nothing else up.
    let mixed = vec![bent(&|one| one.content[0] ^= 1), sealed.clone()];
    let outcomes = hand_in(&app, None, mixed).await;
    assert_eq!(
        outcomes,
        [HandInOutcome::Unreadable, HandInOutcome::Received]
    );
}

#[tokio::test]
async fn what_may_not_go_into_the_ledger_is_kept_apart_with_its_reason() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let ingrid = app.sign_in(INGRID).await;
    let plan = plan_of(&vilde).await;
    // Another prison's caseworker may not write there.
    let foreign = {
        let jonas = app.sign_in(1).await;
        let entry = jonas.status(plan, "release-travel");
        let sealed = Sealer::of(&jonas).await.seal(&entry);
        (entry, sealed)
    };
    let mut maker = Sealer::of(&vilde).await;
    let [first, second] = ["release-travel", "release-money"].map(|item| vilde.status(plan, item));
    let _taken_out = maker.seal(&first);
    // Names an entry before it that says something else.
    let mut other = first.clone();
    other.time.millis += 1;
    let mut chained = Sealer::of(&vilde).await;
    let (one, two) = (chained.seal(&first), maker.seal(&second));
    let replaced = Sealer::of(&vilde).await.seal(&other);
    let outcomes = hand_in(&app, None, vec![foreign.1]).await;
    assert_eq!(outcomes, [HandInOutcome::Quarantined]);
    let outcomes = hand_in(&app, None, vec![replaced, two]).await;
    assert_eq!(
        outcomes,
        [HandInOutcome::Received, HandInOutcome::Quarantined]
    );
    // Of one id the ledger has something else by now.
    let outcomes = hand_in(&app, None, vec![one]).await;
    assert_eq!(outcomes, [HandInOutcome::Quarantined]);
    let request = app
        .store
        .revoke_device(vilde.device, ingrid.user.user, 1, None);
    request.await.unwrap();
    let after = vilde.status(plan, "release-travel");
    let outcomes = hand_in(
        &app,
        None,
        vec![Sealer::with_known(&app, &vilde).await.seal(&after)],
    );
    assert_eq!(outcomes.await, [HandInOutcome::Quarantined]);
    let mut reasons = apart(&app).await;
    reasons.sort();
    let mut expected = vec![
        (foreign.0.id, vec![QuarantineReason::NotAllowed]),
        (second.id, vec![QuarantineReason::Chain]),
        (first.id, vec![QuarantineReason::Refused]),
        (after.id, vec![QuarantineReason::DeviceRevoked]),
    ];
    expected.sort();
    assert_eq!(reasons, expected);
}

#[tokio::test]
async fn an_author_whom_nobody_knows_there_is_believed_by_nobody() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let plan = plan_of(&vilde).await;
    let mut stranger = vilde.clone();
    stranger.device = DeviceId(fresh_id());
    let entry = stranger.status(plan, "release-travel");
    let key = app.centre.outbox_secret.public_key();
    let mut maker = Sealer::with(&stranger, TagKey([1; 32]), key);
    let sealed = maker.seal(&entry);
    let outcomes = hand_in(&app, None, vec![sealed.clone()]).await;
    assert_eq!(outcomes, [HandInOutcome::NeedsSession]);
    let outcomes = hand_in(&app, Some(&vilde), vec![sealed]).await;
    assert_eq!(outcomes, [HandInOutcome::Quarantined]);
}

#[tokio::test]
async fn too_many_and_too_large_ones_are_refused_whole() {
    let app = TestApp::new().await;
    let vilde = app.sign_in(VILDE).await;
    let plan = plan_of(&vilde).await;
    let sealed = Sealer::of(&vilde)
        .await
        .seal(&vilde.status(plan, "release-travel"));
    let mut large = sealed.clone();
    large.content.resize(MAX_SEALED_BYTES + 1, 0);
    for entries in [vec![sealed; MAX_SEALED + 1], vec![large]] {
        let request = HandInRequest {
            protocol: 1,
            entries,
        };
        let body = form::write(&request).unwrap();
        assert_eq!(post(&app, None, "/api/hand-in", body).await.status, 413);
    }
    assert_eq!(
        post(&app, None, "/api/hand-in", vec![1, 2, 3]).await.status,
        400
    );
}
