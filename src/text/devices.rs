//! The devices of a user.

/// The page.
pub const TITLE: &str = "Enheter";
/// What it is for.
pub const LEAD: &str = "Her er enhetene du har logget inn på. Er en mistet, sperr den: Da får den ingenting mer, og det som er hentet til den, slettes neste gang den er på nett.";
/// Back.
pub const BACK: &str = "Til sending og mottak";
/// While the centre is asked.
pub const ASKING: &str = "Henter enhetene …";
/// None.
pub const EMPTY: &str = "Ingen enheter.";
/// One without a name.
pub const NO_NAME: &str = "Enhet uten navn";
/// The one in hand.
pub const THIS: &str = "Denne enheten";
/// It gets nothing more.
pub const REVOKED: &str = "Sperret";
/// It was a copy of one that is called so.
pub fn copy_of(name: &str) -> String {
    format!(
        "Kopi av {name}. Sentralen merket at to enheter brukte samme navn, og ga denne et eget."
    )
}
/// One that is not on the list.
pub const ANOTHER: &str = "en annen enhet";
/// The last contact.
pub const LAST_SEEN: &str = "Sist i kontakt med sentralen";
/// What waits there.
pub const UNSENT: &str = "Ventet på å bli sendt da";
/// Whose it is.
pub const USERS: &str = "Brukes av";
/// Gives it a name.
pub const RENAME: &str = "Gi navn";
/// The field.
pub const NAME: &str = "Navn på enheten";
/// What to write.
pub const NAME_HELP: &str = "For eksempel «Nettbrett 3». Ikke navn på innsatte.";
/// No name.
pub const NAME_BAD: &str = "Skriv et navn på 1 til 60 tegn.";
/// Saves it.
pub const SAVE: &str = "Lagre navnet";
/// It is saved.
pub const SAVED: &str = "Navnet er lagret hos sentralen.";
/// Asks to revoke.
pub const REVOKE: &str = "Sperr";
/// The question.
pub const REVOKE_TITLE: &str = "Sperre enheten?";
/// What it means.
pub const REVOKE_HELP: &str = "Alle som bruker enheten, logges ut av den, og ingen kan logge inn på den igjen. Det som er hentet til den, slettes neste gang den er på nett. Det som er skrevet der og ikke sendt, blir liggende på den og kan ikke sendes derfra. Dette kan ikke angres.";
/// For the one in hand.
pub const REVOKE_THIS: &str =
    "Dette er enheten du sitter med. Send det som venter, før du sperrer den.";
/// Does it.
pub const DO_REVOKE: &str = "Sperr enheten";
/// It is done.
pub const REVOKE_DONE: &str = "Enheten er sperret.";
/// Again.
pub const TRY_AGAIN: &str = "Prøv igjen";
/// The centre is needed.
pub const UNREACHABLE: &str = "Sentralen svarer ikke. Enhetene kan bare sees og sperres med nett.";
/// The session is over.
pub const SESSION_OVER: &str =
    "Innloggingen er utløpt. Logg inn på nytt fra Sending og mottak først.";
/// This one is revoked.
pub const THIS_REVOKED: &str = "Denne enheten er sperret.";
/// The centre says no.
pub const REFUSED: &str = "Sentralen tok ikke imot endringen. Hent siden på nytt og prøv igjen.";
