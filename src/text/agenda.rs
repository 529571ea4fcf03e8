//! Deadlines over all plans.

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
