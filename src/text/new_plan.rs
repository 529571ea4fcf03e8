//! Opening a plan for a person.

use overgang_domain::commands::ChangePersonError;

/// The page.
pub const TITLE: &str = "Ny person";
/// What is not needed.
pub const LEAD: &str = "Fyll inn det du vet nå. Alt kan endres siden.";
/// The national identity number.
pub const NUMBER: &str = "Fødselsnummer eller D-nummer (valgfritt)";
/// What it is for.
pub const NUMBER_HELP: &str =
    "Vises alltid med de siste sifrene skjult. Brukes for å finne planen igjen.";
/// Asks the register.
pub const LOOK_UP: &str = "Slå opp navnet";
/// Somebody was found.
pub const FOUND: &str = "Navnet er hentet. Se at det er riktig person.";
/// Nobody has it.
pub const FOUND_NOBODY: &str =
    "Ingen har dette nummeret. Se over sifrene, eller skriv navnet selv.";
/// No answer.
pub const NO_ANSWER: &str = "Fikk ikke svar. Skriv navnet selv.";
/// The digits do not fit.
pub const NO_NUMBER: &str = "Skriv de elleve sifrene. Et av dem er feil.";
/// The name.
pub const NAME: &str = "Navn";
/// The date of birth.
pub const BIRTH_DATE: &str = "Fødselsdato (valgfritt)";
/// The prison.
pub const PRISON: &str = "Fengsel";
/// The release date.
pub const RELEASE_DATE: &str = "Løslatelsesdato (valgfritt)";
/// What is not known.
pub const RELEASE_HELP: &str = "Forventet dato. Alle frister følger den og flytter seg med den.";
/// The kind of stay.
pub const STAY: &str = "Type opphold";
/// Convicted.
pub const CONVICTED: &str = "Domfelt";
/// On remand.
pub const REMAND: &str = "Varetekt";
/// Preventive detention.
pub const DETENTION: &str = "Forvaring";
/// In default of a fine.
pub const FINE_DEFAULT: &str = "Subsidiær fengselsstraff (bot)";
/// At home with electronic monitoring.
pub const MONITORING: &str = "Elektronisk kontroll hjemme";
/// The questions.
pub const QUESTIONS: &str = "Hva gjelder for personen?";
/// How they are used.
pub const QUESTIONS_HELP: &str =
    "Kryss av for det du vet. Svarene bestemmer hvilke punkter planen får.";
/// Plans that are likely of the same person.
pub const KNOWN: &str = "Det finnes alt en plan for noen med dette navnet. Er det samme person?";
/// Some field is not as it must be.
pub const MEND: &str = "Planen er ikke opprettet.";
/// Saves.
pub const SAVE: &str = "Opprett plan";
/// Leaves.
pub const CANCEL: &str = "Avbryt";
/// A day that cannot be read.
pub const BAD_DATE: &str = "Datoen er ikke en ekte dato. Skriv den som dag, måned og år.";

/// Why the plan was not opened or the person not changed.
pub fn refused(error: ChangePersonError) -> &'static str {
    match error {
        ChangePersonError::NameMissing => "Navnet mangler. Skriv navnet som personen bruker.",
        ChangePersonError::NameTooLong => "Navnet er for langt. Kort det ned.",
        ChangePersonError::NoNumber => NO_NUMBER,
        ChangePersonError::NumberOfOtherBirth => {
            "Fødselsnummeret hører til en annen fødselsdato. Sjekk begge."
        }
        ChangePersonError::BornInFuture => "Fødselsdatoen ligger fram i tid. Sjekk årstallet.",
        ChangePersonError::AdmittedBeforeBirth => {
            "Innsettelsen ligger før fødselsdatoen. Sjekk begge datoene."
        }
        ChangePersonError::ReleasedBeforeAdmission => {
            "Løslatelsen ligger før innsettelsen. Sjekk begge datoene."
        }
        ChangePersonError::ReleasedBeforeBirth => {
            "Løslatelsen ligger før fødselsdatoen. Sjekk begge datoene."
        }
    }
}

/// The part about consent.
pub const CONSENT: &str = "Samtykke";
/// Opens the part.
pub const SHARES: &str = "Personen samtykker til å dele";
/// What it means to leave it out.
pub const WITHOUT: &str = "Uten samtykke kan du skrive navn, datoer og samarbeid, men ikke for eksempel bolig. Du kan spørre senere.";
/// What to say.
pub const READ_ALOUD: &str =
    "Les opp hvem som får vite hva, og hvor lenge. Personen kan trekke samtykket når som helst.";
/// To whom.
pub const RECIPIENTS: &str = "Hvem får se mer?";
/// Which areas.
pub const AREAS: &str = "Hvilke områder?";
/// All of them.
pub const ALL_AREAS: &str = "Alle";
/// Some of them.
pub const SOME_AREAS: &str = "Bare noen";
/// Those that are chosen.
pub const CHOSEN_AREAS: &str = "Områder som deles";
/// How it was given.
pub const HOW: &str = "Hvordan er det gitt?";
/// Signed.
pub const WRITTEN: &str = "Skriftlig";
/// Said before a witness.
pub const ORALLY: &str = "Muntlig, med vitne";
/// Who heard it.
pub const WITNESS: &str = "Vitne";
/// How long.
pub const UNTIL: &str = "Gjelder til og med";
/// What it is for, as it is written down.
pub const PURPOSE: &str = "Å forberede løslatelsen sammen.";
/// Nobody was chosen.
pub const NO_RECIPIENT: &str = "Velg hvem som får se mer.";
/// No area was chosen.
pub const NO_AREA: &str = "Velg minst ett område.";
/// The witness is missing.
pub const NO_WITNESS: &str = "Skriv hvem som hørte det.";
/// The day is missing or lies before today.
pub const BAD_UNTIL: &str = "Skriv en dag fram i tid.";
