//! The sync centre.

use overgang_sync::Problem;

use overgang_sync::message::QuarantineReason;

/// The page.
pub const TITLE: &str = "Sending og mottak";
/// Syncs now.
pub const SYNC_NOW: &str = "Send og hent nå";
/// The switch.
pub const HOLD: &str = "Arbeid uten nett";
/// What it does.
pub const HOLD_HELP: &str =
    "Holder alt på enheten til du slår av. Ingenting sendes og ingenting hentes.";
/// The figures.
pub const WAITING: &str = "Venter på å bli sendt";
/// The figures.
pub const LAST_CONTACT: &str = "Sist i kontakt med sentralen";
/// The figures.
pub const NEXT_TRY: &str = "Neste forsøk av seg selv";
/// The figures.
pub const ON_DEVICE: &str = "Planer på denne enheten";
/// Never.
pub const NEVER: &str = "Ikke ennå";
/// The log.
pub const LOG: &str = "Kvitteringer";
/// No log.
pub const LOG_EMPTY: &str = "Ingenting er sendt eller hentet ennå.";
/// What was set aside.
pub const SET_ASIDE: &str = "Lagt til side";
/// What that is.
pub const SET_ASIDE_HELP: &str =
    "Dette tok sentralen ikke imot. Det er tatt vare på her og hindrer ikke resten.";
/// What was written about plans that are not here any longer.
pub const LEFT_BEHIND: &str = "Skrevet i planer som ikke er her lenger";
/// What that is, and what becomes of it.
pub const LEFT_BEHIND_HELP: &str = "Planen er slettet eller flyttet, eller den deles ikke med deg lenger. Det du har skrevet på denne enheten og ikke fått sendt, ligger her i 30 dager. Så slettes det.";
/// Where no answer of the centre has come since.
pub const LEFT_UNTIL_UNKNOWN: &str = "Slettes 30 dager etter neste kontakt med sentralen";
/// Deletes it before its time.
pub const DELETE_NOW: &str = "Slett nå";
/// And it is meant.
pub const DELETE_FOR_GOOD: &str = "Slett for godt";
/// It is not.
pub const KEEP: &str = "Behold";

/// On which day it goes.
pub fn left_until(day: &str) -> String {
    format!("Slettes {day}")
}

/// What the centre keeps apart.
pub const KEPT_APART: &str = "Holdt tilbake hos sentralen";
/// What that is.
pub const KEPT_APART_HELP: &str = "Dette ble levert fra en låst eller sperret enhet og er ikke ført inn i planen ennå. Se om det stemmer, og ta det inn eller forkast det.";
/// The plan is none that the user may see.
pub const PLAN_NOT_YOURS: &str = "En plan du ikke har tilgang til";
/// It has no words to judge by.
pub const NOT_SHOWN: &str =
    "En endring uten tekst, som ikke kan vises her. Før den inn på nytt i planen.";
/// Lets it in.
pub const LET_IN: &str = "Ta inn i planen";
/// Throws it away.
pub const THROW_AWAY: &str = "Forkast";

/// Who wrote it, and when.
pub fn written_by(author: &str, when: &str) -> String {
    if author.is_empty() {
        format!("Skrevet {when}")
    } else {
        format!("Skrevet av {author} {when}")
    }
}

/// Why it is kept apart.
pub fn kept_apart_because(reason: QuarantineReason) -> &'static str {
    match reason {
        QuarantineReason::Tag => {
            "Merket viser ikke sikkert hvem som har skrevet det. Ta det inn bare hvis du kjenner det igjen."
        }
        QuarantineReason::Chain => "Det henger ikke sammen med det som ble skrevet før det.",
        QuarantineReason::DeviceRevoked => "Enheten det er skrevet på, er sperret.",
        QuarantineReason::UnknownAuthor => "Sentralen kjenner ikke den som har skrevet det.",
        QuarantineReason::NotAllowed => "Den som har skrevet det, har ikke lenger rett til det.",
        QuarantineReason::Refused => "Planen har endret seg, så det passer ikke lenger inn.",
        QuarantineReason::Other => "Sentralen tok det ikke inn. Oppdater appen for å se hvorfor.",
    }
}

/// It was not settled.
pub const NOT_SETTLED: &str = "Sentralen svarer ikke. Prøv igjen når det er nett.";
/// The ledger does not take it from this user.
pub const MAY_NOT_LET_IN: &str =
    "Du har ikke rett til å føre dette i planen. Planens koordinator kan ta det inn.";
/// Somebody else was first.
pub const SETTLED_ALREADY: &str = "Noen andre har alt tatt det inn eller forkastet det.";

/// Tries again.
pub const SEND_AGAIN: &str = "Send på nytt";
/// What waits.
pub const UNSENT: &str = "Venter";
/// What waits that belongs to no plan.
pub const SHARED: &str = "Fengselssidene, malen og det som sendes på nytt";
/// Nothing waits.
pub const UNSENT_EMPTY: &str = "Ingenting venter.";
/// Sign in again.
pub const SIGN_IN: &str = "Logg inn på nytt";
/// All is well.
pub const WELL: &str = "Sentralen har alt som er skrevet her.";
/// Not all was taken.
pub const SOME_SET_ASIDE: &str =
    "Noe er lagt til side. Se under, og send det på nytt eller før det inn på nytt.";
/// Held back.
pub const HELD: &str = "Sending er slått av. Alt lagres her på enheten.";
/// At work.
pub const WORKING: &str = "Sender og henter …";
/// Nothing syncs while closed.
pub const CLOSED_APP: &str = "Appen sender bare mens den er åpen.";
/// Who is signed in.
pub const SIGNED_IN_AS: &str = "Logget inn som";

/// Takes what cannot be sent off the device.
pub const EXPORT: &str = "Lagre det usendte som fil";
/// What to mind.
pub const EXPORT_HELP: &str = "Filen har det som er skrevet, med navn og tid, så det kan føres inn igjen fra en annen enhet. Den inneholder personopplysninger: slett den etterpå.";
/// The file.
pub const EXPORT_FILE: &str = "ikke-sendt.txt";

/// What stands in the way, and what to do.
pub fn problem(problem: Problem) -> &'static str {
    match problem {
        Problem::Unreachable => {
            "Sentralen svarer ikke. Arbeid videre: alt lagres her, og sendes når det er nett."
        }
        Problem::NotTheCentre => {
            "Noe annet enn sentralen svarer, trolig en innloggingsside for nettet. Logg inn på nettet først. Ingenting er sendt."
        }
        Problem::SignedOut => {
            "Innloggingen er utløpt. Logg inn på nytt for å sende. Ingenting er tapt."
        }
        Problem::Revoked => {
            "Denne enheten er sperret. Det som var hentet hit, er slettet. Det som ikke er sendt, ligger her fortsatt, og kan lagres som fil."
        }
        Problem::AppTooOld => "Appen er for gammel til å hente. Oppdater den.",
        Problem::CentreFails => {
            "Sentralen har problemer. Appen prøver igjen av seg selv. Ingenting er tapt."
        }
        Problem::CannotStore => {
            "Enheten fikk ikke lagret det som kom. Frigjør plass; appen prøver igjen."
        }
    }
}

/// What one exchange brought.
pub fn record(confirmed: usize, received: usize, set_aside: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    if confirmed > 0 {
        parts.push(format!(
            "{confirmed} av {} mottatt av sentralen",
            unsent(confirmed + set_aside)
        ));
    }
    if set_aside > 0 {
        parts.push(format!("{set_aside} lagt til side"));
    }
    if received > 0 {
        parts.push(format!("{} hentet", unsent(received)));
    }
    parts.join(" · ")
}

/// A number of changes.
pub fn unsent(count: usize) -> String {
    if count == 1 {
        "1 endring".to_owned()
    } else {
        format!("{count} endringer")
    }
}
/// After a device was lost.
pub const SIGN_OUT_EVERYWHERE: &str = "Logg ut på alle enheter";
/// What that does.
pub const SIGN_OUT_EVERYWHERE_HELP: &str = "Er en enhet mistet, kan ingen hente eller sende med brukeren din før du har logget inn igjen. Det som ligger på enhetene, blir liggende.";
