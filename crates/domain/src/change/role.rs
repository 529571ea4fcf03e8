//! What users do.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What a user does, as in `access.csv`, which says what each may read and write ([`crate::access`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// NAV's counsellor who holds office hours in the prison.
    NavCaseworker,
    /// NAV's office in the home municipality.
    NavOffice,
    /// The prison's social worker or reintegration coordinator.
    PrisonSocialWorker,
    /// The officer who is one person's contact.
    ContactOfficer,
    /// The probation office.
    Probation,
    /// Who writes the checklist template that all plans are made with.
    TemplateAdmin,
    /// The municipality's social, housing and child welfare services, and its debt advisers.
    MunicipalServices,
    /// Health staff who treat the person.
    Health,
    /// School in the prison, and after it.
    Education,
    /// The library, a religious community or a voluntary organisation.
    LibraryFaithNgo,
    /// Who is appointed to hold one person's plan together.
    Coordinator,
    /// Who leads an office: figures without names.
    Manager,
    /// Who lists users and gives access.
    AccessAdmin,
    /// Who follows up what was read and why.
    Auditor,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::NavCaseworker,
        Self::NavOffice,
        Self::PrisonSocialWorker,
        Self::ContactOfficer,
        Self::Probation,
        Self::TemplateAdmin,
        Self::MunicipalServices,
        Self::Health,
        Self::Education,
        Self::LibraryFaithNgo,
        Self::Coordinator,
        Self::Manager,
        Self::AccessAdmin,
        Self::Auditor,
    ];

    /// The name in `access.csv`, such as `nav-caseworker`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NavCaseworker => "nav-caseworker",
            Self::NavOffice => "nav-office",
            Self::PrisonSocialWorker => "prison-social-worker",
            Self::ContactOfficer => "contact-officer",
            Self::Probation => "probation",
            Self::TemplateAdmin => "template-admin",
            Self::MunicipalServices => "municipal-services",
            Self::Health => "health",
            Self::Education => "education",
            Self::LibraryFaithNgo => "library-faith-ngo",
            Self::Coordinator => "coordinator",
            Self::Manager => "manager",
            Self::AccessAdmin => "access-admin",
            Self::Auditor => "auditor",
        }
    }

    /// A user's chief role and what else the user does.
    pub fn and(self, further: &BTreeSet<Self>) -> impl Iterator<Item = Self> {
        std::iter::once(self).chain(further.iter().copied())
    }

    /// Whether it runs the product and is never given what stands in a plan.
    pub fn is_administrative(self) -> bool {
        matches!(
            self,
            Self::Manager | Self::TemplateAdmin | Self::AccessAdmin | Self::Auditor
        )
    }
}
