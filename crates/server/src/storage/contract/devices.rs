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
        store.revoke_device(device, user.user, now).await.unwrap();
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
