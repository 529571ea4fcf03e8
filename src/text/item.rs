//! One item of a plan.

/// The item's own words.
pub const ITEM: &str = "Punkt";
/// The statuses.
pub const STATUS: &str = "Status";
/// All statuses.
pub const MORE: &str = "Mer";
/// The word why.
pub const WHY: &str = "Hvorfor (noen ord, valgfritt)";
/// Saves the word why.
pub const SAVE_WHY: &str = "Lagre begrunnelse";
/// Who does it.
pub const OWNER: &str = "Ansvarlig";
/// The administration.
pub const AGENCY: &str = "Ansvarlig etat";
/// As the template says.
pub const AS_TEMPLATE: &str = "Som i malen";
/// The name of the one who does it.
pub const PERSON: &str = "Navn på ansvarlig (valgfritt)";
/// Takes the name away; the administration stays.
pub const REMOVE_PERSON: &str = "Fjern navnet";
/// Under an item of the first day that is not needed, as long as nobody has said why.
pub const NOT_NEEDED_WHY: &str =
    "Skriv hvorfor det ikke trengs. Til da regnes det ikke som ordnet for første dag ute.";
/// Saves the owner.
pub const SAVE_OWNER: &str = "Lagre ansvarlig";
/// By when.
pub const DUE: &str = "Frist";
/// A day of its own.
pub const OWN_DATE: &str = "Egen frist";
/// Saves it.
pub const SAVE_DUE: &str = "Lagre frist";
/// Back to the template's.
pub const TEMPLATE_DUE: &str = "Bruk malens frist";
/// The days.
pub const START_BY: &str = "Start innen";
/// The days.
pub const DONE_BY: &str = "Ferdig innen";
/// The days.
pub const TOO_LATE_FROM: &str = "For sent å starte etter";
/// Other items whose days moved with this one's.
pub const MOVED_WITH_IT: &str = "Dette flyttet seg også:";
/// The last day on which those that wait for it can still be done in time.
pub const CHAIN_LAST_DAY: &str = "Siste dag, så resten rekkes";
/// Who helps, by the template.
pub const SUPPORTING: &str = "Hjelper til";

/// Since when it is too late.
pub fn since(day: &str) -> String {
    format!("siden {day}")
}

/// What belongs to an item beside its status.
pub const SHEETS: &str = "Steg, søknader, saker og egne dager";
/// Items that have to be finished first.
pub const WAITS_FOR: &str = "Venter på";
/// The item whose day asks for an earlier one.
pub const ASKED_BY: &str = "Fristen er satt av";
/// What does not belong into a free text.
pub const NOT_TO_WRITE: &str = "Ikke skriv om lovbruddet, offeret eller diagnoser.";
/// What makes it easier.
pub const HELPED_BY: &str = "Blir lettere med";
/// The history.
pub const HISTORY: &str = "Historikk";
/// A new note on the item.
pub const NOTES: &str = "Notat om punktet";
/// Striking out.
pub const STRIKE: &str = "Stryk punktet";
/// What it means.
pub const STRIKE_HELP: &str =
    "Bruk dette når noe ble ført inn ved en feil. Det blir stående som strøket, med begrunnelsen.";
/// The reason.
pub const REASON: &str = "Hvorfor strykes det?";
/// Does it.
pub const DO_STRIKE: &str = "Stryk";
/// Strikes a note.
pub const STRIKE_NOTE: &str = "Stryk notatet";
/// Takes it back.
pub const RESTORE: &str = "Ta tilbake";
/// Struck out.
pub const STRUCK: &str = "Strøket";
/// No answer calls for it.
pub const NO_LONGER_NEEDED: &str = "Trengs kanskje ikke lenger";
/// Two answers.
pub const TWO_ANSWERS: &str = "To svar er gitt hver for seg. Velg det som gjelder.";
/// Until then the careful one counts.
pub const CAREFUL_COUNTS: &str = "Til noen velger, teller det minst ferdige svaret.";
/// Chooses one.
pub const CHOOSE: &str = "Velg dette";
/// The newer one.
pub const NEWER: &str = "nyest";
/// On disk only.
pub const SAVED: &str = "Lagret her";
/// At the centre.
pub const RECEIVED: &str = "Mottatt";
/// Nobody is known.
pub const UNKNOWN_USER: &str = "Ukjent bruker";
/// Who wrote what nobody but the centre writes.
pub const CENTRE: &str = "Sentralen";
/// The prison whose log a plan stands in.
pub const HOME: &str = "Fengselet som har planen";
/// Not verified in a source.
pub const UNVERIFIED: &str = "Ikke bekreftet i en kilde – sjekk før du bruker det.";
/// First-day item.
pub const CRITICAL: &str = "Første dag";
/// A draft lies here.
pub const DRAFT_HERE: &str = "Påbegynt tekst";
/// No history.
pub const NO_HISTORY: &str = "Ingen har gjort noe med punktet ennå.";

/// Who said it and when.
pub fn who_and_when(who: &str, day: &str, clock: &str) -> String {
    let who: &str = if who.is_empty() { UNKNOWN_USER } else { who };
    format!("{who}, {day} kl. {clock}")
}

/// Changed by people who had not seen the strike.
pub fn changed_by(names: &[String]) -> String {
    format!("Strøket, men endret av {}", names.join(", "))
}

/// How many notes an item has.
pub fn notes(count: usize) -> String {
    if count == 1 {
        "1 notat".to_owned()
    } else {
        format!("{count} notater")
    }
}

/// A day relative to the release.
pub fn days_before_release(days: i32) -> String {
    let when: &str = if days < 0 { "etter" } else { "før" };
    let count: u32 = days.unsigned_abs();
    let unit: &str = if count == 1 { "dag" } else { "dager" };
    format!("{count} {unit} {when} løslatelsen")
}

/// Who takes an item over whose last day is past.
pub fn taken_over(who: &str) -> String {
    format!("Fristen er ute: tas over av {who}")
}
