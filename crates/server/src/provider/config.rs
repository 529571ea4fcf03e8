//! The file that says which provider signs people in, and what each of its groups may do.

use std::collections::{BTreeMap, BTreeSet};
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
    pub(super) further_roles: BTreeSet<Role>,
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

    /// What these groups give: the role and administration of the first grant that names one of them (a coordinator's
    /// gives way to that of other work at the same administration), in the prisons of all grants with that role and
    /// administration. A further role at the same administration counts as well where it is given in all of these
    /// prisons, and so does that of a coordinator, who reaches plans by appointment. Whoever runs the product has no role
    /// beside that (`domain/README.md`). `None`: nothing.
    pub(super) fn rights_of(&self, groups: &[&str]) -> Option<Rights> {
        let given = self.grants.iter();
        let given = given.filter(|grant| groups.contains(&grant.group.as_str()));
        let mut first = given.clone().next()?;
        if first.role == Role::Coordinator {
            let mut beside = given.clone().filter(|grant| grant.agency == first.agency);
            let work =
                |grant: &&Grant| grant.role != Role::Coordinator && !grant.role.is_administrative();
            first = beside.find(work).unwrap_or(first);
        }
        let at_agency = given.filter(|grant| grant.agency == first.agency);
        let mut prisons_of: BTreeMap<Role, BTreeSet<PrisonId>> = BTreeMap::new();
        for grant in at_agency {
            let known = prisons_of.entry(grant.role).or_default();
            known.extend(grant.prisons.iter().cloned());
        }
        let prisons = prisons_of.remove(&first.role)?;
        let is_joined = |(role, given_in): &(Role, BTreeSet<PrisonId>)| {
            let reaches = *role == Role::Coordinator || given_in.is_superset(&prisons);
            reaches && !role.is_administrative() && !first.role.is_administrative()
        };
        let further = prisons_of.into_iter().filter(is_joined);
        Some(Rights {
            role: first.role,
            further_roles: further.map(|(role, _)| role).collect(),
            agency: first.agency.clone(),
            prisons,
        })
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
                {"group": "g4", "role": "coordinator", "agency": "nav-in-prison",
                 "prisons": []},
                {"group": "g5", "role": "nav-office", "agency": "nav-in-prison",
                 "prisons": ["halden", "ullersmo"]},
                {"group": "g6", "role": "auditor", "agency": "nav-in-prison",
                 "prisons": ["halden"]},
                {"group": "g7", "role": "probation", "agency": "probation",
                 "prisons": ["halden", "ullersmo"]},
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
    fn of_several_roles_those_count_that_reach_no_further_and_none_beside_running_the_product() {
        let config = read(|_| {}).unwrap();
        let further = |groups: &[&str]| {
            let rights = config.rights_of(groups).unwrap();
            let further: Vec<&str> = rights
                .further_roles
                .iter()
                .map(|one| one.as_str())
                .collect();
            (rights.role, further)
        };
        let nav = Role::NavCaseworker;
        assert_eq!(further(&["g1", "g4"]), (nav, vec!["coordinator"]));
        assert_eq!(
            further(&["g5", "g4", "g1", "g2"]),
            (nav, vec!["nav-office", "coordinator"])
        );
        // The coordinator's prisons are none, and those of the other role are not among them.
        assert_eq!(further(&["g4"]), (Role::Coordinator, vec![]));
        // Another administration's, and one that is given elsewhere only.
        assert_eq!(further(&["g1", "g7"]), (nav, vec![]));
        assert_eq!(further(&["g5", "g2"]), (nav, vec!["nav-office"]));
        // "should not be joined with others on the same prison".
        assert_eq!(further(&["g2", "g6", "g4"]), (nav, vec!["coordinator"]));
        assert_eq!(further(&["g6"]), (Role::Auditor, vec![]));
        // A coordinator's role that comes first is not lost to work elsewhere.
        assert_eq!(further(&["g4", "g7"]), (Role::Coordinator, vec![]));
        assert_eq!(further(&["g4", "g6"]), (Role::Coordinator, vec![]));
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
