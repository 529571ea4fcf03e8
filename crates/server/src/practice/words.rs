//! What colleagues write to each other: invented, short, and without diagnoses or offences.

use overgang_domain::{AreaId, Status};

/// A word why, as one writes it beside a status.
pub(super) fn whys(status: Status) -> &'static [&'static str] {
    match status {
        Status::Waiting => &[
            "Søknad sendt, venter på svar.",
            "Har ringt, de ringer tilbake.",
            "Svar er lovet innen to uker.",
            "Kommunen har fått alt, ingen svar ennå.",
        ],
        Status::UnderWay => &[
            "Skjemaet er fylt ut sammen, mangler underskrift.",
            "Begynt i dag, tar resten neste kontordag.",
            "Mangler bare kvittering.",
        ],
        Status::NotNeeded => &[
            "Har dette fra før.",
            "Familien har ordnet det.",
            "Gjelder ikke, avklart i samtale.",
        ],
        Status::Declined => &[
            "Vil ikke nå. Spør igjen om en måned.",
            "Vil ordne det selv etter løslatelsen.",
        ],
        Status::NeedsHelp => &[
            "Vet ikke hvor man begynner.",
            "Ber om hjelp til skjemaet.",
            "Trenger noen som ringer.",
        ],
        Status::Done => &[
            "Bekreftet på telefon.",
            "Brevet ligger i mappen.",
            "Ordnet sammen på kontoret.",
        ],
        Status::NotAssessed => &["Ikke rukket ennå."],
    }
}

/// Notes on the whole plan.
pub(super) const PLAN_NOTES: [&str; 8] = [
    "Første samtale gjennomført. Vil helst snakkes med på formiddagen.",
    "Ønsker at søsteren får vite datoen så snart den er sikker.",
    "Har arbeid i verkstedet til kl. 14, send beskjed dagen før.",
    "Leser best stor skrift. Skriv korte lapper.",
    "Vil ha med kontaktbetjenten på neste møte.",
    "Ba om at vi går gjennom hele listen på nytt to uker før løslatelsen.",
    "Snakket om første uken ute: hvem som ringer, hvor man spiser, hvordan man kommer seg dit.",
    "Møtte ikke i dag, var på permisjon. Ny tid avtalt tirsdag.",
];

/// Items that no template has.
pub(super) const ADDED_ITEMS: [(&str, &str); 6] = [
    ("release-day", "Hente sykkelen hos søsteren"),
    ("family-network", "Finne plass til katten de første ukene"),
    (
        "leisure-faith-library",
        "Melde fra til korpset om når øvingene kan begynne",
    ),
    ("id-bank-digital", "Få tilbake telefonen fra effekter"),
    ("work", "Ringe den gamle formannen på sagbruket"),
    ("housing", "Tømme bodnummer 14 før leien går ut"),
];

/// Notes on an item of an area.
pub(super) fn notes(area: &AreaId) -> &'static [&'static str] {
    match area.as_str() {
        "housing" => &[
            "Kommunen vil ha bekreftelse på løslatelsesdato før de tildeler.",
            "Visning onsdag kl. 16. Trenger fremstilling eller permisjon.",
            "Kan bo hos broren de to første ukene, ikke lenger.",
            "Boligkontoret har ny saksbehandler, send alt på nytt.",
        ],
        "benefits" => &[
            "Søknaden er skrevet ut og signert, jeg leverer den torsdag.",
            "Manglet kontoutskrift. Banken sender den i posten.",
            "Gikk gjennom hva som stopper og hva som starter igjen ved løslatelse.",
        ],
        "work" => &[
            "Har truckbevis fra før, papirene ligger hjemme.",
            "Vil helst begynne med halv uke. Snakket om lønnstilskudd.",
            "Arbeidsgiveren er positiv, vil møte først.",
        ],
        "education" => &[
            "To fag igjen. Læreren sender karakterutskrift.",
            "Vil ta teorien nå og praksis ute.",
        ],
        "health" => &[
            "Legekontoret har plass. Time må bestilles av en selv.",
            "Liste til legen er bestilt, hentes dagen før.",
        ],
        "substance-use" => &["Samtale tilbudt. Personen bestemmer selv når."],
        "debts" => &[
            "Fire krav funnet, to er samme sak.",
            "Vil ha hjelp til å åpne gammel post. Avtalt neste uke.",
        ],
        "id-bank-digital" => &[
            "Passet gikk ut i fjor. Time hos politiet må bestilles fra fengselet.",
            "Banken krever personlig oppmøte, tar det på permisjon.",
            "Kan koden, men telefonen er hos effekter.",
        ],
        "family-network" => &[
            "Datteren vil komme på besøk i ferien.",
            "Moren kan hente, men ikke før kl. 12.",
        ],
        "sentence-progression" => &[
            "Permisjon innvilget for bankbesøk.",
            "Venter på vedtak, spør avdelingen på fredag.",
        ],
        "release-day" => &[
            "Bussen går 09:40 og 11:10. Har aldri tatt den alene.",
            "Trenger vinterjakke, har bare sommerklær her.",
            "NAV-kontoret stenger kl. 14 den dagen.",
        ],
        _ => &[
            "Tatt opp i samtale i dag.",
            "Kommer tilbake til dette på neste møte.",
            "Avtalt at vi spør igjen om to uker.",
        ],
    }
}
