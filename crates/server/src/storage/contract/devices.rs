//! What every database has to do with devices.

use std::collections::BTreeSet;

use overgang_domain::{DeviceId, PrisonId};
use overgang_sync::message::{TagKey, User};

use super::super::{BeginSession, DeviceScope, Heartbeat, NewSession, SessionState};
use super::{empty, founded};
use crate::chain::Hash;
use crate::test_app::fresh_id;

#[tokio::test]
async fn devices_are_listed_noted_and_revoked() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let user: User = founded(store).await;
    let session = NewSession {
        token: Hash::of(b"token"),
        user: user.user,
        device: DeviceId(fresh_id()),
        begun_at: 10,
        expires_at: 100,
        provider_session: None,
        tag_key: TagKey([7; 32]),
    };
    let device: DeviceId = session.device;
    store.begin_session(session.clone(), None).await.unwrap();
    let beat = Heartbeat {
        device,
        user: user.user,
        app: "1".to_owned(),
        protocol: 1,
        seen_at: 15,
        unsent: 3,
    };
    let newer = Heartbeat {
        seen_at: 16,
        ..beat.clone()
    };
    let unknown = Heartbeat {
        device: DeviceId(fresh_id()),
        ..beat.clone()
    };
    let beats = [beat.clone(), newer, unknown];
    store.note_heartbeats(&beats).await.unwrap();
    store.note_heartbeats(&[beat]).await.unwrap();
    store.name_device(device, "Tablet").await.unwrap();
    let of_user = DeviceScope::OfUser(user.user);
    let of_prisons = DeviceScope::OfPrisons(user.prisons.clone());
    let elsewhere = DeviceScope::OfPrisons([PrisonId::from("elsewhere")].into());
    let found = store.devices(&of_user).await.unwrap();
    for scope in [of_prisons, DeviceScope::All] {
        assert_eq!(store.devices(&scope).await.unwrap(), found);
    }
    for scope in [elsewhere, DeviceScope::OfPrisons(BTreeSet::new())] {
        assert_eq!(store.devices(&scope).await.unwrap(), []);
    }
    let enrolled = &found[0].users[0];
    assert_eq!((found.len(), found[0].users.len()), (1, 1));
    assert_eq!(
        (enrolled.enrolled_at, enrolled.seen_at, enrolled.unsent),
        (10, 16, 3)
    );
    assert_eq!(enrolled.tag_key, TagKey([7; 32]));
    assert_eq!((&*found[0].name, found[0].revoked), ("Tablet", None));

    for now in [20, 30] {
        let revoked = store.revoke_device(device, user.user, now, None).await;
        assert_eq!(revoked.unwrap().len(), usize::from(now == 20));
        let state = store.session(session.token, now).await.unwrap();
        assert_eq!(state, SessionState::Revoked);
    }
    let found = store.devices(&of_user).await.unwrap();
    assert_eq!(found[0].revoked, Some((20, user.user)));
    let again = NewSession {
        token: Hash::of(b"other token"),
        ..session
    };
    let begun = store.begin_session(again, None).await.unwrap();
    assert_eq!(begun, BeginSession::Revoked);

    let (_database, copy) = empty().await;
    copy.copy_devices(&found).await.unwrap();
    let mut copied = copy.devices(&DeviceScope::All).await.unwrap();
    // Who the users are is copied with the users.
    assert_eq!(copied[0].users[0].user_name, "");
    copied[0].users[0].user_name.clone_from(&user.name);
    assert_eq!(copied, found);
}

#[tokio::test]
async fn a_copy_begins_a_session_like_the_one_that_it_had() {
    let (_database, store) = empty().await;
    let store = store.as_ref();
    let user: User = founded(store).await;
    let session = |token: &[u8], device: DeviceId, tag_key: u8| NewSession {
        token: Hash::of(token),
        user: user.user,
        device,
        begun_at: 10,
        expires_at: 100,
        provider_session: Some("there".to_owned()),
        tag_key: TagKey([tag_key; 32]),
    };
    let [first, second, third] = [0; 3].map(|_| DeviceId(fresh_id()));
    let old = session(b"old", first, 1);
    store.begin_session(old.clone(), None).await.unwrap();
    let copy = |token: &[u8], device: DeviceId| NewSession {
        provider_session: None,
        expires_at: 1_000,
        ..session(token, device, 2)
    };
    let begin = async |copy: NewSession, like: &[u8]| {
        let copied = store.begin_copy(copy, Hash::of(like)).await;
        copied.unwrap()
    };
    assert_eq!(begin(copy(b"x", second), b"unknown").await, None);
    let copied = begin(copy(b"copy", second), b"old").await.unwrap();
    assert_eq!((copied.device, copied.expires_at), (second, 100));
    assert_eq!(copied.copied_from, BTreeSet::from([first]));
    assert_eq!((copied.tag_key, copied.last), (TagKey([2; 32]), None));
    // The key stays, whatever is drawn when it is asked for again.
    let again = NewSession {
        tag_key: TagKey([3; 32]),
        ..copy(b"again", second)
    };
    assert_eq!(begin(again, b"old").await, Some(copied));
    let of_the_copy = begin(copy(b"third", third), b"copy").await.unwrap();
    assert_eq!(of_the_copy.copied_from, BTreeSet::from([first, second]));
    // A device that came by itself, or from another, is free no longer.
    assert_eq!(begin(copy(b"y", first), b"copy").await, None);
    assert_eq!(begin(copy(b"z", third), b"old").await, None);
    let found = store.devices(&DeviceScope::All).await.unwrap();
    let origins: Vec<_> = found.iter().map(|one| one.copied_from).collect();
    assert_eq!(origins, [None, Some(first), Some(second)]);
    for token in [&b"old"[..], b"copy", b"again", b"third"] {
        let state = store.session(Hash::of(token), 50).await.unwrap();
        assert!(matches!(state, SessionState::Open(_)));
    }
    // The provider's word ends them too.
    let ended = store.end_sessions_of(user.user, Some("there"), 60);
    ended.await.unwrap();
    let state = store.session(Hash::of(b"third"), 70).await.unwrap();
    assert_eq!(state, SessionState::Over);
    assert_eq!(
        begin(copy(b"late", DeviceId(fresh_id())), b"old").await,
        None
    );
}
