//! What somebody may not see or write, and why.

use overgang_domain::access::Decision;

/// Leads to the sheet of consents.
pub const RECORD_CONSENT: &str = "Registrer samtykke";
/// Who can record one, where the user may not.
pub const WHO_RECORDS: &str = "NAV eller sosialkonsulenten i fengselet kan registrere samtykke.";

/// Why something is not shown. `who` is the user's administration, `what` the area or sheet.
pub fn not_shown(decision: Decision, who: &str, what: &str, is_health: bool) -> String {
    match decision {
        Decision::NeedsConsent => {
            format!("Personen har ikke samtykket til at {who} ser «{what}».")
        }
        Decision::Refused => format!("Personen har sagt nei til at {who} ser «{what}»."),
        Decision::NoRule if is_health => "Helsetjenesten alene ser dette.".to_owned(),
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
