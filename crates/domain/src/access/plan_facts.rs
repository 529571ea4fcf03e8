//! What of one plan decides on who may read and write in it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Consents, Reader};
use crate::change::Role;
use crate::commands::WORKERS;
use crate::life::Life;
use crate::register::Record;
use crate::{FieldId, Plan, PrisonId, UserId};

/// The field of the plan with the users who are appointed to hold it together.
pub const COORDINATORS: &str = "coordinators";
/// The field of the plan with the person's contact officers.
pub const CONTACT_OFFICERS: &str = "contact-officers";

/// What of one plan decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFacts {
    /// The person is in one of the reader's prisons.
    pub is_in_readers_prison: bool,
    /// Who is appointed as coordinator.
    pub coordinators: BTreeSet<UserId>,
    /// Who is the person's contact officer.
    pub contact_officers: BTreeSet<UserId>,
    /// Who was put on the plan, from whatever office.
    pub workers: BTreeSet<UserId>,
    /// What the person has consented to, and refused.
    pub consents: Consents,
}

impl PlanFacts {
    /// Reads them from `plan`, for a reader who works in these prisons. Where two answers name users, only who stands in
    /// both counts until someone chooses (D2). A coordinator's appointment ends with the plan.
    pub fn of(plan: &Plan, readers_prisons: &BTreeSet<PrisonId>, today: NaiveDate) -> Self {
        let named = |field: &str| users_in(plan, &Record::Header, field);
        let is_closed: bool = Life::of(plan).is_closed();
        Self {
            is_in_readers_prison: plan
                .prison_on(today)
                .is_some_and(|prison| readers_prisons.contains(&prison)),
            coordinators: if is_closed {
                BTreeSet::new()
            } else {
                named(COORDINATORS)
            },
            contact_officers: named(CONTACT_OFFICERS),
            workers: named(WORKERS),
            consents: Consents::of(plan),
        }
    }

    /// Whether the plan lies within the reader's reach at all. A consent opens an area, never a plan.
    pub fn is_within_reach(&self, reader: &Reader) -> bool {
        match reader.role {
            Role::Coordinator => self.coordinators.contains(&reader.user),
            Role::ContactOfficer => {
                self.is_in_readers_prison && self.contact_officers.contains(&reader.user)
            }
            Role::NavCaseworker
            | Role::NavOffice
            | Role::PrisonSocialWorker
            | Role::Probation
            | Role::MunicipalServices
            | Role::Health
            | Role::Education
            | Role::LibraryFaithNgo => {
                self.is_in_readers_prison || self.workers.contains(&reader.user)
            }
            Role::Manager | Role::TemplateAdmin | Role::AccessAdmin | Role::Auditor => false,
        }
    }
}

/// The users whom every answer on a field names.
pub(super) fn users_in(plan: &Plan, record: &Record, field: &str) -> BTreeSet<UserId> {
    let held = plan.value(record, &FieldId::from(field));
    let answers = held.answers.iter().map(|answer| {
        let named = answer.value.chosen();
        named.filter_map(|user| user.parse().ok()).collect()
    });
    let in_all = answers.reduce(|one: BTreeSet<UserId>, other| &one & &other);
    in_all.unwrap_or_default()
}
