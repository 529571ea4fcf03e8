//! One person's plan.

use overgang_domain::commands::{ChangeItemError, StrikeError, WriteNoteError};

/// Back to the list.
pub const BACK: &str = "Alle planer";
/// While it is read.
pub const READING: &str = "Åpner planen …";
/// The plan is not on this device.
pub const NOT_HERE: &str = "Denne planen er ikke på enheten.";
/// The seven lights.
pub const DAY_ONE: &str = "Første dag ute";
/// The areas.
pub const AREAS: &str = "Områder";
/// The notes of the plan.
pub const NOTES: &str = "Notater";
/// A new note.
pub const NEW_NOTE: &str = "Nytt notat";
/// What not to write.
pub const NOTE_HELP: &str =
    "Ikke skriv om lovbrudd, fornærmede eller diagnoser. Utkastet tas vare på mens du skriver.";
/// Saves a note.
pub const SAVE_NOTE: &str = "Legg til notat";
/// Throws a draft away.
pub const DISCARD: &str = "Forkast";
/// The release date.
pub const RELEASE: &str = "Løslatelse";
/// Changing the release date.
pub const MOVE_RELEASE: &str = "Endre dato";
/// The title of that dialog.
pub const MOVE_TITLE: &str = "Endre løslatelsesdato";
/// The new date.
pub const NEW_DATE: &str = "Ny dato";
/// Not known.
pub const NO_DATE: &str = "Ikke kjent";
/// Saves it.
pub const SAVE_DATE: &str = "Lagre dato";
/// Born.
pub const BORN: &str = "Født";
/// The prison.
pub const PRISON: &str = "Fengsel";
/// The answers.
pub const ANSWERS: &str = "Hva gjelder for personen?";
/// Unchecking an answer.
pub const ANSWERS_HELP: &str =
    "Svarene bestemmer hvilke punkter planen har. Punkter som det er gjort noe med, blir stående.";
/// Adding an item.
pub const ADD_ITEM: &str = "Legg til punkt";
/// Its words.
pub const ITEM_TITLE: &str = "Hva skal gjøres?";
/// Its area.
pub const ITEM_AREA: &str = "Område";
/// Saves it.
pub const SAVE_ITEM: &str = "Legg til";
/// All items of an area.
pub const SHOW_SETTLED: &str = "Vis ferdige og ikke aktuelle";
/// Correcting the name.
pub const RENAME: &str = "Rett opp navnet";
/// Saves the name.
pub const SAVE_NAME: &str = "Lagre navn";
/// Two answers on a field of the header.
pub const TWO_NAMES: &str = "To navn er skrevet hver for seg";
/// Two dates of birth.
pub const TWO_BIRTHS: &str = "To fødselsdatoer er skrevet hver for seg";
/// Two release dates.
pub const TWO_DATES: &str =
    "To datoer er satt hver for seg. Den tidligste gjelder til noen velger.";
/// History of the plan.
pub const HISTORY: &str = "Navn og historikk";
/// What moved.
pub const MOVED: &str = "Dette flyttet seg";
/// Nothing moved.
pub const NOTHING_MOVED: &str = "Ingen frister flyttet seg.";
/// What became impossible.
pub const IMPOSSIBLE: &str = "Rekkes trolig ikke lenger";
/// No date.
pub const WITHOUT_DATE: &str = "uten dato";
/// Days left, in words.
pub const DAYS: &str = "dager igjen";
/// One day left.
pub const DAY: &str = "dag igjen";
/// The day itself.
pub const TODAY: &str = "Løslates i dag";
/// The day after the release.
pub const DAY_SINCE: &str = "dag siden løslatelsen";
/// After the release.
pub const DAYS_SINCE: &str = "dager siden løslatelsen";
/// On remand.
pub const REMAND: &str = "Varetekt: løslatelse kan komme når som helst";

/// How many items of an area are settled.
pub fn settled(settled: usize, all: usize) -> String {
    format!("{settled} av {all} avklart")
}

/// How many items are past their day.
pub fn late(late: usize) -> String {
    format!("{late} over fristen")
}

/// How many items of an area a red light waits for.
pub fn day_one(count: usize) -> String {
    format!("{count} til første dag")
}

/// Why a note was not written.
pub fn note_refused(error: WriteNoteError) -> &'static str {
    match error {
        WriteNoteError::Empty => "Notatet er tomt. Skriv noe, eller la det være.",
        WriteNoteError::TooLong => "Notatet er for langt. Del det i to.",
    }
}

/// Why an item was not changed.
pub fn item_refused(error: ChangeItemError) -> &'static str {
    match error {
        ChangeItemError::TitleMissing => "Skriv hva som skal gjøres.",
        ChangeItemError::TextTooLong => "Teksten er for lang. Kort den ned.",
    }
}

/// Why something was not struck out.
pub fn strike_refused(error: StrikeError) -> &'static str {
    match error {
        StrikeError::ReasonMissing => "Skriv hvorfor det strykes.",
        StrikeError::ReasonTooLong => "Begrunnelsen er for lang. Kort den ned.",
    }
}

/// A row was added.
pub const ADDED: &str = "Lagt til";
/// The parts of a plan.
pub const PARTS: &str = "Deler av planen";
/// A safety warning.
pub const WARNING: &str = "Sikkerhetsvarsel: les før samtalen";
/// Shows it.
pub const SHOW_WARNING: &str = "Vis varselet";
/// The plan of an earlier sentence.
pub const EARLIER: &str = "Tidligere plan";
/// The release date was moved.
pub fn release_moved(from: &str, who: &str) -> String {
    format!("Datoen ble flyttet fra {from} ({who}). Vis hva som flyttet seg")
}

/// The person is not to be met alone.
pub const NOT_ALONE: &str = "Ikke møt personen alene. Les varselet før møtet.";
/// A warning that was to be looked at again.
pub const REVIEW_PAST: &str = "Varselet skulle vært vurdert på nytt innen";

/// Whole weeks, beside the days.
pub fn weeks(weeks: i64) -> String {
    format!("({weeks} uker)")
}

/// When NAV is in the prison next.
pub const NEXT_NAV_DAY: &str = "Neste NAV-dag i fengselet";
/// No such day.
pub const NO_NAV_DAY: &str = "Ingen de neste åtte ukene";
/// On the day of the release.
pub const NAV_ON_RELEASE: &str = "På løslatelsesdagen:";
/// On the day of the release it is not.
pub const NO_NAV_ON_RELEASE: &str = "Ikke på løslatelsesdagen";
/// The plan in which this one goes on.
pub const LATER: &str = "Fortsetter i denne planen";
/// Somebody comes back.
pub const RETURN: &str = "Ny dom eller nytt opphold";
/// What happens then.
pub const RETURN_HELP: &str = "Åpner en ny plan for personen. Det som fortsatt gjelder om personen, og kontaktene, følger med; denne planen blir stående og kan leses.";
/// Does it.
pub const DO_RETURN: &str = "Åpne ny plan";
/// Another plan for the same person.
pub const DUPLICATE: &str = "Trolig samme person i en annen plan:";
/// Date of birth.
pub const SAVE_BIRTH: &str = "Lagre fødselsdato";

/// What a part of a plan is called, by its address.
pub fn part(part: &str) -> &'static str {
    match part {
        "person" => "Person",
        "sentence" => "Straff",
        "needs" => "Behov",
        "agreements" => "Avtaler",
        "inside" => "Livet inne",
        "release-sheet" => "Løslatelsesark",
        "person-data" => super::person_data::TITLE,
        "override" => super::overrides::TITLE,
        _ => "Sjekkliste",
    }
}

/// The template's version.
pub const TEMPLATE: &str = "Mal";
/// It holds.
pub const YES: &str = "ja";
/// It does not.
pub const NO: &str = "nei";
