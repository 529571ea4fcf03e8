//! What somebody may not see or write, and why.

use overgang_domain::PublicLineId;
use overgang_domain::access::Decision;

/// Leads to the sheet of consents.
pub const RECORD_CONSENT: &str = "Registrer samtykke";
/// Who can record one, where the user may not.
pub const WHO_RECORDS: &str = "NAV eller sosialkonsulenten i fengselet kan registrere samtykke.";

/// Why something is not shown. `who` is the user's administration, `what` the area or sheet.
pub fn not_shown(decision: Decision, who: &str, what: &str, is_health: bool) -> String {
    match decision {
        Decision::NeedsConsent if is_health => format!(
            "Helsetjenesten alene ser hva dette gjelder. Personen har ikke samtykket til at {who} får vite om det er ordnet."
        ),
        Decision::Refused if is_health => format!(
            "Helsetjenesten alene ser hva dette gjelder. Personen har sagt nei til at {who} får vite om det er ordnet."
        ),
        Decision::Allowed if is_health => {
            "Helsetjenesten alene ser hva dette gjelder. Du ser om det er ordnet.".to_owned()
        }
        Decision::NoRule if is_health => "Helsetjenesten alene ser dette.".to_owned(),
        Decision::NeedsConsent => {
            format!("Personen har ikke samtykket til at {who} ser «{what}».")
        }
        Decision::Refused => format!("Personen har sagt nei til at {who} ser «{what}»."),
        Decision::NotOwn => format!("Bare de som har ansvaret for «{what}», ser dette."),
        Decision::OutOfScope => "Du er ikke med på denne planen.".to_owned(),
        Decision::NoRule | Decision::Allowed => format!("Rollen din ser ikke «{what}»."),
    }
}

/// Why something is shown and cannot be changed.
pub fn not_written(decision: Decision, who: &str) -> String {
    match decision {
        Decision::NeedsConsent => {
            format!("Personen har ikke samtykket til at {who} endrer dette.")
        }
        Decision::Refused => format!("Personen har sagt nei til at {who} endrer dette."),
        Decision::NotOwn => "Bare de som har ansvaret for dette, kan endre det.".to_owned(),
        Decision::OutOfScope => "Du er ikke med på denne planen.".to_owned(),
        Decision::NoRule | Decision::Allowed => {
            "Du kan lese dette. Rollen din kan ikke endre det.".to_owned()
        }
    }
}

/// What a line on health matters is called.
pub fn public_line(line: &PublicLineId) -> String {
    match line.as_str() {
        "medicine" => "Medisin til de første dagene".to_owned(),
        "appointment" => "Timer hos helsetjenesten".to_owned(),
        "information" => "Helseopplysninger og samtaler om helse".to_owned(),
        "other" => "Annet som helsetjenesten ordner".to_owned(),
        "light-medicine" => "Medisin på løslatelsesdagen".to_owned(),
        other => other.to_owned(),
    }
}

/// What it says.
pub fn arranged(is_shared: bool, is_arranged: Option<bool>) -> &'static str {
    match is_arranged {
        _ if !is_shared => "Ikke delt",
        Some(true) => "Ordnet",
        Some(false) => "Ikke ordnet ennå",
        None => "Ikke sagt ennå",
    }
}
