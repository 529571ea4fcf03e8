//! Signing in to the practice prison.

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
/// The title of these.
pub const TROUBLE: &str = "Du er ikke logget inn";
/// Again.
pub const TRY_AGAIN: &str = "Prøv igjen";
/// The list of users.
pub const USERS: &str = "Brukere i øvingsfengselet";
