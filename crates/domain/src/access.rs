//! Who may read and write what of a plan (D5). The rule is a table, `data/access.csv`; this room reads it, says what
//! area and sensitivity everything in a plan has, reads the person's consents, and answers one question:
//! [`AccessTable::may`]. It knows no session, request or device: whoever asks hands in all that decides.
//!
//! What the table's notes say beyond its columns is not enforced here: amounts, "dates only", from when a decision
//! involves the probation office, and which health service treats the person. Nor are grades of protected addresses,
//! which are never entries.

mod consents;
mod overrides;
mod ownership;
mod plan_facts;
mod policy;
mod read_csv;
mod rights;
mod table;
mod view;
mod visibility;

use std::collections::BTreeSet;

use crate::change::Role;
use crate::template::Sensitivity;
use crate::{AgencyId, AreaId, UserId};

pub use consents::{CONSENT, Consent, Consents, REFUSAL, Refusal, names_recipient};
pub(crate) use overrides::is_pointed_out;
pub use overrides::{OVERRIDE_DAYS, Overridden, Overrides};
pub use ownership::Ownership;
pub use plan_facts::{CONTACT_OFFICERS, COORDINATORS, PlanFacts};
pub use policy::Decision;
pub use read_csv::ReadAccessError;
pub use rights::{Rights, Viewer};
pub use table::{AccessTable, Grant, Rule};
pub use visibility::Visibility;

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// To see what stands.
    Read,
    /// To write an entry.
    Write,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Which user.
    pub user: UserId,
    /// The administration that the user works for.
    pub agency: AgencyId,
    /// What the user does there.
    pub role: Role,
    /// What else the user does there. Of several roles the widest answer counts.
    pub further_roles: BTreeSet<Role>,
}

impl Reader {
    /// All of the user's roles.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.role.and(&self.further_roles)
    }

    /// Whether one of the user's roles is this one.
    pub fn has_role(&self, role: Role) -> bool {
        self.roles().any(|one| one == role)
    }

    /// Whether all that the user does is to run the product, so that nothing of a plan is theirs.
    pub fn is_administrative(&self) -> bool {
        self.roles().all(Role::is_administrative)
    }
}

/// The row of the table that decides on something in a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Class {
    /// The area.
    pub area: AreaId,
    /// How sensitive it is, never less than the area's default.
    pub sensitivity: Sensitivity,
}

/// What it takes to see something in a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visible {
    /// What says whose plan it is: name, birth date, prison, release date, template, and the sheet on the plan's life.
    /// Whoever sees anything of the plan sees it.
    Header,
    /// What the table has rows for.
    Class(Class),
    /// That something was opened to this user against the rules, and why: for the user, and for those to whom it is
    /// reported.
    Override(UserId),
    /// What the person has consented to with this administration: for the administration, which has to know what it may
    /// see and for what, and for those who may see what has this class.
    Consent(AgencyId, Class),
    /// A line that tells of something with this class whether it is arranged, and nothing else: for those who may see what
    /// it is about, and by consent for those to whom the table gives the public line ([`Grant::Bit`]).
    PublicLine(Class),
    /// What this version cannot place: an unknown kind of entry, an item or a row whose beginning is not here, a field
    /// that no sheet has. It could be anything, so only the coordinator who is appointed for the plan sees it.
    Whole,
}

impl Class {
    /// A class that is never looser than its area.
    pub fn new(area: &AreaId, sensitivity: Sensitivity) -> Self {
        Self {
            area: area.clone(),
            sensitivity: sensitivity.max(Sensitivity::least_in(area)),
        }
    }
}
