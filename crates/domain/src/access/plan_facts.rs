//! What of one plan decides on who may read and write in it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Consents, Operation, Overrides, Reader};
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
    /// The plan stands in the log of one of the reader's prisons: the centre moves it when the person moves, so nobody
    /// loses it before the others have it.
    pub is_in_readers_prison: bool,
    /// Who is appointed as coordinator.
    pub coordinators: BTreeSet<UserId>,
    /// Who is the person's contact officer.
    pub contact_officers: BTreeSet<UserId>,
    /// Who was put on the plan, from whatever office.
    pub workers: BTreeSet<UserId>,
    /// What the person has consented to, and refused.
    pub consents: Consents,
    /// What was opened against the rules, to whom.
    pub overrides: Overrides,
}

impl PlanFacts {
    /// Reads them from `plan`, for a reader who works in these prisons. Where two answers name users, only who stands in
    /// both counts until someone chooses (D2). A coordinator's appointment ends with the plan.
    pub fn of(plan: &Plan, readers_prisons: &BTreeSet<PrisonId>) -> Self {
        let named = |field: &str| users_in(plan, &Record::Header, field);
        let is_closed: bool = Life::of(plan).is_closed();
        let home: Option<PrisonId> = plan.home();
        Self {
            is_in_readers_prison: home.is_some_and(|prison| readers_prisons.contains(&prison)),
            coordinators: if is_closed {
                BTreeSet::new()
            } else {
                named(COORDINATORS)
            },
            contact_officers: named(CONTACT_OFFICERS),
            workers: named(WORKERS),
            consents: Consents::of(plan),
            overrides: Overrides::of(plan),
        }
    }

    /// The days on which what decides changes by itself: consents and overrides end, consents and refusals begin.
    pub fn turning_days(plan: &Plan) -> BTreeSet<NaiveDate> {
        let Consents { consents, refusals } = Consents::of(plan);
        let begins = consents.iter().map(|one| one.given);
        let ends = consents.iter().filter_map(|one| one.expires.succ_opt());
        let refused = refusals.iter().filter_map(|one| one.from);
        let overrides = Overrides::of(plan).all.into_iter();
        let overridden = overrides.filter_map(|one| one.opened.until.succ_opt());
        begins
            .chain(ends)
            .chain(refused)
            .chain(overridden)
            .collect()
    }

    /// Who may be within reach of the plan: because they are named on it, without an end; or because it was opened to
    /// them, until that day, included.
    pub fn people(plan: &Plan) -> BTreeMap<UserId, Option<NaiveDate>> {
        let facts = Self::of(plan, &BTreeSet::new());
        let mut opened = facts.overrides.all;
        opened.retain(|one| one.opened.opens_plan);
        opened.sort_by_key(|one| one.opened.until);
        let opened = opened.into_iter();
        let named = facts.coordinators.into_iter().chain(facts.workers);
        let named = named.chain(facts.contact_officers);
        opened
            .map(|one| (one.user, Some(one.opened.until)))
            .chain(named.map(|user| (user, None)))
            .collect()
    }

    /// Whether a role reaches all plans of its prisons, and not only those that it is named on.
    pub fn reaches_whole_prisons(role: Role) -> bool {
        Reach::of(role) == Reach::Prison
    }

    /// Whether a role can reach a plan because its user is named on it, which stands in one of their prisons or not.
    pub fn can_reach_named(role: Role, is_in_readers_prison: bool) -> bool {
        match Reach::of(role) {
            Reach::Prison | Reach::Appointment => true,
            Reach::OwnPersons => is_in_readers_prison,
            Reach::Nothing => false,
        }
    }

    /// Whether the plan lies within the reader's reach at all. A consent opens an area, never a plan; an override may
    /// open a plan for reading.
    pub fn is_within_reach(&self, operation: Operation, reader: &Reader, today: NaiveDate) -> bool {
        let mut roles = reader.roles();
        roles.any(|role| self.is_within_reach_as(role, operation, reader.user, today))
    }

    /// The same, for one of a user's roles.
    pub fn is_within_reach_as(
        &self,
        role: Role,
        operation: Operation,
        user: UserId,
        today: NaiveDate,
    ) -> bool {
        let is_opened = || {
            operation == Operation::Read
                && Self::reaches_whole_prisons(role)
                && self.overrides.open_plan(user, today)
        };
        self.is_reached_by_work(role, user) || is_opened()
    }

    /// Whether the plan lies within the user's reach by what the user works with.
    fn is_reached_by_work(&self, role: Role, user: UserId) -> bool {
        match Reach::of(role) {
            Reach::Prison => self.is_in_readers_prison || self.workers.contains(&user),
            Reach::Appointment => self.coordinators.contains(&user),
            Reach::OwnPersons => self.is_in_readers_prison && self.contact_officers.contains(&user),
            Reach::Nothing => false,
        }
    }
}

/// Which plans a role has to do with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// All of its prisons, and those that a user is put on.
    Prison,
    /// Those that a user is appointed for.
    Appointment,
    /// Those of its prisons whose person a user is contact officer of.
    OwnPersons,
    /// None.
    Nothing,
}

impl Reach {
    fn of(role: Role) -> Self {
        match role {
            Role::NavCaseworker
            | Role::NavOffice
            | Role::PrisonSocialWorker
            | Role::Probation
            | Role::MunicipalServices
            | Role::Health
            | Role::Education
            | Role::LibraryFaithNgo => Self::Prison,
            Role::Coordinator => Self::Appointment,
            Role::ContactOfficer => Self::OwnPersons,
            Role::Manager | Role::TemplateAdmin | Role::AccessAdmin | Role::Auditor => {
                Self::Nothing
            }
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
