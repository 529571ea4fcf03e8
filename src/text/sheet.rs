//! Sheets: what stands around the fields, and what is wrong with them.

use overgang_domain::FieldValue;
use overgang_domain::sheet::FieldFault;

use super::dates;

/// Fills in a sheet that is empty.
pub const FILL_IN: &str = "Fyll inn";
/// Changes what is filled in.
pub const CHANGE: &str = "Endre";
/// What stands there.
pub const DETAILS: &str = "Innhold";
/// Saves.
pub const SAVE: &str = "Lagre";
/// Nothing is filled in.
pub const EMPTY: &str = "Ikke fylt inn ennå.";
/// There are no rows.
pub const NO_ROWS: &str = "Ikke lagt inn ennå.";
/// Nothing chosen.
pub const NOT_CHOSEN: &str = "Ikke valgt";
/// Yes.
pub const YES: &str = "Ja";
/// No.
pub const NO: &str = "Nei";
/// Phrases to put in.
pub const PHRASES: &str = "Sett inn";
/// A national identity number in a text.
pub const NUMBER_IN_TEXT: &str =
    "Dette ser ut som et fødselsnummer eller D-nummer. Slike numre skal bare stå i sitt eget felt.";
/// Something does not fit, said beside the button.
pub const MEND: &str = "Ikke lagret. Rett opp det som er merket.";
/// What was written, and striking out.
pub const HISTORY: &str = "Historikk og stryking";
/// Strikes a row out.
pub const STRIKE: &str = "Stryk denne";
/// Two values on a field.
pub const TWO_VALUES: &str = "to svar er gitt hver for seg";
/// What does not fit in what is stored.
pub const DOES_NOT_FIT: &str = "Noe stemmer ikke";

/// Narrows rows to an area.
pub const OF_AREA: &str = "Vis område";
/// All areas.
pub const ALL_AREAS: &str = "Alle områder";
/// Narrows rows to days.
pub const FROM: &str = "Fra og med";
/// Narrows rows to days.
pub const TO: &str = "Til og med";
/// No row fits.
pub const NO_MATCH: &str = "Ingenting passer. Velg et annet område eller andre dager.";

/// How many rows are shown.
pub fn shown(shown: usize, all: usize) -> String {
    format!("Viser {shown} av {all}")
}

/// Adds a row.
pub fn add(one: &str) -> String {
    format!("Legg til {one}")
}

/// What is wrong with a field, and what to do. `bound` is the label of the field that it lies before.
pub fn fault(fault: &FieldFault, bound: &str) -> String {
    match fault {
        FieldFault::Missing => "Feltet er tomt. Fyll det ut.".to_owned(),
        FieldFault::NoDay => {
            "Datoen er ikke en ekte dato. Skriv dag, måned og år med fire sifre.".to_owned()
        }
        FieldFault::NoClock => "Klokkeslettet kan ikke leses. Skriv det som 09:30.".to_owned(),
        FieldFault::NoNumber => "Skriv et helt tall.".to_owned(),
        FieldFault::OutOfRange {
            min: Some(min),
            max: Some(max),
        } => format!("Tallet må være fra {min} til {max}."),
        FieldFault::OutOfRange { min: Some(min), .. } => format!("Tallet må være minst {min}."),
        FieldFault::OutOfRange { max: Some(max), .. } => format!("Tallet kan være høyst {max}."),
        FieldFault::OutOfRange { .. } => "Tallet kan ikke stemme. Sjekk det.".to_owned(),
        FieldFault::InFuture => "Datoen ligger fram i tid. Sjekk årstallet.".to_owned(),
        FieldFault::Before(_) => format!("Ligger før «{bound}». Sjekk begge."),
        FieldFault::LessThan(_) => format!("Må være minst like mye som «{bound}». Sjekk begge."),
        FieldFault::Answered { plans: 1 } => {
            "Punktet er besvart i 1 plan som er i gang. La det stå i malen.".to_owned()
        }
        FieldFault::Answered { plans } => {
            format!("Punktet er besvart i {plans} planer som er i gang. La det stå i malen.")
        }
        FieldFault::WrongNationalId => {
            "Kontrollsifrene stemmer ikke. Sjekk hvert siffer.".to_owned()
        }
        FieldFault::TooLong => "Teksten er for lang. Kort den ned.".to_owned(),
        FieldFault::Circle => {
            "Punktene ville ventet på hverandre i ring. Ta bort ett av dem.".to_owned()
        }
        FieldFault::ReleasedBeforeAdmission => {
            "Løslatelsen ligger før innsettelsen. Sjekk begge datoene.".to_owned()
        }
        FieldFault::AdmittedBeforeBirth => {
            "Innsettelsen ligger før fødselsdatoen. Sjekk begge datoene.".to_owned()
        }
        FieldFault::BornInFuture => "Fødselsdatoen ligger fram i tid. Sjekk årstallet.".to_owned(),
        FieldFault::ReleasedBeforeBirth => {
            "Løslatelsen ligger før fødselsdatoen. Sjekk begge datoene.".to_owned()
        }
        FieldFault::ReleasedAfterEnd => {
            "Løslatelsesdatoen ligger etter at straffen er slutt. Stemmer det?".to_owned()
        }
        FieldFault::OtherBirth => "Nummeret passer ikke til fødselsdatoen. Sjekk begge.".to_owned(),
        FieldFault::NoneAndSome => {
            "Både «ingen» og et behov i samme område er svart. Ta bort det ene.".to_owned()
        }
        FieldFault::NoAnchor => {
            "Den dagen er ikke ført inn ennå. Til da gjelder malens frist.".to_owned()
        }
        FieldFault::NoLength => {
            "Dommen er på 0 dager. Skriv lengden, eller la feltene stå tomme.".to_owned()
        }
        FieldFault::Overlaps(_) => {
            "Overlapper en annen permisjon. Sjekk dager og klokkeslett på begge.".to_owned()
        }
        FieldFault::AfterRelease => "Dagen ligger etter løslatelsen. Stemmer det?".to_owned(),
        FieldFault::BeforeRelease => "Dagen ligger før løslatelsen. Stemmer det?".to_owned(),
        FieldFault::ClosedDay => "Søndag eller helligdag. Sjekk at det er åpent.".to_owned(),
    }
}

/// A time of day, from minutes since midnight.
pub fn clock(minutes: u16) -> String {
    dates::clock(u32::from(minutes / 60), u32::from(minutes % 60))
}

/// What a field holds, as a form has it: see `SheetField::read`. Also for lists that have no sheet at hand.
pub fn typed(value: &FieldValue) -> String {
    match value {
        FieldValue::Empty => String::new(),
        FieldValue::Text(words) => words.clone(),
        FieldValue::Day(day) => day.to_string(),
        FieldValue::Clock(minutes) => clock(*minutes),
        FieldValue::Number(number) => number.to_string(),
        FieldValue::Chosen(ids) => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            ids.join(" ")
        }
    }
}
