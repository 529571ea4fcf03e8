//! Some plans where two colleagues answered apart, so that both answers stand until someone chooses.

use chrono::{NaiveDate, TimeDelta};
use overgang_domain::commands::{Pen, set_owner, set_release_date, set_status};
use overgang_domain::{AgencyId, Entry, ItemId, Plan, Status};

use super::colleagues::Colleague;
use super::people::Person;
use super::writing::{Writing, working_day_before};

/// The clashes that are still to come, one a plan.
pub(super) struct Clashes {
    to_come: Vec<Clash>,
}

/// What two colleagues did not agree on.
#[derive(Clone, Copy)]
enum Clash {
    ReleaseDate,
    Travel,
    Phone,
    FirstMeeting,
    Money,
    Clothes,
}

/// What one of two does; the first or the second.
type Act<'a> = Box<dyn FnOnce(&mut Pen<'_>, &Plan) -> Vec<Entry> + 'a>;

impl Clashes {
    pub(super) fn new() -> Self {
        Self {
            to_come: vec![
                Clash::Clothes,
                Clash::Money,
                Clash::FirstMeeting,
                Clash::Phone,
                Clash::ReleaseDate,
                Clash::Travel,
            ],
        }
    }

    /// Lets two colleagues write apart, where there are two and the release is near.
    pub(super) fn maybe_clash(
        &mut self,
        writing: &mut Writing<'_>,
        person: &Person,
        here: &[&Colleague],
        today: NaiveDate,
    ) {
        let is_near: bool = person
            .release_in
            .is_some_and(|days| (2..60).contains(&days));
        let mut two = here.iter().filter(|one| one.writes_the_header());
        let (Some(first), Some(second)) = (two.next(), two.next()) else {
            return;
        };
        if !is_near || person.is_ready {
            return;
        }
        let Some(clash) = self.to_come.pop() else {
            return;
        };
        writing.arrive(working_day_before(today, 1), 75);
        let [one, other] = clash.acts(person, today);
        let by_first: Vec<Entry> = writing.draft(first, one);
        let by_second: Vec<Entry> = writing.draft(second, other);
        if writing.allows(first, &by_first) && writing.allows(second, &by_second) {
            writing.take(by_first);
            writing.take(by_second);
        }
    }
}

impl Clash {
    fn acts<'a>(self, person: &Person, today: NaiveDate) -> [Act<'a>; 2] {
        let release_in: i64 = person.release_in.unwrap_or_default();
        match self {
            Self::ReleaseDate => [release_in - 1, release_in + 6].map(|days| -> Act<'a> {
                let day: Option<NaiveDate> = today.checked_add_signed(TimeDelta::days(days));
                Box::new(move |pen, plan| {
                    set_release_date(pen, plan, day, None, today).unwrap_or_default()
                })
            }),
            Self::Travel => [
                status(
                    "release-travel",
                    Status::Done,
                    "Broren henter med bil kl. 10.",
                ),
                status(
                    "release-travel",
                    Status::NeedsHelp,
                    "Broren kan ikke likevel, må finne annen skyss.",
                ),
            ],
            Self::Phone => [
                status("id-phone", Status::Done, "Nytt SIM-kort ligger i effekter."),
                status(
                    "id-phone",
                    Status::Waiting,
                    "SIM-kortet er bestilt på nytt.",
                ),
            ],
            Self::FirstMeeting => [
                owner("release-first-meeting", "nav-office", "Kari Påfunnvik"),
                owner("release-first-meeting", "probation", "Marit Låtsberg"),
            ],
            Self::Money => [
                status(
                    "release-money",
                    Status::UnderWay,
                    "Avtalt utbetaling i luka.",
                ),
                status(
                    "release-money",
                    Status::NotNeeded,
                    "Har penger på konto, kortet virker.",
                ),
            ],
            Self::Clothes => [
                status("release-clothes-papers", Status::Done, "Alt ligger pakket."),
                status(
                    "release-clothes-papers",
                    Status::NeedsHelp,
                    "Mangler vinterjakke og sko.",
                ),
            ],
        }
    }
}

fn status<'a>(item: &'static str, status: Status, why: &'static str) -> Act<'a> {
    Box::new(move |pen, plan| {
        set_status(pen, plan, &ItemId::from(item), status, why.to_owned()).unwrap_or_default()
    })
}

fn owner<'a>(item: &'static str, agency: &'static str, person: &'static str) -> Act<'a> {
    Box::new(move |pen, plan| {
        let agency = Some(AgencyId::from(agency));
        set_owner(pen, plan, &ItemId::from(item), agency, person.to_owned()).unwrap_or_default()
    })
}
