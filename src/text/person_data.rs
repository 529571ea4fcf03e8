//! All that is held on a person, for the person.

use overgang_domain::change::ErasureGround;

/// The heading.
pub const TITLE: &str = "Innsyn for personen";
/// What it is for.
pub const LEAD: &str = "Alt som er lagret i denne planen og som du kan se, og hvem som har sett det. Skriv det ut eller lagre det, og gi det til personen. At du henter det, føres i loggen.";
/// Fetches it.
pub const FETCH: &str = "Hent innsynet";
/// Without network.
pub const UNREACHABLE: &str = "Innsynet hentes hos sentralen, og trenger nett. Gå dit det er dekning, eller avtal med personen når du kommer tilbake med det.";
/// The session is over.
pub const SESSION_OVER: &str = "Du er logget ut hos sentralen. Logg inn, og hent på nytt.";
/// Not the coordinator.
pub const REFUSED: &str = "Bare den som er koordinator for planen, kan hente innsynet.";
/// Prints it.
pub const PRINT: &str = "Skriv ut";
/// As JSON.
pub const DOWNLOAD: &str = "Lagre som JSON";
/// What the file is called. No name is in it.
pub const FILE: &str = "innsyn.json";
/// What others hold.
pub const ELSEWHERE: &str = "Dette har andre, som personen må spørre selv";
/// What was erased.
pub const ERASED: &str = "Dette er slettet";
/// Who has seen it.
pub const READS: &str = "Hvem har sett det";
/// It has been replaced.
pub const OLD: &str = "Gjelder ikke lenger";

/// How much there is.
pub fn entries(count: u32) -> String {
    format!("{count} innslag")
}

/// Who wrote something, and when.
pub fn written(by: &str, agency: &str, when: &str) -> String {
    format!("{by}, {agency}, {when}")
}

/// On which ground something was erased.
pub fn ground(ground: ErasureGround) -> &'static str {
    match ground {
        ErasureGround::Retention => "tiden det kan lagres, er ute",
        ErasureGround::Request => "personen ba om det, og fikk medhold",
        ErasureGround::Court => "en domstol eller annen myndighet bestemte det",
        ErasureGround::WrongPerson => "det var skrevet på feil person",
    }
}
