//! The frame around every page.

/// The product.
pub const NAME: &str = "Overgang";
/// First link on the page.
pub const SKIP: &str = "Hopp til innholdet";
/// The navigation.
pub const NAVIGATION: &str = "Hovedmeny";
/// Menu: all plans.
pub const PLANS: &str = "Planer";
/// Menu: deadlines.
pub const AGENDA: &str = "Frister";
/// The checklist template, for those who write it.
pub const AUDIT: &str = "Innsyn";
/// The navigation.
pub const TEMPLATE: &str = "Mal";
/// The prisons.
pub const PRISONS: &str = "Fengsler";
/// Menu: sync centre.
pub const SYNC: &str = "Sending";
/// Banner over invented people.
pub const PRACTICE: &str =
    "Øvingsfengsel: alle her er oppdiktet. Skriv aldri om virkelige mennesker.";
/// A new version waits.
pub const UPDATE_READY: &str = "En ny versjon av appen er klar.";
/// Takes it.
pub const UPDATE_TAKE: &str = "Ta i bruk nå";
/// While it is taken.
pub const UPDATE_WAITING: &str =
    "Det du skriver er lagret, og er her når appen har startet på nytt.";
/// Starting.
pub const STARTING: &str = "Starter …";
/// The app's own data could not be read.
pub const START_FAILED: &str =
    "Appen fikk ikke lest dataene sine. Koble til nett, og last siden på nytt.";
/// The journal could not be opened.
pub const OPEN_FAILED: &str = "Appen får ikke åpnet lagringen i nettleseren.";
/// The journal was written by a newer app.
pub const NEWER_VERSION: &str = "Det som er lagret på enheten, er skrevet av en nyere versjon av appen. Oppdater appen: koble til nett, og last siden på nytt. Ingenting er endret eller slettet.";
/// Page not there.
pub const NOT_FOUND: &str = "Denne siden finnes ikke.";
/// Way out.
pub const TO_PLANS: &str = "Til planene";
/// A screen's code is on its way.
pub const OPENING_SCREEN: &str = "Åpner siden …";
/// A screen's code did not come.
pub const SCREEN_NOT_LOADED: &str = "Siden ble ikke hentet";
/// Why, and what to do.
pub const SCREEN_NOT_LOADED_WHY: &str = "Resten av appen er ikke på enheten ennå. Koble til nett, og prøv igjen. Hjelper ikke det, last siden på nytt. Det du har skrevet, er lagret.";
/// Asks for it once more.
pub const TRY_AGAIN: &str = "Prøv igjen";
/// Sign out.
pub const SIGN_OUT: &str = "Logg ut";
/// Closes a message.
pub const CLOSE: &str = "Lukk";

/// The network and the sync in a few words.
pub fn state(unsent: usize, is_held: bool, has_problem: bool, is_working: bool) -> String {
    if is_held {
        return format!("Sender ikke · {unsent} venter");
    }
    if is_working {
        return "Sender og henter …".to_owned();
    }
    match (unsent, has_problem) {
        (0, false) => "Alt er mottatt".to_owned(),
        (0, true) => "Uten nett".to_owned(),
        (n, true) => format!("Uten nett · {n} venter"),
        (n, false) => format!("{n} venter"),
    }
}

/// Something could not be saved.
pub const NOT_SAVED: &str = "Ikke lagret";
/// The disk is full.
pub const FULL: &str = "Det er ikke plass igjen på enheten. Teksten står fortsatt på skjermen. Frigjør plass, og lagre på nytt.";
/// The disk is full, and nobody has typed yet.
pub const NO_ROOM: &str = "Enheten er full. Det du skriver nå, kan ikke lagres. Frigjør plass først: slett filer eller bilder, eller send det som venter.";
/// A newer app took over.
pub const CLOSED_FOR_UPDATE: &str = "En nyere versjon av appen er åpnet i en annen fane. Last denne siden på nytt; det du har skrevet er lagret.";
/// The centre would refuse it.
pub const NOT_ALLOWED: &str = "Rollen din og personens samtykke lar deg ikke skrive dette. Teksten står fortsatt på skjermen.";
/// Any other failure to save.
pub const SAVE_FAILED: &str = "Nettleseren fikk ikke lagret. Teksten står fortsatt på skjermen. Prøv igjen, eller last siden på nytt.";
/// Something could not be read.
pub const READ_FAILED: &str = "Noe av det som er lagret lar seg ikke lese. Last siden på nytt.";
/// The title of all these.
pub const TROUBLE: &str = "Noe gikk galt på denne enheten";

/// The browser has dropped unsent work, of which some is safe.
pub fn lost(entries: usize, saved: usize) -> String {
    let missing: usize = entries.saturating_sub(saved);
    let safe = match saved {
        0 => String::new(),
        1 => "1 endring som ikke var sendt, fantes i en låst kopi. Den leveres til sentralen og kommer tilbake derfra. ".to_owned(),
        _ => format!("{saved} endringer som ikke var sendt, fantes i en låst kopi. De leveres til sentralen og kommer tilbake derfra. "),
    };
    let gone = match missing {
        0 => String::new(),
        1 => "1 endring som ikke var sendt, mangler på denne enheten. ".to_owned(),
        _ => format!("{missing} endringer som ikke var sendt, mangler på denne enheten. "),
    };
    format!("Nettleseren har slettet lagringen sin. {gone}{safe}Resten hentes fra sentralen.")
}

/// Unsent work is here and cannot be read.
pub fn damaged(entries: usize) -> String {
    let what = if entries == 1 {
        "1 endring som ikke var sendt, er skadet"
    } else {
        &format!("{entries} endringer som ikke var sendt, er skadet")
    };
    format!(
        "{what} på denne enheten og lar seg ikke lese. Ingenting er slettet, og resten virker som før. \
         Når det er nett, prøver appen å hente det fram fra en låst kopi. Se over planene du skrev i sist."
    )
}
