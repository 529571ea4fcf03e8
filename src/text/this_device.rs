//! What this device holds, how it locks itself, and emptying it.

/// The page.
pub const TITLE: &str = "Denne enheten";
/// What it is for.
pub const LEAD: &str =
    "Hva som ligger på enheten, hvordan den låser seg, og hvordan du tømmer den.";
/// The figures.
pub const LOCKER: &str = "Skapet ditt her";
/// The figures.
pub const PLANS: &str = "Planer på enheten";
/// The figures.
pub const UNSENT: &str = "Venter på å bli sendt";
/// The figures.
pub const OLDEST: &str = "Eldste usendte";
/// The figures.
pub const READ_UNTIL: &str = "Planene vises uten nett til";
/// The figures.
pub const CONTACT: &str = "Sist i kontakt med sentralen";
/// The figures.
pub const USED: &str = "Plass appen bruker";
/// Nothing.
pub const NONE: &str = "Ingen";
/// The browser does not say.
pub const UNKNOWN: &str = "Nettleseren sier det ikke";
/// Whom it holds.
pub const WHO: &str = "Hvem enheten har planer for";

/// The browser's promise.
pub const KEEP_TITLE: &str = "Beholder nettleseren det som er lagret?";
/// It does.
pub const KEPT: &str = "Ja. Nettleseren har lovet å ikke slette det av seg selv.";
/// It does not.
pub const NOT_KEPT: &str = "Ikke lovet. Når enheten har lite plass, eller appen er lenge ubrukt, kan nettleseren slette det som er lagret. Send ofte, og legg appen på startskjermen.";
/// It cannot.
pub const KEEP_UNKNOWN: &str =
    "Denne nettleseren gir ikke et slikt løfte. Send ofte, og legg appen på startskjermen.";
/// Asks.
pub const ASK_TO_KEEP: &str = "Be nettleseren beholde det";

/// The locks.
pub const LOCKS: &str = "Lås";
/// What happens by itself.
pub const LOCKS_LEAD: &str = "Etter ett minutt uten bruk dekkes skjermen. Etter noen minutter til låses alt, og passfrasen må skrives på nytt.";
/// The number.
pub const PIN: &str = "PIN-kode for korte pauser";
/// What it is for.
pub const PIN_HELP: &str =
    "4–8 sifre. Den åpner bare en dekket skjerm. Er alt låst, trengs passfrasen.";
/// Keeps it.
pub const PIN_KEEP: &str = "Lagre PIN-koden";
/// Takes it away.
pub const PIN_DROP: &str = "Fjern PIN-koden";
/// There is one.
pub const PIN_IS_SET: &str = "PIN-kode er satt.";
/// There is none.
pub const PIN_IS_NOT_SET: &str = "Ingen PIN-kode er satt, så passfrasen åpner en dekket skjerm.";
/// It is none.
pub const PIN_WRONG: &str = "PIN-koden må ha 4–8 sifre, og ikke bare ett og samme siffer.";
/// The minutes.
pub const MINUTES: &str = "Lås alt etter";

/// So many of them.
pub fn minutes(minutes: u8) -> String {
    if minutes == 1 {
        "1 minutt uten bruk".to_owned()
    } else {
        format!("{minutes} minutter uten bruk")
    }
}

/// The device's own lock.
pub const SCREEN_LOCK: &str = "Skjermlåsen";
/// What it is for.
pub const SCREEN_LOCK_LEAD: &str = "Er enheten din alene, kan fingeravtrykk, ansikt eller enhetens kode åpne skapet ditt i stedet for passfrasen, også uten nett. Deler du enheten med andre som kan skjermlåsen, bruk bare passfrasen.";
/// It opens the locker.
pub const SCREEN_LOCK_ON: &str =
    "Skjermlåsen åpner skapet ditt. Passfrasen gjør det også: husk den.";
/// Before it does.
pub const SCREEN_LOCK_PASSPHRASE: &str = "Passfrasen din";
/// Lets it.
pub const SCREEN_LOCK_ADD: &str = "La skjermlåsen åpne skapet";
/// Takes it back.
pub const SCREEN_LOCK_DROP: &str = "Bare passfrasen skal åpne skapet";
/// It cannot.
pub const SCREEN_LOCK_UNFIT: &str =
    "Nettleseren eller skjermlåsen på denne enheten kan ikke åpne skap. Passfrasen virker som før.";
/// It was broken off.
pub const SCREEN_LOCK_DECLINED: &str = "Enheten bekreftet ikke at det er deg. Prøv igjen.";
/// What went wrong.
pub const SCREEN_LOCK_NOT_ADDED: &str = "Skjermlåsen åpner ikke skapet";

/// Another passphrase.
pub const CHANGE: &str = "Bytt passfrase";
/// The old one.
pub const NOW: &str = "Passfrasen du har nå";
/// Does it.
pub const CHANGE_DO: &str = "Bytt";
/// It is done.
pub const CHANGED: &str =
    "Passfrasen er byttet. Det som ligger på enheten, låses på nytt i bakgrunnen.";
/// It is done, where the device's own lock opened it too.
pub const CHANGED_ALONE: &str = "Passfrasen er byttet, og bare den åpner skapet nå. Slå på skjermlåsen igjen hvis den også skal det. Det som ligger på enheten, låses på nytt i bakgrunnen.";

/// Emptying.
pub const EMPTY: &str = "Send og tøm";
/// What it does.
pub const EMPTY_HELP: &str = "Sender det som venter, sletter alt som sentralen har bekreftet, og logger deg ut her. Det som ikke blir sendt, blir liggende låst til deg. Får sentralen senere et tap, kan denne enheten ikke lenger hjelpe.";
/// And it is meant.
pub const EMPTY_SURE: &str = "Tøm enheten";

/// Bytes as people read them: `3,2 MB`.
pub fn bytes(bytes: u64) -> String {
    let tenths: u64 = bytes.div_ceil(100_000);
    format!("{},{} MB", tenths / 10, tenths % 10)
}
