//! What stands on the cover while the tablet is turned to the person.

/// What a person may look at while the tablet is turned to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnedSheet {
    /// What the person is called.
    pub name: String,
    /// What is said.
    pub parts: Vec<TurnedPart>,
}

/// One part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnedPart {
    /// Its title.
    pub title: &'static str,
    /// Its lines.
    pub lines: Vec<String>,
}
