//! The practice prison: invented people, and users who have worked with them for some months. One seed
//! number and one day give the same entries to the letter; all of them come from the domain's commands.

mod clashes;
mod colleagues;
mod dice;
mod particulars;
mod people;
mod prison_pages;
mod visits;
mod words;
mod writing;

use overgang_domain::reference::Reference;
use overgang_domain::{Change, PrisonId, Stored};
use overgang_sync::message::User;

use crate::directory_entries::listing;
use crate::partition::Partition;
use crate::practice::colleagues::Colleague;
use crate::practice::dice::Dice;
use crate::practice::people::Person;
use crate::practice::writing::Writing;
use crate::reference_data::{self, ReadReferenceError};
use crate::storage::PracticeOrigin;

/// The seed number where none is given.
pub const DEFAULT_SEED: u32 = 20_261;

/// The practice prison as it begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Practice {
    /// The invented users.
    pub users: Vec<User>,
    /// What they wrote, and the directory, with the logs and receipts.
    pub entries: Vec<(Partition, Stored)>,
}

/// The practice prison could not be made.
#[derive(Debug, thiserror::Error)]
pub enum MakePracticeError {
    /// The reference data cannot be used.
    #[error(transparent)]
    Reference(#[from] ReadReferenceError),
    /// There are fewer than five prisons with example office hours.
    #[error("the list of prisons has too few with example office hours")]
    TooFewPrisons,
    /// A command turned an invented person down.
    #[error("an invented person was turned down: {0}")]
    Command(&'static str),
}

/// Makes it.
pub fn make_practice_prison(origin: PracticeOrigin) -> Result<Practice, MakePracticeError> {
    let reference: Reference = reference_data::shipped()?;
    let hours = reference.prisons.example_office_hours.iter();
    let prisons: Vec<PrisonId> = hours.map(|hours| hours.prison_id.clone()).collect();
    let [eidsberg, ila, ullersmo, halden, hamar] =
        <[PrisonId; 5]>::try_from(prisons).map_err(|_| MakePracticeError::TooFewPrisons)?;
    let mut dice = Dice::new(u64::from(origin.seed));
    let colleagues: Vec<Colleague> = colleagues::colleagues(
        &mut dice,
        [
            eidsberg.clone(),
            ila.clone(),
            ullersmo.clone(),
            halden.clone(),
            hamar.clone(),
        ],
    );
    let places: [(PrisonId, usize); 5] = [
        (ullersmo, 18),
        (eidsberg, 12),
        (ila, 9),
        (halden, 12),
        (hamar, 9),
    ];
    let people: Vec<Person> = people::people(&mut dice, &places, origin.day);

    let mut users: Vec<User> = colleagues.iter().map(|one| one.user.clone()).collect();
    let mut entries: Vec<(Partition, Stored)> =
        colleagues::directory(&mut dice, users.iter().map(listing), origin.day);
    let mut clashes = clashes::Clashes::new();
    // Dice of their own, so that the rest of the prison stays as it was.
    let mut own = Dice::new(u64::from(origin.seed) + 1);
    let all = places.iter().map(|(prison, _)| prison.clone()).collect();
    let mut pages = Dice::new(u64::from(origin.seed) + 2);
    users.push(colleagues::administrator(&mut pages, all));
    let mut shared: Vec<Change> = users[colleagues.len()..].iter().map(listing).collect();
    for hours in &reference.prisons.example_office_hours {
        shared.extend(prison_pages::page(&mut pages, hours, origin.day));
    }
    entries.extend(colleagues::directory(
        &mut pages,
        shared.into_iter(),
        origin.day,
    ));
    for person in people {
        let here: Vec<&Colleague> = colleagues
            .iter()
            .filter(|colleague| colleague.user.prisons.contains(&person.prison))
            .collect();
        let log = Partition::of(&person.prison);
        let mut writing: Writing =
            visits::live_through(&mut dice, &person, &here, &reference.template, origin.day)?;
        particulars::fill(
            &mut writing,
            &mut own,
            &person,
            &here,
            &reference,
            origin.day,
        );
        clashes.maybe_clash(&mut writing, &person, &here, origin.day);
        entries.extend(writing.into_entries().map(|stored| (log.clone(), stored)));
    }
    entries.sort_by_key(|(_, stored)| (stored.received_at, stored.entry.time, stored.entry.id));
    Ok(Practice { users, entries })
}

#[cfg(test)]
mod tests;
