//! The size that most controls share. Components with more sizes have their own.

/// Size of a control and its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// For touch: at least 44 pixels high.
    #[default]
    Medium,
    /// For dense places; below the size for a thumb.
    Small,
}

impl Size {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::Small => "small",
        }
    }
}
