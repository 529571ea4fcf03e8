//! What one field of a sheet holds.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What one field of a sheet holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldValue {
    /// Nothing, or what stood there was taken away.
    #[default]
    Empty,
    /// A text as somebody typed it.
    Text(String),
    /// A day.
    Day(#[serde(with = "crate::day")] NaiveDate),
    /// A time of day, in minutes since midnight by the prison's clock.
    Clock(u16),
    /// A whole number.
    Number(i32),
    /// One or several of the field's options, or the ids of what they stand for.
    Chosen(BTreeSet<String>),
}

impl FieldValue {
    /// One option, chosen.
    pub fn one(option: &str) -> Self {
        Self::Chosen(BTreeSet::from([option.to_owned()]))
    }

    /// The text; empty for anything else.
    pub fn text(&self) -> &str {
        if let Self::Text(text) = self {
            text
        } else {
            ""
        }
    }

    /// The day, if it is one.
    pub fn day(&self) -> Option<NaiveDate> {
        if let Self::Day(day) = self {
            Some(*day)
        } else {
            None
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<i32> {
        if let Self::Number(number) = self {
            Some(*number)
        } else {
            None
        }
    }

    /// The minutes since midnight, if it is a time of day.
    pub fn clock(&self) -> Option<u16> {
        if let Self::Clock(minutes) = self {
            Some(*minutes)
        } else {
            None
        }
    }

    /// The options that are chosen.
    pub fn chosen(&self) -> impl Iterator<Item = &str> {
        let chosen = if let Self::Chosen(chosen) = self {
            Some(chosen)
        } else {
            None
        };
        chosen.into_iter().flatten().map(String::as_str)
    }

    /// Whether this option is chosen.
    pub fn has(&self, option: &str) -> bool {
        self.chosen().any(|one| one == option)
    }

    /// Whether it is a text that says nothing, or nothing at all.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Chosen(chosen) => chosen.is_empty(),
            Self::Day(_) | Self::Clock(_) | Self::Number(_) => false,
        }
    }
}
