//! Who is signed in on this device, and whose space is open. It outlives the session at the centre: that one may end
//! while the tablet is offline, and never touches what lies here. Signing in says who somebody is; the passphrase opens
//! what lies here of theirs, with or without network.

use leptos::prelude::*;
use overgang_domain::UserId;
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{DEVICE_REVOKED, Realm, SessionResponse, User};
use uuid::Uuid;
use wasm_bindgen::JsValue;

use super::lease_state::empty_forgotten_spaces;
use super::reference_state::ExpectOrName;
use crate::live::{Live, LiveCell};
pub use crate::storage::Session;
use crate::storage::{
    JournalStore, Listed, OpenStoreError, RememberSessionError, SpaceKeys, SpaceUse, ask_for_keys,
    keep_use, spaces, use_of,
};
use crate::sync_driver::may_have_open_tab;
use crate::{api_client, device};

/// How far the start has come.
#[derive(Clone, Debug, PartialEq)]
pub enum SessionPhase {
    /// Looking.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// Somebody is, and their space is closed.
    Locked(Closed),
    /// Somebody has signed in who has no space here yet.
    NewSpace(SessionResponse),
    /// Somebody is, and their space is open.
    SignedIn(Session),
    /// Somebody is, and this app cannot open what lies here. It touches nothing.
    CannotOpen(OpenStoreError),
    /// The browser opens nothing that it stores; with what it says.
    StorageBroken(String),
}

/// What can be opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// The spaces, the one that was open last first.
    pub spaces: Vec<Listed>,
    /// Who has signed in just now, if somebody has: the space is theirs.
    pub arrived: Option<SessionResponse>,
}

/// Signing in did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// No network, or no centre.
    Unreachable,
    /// The centre does not let this user in.
    Refused,
    /// The organisation's sign-in took too long, or was begun elsewhere.
    Expired,
    /// The user or the organisation said no.
    Declined,
    /// The organisation knows the user, who has no access here.
    NoAccess,
    /// The organisation's sign-in does not work.
    ProviderFails,
    /// This device gets nothing more.
    DeviceRevoked,
    /// The session at the centre is over.
    SessionOver,
    /// This browser cannot store.
    CannotStore,
}

/// How one signs in at this centre.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayIn {
    /// By choosing whom to be, in the practice prison.
    Practice(Vec<User>),
    /// At the organisation's provider.
    Provider,
}

/// The signed-in user as a signal.
#[derive(Clone, Copy)]
pub struct SessionState {
    pub(super) phase: LiveCell<SessionPhase>,
    pub(super) keys: StoredValue<Option<SpaceKeys>, LocalStorage>,
    sent_back: LiveCell<Option<SignInFailure>>,
}

impl SessionState {
    /// How far the start has come.
    pub fn phase(self) -> Live<SessionPhase> {
        self.phase.into()
    }

    /// The keys of the space that is open.
    pub fn keys(self) -> Option<SpaceKeys> {
        self.keys.get_value()
    }

    /// Finds whose space can be opened, and opens it where another tab has it open. Needs no network, but right after
    /// signing in at the provider.
    pub async fn resume(self) {
        self.read_sent_back();
        empty_forgotten_spaces().await;
        if address_says(SIGNED_IN) {
            clean_address();
            // Whoever only typed the address has not signed in, whatever session there still is.
            if device::take_leaving()
                && let Ok(response) = api_client::session().await
                && self.take_up(response).await.is_ok()
            {
                return;
            }
        }
        self.offer().await;
    }

    /// Shows what can be opened here without signing in anew.
    pub async fn offer(self) {
        let found = match spaces().await {
            Ok(found) => found,
            Err(error @ OpenStoreError::Failed(_)) => {
                let detail: String = error.to_string();
                return self.phase.set(SessionPhase::StorageBroken(detail));
            }
            Err(error) => return self.phase.set(SessionPhase::CannotOpen(error)),
        };
        let signed_in = found.into_iter().filter(|one| one.used.is_signed_in);
        let spaces: Vec<Listed> = signed_in.collect();
        let Some(last) = spaces.first() else {
            return self.phase.set(SessionPhase::SignedOut);
        };
        match keys_of_open_tab(last.space.id).await {
            Some(keys) => self.enter(keys).await,
            None => self.phase.set(SessionPhase::Locked(Closed {
                spaces,
                arrived: None,
            })),
        }
    }

    /// Signs somebody else in, or the same user anew. What lies here stays closed.
    pub fn sign_in_as_another(self) {
        self.phase.set(SessionPhase::SignedOut);
    }

    /// Goes on as whoever signed in last in a space that has just been opened.
    pub(super) async fn enter(self, keys: SpaceKeys) {
        let phase = match JournalStore::last_session(&keys).await {
            Ok(Some(session)) => {
                // A page that died while the device took a name of its own left the one of before.
                device::keep_device_id(session.device);
                SessionPhase::SignedIn(session)
            }
            // What says who it was cannot be read: whoever works here signs in again, and nothing is lost.
            Ok(None) => SessionPhase::SignedOut,
            Err(error) => SessionPhase::CannotOpen(error),
        };
        self.open(keys, phase);
    }

    /// What is asked of the centre from now on is asked for the user of this space.
    fn open(self, keys: SpaceKeys, phase: SessionPhase) {
        if let SessionPhase::SignedIn(session) = &phase {
            api_client::ask_for(session.user.user);
        }
        self.keys.set_value(Some(keys));
        self.phase.set(phase);
    }

    /// How one signs in here. Needs the centre.
    pub async fn way_in(self) -> Result<WayIn, SignInFailure> {
        match api_client::realm().await?.realm {
            Realm::Office => Ok(WayIn::Provider),
            Realm::Practice => Ok(WayIn::Practice(api_client::practice_users().await?.users)),
        }
    }

    /// Leaves the app for the organisation's sign-in, which sends the browser back. Needs the centre.
    pub async fn go_to_provider(self) -> Result<(), SignInFailure> {
        self.sent_back.set(None);
        let begun = api_client::begin_sign_in(device::device_id()).await?;
        if let Some(window) = web_sys::window() {
            device::note_leaving();
            drop(window.location().set_href(&begun.address));
        }
        Ok(())
    }

    /// Why the provider sent the browser back without signing anybody in.
    pub fn sent_back(self) -> Live<Option<SignInFailure>> {
        self.sent_back.into()
    }

    fn read_sent_back(self) {
        let known: [(&str, SignInFailure); 5] = [
            ("?sign-in=expired", SignInFailure::Expired),
            ("?sign-in=refused", SignInFailure::Declined),
            ("?sign-in=no-access", SignInFailure::NoAccess),
            ("?sign-in=device-revoked", SignInFailure::DeviceRevoked),
            ("?sign-in=failed", SignInFailure::ProviderFails),
        ];
        let found = known.iter().find(|(words, _)| address_says(words));
        if let Some((_, failure)) = found {
            clean_address();
            self.sent_back.set(Some(*failure));
        }
    }

    /// Signs in to the practice prison. Needs the centre.
    pub async fn sign_in(self, user: UserId) -> Result<(), SignInFailure> {
        let response: SessionResponse = api_client::sign_in(user, device::device_id())
            .await
            .map_err(SignInFailure::from)?;
        self.take_up(response).await
    }

    /// Goes on with who signed in: in their space where it is open, else by asking for its passphrase, or for one.
    async fn take_up(self, response: SessionResponse) -> Result<(), SignInFailure> {
        let found = spaces().await.map_err(|_| SignInFailure::CannotStore)?;
        let is_theirs = |one: &Listed| {
            one.space.user == response.user.user && one.space.realm == response.realm
        };
        let own: Vec<Listed> = found.into_iter().filter(is_theirs).collect();
        let Some(last) = own.first() else {
            self.phase.set(SessionPhase::NewSpace(response));
            return Ok(());
        };
        if let Some(keys) = keys_of_open_tab(last.space.id).await {
            return self.enter_as(keys, response).await;
        }
        self.phase.set(SessionPhase::Locked(Closed {
            spaces: own,
            arrived: Some(response),
        }));
        Ok(())
    }

    /// Remembers in an open space who signed in, and goes on there.
    pub(super) async fn enter_as(
        self,
        keys: SpaceKeys,
        response: SessionResponse,
    ) -> Result<(), SignInFailure> {
        let session = Session {
            realm: response.realm,
            user: response.user,
            device: response.device,
        };
        let given = (response.tag_key, response.centre_key);
        match JournalStore::remember_session(&keys, &session, given).await {
            Ok(()) => {
                self.open(keys, SessionPhase::SignedIn(session));
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

    /// Begins a new session at the centre for the user who is signed in here, after theirs has ended. In an office
    /// this leaves the app.
    pub async fn renew(self, session: &Session) -> Result<(), SignInFailure> {
        match session.realm {
            Realm::Office => self.go_to_provider().await,
            Realm::Practice => {
                api_client::sign_in(session.user.user, session.device).await?;
                Ok(())
            }
        }
    }

    /// Signs out here and on all other devices, as after one was lost. Needs the centre.
    pub async fn sign_out_everywhere(self) -> Result<(), SignInFailure> {
        api_client::sign_out_everywhere().await?;
        self.sign_out().await;
        Ok(())
    }

    /// Signs out. What lies on this device stays, unsent work too, sealed until its user signs in here again.
    pub async fn sign_out(self) {
        if let Some(keys) = self.keys.get_value() {
            let space: Uuid = keys.space();
            let used = SpaceUse {
                is_signed_in: false,
                ..use_of(space).await
            };
            // Where it cannot be written, the next start offers the space to its user: nothing is lost.
            drop(keep_use(space, &used).await);
            drop(JournalStore::forget_tag_key(space).await);
        }
        // Without network the session at the centre ends by itself.
        drop(api_client::sign_out().await);
        // What this user's journal and sync still run must not go on under the next user's session, and no key stays.
        device::start_anew();
    }
}

impl From<SendFailure> for SignInFailure {
    fn from(failure: SendFailure) -> Self {
        match failure {
            SendFailure::NoAnswer | SendFailure::NotTheCentre => Self::Unreachable,
            SendFailure::Refused { error, .. } if error.code == "no-provider" => {
                Self::ProviderFails
            }
            SendFailure::Refused { error, .. } if error.code == DEVICE_REVOKED => {
                Self::DeviceRevoked
            }
            SendFailure::Refused { status: 401, .. } => Self::SessionOver,
            SendFailure::Refused { .. } => Self::Refused,
        }
    }
}

/// The keys of a space, if another tab has it open. Where there is none, nobody is waited for.
async fn keys_of_open_tab(space: Uuid) -> Option<SpaceKeys> {
    if !may_have_open_tab().await {
        return None;
    }
    ask_for_keys(space).await
}

/// What the address says when the provider has signed somebody in.
const SIGNED_IN: &str = "?signed-in";

fn address_says(words: &str) -> bool {
    let search = web_sys::window().and_then(|window| window.location().search().ok());
    search.as_deref() == Some(words)
}

/// Takes the words out of the address, so that a reload does not say them again.
fn clean_address() {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some("/")));
    }
}

/// Makes the state known to all below.
pub fn provide_session_state() -> SessionState {
    let state = SessionState {
        phase: LiveCell::new(SessionPhase::Starting),
        keys: StoredValue::new_local(None),
        sent_back: LiveCell::new(None),
    };
    provide_context(state);
    state
}

/// Who is signed in.
pub fn use_session_state() -> SessionState {
    use_context().expect_or_name("provide_session_state")
}
