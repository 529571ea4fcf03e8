//! What stands on the tablet while it is turned to the person: said to them.

use overgang_domain::day_one::Colour;

/// Turns it.
pub const TURN: &str = "Snu mot personen";
/// Turns it back.
pub const BACK: &str = "Tilbake";
/// How.
pub const BACK_HELP: &str = "For den som eier nettbrettet.";
/// The day.
pub const DAY: &str = "Dagen du slipper ut";
/// What is ready.
pub const READY: &str = "Første dag ute";
/// The goal.
pub const GOAL: &str = "Målet ditt";
/// What is agreed.
pub const AGREED: &str = "Dette er avtalt";
/// Appointments.
pub const APPOINTMENTS: &str = "Timene dine";

/// How far something is for the first day.
pub fn light(name: &str, colour: Colour) -> String {
    let state = match colour {
        Colour::Green => "i orden",
        Colour::Amber => "på vei",
        Colour::Red => "ikke i orden ennå",
        Colour::Grey | Colour::Closed => "ikke avklart ennå",
    };
    format!("{name}: {state}")
}
