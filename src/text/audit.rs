//! The log of reads and its weekly sample.

use overgang_sync::message::{AuditAct, AuditReason, PickReason};

/// The page.
pub const TITLE: &str = "Innsyn";
/// What it is.
pub const LEAD: &str = "Hvem som har sett hva, når og hvorfor. Ingen navn på personer og ikke noe av det som står i planene. \
     Det du slår opp her, blir også loggført.";
/// The page needs the role.
pub const NOT_YOURS: &str = "Denne siden er for dem som følger opp innsyn.";
/// The tabs.
pub const SEARCH: &str = "Søk i loggen";
/// The tabs.
pub const SAMPLE: &str = "Ukens stikkprøve";
/// A field.
pub const USER: &str = "Hvem";
/// A field.
pub const ACT: &str = "Hva";
/// A field.
pub const FROM: &str = "Fra og med";
/// A field.
pub const TO: &str = "Til og med";
/// A choice.
pub const ALL: &str = "Alle";
/// Searches.
pub const FIND: &str = "Søk";
/// More rows.
pub const MORE: &str = "Vis flere";
/// No rows.
pub const NOTHING: &str = "Ingenting i loggen svarer til dette.";
/// It did not work.
pub const FAILED: &str = "Loggen kan ikke leses nå. Det trengs nett, og du må være logget inn.";
/// It did not work.
pub const NOT_KEPT: &str = "Funnet er ikke lagret. Det trengs nett, og du må være logget inn.";
/// Columns.
pub const WHEN: &str = "Når";
/// Columns.
pub const PLANS: &str = "Planer";
/// The week.
pub const WEEK: &str = "Uke";
/// No week yet.
pub const NO_WEEKS: &str =
    "Ingen uke er trukket ennå. Den første trekkes når en uke med innsyn er over.";
/// The field.
pub const FINDING: &str = "Hva fant du?";
/// Saves it.
pub const KEEP: &str = "Lagre funnet";
/// What stays.
pub const FINDING_HELP: &str = "Blir stående med navnet ditt og kan ikke endres.";
/// Nobody looked.
pub const NOT_LOOKED: &str = "Ikke vurdert ennå";

/// A plan by the end of its id: names are not shown here.
pub fn plan(id: &str) -> String {
    let end: String = id
        .chars()
        .skip(id.chars().count().saturating_sub(8))
        .collect();
    format!("Plan {end}")
}

/// Only one plan is looked for.
pub fn only_plan(id: &str) -> String {
    format!("Bare {}", plan(id).to_lowercase())
}

/// More plans than are named.
pub fn more_plans(count: usize) -> String {
    format!("og {count} til")
}

/// When it was done, where the centre heard of it later.
pub fn done(when: &str) -> String {
    format!("gjort {when}")
}

/// How often.
pub fn times(times: u32) -> String {
    format!("{times} ganger")
}

/// Whose reads were looked at.
pub fn about(name: &str) -> String {
    format!("om {name}")
}

/// Who looked and when.
pub fn looked(name: &str, when: &str) -> String {
    format!("{name}, {when}")
}

/// What was done.
pub fn act(act: AuditAct) -> &'static str {
    match act {
        AuditAct::Opened => "Åpnet plan",
        AuditAct::Listed => "Så liste",
        AuditAct::Searched => "Søkte",
        AuditAct::Printed => "Skrev ut",
        AuditAct::MadeAvailable => "Fikk på enheten",
        AuditAct::Refused => "Fikk avvist",
        AuditAct::OwnConsent => "Førte samtykke til egen etat",
        AuditAct::SignedIn => "Logget inn",
        AuditAct::SignedOut => "Logget ut",
        AuditAct::CopyNoticed => "Enheten var en kopi og fikk eget navn",
        AuditAct::Alarm => "Varsel: mange personer på kort tid",
        AuditAct::AuditRead => "Leste innsynsloggen",
        AuditAct::ReviewRead => "Leste stikkprøven",
        AuditAct::FindingWritten => "Førte funn",
        AuditAct::LookedUp => "Slo opp et fødselsnummer",
        AuditAct::PersonDataGiven => "Satte sammen innsyn for personen",
        AuditAct::Protected => "Endret hvem som kan få se planen",
        AuditAct::Overridden => "Åpnet med nødinnsyn",
        AuditAct::LetIn => "Slapp inn noe som var holdt tilbake",
        AuditAct::ThrownAway => "Forkastet noe som var holdt tilbake",
    }
}

/// Why.
pub fn reason(reason: AuditReason) -> Option<&'static str> {
    match reason {
        AuditReason::None => None,
        AuditReason::CaseWork => Some("egen sak"),
        AuditReason::List => Some("liste"),
        AuditReason::Sync => Some("sending og mottak"),
        AuditReason::NotAllowed => Some("ikke tilgang"),
        AuditReason::WrongSender => Some("feil avsender"),
        AuditReason::Malformed => Some("ugyldig innhold"),
        AuditReason::OtherReason => Some("annen grunn"),
        AuditReason::ByReceipt => Some("etter sentralens klokke"),
        AuditReason::ByDevice => Some("etter enhetens klokke"),
        AuditReason::DangerToLife => Some("fare for liv"),
        AuditReason::OutOfReach => Some("plan i et annet fengsel"),
    }
}

/// Why a row is in the sample.
pub fn pick(why: PickReason) -> &'static str {
    match why {
        PickReason::Alarm => "Varsel",
        PickReason::Override => "Nødinnsyn",
        PickReason::OwnConsent => "Samtykke til egen etat",
        PickReason::NotTheirs => "Ikke egen plan",
        PickReason::Chance => "Tilfeldig",
    }
}
