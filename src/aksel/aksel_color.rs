//! Aksel's colour roles, set as `data-color`. Which colour means what is the caller's to say.

/// A colour role; what lies inside the element takes it over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AkselColor {
    /// The product's main colour.
    Accent,
    /// Grey.
    Neutral,
    /// Green: all is well.
    Success,
    /// Orange: needs a look.
    Warning,
    /// Red: something is wrong.
    Danger,
    /// Light blue: for information.
    Info,
    /// Purple, without a meaning of its own.
    MetaPurple,
    /// Lime, without a meaning of its own.
    MetaLime,
}

impl AkselColor {
    /// The value of `data-color`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accent => "accent",
            Self::Neutral => "neutral",
            Self::Success => "success",
            Self::Warning => "warning",
            Self::Danger => "danger",
            Self::Info => "info",
            Self::MetaPurple => "meta-purple",
            Self::MetaLime => "meta-lime",
        }
    }
}
