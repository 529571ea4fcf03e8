//! Opening something against the rules that hold otherwise.

/// The heading.
pub const TITLE: &str = "Nødinnsyn";
/// Leads there.
pub const OPEN_IN_DANGER: &str = "Nødinnsyn når liv er i fare";
/// What it is for.
pub const LEAD: &str = "Bare når noen kan miste livet. Du får lese det du krysser av for, til og med i morgen. Du kan ikke endre det.";
/// Who hears of it.
pub const TOLD: &str = "Koordinatoren får vite det med en gang, med navnet ditt og grunnen. Det føres i innsynsloggen og blir alltid gransket.";
/// Acute danger.
pub const CALL: &str = "Er det akutt, ring først: 113, eller vakthavende i fengselet.";
/// What is never opened.
pub const NEVER: &str = "Helseopplysninger åpnes aldri på denne måten.";
/// Which areas.
pub const AREAS: &str = "Hva må du lese?";
/// None was chosen.
pub const NO_AREA: &str = "Kryss av for det du må lese.";
/// Why.
pub const REASON: &str = "Hvorfor?";
/// What a reason is.
pub const REASON_HELP: &str =
    "Hva har skjedd, og hva trenger du å vite? Koordinatoren leser dette.";
/// No reason.
pub const NO_REASON: &str = "Skriv hvorfor, med minst ti tegn.";
/// Too long.
pub const LONG_REASON: &str = "Skriv kortere: høyst 1000 tegn.";
/// Opens it.
pub const DO_OPEN: &str = "Åpne nå";
/// Without network.
pub const UNREACHABLE: &str = "Sentralen svarer ikke. Nødinnsyn trenger nett: gå dit det er dekning, eller ring koordinatoren. Det du skrev, står her.";
/// The session is over.
pub const SESSION_OVER: &str = "Du er logget ut hos sentralen. Logg inn, og prøv igjen.";
/// Nothing to be opened.
pub const REFUSED: &str = "Det er ikke noe her som kan åpnes for deg.";
/// It comes.
pub const COMING: &str = "Det hentes nå.";
/// The way to it.
pub const GO: &str = "Gå til planen";

/// The heading of the page for plans outside one's reach.
pub const FIND_TITLE: &str = "Finn plan i et annet fengsel";
/// What it is for.
pub const FIND_LEAD: &str = "For en person som du arbeider med, men som har planen sin i et annet fengsel. Du får lese planen til og med i morgen. Trenger du den lenger, be koordinatoren føre deg opp på planen.";
/// Whose plan.
pub const NUMBER: &str = "Fødselsnummer eller D-nummer";
/// Nothing found.
pub const FOUND_NOTHING: &str = "Fant ingen plan som kan åpnes for deg.";
/// One has it already.
pub const HAD_ALREADY: &str = "Du har denne planen allerede.";

/// Until when it is open.
pub fn opened_until(day: &str) -> String {
    format!("Åpnet til og med {day}.")
}

/// Who could read what, until when.
pub fn said(who: &str, what: &str, until: &str) -> String {
    format!("{who} har åpnet {what} for å lese, til og med {until}.")
}

/// One's own.
pub fn said_of_you(what: &str, until: &str) -> String {
    format!("Du har åpnet {what} for å lese, til og med {until}.")
}

/// The plan itself.
pub const THE_PLAN: &str = "planen";

/// Why.
pub fn because(reason: &str) -> String {
    format!("Grunn: {reason}")
}
