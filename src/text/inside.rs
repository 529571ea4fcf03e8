//! Life inside, as it bears on release.

/// The week.
pub const WEEK: &str = "Uka i fengselet";
/// Nothing in it.
pub const NO_WEEK: &str = "Ingenting har dag og klokkeslett denne uka.";
/// Nobody has said at which hour, or it takes the whole day.
pub const NO_HOURS: &str = "Dagen";
/// Two things at once.
pub const CLASHES: &str =
    "Noe foregår samtidig. Snakk med personen og avdelingen om hva som er viktigst.";
/// One of them.
pub const CLASH: &str = "samtidig";
/// Background.
pub const BACKGROUND: &str = "Bakgrunn";
