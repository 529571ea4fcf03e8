//! A user's sealed space on the device, which people know as a locker: making it, opening it, and the two locks.

/// Opening one.
pub const UNLOCK_TITLE: &str = "Lås opp";
/// What it is about.
pub const UNLOCK_LEAD: &str =
    "Det som ligger på enheten, er låst. Skriv passfrasen din. Det virker også uten nett.";
/// The same, where the device's own lock opens it.
pub const UNLOCK_LEAD_SCREEN_LOCK: &str = "Det som ligger på enheten, er låst. Bruk skjermlåsen, eller skriv passfrasen din. Det virker også uten nett.";
/// After signing in.
pub const UNLOCK_ARRIVED: &str =
    "Du er logget inn. Skriv passfrasen til skapet ditt på denne enheten.";
/// Which locker.
pub const WHICH: &str = "Hvilket skap er ditt?";
/// The field.
pub const PASSPHRASE: &str = "Passfrase";
/// Shows it.
pub const SHOW: &str = "Vis det jeg skriver";
/// The button.
pub const UNLOCK: &str = "Lås opp";
/// The other way to open it.
pub const UNLOCK_SCREEN_LOCK: &str = "Lås opp med skjermlåsen";
/// The device's lock did not open it.
pub const NOT_CONFIRMED: &str =
    "Enheten bekreftet ikke at det er deg. Prøv igjen, eller skriv passfrasen.";
/// The device's lock cannot.
pub const SCREEN_LOCK_UNFIT: &str =
    "Skjermlåsen på denne enheten åpner ikke skapet lenger. Skriv passfrasen.";
/// Nothing was typed.
pub const EMPTY: &str = "Skriv passfrasen din.";
/// It is another's.
pub const WRONG: &str = "Passfrasen er feil. Se etter store bokstaver og mellomrom.";
/// Too many tries.
pub fn wait(seconds: u64) -> String {
    let unit: &str = if seconds == 1 { "sekund" } else { "sekunder" };
    format!("Flere forsøk var feil. Prøv igjen om {seconds} {unit}. Ingenting går tapt.")
}
/// The keys are not whole.
pub const DAMAGED: &str = "Nøklene til dette skapet er skadet, så det kan ikke åpnes. Ingenting er slettet. Logg inn med nett og lag et nytt skap: alt som er sendt, hentes da fra sentralen.";
/// The worker did not start.
pub const CANNOT_TRY: &str =
    "Enheten fikk ikke regnet ut nøkkelen. Lukk andre apper, og prøv igjen.";
/// It could not be written.
pub const CANNOT_WRITE: &str =
    "Nettleseren fikk ikke lagret. Frigjør plass på enheten, og prøv igjen.";
/// What went wrong.
pub const STAYS_CLOSED: &str = "Skapet er fortsatt låst";
/// Another user.
pub const ANOTHER: &str = "Logg inn som en annen";
/// Back to what is locked.
pub const BACK: &str = "Tilbake til opplåsing";
/// What if it is forgotten.
pub const FORGOTTEN: &str = "Glemt passfrasen?";
/// Without a fresh sign-in.
pub const FORGOTTEN_LEAD: &str = "Ingen kan finne den fram for deg. Logg inn på nytt med nett, så kan du lage et nytt skap, og alt som er sendt, hentes fra sentralen. Det som ikke er sendt, leveres låst til sentralen og føres inn der.";
/// The way to it.
pub const FORGOTTEN_SIGN_IN: &str = "Logg inn på nytt";
/// With a fresh sign-in.
pub const FORGOTTEN_NEW: &str = "Lag et nytt skap";

/// What a locker is called: `Skap Fjellugle`.
pub fn name(word: &str) -> String {
    format!("Skap {word}")
}

/// When it was open last, and what waits in it.
pub fn used(when: &str, unsent: Option<usize>) -> String {
    let waits: String = match unsent {
        None => "det som venter, kan ikke telles nå".to_owned(),
        Some(0) => "alt er sendt".to_owned(),
        Some(1) => "1 endring venter på å bli sendt".to_owned(),
        Some(n) => format!("{n} endringer venter på å bli sendt"),
    };
    format!("Sist åpnet {when} · {waits}")
}

/// Making one.
pub const NEW_TITLE: &str = "Velg en passfrase";
/// Why.
pub const NEW_LEAD: &str = "Alt som lagres på denne enheten, låses i et skap som bare passfrasen din åpner. Du skriver den når appen starter, også uten nett. Ikke skriv den på enheten eller dekselet.";
/// What the browser may ask.
pub const NEW_KEEP: &str = "Hvis nettleseren spør om appen får lagre varig på enheten, svar ja. Da sletter den ikke av seg selv det du har skrevet.";
/// Which kind.
pub const KIND: &str = "Hva slags passfrase?";
/// Three words.
pub const KIND_WORDS: &str = "Tre ord som appen foreslår";
/// One's own.
pub const KIND_OWN: &str = "Min egen, minst 12 tegn";
/// The words.
pub const WORDS: &str = "Passfrasen din";
/// Other words.
pub const OTHER_WORDS: &str = "Andre ord";
/// Typing the words.
pub const TYPE_WORDS: &str = "Skriv de tre ordene, så du vet at du kan dem";
/// One's own.
pub const OWN: &str = "Ny passfrase";
/// What it must be.
pub const OWN_HELP: &str = "Minst 12 tegn. En setning er lett å huske og vanskelig å gjette.";
/// Once more.
pub const REPEAT: &str = "Skriv den én gang til";
/// The button.
pub const MAKE: &str = "Lag skapet";
/// They differ.
pub const DIFFERENT: &str = "Dette er ikke det samme som over.";
/// It is too short.
pub const SHORT: &str = "Passfrasen må ha minst 12 tegn.";
/// Only digits.
pub const NUMBER: &str = "Bare tall er lett å gjette. Bruk ord.";
/// Always the same.
pub const REPEATED: &str = "De samme tegnene om igjen er lett å gjette. Bruk ord.";
/// It was not made.
pub const NOT_MADE: &str = "Skapet ble ikke laget";

/// Locks by hand.
pub const LOCK: &str = "Lås";
/// The cover's heading.
pub const COVERED: &str = "Skjermen er dekket";
/// With a PIN.
pub const COVERED_PIN: &str = "Skriv PIN-koden din for å gå videre der du var.";
/// Without one.
pub const COVERED_PASSPHRASE: &str = "Skriv passfrasen din for å gå videre der du var.";
/// What else happens.
pub const COVERED_HELP: &str = "Etter tre feil låses appen helt. Det du har skrevet, er lagret.";
/// The field.
pub const PIN: &str = "PIN-kode";
/// The button.
pub const GO_ON: &str = "Gå videre";
/// By the device's lock.
pub const GO_ON_SCREEN_LOCK: &str = "Gå videre med skjermlåsen";
/// The other one.
pub const LOCK_NOW: &str = "Lås helt";
/// Too many tries.
pub const TOO_EARLY: &str = "Flere forsøk var feil. Vent litt, og prøv igjen.";
/// A wrong PIN.
pub const WRONG_PIN: &str = "PIN-koden er feil.";

/// On the sign-in page: what waits on this device.
pub const WAITING: &str = "Venter på denne enheten";

/// One locker in which work waits.
pub fn waiting(word: &str, unsent: usize) -> String {
    let what: &str = if unsent == 1 { "endring" } else { "endringer" };
    format!(
        "Skap {word}: {unsent} {what} som ikke er sendt. De ligger trygt og låst til den som eier skapet, låser opp."
    )
}
