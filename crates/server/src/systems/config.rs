//! The file that says which systems stand beside this centre and what each may do. No secret is in it: it says where each
//! of them is read from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use openidconnect::reqwest;
use overgang_domain::access::PlanFacts;
use overgang_domain::change::Role;
use overgang_domain::reference::Reference;
use overgang_domain::{AgencyId, PrisonId};
use overgang_sync::message::User;
use serde::Deserialize;
use serde_json::Value;

use super::addresses::{BadAddressError, Callable};
use super::signature::{SHORTEST_SECRET, SharedSecret};
use super::{May, Outbound, System, Systems, Webhook, device_of, user_of};

/// How many plans one call names, unless the file says otherwise, and at most.
const PLANS_A_CALL: (usize, usize) = (200, 1_000);

/// The file as it is written, in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    systems: Vec<WrittenSystem>,
    #[serde(default)]
    person_register: Option<WrittenRegister>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSystem {
    name: String,
    agency: AgencyId,
    role: Role,
    prisons: BTreeSet<PrisonId>,
    may: BTreeSet<May>,
    /// Read apart, so that no error shows a secret that somebody has written here.
    secret: Value,
    #[serde(default)]
    webhook: Option<WrittenWebhook>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWebhook {
    address: String,
    #[serde(default = "plans_a_call")]
    plans_a_call: usize,
    #[serde(default)]
    allow_loopback: bool,
}

fn plans_a_call() -> usize {
    PLANS_A_CALL.0
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRegister {
    address: String,
    secret: Value,
    #[serde(default)]
    allow_loopback: bool,
}

/// Where a secret is read from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretSource {
    /// The variable of the environment with this name.
    Environment(String),
    /// This file, without the white space at its end.
    File(PathBuf),
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadSystemsError {
    /// Not JSON, a field too much or too few, a role or a right that there is not.
    #[error("the file of the systems cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It stands in a header, in a log and in the directory.
    #[error(
        "a system is called something like `prison-records` (a to z, 0 to 9 and -, at most 40 letters), not {0:?}"
    )]
    Name(String),
    /// Two with one name are one.
    #[error("two systems are called {0}")]
    Twice(String),
    /// Something that the reference data does not have.
    #[error("system {system} names {what} that there is not: {id}")]
    Unknown {
        /// Which system.
        system: String,
        /// `an administration` or `a prison`.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// It would never reach a plan.
    #[error(
        "system {system}: as {role} it reaches no plan; take a role that reaches the plans of its prisons"
    )]
    Role {
        /// Which system.
        system: String,
        /// Its role.
        role: &'static str,
    },
    /// It would never reach a plan either.
    #[error("system {0} has no prisons")]
    NoPrisons(String),
    /// The right and the place belong together.
    #[error(
        "system {0}: `webhooks` among what it may do and `webhook` with its address go together"
    )]
    Webhook(String),
    /// None, or more than the receiver could take.
    #[error("system {0}: a call names from 1 to 1,000 plans")]
    PlansACall(String),
    /// It cannot be called.
    #[error("{whose} cannot be called: {why}")]
    Address {
        /// `system NAME` or `the person register`.
        whose: String,
        /// Why.
        why: BadAddressError,
    },
    /// The secret itself has no place in the file.
    #[error(
        "the secret of {0} does not stand in the file; write where it is read from, as in {{\"file\": \"/run/secrets/…\"}} or \
         {{\"environment\": \"…\"}}"
    )]
    SecretSource(String),
    /// It is not where the file says.
    #[error("the secret of {whose} cannot be read: {why}")]
    NoSecret {
        /// `system NAME` or `the person register`.
        whose: String,
        /// What went wrong.
        why: std::io::Error,
    },
    /// It could be guessed.
    #[error("the secret of {0} is shorter than {SHORTEST_SECRET} characters")]
    ShortSecret(String),
    /// One system could sign as the other.
    #[error("{0} and {1} have the same secret")]
    SameSecret(String, String),
    /// There is no way out.
    #[error("no HTTP client could be made: {0}")]
    Client(#[from] reqwest::Error),
}

/// Reads secrets, each only once.
struct Secrets<Read> {
    read: Read,
    known: BTreeMap<SharedSecret, String>,
}

impl<Read: FnMut(&SecretSource) -> Result<String, std::io::Error>> Secrets<Read> {
    fn take(&mut self, source: &Value, whose: String) -> Result<SharedSecret, ReadSystemsError> {
        let source = SecretSource::deserialize(source)
            .map_err(|_| ReadSystemsError::SecretSource(whose.clone()))?;
        let read = (self.read)(&source).map_err(|why| ReadSystemsError::NoSecret {
            whose: whose.clone(),
            why,
        })?;
        let secret = SharedSecret::new(read.trim_end().to_owned())
            .ok_or_else(|| ReadSystemsError::ShortSecret(whose.clone()))?;
        if let Some(other) = self.known.insert(secret.clone(), whose.clone()) {
            return Err(ReadSystemsError::SameSecret(other, whose));
        }
        Ok(secret)
    }
}

impl Systems {
    /// Reads the file's text, and the secrets that it names by `read`; checks all against the reference data.
    pub fn read(
        json: &str,
        reference: &Reference,
        read: impl FnMut(&SecretSource) -> Result<String, std::io::Error>,
    ) -> Result<Self, ReadSystemsError> {
        let written: Written = serde_json::from_str(json)?;
        let mut secrets = Secrets {
            read,
            known: BTreeMap::new(),
        };
        let mut all = Self::default();
        for one in written.systems {
            check(&one, reference)?;
            let whose = format!("system {}", one.name);
            let secret = secrets.take(&one.secret, whose.clone())?;
            let webhook = match &one.webhook {
                None => None,
                Some(webhook) => Some(Webhook {
                    outbound: outbound(
                        &webhook.address,
                        webhook.allow_loopback,
                        secret.clone(),
                        whose,
                    )?,
                    plans_a_call: webhook.plans_a_call,
                }),
            };
            let system = System {
                user: User {
                    user: user_of(&one.name),
                    name: one.name.clone(),
                    agency: one.agency,
                    role: one.role,
                    further_roles: BTreeSet::new(),
                    prisons: one.prisons,
                },
                device: device_of(&one.name),
                may: one.may,
                secret,
                webhook,
                name: one.name.clone(),
            };
            if all
                .named
                .insert(one.name.clone(), Arc::new(system))
                .is_some()
            {
                return Err(ReadSystemsError::Twice(one.name));
            }
        }
        if let Some(register) = written.person_register {
            let whose = "the person register".to_owned();
            let secret = secrets.take(&register.secret, whose.clone())?;
            let way = outbound(&register.address, register.allow_loopback, secret, whose)?;
            all.register = Some(way);
        }
        Ok(all)
    }
}

/// The way to an address, if it can be called.
fn outbound(
    address: &str,
    allows_loopback: bool,
    secret: SharedSecret,
    whose: String,
) -> Result<Outbound, ReadSystemsError> {
    let address = Callable::read(address, allows_loopback)
        .map_err(|why| ReadSystemsError::Address { whose, why })?;
    Ok(Outbound::new(address, secret)?)
}

/// What can be said without its secret.
fn check(one: &WrittenSystem, reference: &Reference) -> Result<(), ReadSystemsError> {
    let system = || one.name.clone();
    let is_plain = |letter: u8| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if !(1..=40).contains(&one.name.len()) || !one.name.bytes().all(is_plain) {
        return Err(ReadSystemsError::Name(system()));
    }
    let unknown = |what: &'static str, id: String| ReadSystemsError::Unknown {
        system: system(),
        what,
        id,
    };
    if reference.agencies.get(&one.agency).is_none() {
        return Err(unknown("an administration", one.agency.to_string()));
    }
    let mut prisons = one.prisons.iter();
    if let Some(id) = prisons.find(|id| reference.prisons.get(id).is_none()) {
        return Err(unknown("a prison", id.to_string()));
    }
    if !PlanFacts::reaches_whole_prisons(one.role) {
        return Err(ReadSystemsError::Role {
            system: system(),
            role: one.role.as_str(),
        });
    }
    if one.prisons.is_empty() {
        return Err(ReadSystemsError::NoPrisons(system()));
    }
    if one.webhook.is_some() != one.may.contains(&May::Webhooks) {
        return Err(ReadSystemsError::Webhook(system()));
    }
    let plans = one.webhook.as_ref().map(|webhook| webhook.plans_a_call);
    if plans.is_some_and(|plans| !(1..=PLANS_A_CALL.1).contains(&plans)) {
        return Err(ReadSystemsError::PlansACall(system()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Error, ErrorKind};

    use serde_json::json;

    use super::*;
    use crate::reference_data;

    fn file() -> Value {
        json!({
            "systems": [
                {"name": "prison-records", "agency": "prison-social", "role": "prison-social-worker",
                 "prisons": ["ullersmo"], "may": ["read", "hand-in-events", "webhooks"],
                 "secret": {"environment": "ONE"},
                 "webhook": {"address": "https://records.example.no/overgang"}},
                {"name": "archive", "agency": "nav-in-prison", "role": "nav-caseworker",
                 "prisons": ["ullersmo", "halden"], "may": ["read"], "secret": {"file": "/secret/two"}},
            ],
            "person_register": {"address": "https://register.example.no/ask",
                                "secret": {"environment": "THREE"}},
        })
    }

    fn read(change: impl FnOnce(&mut Value)) -> Result<Systems, String> {
        let mut json = file();
        change(&mut json);
        let reference = reference_data::shipped().unwrap();
        let secrets = |source: &SecretSource| match source {
            SecretSource::Environment(name) if name == "SHORT" => Ok("short".to_owned()),
            SecretSource::Environment(name) if name == "GONE" => {
                Err(Error::from(ErrorKind::NotFound))
            }
            SecretSource::Environment(name) => Ok(format!("{name}{}\n", "0".repeat(32))),
            SecretSource::File(path) => Ok(format!("{}{}", path.display(), "0".repeat(32))),
        };
        Systems::read(&json.to_string(), &reference, secrets).map_err(|error| error.to_string())
    }

    #[test]
    fn a_system_is_the_same_user_on_the_same_device_at_every_start() {
        let (systems, again) = (read(|_| {}).unwrap(), read(|_| {}).unwrap());
        let one = systems.get("prison-records").unwrap();
        assert_eq!(one.caller(), again.get("prison-records").unwrap().caller());
        assert_eq!(one.user.name, "prison-records");
        let other = systems.get("archive").unwrap();
        assert_ne!(one.user.user, other.user.user);
        assert_ne!(one.device, other.device);
        assert!(one.webhook.is_some() && other.webhook.is_none());
        assert!(systems.register().is_some());
        assert!(systems.get("another").is_none());
    }

    #[test]
    fn a_file_that_cannot_be_meant_is_refused_with_a_word_why() {
        type Broken = (fn(&mut Value), &'static str);
        let cases: [Broken; 19] = [
            (|json| json["system"] = json!([]), "system"),
            (
                |json| json["systems"][0]["name"] = "Records".into(),
                "Records",
            ),
            (
                |json| json["systems"][1]["name"] = "prison-records".into(),
                "two systems",
            ),
            (
                |json| json["systems"][0]["agency"] = "nowhere".into(),
                "nowhere",
            ),
            (
                |json| json["systems"][0]["prisons"][0] = "azkaban".into(),
                "azkaban",
            ),
            (
                |json| json["systems"][0]["prisons"] = json!([]),
                "no prisons",
            ),
            (|json| json["systems"][0]["role"] = "king".into(), "king"),
            (
                |json| json["systems"][0]["role"] = "auditor".into(),
                "reaches no plan",
            ),
            (
                |json| json["systems"][0]["role"] = "coordinator".into(),
                "reaches no plan",
            ),
            (
                |json| json["systems"][0]["may"] = json!(["read"]),
                "go together",
            ),
            (
                |json| json["systems"][1]["may"] = json!(["webhooks"]),
                "go together",
            ),
            (
                |json| json["systems"][0]["may"] = json!(["everything"]),
                "everything",
            ),
            (
                |json| json["systems"][0]["secret"] = "0000".into(),
                "secret",
            ),
            (
                |json| json["systems"][0]["secret"]["environment"] = "SHORT".into(),
                "shorter",
            ),
            (
                |json| json["systems"][0]["secret"]["environment"] = "GONE".into(),
                "cannot be read",
            ),
            (
                |json| json["systems"][0]["secret"]["environment"] = "THREE".into(),
                "same secret",
            ),
            (
                |json| json["systems"][0]["webhook"]["address"] = "http://a.no".into(),
                "https",
            ),
            (
                |json| json["systems"][0]["webhook"]["address"] = "https://10.0.0.1".into(),
                "public",
            ),
            (
                |json| json["person_register"]["address"] = "https://[::1]".into(),
                "register",
            ),
        ];
        for (change, reason) in cases {
            let refused = read(change).unwrap_err();
            assert!(refused.contains(reason), "{refused}");
            assert!(!refused.contains("0000"), "a secret is shown: {refused}");
        }
        let many = read(|json| json["systems"][0]["webhook"]["plans_a_call"] = 1_001.into());
        assert!(many.unwrap_err().contains("1,000 plans"));
        assert!(read(|json| json["person_register"] = Value::Null).is_ok());
    }
}
