//! The sheet for the day the gate opens.

/// Its title.
pub const TITLE: &str = "Løslatelsesark";
/// What it is for.
pub const LEAD: &str =
    "Det som må være på plass når porten åpner. Det som mangler, står først, med hvem som tar det.";
/// Under the question of a light that no item decides yet.
pub const ASKS: &str =
    "Kryss av det som gjelder, så kommer det som skal gjøres, med hvem som gjør det.";
/// Whom to call in the prison.
pub const IN_PRISON: &str = "Kontakter i fengselet";
/// Prints it.
pub const PRINT: &str = "Skriv ut";
/// Nothing is known.
pub const NONE: &str = "Ingen ført inn.";
