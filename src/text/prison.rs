//! Prisons and what the tool rests on.

use overgang_domain::office_hours::Closing;

pub use super::sheet::clock;

/// The list.
pub const TITLE: &str = "Fengsler";
/// Those in which the user works.
pub const YOURS: &str = "Der du jobber";
/// The others.
pub const OTHERS: &str = "Alle andre";
/// Security level.
pub const LEVEL: &str = "Sikkerhetsnivå";
/// Municipality.
pub const MUNICIPALITY: &str = "Kommune";
/// What is there.
pub const FACILITIES: &str = "Dette finnes i fengselet";
/// Who is there on the next days.
pub const NEXT_DAYS: &str = "De neste fire ukene";
/// Only those who work there write.
pub const READ_ONLY: &str = "Bare de som jobber i fengselet, kan endre siden.";
/// No hours.
pub const NO_HOURS: &str = "Ingen kontortider er ført de neste fire ukene. Spør NAV-kontoret.";
/// What a source says.
pub const UNVERIFIED: &str = "Ikke bekreftet av en kilde. Sjekk på kriminalomsorgen.no før bruk.";
/// One fact that no source confirms.
pub const NOT_CONFIRMED: &str = " (ikke bekreftet)";
/// Nobody could confirm that it is in use.
pub const UNCERTAIN: &str =
    "Det er usikkert om fengselet er i bruk. Spør kriminalomsorgen før dere planlegger noe her.";
/// No source says whether it is there.
pub const UNKNOWN: &str = "ikke kjent – spør fengselet";
/// The administrations.
pub const AGENCIES: &str = "Etatene og hva de har ansvar for";
/// Inside the prison.
pub const INSIDE: &str = "arbeider i fengselet";
/// The page on what the tool rests on.
pub const ABOUT: &str = "Om løslatelsesarbeidet";
/// To that page.
pub const TO_ABOUT: &str = "Om importmodellen, etatene og kildene";
/// To the template.
pub const TO_TEMPLATE: &str = "Malen for sjekklisten";
/// Back.
pub const BACK: &str = "Alle fengsler";
/// The place leads nowhere.
pub const NOT_FOUND: &str = "Dette fengselet finnes ikke i listen.";

/// Why nobody is there.
pub fn closed(closing: &Closing) -> String {
    match closing {
        Closing::Holiday => "Stengt: helligdag".to_owned(),
        Closing::Exception(reason) if reason.is_empty() => "Stengt".to_owned(),
        Closing::Exception(reason) => format!("Stengt: {reason}"),
    }
}

/// A security level.
pub fn level(level: &str) -> &str {
    match level {
        "high" => "høyt",
        "lower" => "lavere",
        "particularly-high" => "særlig høyt",
        "transition" | "transition-house" => "overgangsbolig",
        other => other,
    }
}

/// A facility.
pub fn facility(id: &str) -> &str {
    match id {
        "production_hall" => "Produksjonshall (tre og metall)",
        "small_scale_industry" => "Småindustri og verksteder",
        "greenhouse" => "Drivhus",
        "education_classrooms" => "Klasserom",
        "training_restaurant" => "Opplæringsrestaurant",
        "medical_room" => "Helserom",
        "social_welfare_nav_office" => "NAV-kontor i fengselet",
        "library" => "Bibliotek",
        "room_for_religious_services" => "Rom for tro og livssyn",
        "gym_or_training" => "Treningsrom",
        "visiting_room" => "Besøksrom",
        "family_visiting_room" => "Besøksrom for familier",
        "visitor_cabin" => "Besøkshus",
        "partitioned_visiting_room" => "Besøksrom med glassvegg",
        "digital_access_to_public_services" => "Digital tilgang til offentlige tjenester",
        other => other,
    }
}

/// Who says that it is there.
pub fn said_by(source: &str) -> &'static str {
    match source {
        "seed" => "nevnt i grunnteksten",
        "source" => "nevnt i en kilde",
        _ => "nevnt i grunnteksten og i en kilde",
    }
}

/// Which level of government an administration belongs to, or who it is else.
pub fn agency_level(level: &str) -> &str {
    match level {
        "state-correctional" => "stat: kriminalomsorgen",
        "state-nav" => "stat: NAV",
        "state-municipal-nav" => "NAV-kontor: stat og kommune",
        "state-health" => "stat: helse",
        "state-other" => "stat",
        "county" => "fylkeskommune",
        "municipal" => "kommune",
        "civil-society" => "frivillig eller livssyn",
        "private" => "privat",
        "person" => "personen selv og nettverket",
        other => other,
    }
}
