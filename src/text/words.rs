//! Words that several pages share: statuses, roles, lights, and why the centre did not take an entry.

use overgang_domain::Status;
use overgang_domain::change::Role;
use overgang_domain::day_one::Colour;
use overgang_domain::deadline::Timing;
use overgang_domain::template::LightId;
use overgang_sync::RejectReason;

/// A status.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::NotAssessed => "Ikke vurdert",
        Status::NeedsHelp => "Trenger hjelp",
        Status::UnderWay => "I gang",
        Status::Waiting => "Venter på svar",
        Status::Done => "Ferdig",
        Status::NotNeeded => "Ikke behov",
        Status::Declined => "Ønsker ikke",
    }
}

/// A status on a narrow button.
pub fn short_status(value: Status) -> &'static str {
    match value {
        Status::Waiting => "Venter",
        Status::NotAssessed
        | Status::NeedsHelp
        | Status::UnderWay
        | Status::Done
        | Status::NotNeeded
        | Status::Declined => status(value),
    }
}

/// How an item stands to its days.
pub fn timing(timing: Timing) -> Option<&'static str> {
    match timing {
        Timing::TooLate => Some("Trolig for sent"),
        Timing::Overdue => Some("Over fristen"),
        Timing::Compressed => Some("Kortere tid enn planlagt"),
        Timing::Now => Some("Gjøres nå"),
        Timing::Later | Timing::NoDate | Timing::Settled => None,
    }
}

/// A light's colour in words.
pub fn light_state(colour: Colour) -> &'static str {
    match colour {
        Colour::Red => "mangler",
        Colour::Amber => "gjenstår",
        Colour::Closed => "ikke delt",
        Colour::Grey => "ikke avklart",
        Colour::Green => "ordnet",
    }
}

/// A light's short name, for a narrow strip.
pub fn light(light: LightId) -> &'static str {
    match light {
        LightId::Roof => "Tak over hodet",
        LightId::Money => "Penger",
        LightId::Medicine => "Medisin",
        LightId::Papers => "Papirer",
        LightId::KeysAndPhone => "Nøkler og telefon",
        LightId::MetAtGate => "Møtes ved porten",
        LightId::FirstAppointment => "Første avtale",
    }
}

/// How far a source confirms a card of background.
pub fn background(status: &str) -> &'static str {
    match status {
        "confirmed" => "bekreftet av en kilde",
        "partly" => "delvis bekreftet, eller eldre",
        _ => "bare fra grunnteksten",
    }
}

/// What a user does, all of it.
pub fn roles(roles: impl Iterator<Item = Role>) -> String {
    roles.map(role).collect::<Vec<&str>>().join(", ")
}

/// What a user does.
pub fn role(role: Role) -> &'static str {
    match role {
        Role::NavCaseworker => "NAV-veileder i fengsel",
        Role::NavOffice => "NAV-kontor i kommunen",
        Role::PrisonSocialWorker => "Sosialkonsulent i fengselet",
        Role::ContactOfficer => "Kontaktbetjent",
        Role::Probation => "Friomsorgen",
        Role::TemplateAdmin => "Forvalter malen for sjekklisten",
        Role::MunicipalServices => "Tjenester i kommunen",
        Role::Health => "Helsepersonell",
        Role::Education => "Opplæring",
        Role::LibraryFaithNgo => "Bibliotek, tro og frivillige",
        Role::Coordinator => "Koordinator for planen",
        Role::Manager => "Leder",
        Role::AccessAdmin => "Forvalter brukere og tilganger",
        Role::Auditor => "Følger opp hvem som har lest hva",
    }
}

/// Why the centre did not take an entry, and what to do.
pub fn reject_reason(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::NotAllowed => {
            "Rollen din eller personens samtykke lar deg ikke skrive dette. Be en som har tilgang føre det inn."
        }
        RejectReason::WrongAuthor => {
            "Endringen er skrevet av en annen bruker. Den må sendes når den brukeren er logget inn."
        }
        RejectReason::WrongDevice => {
            "Endringen kommer fra en annen enhet. Logg inn på nytt, og prøv igjen."
        }
        RejectReason::IdReused => {
            "Sentralen har alt en annen endring med samme nummer. Før det inn på nytt."
        }
        RejectReason::Malformed => "Sentralen kan ikke lese endringen. Før det inn på nytt.",
        RejectReason::ReplacesForeign => {
            "Endringen viser til noe i en annen plan. Før det inn på nytt i riktig plan."
        }
        RejectReason::TooLarge => "Teksten er for lang. Kort den ned, og før den inn på nytt.",
        RejectReason::VersionTaken => {
            "En annen har gitt ut denne versjonen av malen. Utkastet står; gi det ut som neste versjon."
        }
        RejectReason::CentreFails => {
            "Sentralen feiler på akkurat denne endringen. Prøv igjen senere, og meld fra til brukerstøtte."
        }
        RejectReason::Other => "Sentralen tok ikke imot endringen. Oppdater appen, og prøv igjen.",
    }
}
