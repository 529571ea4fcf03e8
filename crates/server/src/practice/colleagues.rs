//! The invented users: five who work for five administrations, and one who writes the template.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use overgang_domain::change::Role;
use overgang_domain::{AgencyId, Change, DeviceId, EntryId, PrisonId, Stored, UserId};
use overgang_sync::message::User;

use super::dice::Dice;
use super::writing::millis_of;
use crate::directory_entries::own_entry;
use crate::partition::Partition;

/// An invented user and the tablet that wrote their past entries.
#[derive(Clone, Debug)]
pub(super) struct Colleague {
    /// The user.
    pub(super) user: User,
    /// The device.
    pub(super) device: DeviceId,
}

/// The five of them. The prisons come as Eidsberg, Ila, Ullersmo, Halden, Hamar.
pub(super) fn colleagues(dice: &mut Dice, prisons: [PrisonId; 5]) -> Vec<Colleague> {
    let [eidsberg, ila, ullersmo, halden, hamar] = prisons;
    let mut new = |name: &str, agency: &str, role: Role, prisons: Vec<PrisonId>| Colleague {
        user: User {
            user: UserId(dice.id()),
            name: name.to_owned(),
            agency: AgencyId::from(agency),
            role,
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

/// Who writes the template. It is nobody's colleague in a prison, so it has written in no plan.
pub(super) fn administrator(dice: &mut Dice, prisons: BTreeSet<PrisonId>) -> User {
    User {
        user: UserId(dice.id()),
        name: "Øyvor Malstad".to_owned(),
        agency: AgencyId::from("prison-social"),
        role: Role::TemplateAdmin,
        prisons,
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
        changes.map(|change| own_entry(EntryId(dice.id_at(at)), at, BTreeSet::new(), change));
    entries.collect()
}
