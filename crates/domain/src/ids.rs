//! Names of things. Random ids are UUIDs, so they tell nothing about a person; the names that the
//! reference data gives are short lower-case ASCII words.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Defines a random id around a UUID.
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

/// Defines a name that comes from the reference data.
macro_rules! given_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

random_id!(
    /// One entry for ever, made on the device that wrote it (`UUIDv7`). Also the idempotency key of sync.
    EntryId
);
random_id!(
    /// One person's plan.
    PlanId
);
random_id!(
    /// One note in a plan.
    NoteId
);
random_id!(
    /// One row of a sheet: an appointment, a leave, a contact, …
    RowId
);
random_id!(
    /// One person who works with plans.
    UserId
);
random_id!(
    /// One installation of the app in one browser profile.
    DeviceId
);

given_name!(
    /// An item of a plan: the template's id for items of the template, a UUID's text for added ones.
    ItemId
);
given_name!(
    /// One of the thirteen areas of a plan, such as `housing`.
    AreaId
);
given_name!(
    /// An administration of the import model, such as `nav-in-prison`.
    AgencyId
);
given_name!(
    /// A condition under which items apply, such as `no-home`.
    ConditionId
);
given_name!(
    /// A sheet of fields in the reference data, such as `appointment`.
    SheetId
);
given_name!(
    /// A field of a sheet, of an item or of a round, such as `admission`.
    FieldId
);
given_name!(
    /// A round in which needs are asked, such as `reception`.
    RoundId
);
given_name!(
    /// A prison, such as `ullersmo`. It is also the name of the prison's log at the centre.
    PrisonId
);

impl PlanId {
    /// The stream of what all share (users and where they belong). It is no person's plan.
    pub const DIRECTORY: Self = Self(Uuid::nil());
}
