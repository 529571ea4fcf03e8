//! The list of plans.

use overgang_domain::filter::NameFilterError;
use overgang_domain::summary::Urgency;

/// The page.
pub const TITLE: &str = "Planer";
/// Opens a plan.
pub const NEW: &str = "Ny person";
/// The search field.
pub const SEARCH: &str = "Søk etter navn eller fengsel";
/// The order.
pub const SORT: &str = "Rekkefølge";
/// Most urgent first.
pub const BY_URGENCY: &str = "Haster mest";
/// By release date.
pub const BY_RELEASE: &str = "Løslatelsesdato";
/// By name.
pub const BY_NAME: &str = "Navn";
/// Filter.
pub const ALL_PRISONS: &str = "Alle fengsler";
/// Filter's label.
pub const PRISON: &str = "Fengsel";
/// Who works with the person.
pub const WORKER: &str = "Jobbes med av";
/// Whoever it is.
pub const EVERYBODY: &str = "Alle";
/// Nobody works with the person.
pub const NOBODY: &str = "Ingen";
/// A plan that is not here.
pub const FIND: &str = "Plan i et annet fengsel";
/// Something of it was opened against the rules.
pub const OVERRIDDEN: &str = "Nødinnsyn";
/// Whether a plan is closed.
pub const LIFE: &str = "Vis";
/// Open plans.
pub const OPEN_PLANS: &str = "Åpne planer";
/// Plans of people who are out.
pub const RELEASED_PLANS: &str = "Løslatte";
/// Closed plans.
pub const CLOSED_PLANS: &str = "Avsluttede";
/// Both.
pub const ALL_PLANS: &str = "Åpne og avsluttede";
/// When the release is.
pub const RELEASE: &str = "Løslates";
/// Whenever it is.
pub const ANY_RELEASE: &str = "Når som helst";
/// Soon.
pub const WITHIN_14: &str = "Innen 14 dager";
/// Soon.
pub const WITHIN_30: &str = "Innen 30 dager";
/// Soon.
pub const WITHIN_90: &str = "Innen 90 dager";
/// Leaves nothing out.
pub const SHOW_ALL: &str = "Nullstill";
/// The filters that somebody keeps.
pub const KEPT: &str = "Mine filtre";
/// Keeps the filter in use.
pub const KEEP: &str = "Lagre filteret";
/// Does it.
pub const DO_KEEP: &str = "Lagre";
/// Gives it another name.
pub const RENAME: &str = "Gi nytt navn";
/// Keeps it no longer.
pub const REMOVE: &str = "Fjern filteret";
/// What it is called.
pub const FILTER_NAME: &str = "Navn på filteret";

/// The button to the fields that narrow the list, with how many do.
pub fn filters(narrowing: usize) -> String {
    match narrowing {
        0 => "Filtre".to_owned(),
        _ => format!("Filtre ({narrowing})"),
    }
}

/// Why a filter is not kept under a name.
pub fn name_refused(refusal: NameFilterError) -> &'static str {
    match refusal {
        NameFilterError::Missing => "Skriv et navn på filteret.",
        NameFilterError::TooLong => "Navnet er for langt. Bruk høyst 60 tegn.",
        NameFilterError::Taken => "Et annet filter har dette navnet. Velg et annet navn.",
    }
}

/// Gives plans to somebody.
pub const ASSIGN: &str = "Fordel planene som vises";
/// To whom.
pub const ASSIGN_TO: &str = "Hvem skal jobbe med personene?";
/// Nobody is chosen yet.
pub const NOT_CHOSEN: &str = "Velg";
/// Which of them.
pub const ASSIGNED: &str = "Planer";
/// Nobody or nothing was chosen.
pub const ASSIGN_MISSING: &str = "Velg hvem planene skal fordeles til, og minst én plan.";
/// Does it.
pub const DO_ASSIGN: &str = "Fordel";

/// A worker with the number of their plans.
pub fn load(name: &str, plans: usize) -> String {
    format!("{name} ({plans})")
}

/// What is about to happen.
pub fn assign_lead(plans: usize, is_moved: bool) -> String {
    let plans = if plans == 1 {
        "1 plan er valgt".to_owned()
    } else {
        format!("{plans} planer er valgt")
    };
    if is_moved {
        format!("{plans}. Den du velger, tar over etter den som planene er avgrenset til.")
    } else {
        format!("{plans}. Den du velger, kommer i tillegg til dem som jobber med personen fra før.")
    }
}

/// No plan on this device.
pub const EMPTY: &str = "Her er ingen planer ennå. De kommer når enheten har snakket med sentralen. Du kan også opprette en plan nå.";
/// No plan fits.
pub const NO_MATCH: &str = "Ingen planer passer til søket.";
/// Release not known.
pub const NO_DATE: &str = "Dato ikke kjent";
/// On remand.
pub const REMAND: &str = "Varetekt";
/// Two answers.
pub const CONTESTED: &str = "To svar";
/// The list.
pub const LIST: &str = "Planene";

/// How many are shown.
pub fn count(shown: usize, all: usize) -> String {
    let plans = if all == 1 { "plan" } else { "planer" };
    if shown == all {
        format!("{all} {plans}")
    } else {
        format!("{shown} av {all} {plans}")
    }
}

/// Days until the release.
pub fn days_left(days: i64) -> String {
    match days {
        0 => "i dag".to_owned(),
        1 => "1 dag".to_owned(),
        2.. => format!("{days} dager"),
        -1 => "løslatt i går".to_owned(),
        _ => format!("løslatt for {} dager siden", -days),
    }
}

/// Why it is urgent.
pub fn reasons(urgency: Urgency, missing: &str, open: usize) -> String {
    let Urgency {
        red_lights,
        overdue,
        passed_on,
        ..
    } = urgency;
    let mut parts: Vec<String> = Vec::new();
    if red_lights > 0 {
        parts.push(format!(
            "{red_lights} av 7 mangler til første dag: {}",
            missing.to_lowercase()
        ));
    }
    if overdue > 0 {
        parts.push(format!("{overdue} over fristen"));
    }
    if passed_on > 0 {
        parts.push(format!("{passed_on} gått videre til den som tar over"));
    }
    parts.push(if open == 1 {
        "1 åpent punkt".to_owned()
    } else {
        format!("{open} åpne punkter")
    });
    parts.join(" · ")
}
/// Shows more of a long list.
pub const MORE: &str = "Vis flere";
