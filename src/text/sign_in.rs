//! Signing in.

/// The page.
pub const TITLE: &str = "Logg inn i øvingsfengselet";
/// What it is.
pub const LEAD: &str = "Alle personer her er oppdiktet. Velg hvem du vil øve som.";
/// What the product is.
pub const PRODUCT: &str = "Forbereder løslatelse sammen, også uten nett.";
/// While the centre is asked.
pub const ASKING: &str = "Spør sentralen …";
/// No network.
pub const UNREACHABLE: &str = "Sentralen svarer ikke. Innlogging trenger nett første gang. Det som er lagret på enheten, er trygt.";
/// The centre says no.
pub const REFUSED: &str = "Sentralen slipper ikke denne brukeren inn.";
/// No storage.
pub const CANNOT_STORE: &str =
    "Nettleseren lar ikke appen lagre. Slå av privat modus, eller bruk en annen nettleser.";
/// The provider's page was open too long.
pub const EXPIRED: &str =
    "Innloggingen tok for lang tid, eller ble startet et annet sted. Logg inn på nytt.";
/// The user broke it off.
pub const DECLINED: &str = "Innloggingen ble avbrutt. Prøv igjen når du er klar.";
/// No rights here.
pub const NO_ACCESS: &str = "Du er kjent i organisasjonen, men har ikke tilgang til Overgang. Be lederen din om tilgang, og logg inn på nytt.";
/// The provider is down.
pub const PROVIDER_FAILS: &str = "Organisasjonens innlogging svarer ikke som den skal. Prøv igjen om litt. Det som er lagret på enheten, er trygt.";
/// The device is shut out.
pub const DEVICE_REVOKED: &str = "Denne enheten er sperret. Ingen kan logge inn på den. Det som er skrevet her og ikke sendt, ligger fortsatt på enheten.";
/// Signing out everywhere needs a session.
pub const SESSION_OVER: &str = "Økten hos sentralen er over. Logg inn på nytt først.";
/// At an office.
pub const OFFICE_TITLE: &str = "Logg inn";
/// What happens.
pub const OFFICE_LEAD: &str = "Du logger inn med brukeren du har på jobb, og kommer tilbake hit. Etterpå virker appen uten nett.";
/// The button.
pub const OFFICE_GO: &str = "Logg inn med jobbrukeren";
/// The title of these.
pub const TROUBLE: &str = "Du er ikke logget inn";
/// Again.
pub const TRY_AGAIN: &str = "Prøv igjen";
/// The list of users.
pub const USERS: &str = "Brukere i øvingsfengselet";

/// The browser has dropped what was stored.
pub const DROPPED: &str = "Denne nettleseren har slettet det som var lagret";
/// What to do.
pub const DROPPED_HELP: &str = "Alt som var sendt, ligger hos sentralen. Logg inn og velg en passfrase, så hentes det hit igjen. Nettleseren kan slette når noen tømmer nettleserdata, når enheten er full, eller når appen ikke er brukt på lenge. Legg appen til på startskjermen, så skjer det sjeldnere.";

/// What was lost with it, as this device remembers it or as the centre heard last.
pub fn dropped(unsent: usize, heard: Option<&str>) -> String {
    let changes: String = match unsent {
        1 => "1 endring".to_owned(),
        n => format!("{n} endringer"),
    };
    match heard {
        Some(when) if unsent == 0 => format!(
            "Sentralen hørte sist fra denne nettleseren {when}. Da ventet ingenting på å bli sendt. Det som er skrevet her uten nett etterpå, er borte herfra."
        ),
        Some(when) => format!(
            "Sentralen hørte sist fra denne nettleseren {when}. Da ventet {changes} på å bli sendt. Det, og det som er skrevet her uten nett etterpå, er borte herfra."
        ),
        None if unsent == 0 => "Ingenting ventet på å bli sendt.".to_owned(),
        None => format!("Her ventet {changes} på å bli sendt. Det er borte herfra."),
    }
}
