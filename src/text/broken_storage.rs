//! Storage that the browser opens no more.

/// What is wrong.
pub const TITLE: &str = "Appen får ikke åpnet lagringen i nettleseren";
/// What to do first.
pub const LEAD: &str = "Lukk nettleseren helt, og åpne appen igjen. Hjelper det ikke, er filene til nettleseren skadet, og den må begynne på nytt med lagringen sin.";
/// What that does.
pub const EMPTY_HELP: &str = "Da leveres først det som ikke er sendt, låst til sentralen, fra kopien som ligger ved siden av. Så slettes alt nettleseren har lagret for appen. Du logger inn på nytt og lager et nytt skap, og alt kommer fra sentralen. Halvskrevet tekst går tapt. Dette krever nett.";
/// The button.
pub const EMPTY: &str = "Lever det som ikke er sendt, og begynn på nytt";
/// What went wrong.
pub const NOT_EMPTIED: &str = "Ingenting er slettet";
/// There is no second copy.
pub const NO_COPY: &str = "Denne nettleseren har ingen kopi ved siden av. Var noe ikke sendt, går det tapt når nettleseren begynner på nytt. Spør den som hjelper deg først.";
/// No network.
pub const UNREACHABLE: &str = "Sentralen svarer ikke. Prøv igjen når du har nett.";
/// The button, once that is known.
pub const EMPTY_ANYWAY: &str = "Begynn på nytt likevel";

/// The centre has not got all.
pub fn not_handed_in(count: usize) -> String {
    let what: &str = if count == 1 { "endring" } else { "endringer" };
    format!(
        "{count} {what} i kopien ble ikke mottatt av sentralen. Prøv igjen med nett. Begynner du på nytt likevel, går de tapt."
    )
}

/// What the browser says.
pub fn detail(words: &str) -> String {
    format!("Til den som hjelper deg: {words}")
}
