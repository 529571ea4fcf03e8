//! What a field of a sheet takes.

use serde::{Deserialize, Serialize};

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A line of text.
    Line,
    /// A text of several lines.
    Text,
    /// A day.
    Day,
    /// A time of day.
    Clock,
    /// A whole number.
    Number,
    /// One of its options.
    Choice,
    /// Any of its options.
    Choices,
    /// `yes` or `no`.
    YesNo,
    /// `yes` or `no`, set with a switch that stands at no.
    Switch,
    /// A national identity number or a D-number; shown masked.
    NationalId,
    /// An administration's id.
    Agency,
    /// Several administrations' ids.
    Agencies,
    /// A prison's id.
    Prison,
    /// An item's id.
    Item,
    /// Several items' ids.
    Items,
    /// An area's id.
    Area,
    /// Several areas' ids.
    Areas,
    /// Several conditions' ids.
    Conditions,
    /// A user's id.
    User,
    /// Several users' ids.
    Users,
    /// The id of another plan.
    Plan,
}
