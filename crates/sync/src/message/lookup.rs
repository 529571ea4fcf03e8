//! Looking somebody up in a register of persons by their national identity number.

use overgang_domain::PrisonId;
use serde::{Deserialize, Serialize};

/// `POST /api/lookup`: whom to look up.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookUpRequest {
    /// A national identity number or a D-number: eleven digits, with spaces or without.
    pub identity_number: String,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookUpResponse {
    /// Whether anything was found.
    pub found: WhatWasFound,
    /// The person, where one was.
    pub person: Option<PersonFound>,
}

/// Whether anything was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WhatWasFound {
    /// A person.
    Person,
    /// Nobody has this number.
    Nobody,
    /// There is no answer: write it by hand.
    NoAnswer,
}

/// Who it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonFound {
    /// First and middle names.
    pub given_name: String,
    /// The family name.
    pub family_name: String,
    /// The prison, where it is one of the user's own; of others nothing is said.
    pub prison: Option<PrisonId>,
}
