//! Signing in: to the practice prison by choosing whom to be, to an office at the organisation's provider.

use std::collections::BTreeSet;

use overgang_domain::change::Role;
use overgang_domain::{AgencyId, DeviceId, PrisonId, UserId};
use serde::{Deserialize, Serialize};

use super::{CentreKey, TagKey};

/// Which world a centre serves. Each has its own database there and in the browser, so that invented and
/// real people can never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Realm {
    /// The practice prison: invented people only.
    Practice,
    /// An office's real work.
    Office,
}

impl Realm {
    /// Its name, as part of a database's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Office => "office",
        }
    }
}

/// `GET /api/realm`: what this centre is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RealmResponse {
    /// Which world it serves.
    pub realm: Realm,
    /// The protocol that it speaks.
    pub protocol: u32,
    /// Whether whoever asks brings a session that is not over.
    pub has_session: bool,
}

/// `GET /api/practice/users`: whom one can be in the practice prison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PracticeUsersResponse {
    /// All of them.
    pub users: Vec<User>,
}

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Who.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// The administration.
    pub agency: AgencyId,
    /// What they do.
    pub role: Role,
    /// What else they do there. Of several roles the widest right counts.
    pub further_roles: BTreeSet<Role>,
    /// Where.
    pub prisons: BTreeSet<PrisonId>,
}

impl User {
    /// All that they do.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.role.and(&self.further_roles)
    }

    /// Whether this is among what they do.
    pub fn has_role(&self, role: Role) -> bool {
        self.roles().any(|one| one == role)
    }
}

/// `POST /api/session`: sign in as an invented user on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInRequest {
    /// As whom.
    pub user: UserId,
    /// The device's id, made by the device.
    pub device: DeviceId,
}

/// `POST /api/sign-in`: begin to sign in at the organisation's provider, on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BeginSignInRequest {
    /// The device's id, made by the device.
    pub device: DeviceId,
}

/// The answer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInBegun {
    /// The provider's page, to which the browser goes.
    pub address: String,
}

/// `POST /api/session` and `GET /api/session`: who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionResponse {
    /// In which world.
    pub realm: Realm,
    /// Who.
    pub user: User,
    /// On which device.
    pub device: DeviceId,
    /// Until when, milliseconds since 1970.
    pub expires_at: u64,
    /// The user's key on this device.
    pub tag_key: TagKey,
    /// The centre's key, to which the device seals what it has not sent.
    pub centre_key: CentreKey,
}
