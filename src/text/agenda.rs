//! Deadlines over all plans.

/// Whose deadlines are shown.
pub const WHOSE: &str = "Hvem sine";
/// Everybody's.
pub const ALL: &str = "Alle";
/// The user's own, and what has passed to them.
pub const MINE: &str = "Mine";
/// The page.
pub const TITLE: &str = "Frister og avtaler";
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
/// The last day to appeal.
pub const APPEAL: &str = "klagefrist";
/// Nothing that day.
pub const NOTHING: &str = "Ingen frister eller avtaler.";

/// How many are late.
pub fn late(count: usize) -> String {
    if count == 1 {
        "1 punkt er over fristen".to_owned()
    } else {
        format!("{count} punkter er over fristen")
    }
}
