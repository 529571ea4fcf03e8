//! The file that says which provider signs people in, and what each of its groups may do.

use std::collections::BTreeSet;
use std::path::PathBuf;

use openidconnect::{ClientId, IssuerUrl, RedirectUrl};
use overgang_domain::change::Role;
use overgang_domain::reference::Reference;
use overgang_domain::{AgencyId, PrisonId};
use serde::Deserialize;

/// The path by which the browser comes back.
pub(crate) const WAY_BACK: &str = "/api/sign-in/callback";

const HOUR_MILLIS: u64 = 60 * 60 * 1000;

/// The file as it is written, in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    issuer: IssuerUrl,
    client_id: ClientId,
    /// Where the centre is found from outside, as in `https://overgang.example.no`.
    address: String,
    #[serde(default)]
    client_secret_file: Option<PathBuf>,
    #[serde(default = "profile")]
    scopes: Vec<String>,
    #[serde(default = "groups")]
    groups_claim: String,
    #[serde(default = "ten")]
    session_hours: u64,
    grants: Vec<Grant>,
}

fn profile() -> Vec<String> {
    vec!["profile".to_owned()]
}

fn groups() -> String {
    "groups".to_owned()
}

fn ten() -> u64 {
    10
}

/// What one group may do.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Grant {
    group: String,
    role: Role,
    agency: AgencyId,
    prisons: BTreeSet<PrisonId>,
}

/// Which provider, and what its groups may do.
#[derive(Clone, Debug)]
pub struct ProviderConfig {
    pub(super) issuer: IssuerUrl,
    pub(super) client_id: ClientId,
    pub(super) way_back: RedirectUrl,
    pub(super) scopes: Vec<String>,
    pub(super) groups_claim: String,
    /// The file with the client's secret, where it does not stand in the environment.
    pub client_secret_file: Option<PathBuf>,
    session_hours: u64,
    grants: Vec<Grant>,
}

/// What somebody's groups give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rights {
    pub(super) role: Role,
    pub(super) agency: AgencyId,
    pub(super) prisons: BTreeSet<PrisonId>,
}

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ReadProviderConfigError {
    /// Not JSON, a field too much or too few, a role that there is not.
    #[error("the provider's file cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// Tokens would travel in clear.
    #[error("{0} has to begin with https:// (http:// is for this machine's own address only)")]
    InClear(&'static str),
    /// The address of the centre is none.
    #[error("the centre's address is no address: {0}")]
    Address(#[from] openidconnect::url::ParseError),
    /// Something that the reference data does not have.
    #[error("the provider's file names {what} that there is not: {id}")]
    Unknown {
        /// `an administration` or `a prison`.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// Nobody could work with it.
    #[error("a session lasts from 1 to 24 hours")]
    SessionHours,
    /// Nobody could sign in.
    #[error("the provider's file gives no group access")]
    NoGrants,
}

impl ProviderConfig {
    /// Reads the file's text, and checks it against the reference data.
    pub fn read(json: &str, reference: &Reference) -> Result<Self, ReadProviderConfigError> {
        let (agencies, prisons) = (&reference.agencies, &reference.prisons);
        let written: Written = serde_json::from_str(json)?;
        if !is_safe(written.issuer.url()) {
            return Err(ReadProviderConfigError::InClear("the issuer"));
        }
        let address = written.address.trim_end_matches('/');
        let way_back = RedirectUrl::new(format!("{address}{WAY_BACK}"))?;
        if !is_safe(way_back.url()) {
            return Err(ReadProviderConfigError::InClear("the centre's address"));
        }
        if !(1..=24).contains(&written.session_hours) {
            return Err(ReadProviderConfigError::SessionHours);
        }
        if written.grants.is_empty() {
            return Err(ReadProviderConfigError::NoGrants);
        }
        for grant in &written.grants {
            if !agencies.agencies.iter().any(|one| one.id == grant.agency) {
                return Err(ReadProviderConfigError::Unknown {
                    what: "an administration",
                    id: grant.agency.to_string(),
                });
            }
            let is_unknown =
                |id: &&PrisonId| !prisons.prisons.iter().any(|prison| prison.id == **id);
            if let Some(id) = grant.prisons.iter().find(is_unknown) {
                return Err(ReadProviderConfigError::Unknown {
                    what: "a prison",
                    id: id.to_string(),
                });
            }
        }
        Ok(Self {
            issuer: written.issuer,
            client_id: written.client_id,
            way_back,
            scopes: written.scopes,
            groups_claim: written.groups_claim,
            client_secret_file: written.client_secret_file,
            session_hours: written.session_hours,
            grants: written.grants,
        })
    }

    /// How long a session lasts, in milliseconds.
    pub(super) fn session_millis(&self) -> u64 {
        self.session_hours * HOUR_MILLIS
    }

    /// What these groups give: the role and administration of the first grant that names one of them, in the prisons
    /// of all grants with that role and administration. `None`: nothing.
    pub(super) fn rights_of(&self, groups: &[&str]) -> Option<Rights> {
        let mut given = self
            .grants
            .iter()
            .filter(|grant| groups.contains(&grant.group.as_str()));
        let first = given.next()?;
        let mut rights = Rights {
            role: first.role,
            agency: first.agency.clone(),
            prisons: first.prisons.clone(),
        };
        let same = given.filter(|grant| grant.role == first.role && grant.agency == first.agency);
        for grant in same {
            rights.prisons.extend(grant.prisons.iter().cloned());
        }
        Some(rights)
    }
}

/// Over TLS, or not over any wire.
fn is_safe(address: &openidconnect::url::Url) -> bool {
    use openidconnect::url::Host;
    let is_own_machine = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    address.scheme() == "https" || (address.scheme() == "http" && is_own_machine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference_data;

    fn read(change: impl FnOnce(&mut serde_json::Value)) -> Result<ProviderConfig, String> {
        let mut json = serde_json::json!({
            "issuer": "https://login.example.no/tenant/v2.0",
            "client_id": "overgang",
            "address": "https://overgang.example.no/",
            "grants": [
                {"group": "g1", "role": "nav-caseworker", "agency": "nav-in-prison",
                 "prisons": ["ullersmo"]},
                {"group": "g2", "role": "nav-caseworker", "agency": "nav-in-prison",
                 "prisons": ["halden"]},
                {"group": "g3", "role": "template-admin", "agency": "prison-social",
                 "prisons": []},
            ],
        });
        change(&mut json);
        let reference = reference_data::shipped().unwrap();
        ProviderConfig::read(&json.to_string(), &reference).map_err(|error| error.to_string())
    }

    #[test]
    fn groups_give_the_first_role_in_all_its_prisons() {
        let config = read(|_| {}).unwrap();
        let both = config.rights_of(&["other", "g2", "g3", "g1"]).unwrap();
        assert_eq!(both.role, Role::NavCaseworker);
        let prisons: Vec<&str> = both.prisons.iter().map(PrisonId::as_str).collect();
        assert_eq!(prisons, ["halden", "ullersmo"]);
        let admin = config.rights_of(&["g3"]).unwrap();
        assert_eq!((admin.role, admin.prisons.len()), (Role::TemplateAdmin, 0));
        assert_eq!(config.rights_of(&["other"]), None);
        assert_eq!(config.rights_of(&[]), None);
        assert_eq!(
            config.way_back.as_str(),
            "https://overgang.example.no/api/sign-in/callback"
        );
    }

    #[test]
    fn a_file_that_would_let_in_nobody_or_anybody_is_refused() {
        type Broken = (fn(&mut serde_json::Value), &'static str);
        let cases: [Broken; 8] = [
            (
                |json| json["issuer"] = "http://login.example.no".into(),
                "https",
            ),
            (
                |json| json["address"] = "http://overgang.example.no".into(),
                "https",
            ),
            (|json| json["address"] = "overgang".into(), "no address"),
            (|json| json["grants"] = serde_json::json!([]), "no group"),
            (|json| json["grants"][0]["role"] = "king".into(), "king"),
            (
                |json| json["grants"][0]["agency"] = "nowhere".into(),
                "nowhere",
            ),
            (
                |json| json["grants"][0]["prisons"][0] = "azkaban".into(),
                "azkaban",
            ),
            (|json| json["session_hours"] = 25.into(), "24 hours"),
        ];
        for (change, reason) in cases {
            let refused = read(change).unwrap_err();
            assert!(refused.contains(reason), "{refused}");
        }
        assert!(read(|json| json["issuer"] = "http://127.0.0.1:9000".into()).is_ok());
    }
}
