//! What the text components share: sizes, weight, colour and the classes for them.

/// Size of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodySize {
    /// 20 pixels.
    Large,
    /// 18 pixels.
    #[default]
    Medium,
    /// 16 pixels.
    Small,
}

impl BodySize {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Large => "large",
            Self::Medium => "medium",
            Self::Small => "small",
        }
    }
}

/// Weight of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// As usual.
    #[default]
    Regular,
    /// Stands out.
    Semibold,
}

/// Colour of a text; without one it has the colour of its surroundings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextColor {
    /// As the heading of a paragraph.
    Default,
    /// Less important.
    Subtle,
}

/// The class for a text's colour, or nothing.
pub(super) fn color_class(color: Option<TextColor>) -> &'static str {
    match color {
        Some(TextColor::Default) => "aksel-typo--color-default",
        Some(TextColor::Subtle) => "aksel-typo--color-subtle",
        None => "",
    }
}

/// The class for a text's weight, or nothing.
pub(super) fn weight_class(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "",
        Weight::Semibold => "aksel-typo--semibold",
    }
}
