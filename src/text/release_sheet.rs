//! The sheet for the day the gate opens.

/// Its title.
pub const TITLE: &str = "Løslatelsesark";
/// What it is for.
pub const LEAD: &str =
    "Det som må være på plass når porten åpner. Det som mangler, står først, med hvem som tar det.";
/// Prints it.
pub const PRINT: &str = "Skriv ut";
/// Nothing is known.
pub const NONE: &str = "Ingen ført inn.";
