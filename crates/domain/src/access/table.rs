//! `access.csv`: what each role may read and write, by area and sensitivity. The table is the rule; nothing that
//! it says stands in code.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Class, Operation};
use crate::AreaId;
use crate::change::Role;
use crate::template::Sensitivity;

/// The area whose rows say what a level means where an area's own rows do not have it.
pub(super) const COORDINATION: &str = "coordination";

/// The whole table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessTable {
    pub(super) levels: BTreeMap<AreaId, BTreeMap<Sensitivity, BTreeMap<Role, Rule>>>,
}

/// What one role may do with what has one area and sensitivity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Reading.
    pub read: Grant,
    /// Writing.
    pub write: Grant,
    /// Some of it rests on the person's consent.
    pub needs_consent: bool,
    /// It may be opened for reading where somebody's life is in danger.
    pub overridable: bool,
}

/// How far something is granted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grant {
    /// Not at all.
    #[default]
    No,
    /// On every plan within the role's reach.
    Yes,
    /// What is one's own (see [`super::Ownership`]).
    Own,
    /// While a consent for one's administration and the area is in force.
    Consent,
    /// The public line only: nothing of the content.
    Bit,
}

impl AccessTable {
    /// What holds for `role`. A row that is missing means no. Where the table has no row at all for the area at this
    /// sensitivity:
    ///
    /// - what is restricted is open to its author and those named on it, whatever their role;
    /// - what is for welfare, such as an agreement about education, takes what the area's everyday level takes *and*
    ///   what welfare takes under `coordination`: the stricter of both;
    /// - anything else is closed.
    ///
    /// Administrative roles have nothing, whatever a table says.
    pub fn rule(&self, class: &Class, role: Role) -> Rule {
        if role.is_administrative() {
            return Rule::default();
        }
        let rows = |area: &AreaId, sensitivity| self.levels.get(area)?.get(&sensitivity);
        if let Some(rows) = rows(&class.area, class.sensitivity) {
            return rows.get(&role).copied().unwrap_or_default();
        }
        match class.sensitivity {
            Sensitivity::Restricted => Rule {
                read: Grant::Own,
                write: Grant::Own,
                ..Rule::default()
            },
            Sensitivity::Welfare => {
                let coordination = AreaId::from(COORDINATION);
                let everyday = rows(&class.area, Sensitivity::Team);
                let welfare = rows(&coordination, Sensitivity::Welfare);
                let both = everyday.zip(welfare);
                let both = both.and_then(|(one, other)| one.get(&role).zip(other.get(&role)));
                both.map_or_else(Rule::default, |(one, other)| one.and(*other))
            }
            Sensitivity::Team | Sensitivity::Health => Rule::default(),
        }
    }

    /// The areas of which somebody with any of these roles sees or writes something only by the person's consent.
    pub fn areas_by_consent(&self, roles: impl IntoIterator<Item = Role>) -> BTreeSet<AreaId> {
        let roles: BTreeSet<Role> = roles.into_iter().collect();
        let takes_consent = |class: &Class| {
            roles.iter().any(|role| {
                let granted: Rule = self.rule(class, *role);
                [Operation::Read, Operation::Write]
                    .iter()
                    .any(|operation| granted.takes_consent(*operation))
            })
        };
        let classes = self.classes().filter(takes_consent);
        classes.map(|class| class.area).collect()
    }

    /// All classes that it has rows for.
    pub fn classes(&self) -> impl Iterator<Item = Class> + '_ {
        self.levels.iter().flat_map(|(area, levels)| {
            levels.keys().map(|sensitivity| Class {
                area: area.clone(),
                sensitivity: *sensitivity,
            })
        })
    }
}

impl Rule {
    /// What it grants.
    pub fn grant(self, operation: Operation) -> Grant {
        match operation {
            Operation::Read => self.read,
            Operation::Write => self.write,
        }
    }

    /// Whether what it grants for `operation` takes a consent. Where a row rests on consent and neither grant says which
    /// part of it does, all of it does.
    pub fn takes_consent(self, operation: Operation) -> bool {
        let says_which = [self.read, self.write].map(Grant::is_by_consent);
        self.grant(operation).is_by_consent() || self.needs_consent && says_which == [false, false]
    }

    /// What both rules grant.
    fn and(self, other: Self) -> Self {
        Self {
            read: self.read.and(other.read),
            write: self.write.and(other.write),
            needs_consent: self.needs_consent || other.needs_consent,
            overridable: self.overridable && other.overridable,
        }
    }
}

impl Grant {
    fn is_by_consent(self) -> bool {
        matches!(self, Self::Consent | Self::Bit)
    }

    /// What both grant. Two that ask for different things, such as a consent and being one's own, grant nothing
    /// together: no rule joins them.
    fn and(self, other: Self) -> Self {
        if self == Self::Yes {
            other
        } else if other == Self::Yes || self == other {
            self
        } else {
            Self::No
        }
    }
}
