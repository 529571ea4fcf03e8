//! The sentence and its dates. Nobody has a right to any of it on a date: the words say "kan vurderes".

use chrono::NaiveDate;
use overgang_domain::milestone::{MilestoneId, NoEstimate, Remark};
use overgang_domain::sentence::ReleaseDay;

/// The dates.
pub const DATES: &str = "Datoer";
/// An estimate.
pub const ESTIMATE: &str = "anslag – spør fengselet";
/// From the prison, or decided.
pub const ENTERED: &str = "ført inn";
/// Who typed a date in and when, and whether it is the prison's own.
pub fn entered(is_from_prison: bool, who: &str) -> String {
    if is_from_prison {
        format!("fra fengselet, skrevet av {who}")
    } else {
        format!("skrevet av {who}")
    }
}

/// How the dates are counted.
pub const HELP: &str = "Ingen har krav på noe av dette på en dato. Anslagene er regnet ut her og kan være en dag eller to feil. \
    Spør fengselet om soningstidsberegningen og før datoene inn: fengselets dato går alltid foran anslaget.";
/// How the dates come about.
pub const HOW: &str = "Slik er datoene regnet ut";
/// The timeline.
pub const TIMELINE: &str = "Tidslinje";
/// All of it in words.
pub const ALL_MARKS: &str = "Alt på tidslinjen";
/// Today on it.
pub const TODAY: &str = "I dag";
/// Items that are due.
pub const DUE: &str = "Frist";

/// What a milestone is called. An estimate never says that something happens.
pub fn milestone(id: MilestoneId) -> &'static str {
    match id {
        MilestoneId::Admission => "Innsettelse",
        MilestoneId::Third => "En tredel sonet",
        MilestoneId::Half => "Halv tid sonet",
        MilestoneId::TwoThirds => "To tredeler sonet",
        MilestoneId::Leave => "Permisjon og frigang kan vurderes fra",
        MilestoneId::DayRelease => "Frigang innvilget fra",
        MilestoneId::LowerSecurity => "Fengselet skal vurdere lavere sikkerhet fra",
        MilestoneId::Monitoring => "Elektronisk kontroll kan tidligst vurderes fra",
        MilestoneId::WholeMonitoring => "Elektronisk kontroll for hele straffen kan vurderes",
        MilestoneId::Institution => "Institusjon (§ 12) innvilget fra",
        MilestoneId::ConditionalRelease => "Prøveløslatelse kan vurderes fra",
        MilestoneId::NextAssessment => "Ny vurdering av prøveløslatelse",
        MilestoneId::FirstReport => "Første oppmøte hos friomsorgen",
        MilestoneId::Release => "Løslatelse (datoen planen følger)",
        MilestoneId::ProbationEnd => "Prøvetiden slutter (ved prøveløslatelse)",
        MilestoneId::End => "Endt straffetid",
        MilestoneId::MinimumTime => "Minstetid",
    }
}

/// What has to be said beside a milestone.
pub fn remark(remark: Remark) -> String {
    match remark {
        Remark::AtOnce => "kan tas opp nå: dagen ligger før innsettelsen".to_owned(),
        Remark::ReachedAtAdmission => "nådd ved innsettelsen, medregnet varetekt".to_owned(),
        Remark::NormallyFullSentence => {
            "normalt full soning: det ville vært under 14 dager igjen".to_owned()
        }
        Remark::AssessedEvery(12) => "avslått: vurderes på nytt minst hvert år".to_owned(),
        Remark::AssessedEvery(months) => {
            format!("avslått: vurderes på nytt minst hver {months}. måned")
        }
    }
}

/// The release lies before conditional release can be considered.
pub fn early(days: i64) -> String {
    let days = if days == 1 {
        "1 dag".to_owned()
    } else {
        format!("{days} dager")
    };
    format!(
        "Løslatelsen er satt {days} før prøveløslatelse kan vurderes. Spør fengselet hvilken dato som gjelder."
    )
}

/// The estimate beside the prison's date.
pub fn differs(estimate: &str) -> String {
    format!("vårt anslag er {estimate}; fengselets dato gjelder")
}

/// Why nothing is estimated, and what to do.
pub fn no_estimate(reason: NoEstimate) -> &'static str {
    match reason {
        NoEstimate::NoStay => "Ingen anslag: velg type opphold under.",
        NoEstimate::Remand => {
            "Varetekt har ingen beregnede datoer. Løslatelse kan komme når som helst: bruk løslatelsesarket."
        }
        NoEstimate::PreventiveDetention => {
            "Forvaring har ingen faste datoer. Spør fengselet om minstetid og neste behandling."
        }
        NoEstimate::Under18 => {
            "Under 18 år gjelder andre regler. Ta kontakt med ungdomsenheten og barnevernet."
        }
        NoEstimate::NoAdmission => "Ingen anslag: datoen for innsettelse mangler.",
        NoEstimate::NoLength => "Ingen anslag: lengden på dommen mangler.",
        NoEstimate::ZeroLength => "Ingen anslag: dommen er ført inn med 0 dager. Rett lengden.",
        NoEstimate::ServedOnRemand => {
            "Varetekten dekker hele dommen. Spør fengselet i dag om løslatelse."
        }
        NoEstimate::TooLong => "Ingen anslag: lengden er for stor. Sjekk tallene.",
    }
}

/// What speaks against a day of release, and what to do.
pub fn release_day(day: ReleaseDay) -> &'static str {
    match day {
        ReleaseDay::Friday => {
            "Løslatelse på en fredag: kontorene stenger før helgen. Avtal oppmøte og penger på forhånd."
        }
        ReleaseDay::Weekend => {
            "Løslatelse i en helg: kontorene er stengt. Spør fengselet om dagen kan flyttes, og avtal det viktigste på forhånd."
        }
        ReleaseDay::Holiday => {
            "Løslatelse på en helligdag: kontorene er stengt. Spør fengselet om dagen kan flyttes, og avtal det viktigste på forhånd."
        }
        ReleaseDay::BeforeHoliday => {
            "Løslatelse dagen før en helligdag: kontorene stenger tidlig. Avtal oppmøte og penger på forhånd."
        }
    }
}

/// How many items are due on a day.
pub fn due(count: usize) -> String {
    if count == 1 {
        "1 punkt har frist".to_owned()
    } else {
        format!("{count} punkter har frist")
    }
}

/// `24. november 2026–3. januar 2027`.
pub fn days(day: NaiveDate, until: Option<NaiveDate>) -> String {
    let first: String = super::dates::day(day);
    match until.filter(|until| *until != day) {
        Some(until) => format!("{first}–{}", super::dates::day(until)),
        None => first,
    }
}
