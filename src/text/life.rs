//! A plan's life.

use overgang_domain::life::Life;

/// The release date is there.
pub const PASSED: &str =
    "Løslatelsesdatoen er kommet. Ble personen løslatt? Hvis ikke: endre datoen.";
/// Says so.
pub const RELEASED: &str = "Ja, personen er løslatt";
/// Says so on the day itself.
pub const RELEASED_TODAY: &str = "Personen er løslatt i dag";
/// Asks before it is done.
pub const SURE: &str = "Løslatelsesdatoen blir i dag, også om en annen dato står der. Oppfølgingen etterpå legges til.";
/// Does it.
pub const DO_RELEASE: &str = "Ja, løslatt i dag";
/// Somebody only chose the word.
pub const NO_FOLLOW_UP: &str = "Personen er løslatt, men oppfølgingen etterpå er ikke lagt til.";
/// Adds it.
pub const ADD_FOLLOW_UP: &str = "Legg til oppfølgingen";
/// It was said.
pub const MARKED: &str = "Planen er merket som løslatt, og oppfølgingen er lagt til.";
/// Two plans of one person.
pub const TWO_PLANS: &str = "To planer for samme person";
/// What going on elsewhere does.
pub const TWO_PLANS_HELP: &str =
    "Denne planen avsluttes og kan fortsatt leses. Arbeidet fortsetter i den andre, som viser hit.";

/// What to do so many weeks after the release.
pub fn follow_up(weeks: u32) -> String {
    format!("Følg opp {weeks} uker etter løslatelsen: tak, penger, helse og avtaler")
}

/// Goes on in another plan.
pub fn go_on_in(name: &str) -> String {
    format!("Fortsett i planen til {name}")
}

/// How far a plan has come; nothing while the release is being prepared.
pub fn tag(life: Life) -> Option<&'static str> {
    match life {
        Life::Open => None,
        Life::Released => Some("Løslatt"),
        Life::FollowedUp => Some("Løslatt og fulgt opp"),
        Life::Closed => Some("Avsluttet"),
        Life::Continued => Some("Fortsetter i en annen plan"),
    }
}
