//! Looking somebody up in a register of persons by their national identity number, so that a name need not be typed. The
//! register says more than is passed on: of an address grade nothing ever leaves the centre, and of a person with one
//! nothing at all.

use std::fmt;

use async_trait::async_trait;
use overgang_domain::{PrisonId, national_id};
use serde::{Deserialize, Serialize};

use super::Outbound;
use crate::clock::{Clock, draw_id};

/// The longest answer that is read, in bytes.
const LONGEST: usize = 4 * 1024;

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// A national identity number or a D-number.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentityNumber(String);

/// Never shows it.
impl fmt::Debug for IdentityNumber {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("IdentityNumber")
    }
}

impl IdentityNumber {
    /// The number that was typed, if its digits fit.
    pub fn read(typed: &str) -> Option<Self> {
        national_id::read(typed).map(Self)
    }

    /// Its eleven digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// How an address is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressGrade {
    /// Not at all.
    None,
    /// Confidential ("fortrolig").
    Confidential,
    /// Strictly confidential ("strengt fortrolig").
    StrictlyConfidential,
    /// Strictly confidential, abroad.
    StrictlyConfidentialAbroad,
}

/// Somebody in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredPerson {
    /// First and middle names.
    pub given_name: String,
    /// The family name.
    pub family_name: String,
    /// The prison in which the person is.
    #[serde(default)]
    pub prison: Option<PrisonId>,
    /// How the address is protected. It has to be said: an answer without it is none.
    pub address_grade: AddressGrade,
}

/// What the register says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "found", rename_all = "kebab-case")]
pub enum Found {
    /// This person.
    Person(RegisteredPerson),
    /// Nobody has this number.
    Nobody,
    /// It does not say.
    NoAnswer,
}

/// A register of persons.
#[async_trait]
pub trait PersonRegister: Send + Sync {
    /// Who has this number.
    async fn find(&self, number: &IdentityNumber) -> Found;
}

/// The register that is asked over HTTP: a signed POST of `{"identity_number": "…"}`, answered by [`Found`] as JSON.
pub struct HttpRegister {
    way: Outbound,
    clock: Clock,
}

impl HttpRegister {
    /// The register at the end of this way.
    pub fn new(way: Outbound, clock: Clock) -> Self {
        Self { way, clock }
    }

    async fn ask(&self, number: &IdentityNumber) -> Result<Found, &'static str> {
        let now: u64 = self.clock.now_millis();
        let id = draw_id(now).map_err(|_| "no id could be drawn")?;
        let body = serde_json::json!({ "identity_number": number.digits() });
        let asked = self
            .way
            .ask(id, now, body.to_string().into_bytes(), LONGEST);
        let answer: Vec<u8> = asked.await.map_err(|error| {
            tracing::warn!(%error, "the register of persons was not reached");
            "no answer"
        })?;
        // The error would say what stands there.
        serde_json::from_slice(&answer).map_err(|_| "an answer that cannot be read")
    }
}

#[async_trait]
impl PersonRegister for HttpRegister {
    async fn find(&self, number: &IdentityNumber) -> Found {
        match self.ask(number).await {
            Ok(found) if is_usable(&found) => found,
            Ok(_) => {
                tracing::warn!("the register of persons gave a name that is none");
                Found::NoAnswer
            }
            Err(why) => {
                tracing::warn!(why, "the register of persons gave no answer");
                Found::NoAnswer
            }
        }
    }
}

/// Whether a name can be one: what comes from outside goes onto screens.
fn is_usable(found: &Found) -> bool {
    let is_name = |name: &String| {
        let letters: usize = name.chars().count();
        letters <= LONGEST_NAME && !name.contains(char::is_control)
    };
    match found {
        Found::Person(person) => {
            let RegisteredPerson {
                given_name,
                family_name,
                ..
            } = person;
            let has_any = !given_name.trim().is_empty() || !family_name.trim().is_empty();
            has_any && is_name(given_name) && is_name(family_name)
        }
        Found::Nobody | Found::NoAnswer => true,
    }
}
