//! Which registers each kind of entry writes, and what it puts into them. A new kind needs its arm here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Record, Register};
use crate::change::Role;
use crate::{
    AgencyId, AreaId, Change, Due, EntryId, FieldId, FieldValue, ItemId, Owner, PrisonId, SheetId,
    StatusValue,
};

/// What a register can hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A text as somebody typed it.
    Text(String),
    /// A day, or none.
    Date(#[serde(with = "crate::day::optional")] Option<NaiveDate>),
    /// A prison.
    Prison(PrisonId),
    /// A version of the template.
    Template(u32),
    /// Whether something holds.
    Applies(bool),
    /// Area and title of an added item.
    Added(AreaId, String),
    /// A status and the word why.
    Status(StatusValue),
    /// Who does it.
    Owner(Owner),
    /// By when.
    Due(Due),
    /// The item that a note is about.
    About(Option<ItemId>),
    /// Struck out, or not any longer.
    Struck(Option<Strike>),
    /// A user's listing.
    Listing(Listing),
    /// The sheet of a row.
    Sheet(SheetId),
    /// What a field of a sheet holds.
    Field(FieldValue),
    /// What a version of the template says.
    Edition(Edition),
    /// What was opened to somebody for some days.
    Override(Override),
    /// Whether what a public line stands for is arranged; none: there is nothing of it.
    Arranged(Option<bool>),
}

/// Why a record was struck out, and what the striker had seen of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Strike {
    /// Why.
    pub reason: String,
    /// The entries that the striker saw as current.
    pub saw: BTreeSet<EntryId>,
}

/// A version of the checklist template as it was published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edition {
    /// The version that ships, on which it builds.
    pub base: u32,
    /// The fields in which items differ from that one's.
    pub items: BTreeMap<ItemId, BTreeMap<FieldId, FieldValue>>,
    /// What is new, in the publisher's words.
    pub words: String,
}

/// What the centre opened to one user for reading, against the rules that hold otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Override {
    /// The areas; none: only the plan.
    pub areas: BTreeSet<AreaId>,
    /// Whether the plan itself was opened, which lies outside the user's reach.
    pub opens_plan: bool,
    /// Why, in the user's words.
    pub reason: String,
    /// Until which day, that day included.
    #[serde(with = "crate::day")]
    pub until: NaiveDate,
}

/// A user as the directory lists them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Listing {
    /// The user's own name.
    pub name: String,
    /// The administration that the user works for.
    pub agency: AgencyId,
    /// What the user does there.
    pub role: Role,
    /// What else the user does there.
    pub further_roles: BTreeSet<Role>,
    /// The prisons that the user works in.
    pub prisons: BTreeSet<PrisonId>,
}

impl Listing {
    /// All that the user does.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.role.and(&self.further_roles)
    }
}

impl Change {
    /// The registers that this change writes, each with its value. An unknown kind writes none, and neither does
    /// what is left of erased entries.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each kind: this is the table"
    )]
    pub fn writes(&self) -> Vec<(Register, Value)> {
        match self {
            Self::PlanOpened {
                name,
                birth_date,
                prison,
                release_date,
                template,
            } => vec![
                (Register::Name, Value::Text(name.clone())),
                (Register::BirthDate, Value::Date(*birth_date)),
                (Register::Prison, Value::Prison(prison.clone())),
                (Register::ReleaseDate, Value::Date(*release_date)),
                (Register::Template, Value::Template(*template)),
            ],
            Self::PersonNamed { name } => vec![(Register::Name, Value::Text(name.clone()))],
            Self::BirthDateSet { birth_date } => {
                vec![(Register::BirthDate, Value::Date(*birth_date))]
            }
            Self::ReleaseDateSet { release_date } => {
                vec![(Register::ReleaseDate, Value::Date(*release_date))]
            }
            Self::ConditionAnswered { condition, applies } => {
                vec![(
                    Register::Condition(condition.clone()),
                    Value::Applies(*applies),
                )]
            }
            Self::ItemAdded { item, area, title } => {
                let added = Value::Added(area.clone(), title.clone());
                vec![(Register::ItemTitle(item.clone()), added)]
            }
            Self::StatusSet { item, status, why } => {
                let value = StatusValue {
                    status: *status,
                    why: why.clone(),
                };
                vec![(Register::Status(item.clone()), Value::Status(value))]
            }
            Self::OwnerSet {
                item,
                agency,
                person,
            } => {
                let owner = Owner {
                    agency: agency.clone(),
                    person: person.clone(),
                };
                vec![(Register::Owner(item.clone()), Value::Owner(owner))]
            }
            Self::DueSet { item, due } => {
                vec![(Register::Due(item.clone()), Value::Due(*due))]
            }
            Self::NoteWritten { note, item, text } => vec![
                (Register::NoteItem(*note), Value::About(item.clone())),
                (Register::NoteText(*note), Value::Text(text.clone())),
            ],
            Self::NoteReworded { note, text } => {
                vec![(Register::NoteText(*note), Value::Text(text.clone()))]
            }
            Self::RecordStruck {
                record,
                reason,
                saw,
            } => {
                let strike = Strike {
                    reason: reason.clone(),
                    saw: saw.clone(),
                };
                vec![(
                    Register::Struck(record.clone()),
                    Value::Struck(Some(strike)),
                )]
            }
            Self::RecordRestored { record } => {
                vec![(Register::Struck(record.clone()), Value::Struck(None))]
            }
            Self::UserListed {
                user,
                name,
                agency,
                role,
                further_roles,
                prisons,
            } => {
                let listing = Listing {
                    name: name.clone(),
                    agency: agency.clone(),
                    role: *role,
                    further_roles: further_roles.clone(),
                    prisons: prisons.clone(),
                };
                vec![(Register::Listing(*user), Value::Listing(listing))]
            }
            Self::RowAdded { row, sheet, values } => {
                let sheet = (Register::Sheet(*row), Value::Sheet(sheet.clone()));
                std::iter::once(sheet)
                    .chain(fields(&Record::Row(*row), values))
                    .collect()
            }
            Self::FieldsSet { record, values } => fields(record, values).collect(),
            Self::TemplatePublished {
                template,
                base,
                items,
                words,
            } => {
                let edition = Edition {
                    base: *base,
                    items: items.clone(),
                    words: words.clone(),
                };
                vec![(Register::Edition(*template), Value::Edition(edition))]
            }
            Self::TemplateTaken { template } => {
                vec![(Register::Template, Value::Template(*template))]
            }
            Self::PlanMoved { prison } => {
                vec![(Register::Home, Value::Prison(prison.clone()))]
            }
            Self::AccessOverridden {
                user,
                areas,
                opens_plan,
                reason,
                until,
            } => {
                let opened = Override {
                    areas: areas.clone(),
                    opens_plan: *opens_plan,
                    reason: reason.clone(),
                    until: *until,
                };
                vec![(Register::Override(*user), Value::Override(opened))]
            }
            Self::PublicLineSet { line, is_arranged } => {
                vec![(
                    Register::PublicLine(line.clone()),
                    Value::Arranged(*is_arranged),
                )]
            }
            Self::Erased { .. } | Self::Unknown(_) => Vec::new(),
        }
    }

    /// The record that this change is about; `None` for an unknown kind.
    pub fn record(&self) -> Option<Record> {
        self.writes().first().map(|(register, _)| register.record())
    }
}

/// The registers of a record's fields.
fn fields<'a>(
    record: &'a Record,
    values: &'a BTreeMap<FieldId, FieldValue>,
) -> impl Iterator<Item = (Register, Value)> + 'a {
    values.iter().map(|(field, value)| {
        (
            Register::Field(record.clone(), field.clone()),
            Value::Field(value.clone()),
        )
    })
}
