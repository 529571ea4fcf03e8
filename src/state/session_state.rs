//! Who is signed in on this device. It outlives the session at the centre: that one may end while the
//! tablet is offline, and never touches what lies here.

use leptos::prelude::*;
use overgang_domain::{DeviceId, UserId};
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{PracticeUser, Realm, SessionResponse};
use serde::{Deserialize, Serialize};

use super::reference_state::ExpectOrName;
use crate::live::{Live, LiveCell};
use crate::storage::{
    JournalStore, OpenStoreError, RememberSessionError, set_signed_in, signed_in,
};
use crate::{api_client, device};

/// Who works on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// In which world.
    pub realm: Realm,
    /// Who.
    pub user: PracticeUser,
    /// On which device.
    pub device: DeviceId,
}

/// How far the start has come.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionPhase {
    /// Looking.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is.
    SignedIn(Session),
    /// Somebody is, and this app cannot open what lies here. It touches nothing.
    CannotOpen(OpenStoreError),
}

/// Signing in did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// No network, or no centre.
    Unreachable,
    /// The centre does not let this user in.
    Refused,
    /// This browser cannot store.
    CannotStore,
}

/// The signed-in user as a signal.
#[derive(Clone, Copy)]
pub struct SessionState {
    phase: LiveCell<SessionPhase>,
}

impl SessionState {
    /// How far the start has come.
    pub fn phase(self) -> Live<SessionPhase> {
        self.phase.into()
    }

    /// Finds who was signed in last. Needs no network.
    pub async fn resume(self) {
        self.phase.set(match remembered().await {
            Ok(Some(session)) => SessionPhase::SignedIn(session),
            Ok(None) => SessionPhase::SignedOut,
            Err(error) => SessionPhase::CannotOpen(error),
        });
    }

    /// Whom one can be in the practice prison.
    pub async fn practice_users(self) -> Result<Vec<PracticeUser>, SignInFailure> {
        let answer = api_client::practice_users()
            .await
            .map_err(SignInFailure::from)?;
        Ok(answer.users)
    }

    /// Signs in to the practice prison. Needs the centre.
    pub async fn sign_in(self, user: UserId) -> Result<(), SignInFailure> {
        let response: SessionResponse = api_client::sign_in(user, device::device_id())
            .await
            .map_err(SignInFailure::from)?;
        let session = Session {
            realm: response.realm,
            user: response.user,
            device: response.device,
        };
        match remember(&session).await {
            Ok(()) => {
                self.phase.set(SessionPhase::SignedIn(session));
                Ok(())
            }
            Err(RememberSessionError::Open(error @ OpenStoreError::NewerVersion)) => {
                self.phase.set(SessionPhase::CannotOpen(error));
                Ok(())
            }
            Err(RememberSessionError::Open(_) | RememberSessionError::Write(_)) => {
                Err(SignInFailure::CannotStore)
            }
        }
    }

    /// Begins a new session at the centre for the user who is signed in here, after theirs has ended.
    pub async fn renew(self, session: &Session) -> Result<(), SignInFailure> {
        let renewed = api_client::sign_in(session.user.user, session.device).await;
        renewed.map(drop).map_err(SignInFailure::from)
    }

    /// Signs out. What lies on this device stays, unsent work too.
    pub async fn sign_out(self) {
        // Where it cannot be written, the next start finds the user signed in: nothing is lost.
        drop(set_signed_in(None).await);
        // Without network the session at the centre ends by itself.
        drop(api_client::sign_out().await);
        self.phase.set(SessionPhase::SignedOut);
        // What this user's journal and sync still run must not go on under the next user's session.
        if let Some(window) = web_sys::window() {
            drop(window.location().reload());
        }
    }
}

impl Session {
    /// The name of this user's database in this browser: each world and user has its own.
    pub fn database(&self) -> String {
        format!("overgang-{}-{}", self.realm.as_str(), self.user.user)
    }
}

impl From<SendFailure> for SignInFailure {
    fn from(failure: SendFailure) -> Self {
        match failure {
            SendFailure::NoAnswer | SendFailure::NotTheCentre => Self::Unreachable,
            SendFailure::Refused { .. } => Self::Refused,
        }
    }
}

async fn remembered() -> Result<Option<Session>, OpenStoreError> {
    let Some(database) = signed_in().await? else {
        return Ok(None);
    };
    JournalStore::last_session(&database).await
}

async fn remember(session: &Session) -> Result<(), RememberSessionError> {
    let database: String = session.database();
    JournalStore::remember_session(&database, session).await?;
    set_signed_in(Some(&database))
        .await
        .map_err(RememberSessionError::Write)
}

/// Makes the state known to all below.
pub fn provide_session_state() -> SessionState {
    let state = SessionState {
        phase: LiveCell::new(SessionPhase::Starting),
    };
    provide_context(state);
    state
}

/// Who is signed in.
pub fn use_session_state() -> SessionState {
    use_context().expect_or_name("provide_session_state")
}
