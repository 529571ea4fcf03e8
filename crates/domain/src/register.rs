//! Multi-value registers: every field of every record is one (D2). Its values are the entries that no
//! other entry of the same register replaces. Written one after the other, the later replaces the
//! earlier; written apart, both remain until a person chooses.

mod multi_value;
mod writes;

use serde::{Deserialize, Serialize};

pub use multi_value::{MultiValue, Write};
pub use writes::{Edition, Listing, Override, Strike, Value};

use crate::{ConditionId, FieldId, ItemId, NoteId, PublicLineId, RoundId, RowId, UserId};

/// Something that has fields, and that can be struck out as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Record {
    /// The plan's header: person, prison, dates, answers.
    Header,
    /// One item.
    Item(ItemId),
    /// One note.
    Note(NoteId),
    /// One user in the directory.
    User(UserId),
    /// One row of a sheet.
    Row(RowId),
    /// One round in which needs are asked.
    Round(RoundId),
    /// One version of the checklist template.
    Template(u32),
}

/// One field of one record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Register {
    /// The person's name.
    Name,
    /// The person's date of birth.
    BirthDate,
    /// The prison that the plan was opened in.
    Prison,
    /// The release date.
    ReleaseDate,
    /// The version of the template.
    Template,
    /// Whether a condition holds.
    Condition(ConditionId),
    /// Area and title of an added item.
    ItemTitle(ItemId),
    /// An item's status and the word why.
    Status(ItemId),
    /// Who does an item.
    Owner(ItemId),
    /// By when an item is to be done.
    Due(ItemId),
    /// What a note is about.
    NoteItem(NoteId),
    /// What a note says.
    NoteText(NoteId),
    /// Whether a record is struck out.
    Struck(Record),
    /// A user's listing.
    Listing(UserId),
    /// The sheet that a row belongs to.
    Sheet(RowId),
    /// What a version of the template says.
    Edition(u32),
    /// The prison whose log the plan was moved to.
    Home,
    /// What was opened to a user against the rules. Every value counts for itself, by its days.
    Override(UserId),
    /// What others may see of health matters.
    PublicLine(PublicLineId),
    /// A field of a record, by the name that the reference data gives it.
    Field(Record, FieldId),
}

impl Register {
    /// The record that this field belongs to.
    pub fn record(&self) -> Record {
        match self {
            Self::Name
            | Self::BirthDate
            | Self::Prison
            | Self::Home
            | Self::ReleaseDate
            | Self::Template
            | Self::Override(_)
            | Self::PublicLine(_)
            | Self::Condition(_) => Record::Header,
            Self::ItemTitle(item) | Self::Status(item) | Self::Owner(item) | Self::Due(item) => {
                Record::Item(item.clone())
            }
            Self::NoteItem(note) | Self::NoteText(note) => Record::Note(*note),
            Self::Struck(record) | Self::Field(record, _) => record.clone(),
            Self::Listing(user) => Record::User(*user),
            Self::Sheet(row) => Record::Row(*row),
            Self::Edition(version) => Record::Template(*version),
        }
    }
}
