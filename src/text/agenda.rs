//! Deadlines over all plans.

/// Whose deadlines are shown.
pub const WHOSE: &str = "Hvem sine";
/// Everybody's.
pub const ALL: &str = "Alle";
/// The user's own, and what has passed to them.
pub const MINE: &str = "Mine";
/// The page.
pub const TITLE: &str = "Frister";
/// The span.
pub const SPAN: &str = "Vis";
/// A week.
pub const WEEK: &str = "Uke";
/// A day.
pub const DAY: &str = "Dag";
/// Earlier.
pub const EARLIER: &str = "Tidligere";
/// Later.
pub const LATER: &str = "Senere";
/// Back to today.
pub const TODAY: &str = "I dag";
/// No deadline that day.
pub const NOTHING: &str = "Ingen frister.";

/// How many are late.
pub fn late(count: usize) -> String {
    if count == 1 {
        "1 punkt er over fristen".to_owned()
    } else {
        format!("{count} punkter er over fristen")
    }
}
