//! The practice prison: invented people, and users who have worked with them for some months. One seed
//! number and one day give the same entries to the letter; all of them come from the domain's commands.

mod clashes;
mod colleagues;
mod dice;
mod judge;
mod particulars;
mod people;
mod prison_pages;
mod sharing;
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
use crate::practice::judge::Judge;
use crate::practice::people::Person;
use crate::practice::visits::Past;
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
    let places: [(PrisonId, usize); 5] = [
        (ullersmo.clone(), 18),
        (eidsberg.clone(), 12),
        (ila.clone(), 9),
        (halden.clone(), 12),
        (hamar.clone(), 9),
    ];
    let prisons: [PrisonId; 5] = [eidsberg, ila, ullersmo, halden, hamar];
    let mut dice = Dice::new(u64::from(origin.seed));
    // Dice of their own, so that what comes later moves nothing elsewhere.
    let mut own = Dice::new(u64::from(origin.seed) + 1);
    let mut pages = Dice::new(u64::from(origin.seed) + 2);
    let visitors: Vec<Colleague> = colleagues::colleagues(&mut dice, prisons.clone());
    let people: Vec<Person> = people::people(&mut dice, &places, origin.day);
    let specialists: Vec<Colleague> = colleagues::specialists(&mut pages, &prisons);

    let colleagues = visitors.iter().chain(&specialists);
    let mut users: Vec<User> = colleagues.map(|one| one.user.clone()).collect();
    users.extend(colleagues::administrators(&mut pages, &prisons));
    let mut shared: Vec<Change> = users.iter().map(listing).collect();
    for hours in &reference.prisons.example_office_hours {
        shared.extend(prison_pages::page(&mut pages, hours, origin.day));
    }
    let mut entries = colleagues::directory(&mut pages, shared.into_iter(), origin.day);
    let judge = Judge::new(&reference, &entries);
    let mut clashes = clashes::Clashes::new();
    for person in people {
        let visitors: Vec<&Colleague> = colleagues::in_prison(&visitors, &person.prison);
        let mut here: Vec<&Colleague> = visitors.clone();
        here.extend(colleagues::in_prison(&specialists, &person.prison));
        let log = Partition::of(&person.prison);
        let past = Past {
            person: &person,
            visitors: &visitors,
            here: &here,
            judge: &judge,
            today: origin.day,
        };
        let mut writing: Writing<'_> = past.live_through(&mut dice)?;
        particulars::fill(&mut writing, &mut own, &past);
        clashes.maybe_clash(&mut writing, &person, &here, origin.day);
        let sharing = person.sharing;
        sharing.later(&mut writing, &here, &reference, origin.day);
        writing.say_public_lines(&reference.template);
        entries.extend(writing.into_entries().map(|stored| (log.clone(), stored)));
    }
    entries.sort_by_key(|(_, stored)| (stored.received_at, stored.entry.time, stored.entry.id));
    Ok(Practice { users, entries })
}

#[cfg(test)]
mod tests;
