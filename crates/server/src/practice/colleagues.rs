//! The invented users: five who hold office hours, those whom they need, and those who run the product.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::access::Reader;
use overgang_domain::change::Role;
use overgang_domain::{AgencyId, Change, DeviceId, EntryId, PrisonId, Stored, UserId};
use overgang_sync::message::User;

use super::dice::Dice;
use super::writing::millis_of;
use crate::directory_entries::directory_entry;
use crate::partition::Partition;

/// An invented user and the tablet that wrote their past entries.
#[derive(Clone, Debug)]
pub(super) struct Colleague {
    /// The user.
    pub(super) user: User,
    /// The device.
    pub(super) device: DeviceId,
}

impl Colleague {
    /// The colleague as the policy asks for them.
    pub(super) fn reader(&self) -> Reader {
        Reader {
            user: self.user.user,
            agency: self.user.agency.clone(),
            role: self.user.role,
            further_roles: BTreeSet::new(),
        }
    }

    /// Whether it is one of those who hold the cooperation together.
    pub(super) fn writes_the_header(&self) -> bool {
        matches!(
            self.user.role,
            Role::NavCaseworker | Role::NavOffice | Role::PrisonSocialWorker
        )
    }
}

/// The five of them who hold office hours. The prisons come as Eidsberg, Ila, Ullersmo, Halden, Hamar.
pub(super) fn colleagues(dice: &mut Dice, prisons: [PrisonId; 5]) -> Vec<Colleague> {
    let [eidsberg, ila, ullersmo, halden, hamar] = prisons;
    let mut new = |name: &str, agency: &str, role: Role, prisons: Vec<PrisonId>| Colleague {
        user: User {
            user: UserId(dice.id()),
            name: name.to_owned(),
            agency: AgencyId::from(agency),
            role,
            further_roles: BTreeSet::new(),
            prisons: prisons.into_iter().collect::<BTreeSet<PrisonId>>(),
        },
        device: DeviceId(dice.id()),
    };
    vec![
        new(
            "Vilde Øvingsen",
            "nav-in-prison",
            Role::NavCaseworker,
            vec![ullersmo.clone(), eidsberg.clone(), ila],
        ),
        new(
            "Torstein Prøvedal",
            "prison-social",
            Role::PrisonSocialWorker,
            vec![ullersmo.clone(), eidsberg],
        ),
        new(
            "Ingrid Testmoen",
            "contact-officer",
            Role::ContactOfficer,
            vec![ullersmo.clone()],
        ),
        new(
            "Jonas Liksomsen",
            "nav-office",
            Role::NavOffice,
            vec![halden.clone(), hamar.clone()],
        ),
        new(
            "Marit Låtsberg",
            "probation",
            Role::Probation,
            vec![halden, hamar, ullersmo],
        ),
    ]
}

/// Those of them who work in a prison.
pub(super) fn in_prison<'a>(colleagues: &'a [Colleague], prison: &PrisonId) -> Vec<&'a Colleague> {
    let mut here: Vec<&Colleague> = colleagues.iter().collect();
    here.retain(|colleague| colleague.user.prisons.contains(prison));
    here
}

/// Those who write in the plans beside the five. The prisons come as Eidsberg, Ila, Ullersmo, Halden, Hamar.
pub(super) fn specialists(dice: &mut Dice, prisons: &[PrisonId; 5]) -> Vec<Colleague> {
    let [eidsberg, ila, ullersmo, halden, hamar] = prisons;
    let people: [(&str, &str, Role, &[&PrisonId]); 5] = [
        (
            "Solveig Oppdiktstad",
            "prison-social",
            Role::PrisonSocialWorker,
            &[ila, halden, hamar],
        ),
        (
            "Ragna Fiksjonsen",
            "prison-health",
            Role::Health,
            &[ullersmo, eidsberg, ila],
        ),
        (
            "Leif Innbilsrud",
            "prison-health",
            Role::Health,
            &[halden, hamar],
        ),
        (
            "Petra Tenkvik",
            "municipal-social",
            Role::MunicipalServices,
            &[ullersmo, halden],
        ),
        (
            "Odd Samlevik",
            "prison-social",
            Role::Coordinator,
            &[ullersmo, eidsberg],
        ),
    ];
    let specialists = people.map(|(name, agency, role, prisons)| Colleague {
        user: user(dice, name, agency, role, prisons.iter().copied().cloned()),
        device: DeviceId(dice.id()),
    });
    specialists.into()
}

/// Those who run the product: the template, figures, access and the audit. They have written in no plan.
pub(super) fn administrators(dice: &mut Dice, prisons: &[PrisonId; 5]) -> Vec<User> {
    let people = [
        ("Øyvor Malstad", "prison-social", Role::TemplateAdmin),
        ("Nora Tallmo", "nav-in-prison", Role::Manager),
        ("Pål Tilgangsrud", "correctional-region", Role::AccessAdmin),
        ("Gro Ettersynsen", "correctional-region", Role::Auditor),
    ];
    let users =
        people.map(|(name, agency, role)| user(dice, name, agency, role, prisons.iter().cloned()));
    users.into()
}

fn user(
    dice: &mut Dice,
    name: &str,
    agency: &str,
    role: Role,
    prisons: impl Iterator<Item = PrisonId>,
) -> User {
    User {
        user: UserId(dice.id()),
        name: name.to_owned(),
        agency: AgencyId::from(agency),
        role,
        further_roles: BTreeSet::new(),
        prisons: prisons.collect(),
    }
}

/// Entries of the directory, from long before `day`.
pub(super) fn directory(
    dice: &mut Dice,
    changes: impl Iterator<Item = Change>,
    day: NaiveDate,
) -> Vec<(Partition, Stored)> {
    let at: u64 = millis_of(day).saturating_sub(400 * 24 * 60 * 60 * 1000);
    let entries =
        changes.map(|change| directory_entry(EntryId(dice.id_at(at)), at, BTreeSet::new(), change));
    entries.collect()
}
