//! Names of things. Random ids are UUIDs, so they tell nothing about a person; the names that the
//! reference data gives are short lower-case ASCII words.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Defines a random id around a UUID.
macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
    /// A line on health matters that others may see with the person's consent, such as `medicine`
    /// ([`crate::public_line`]).
    PublicLineId
);
given_name!(
    /// A prison, such as `ullersmo`. It is also the name of the prison's log at the centre.
    PrisonId
);

impl UserId {
    /// The author of what nobody but the centre writes.
    pub const CENTRE: Self = Self(Uuid::nil());
}

impl DeviceId {
    /// Where what nobody but the centre writes is written.
    pub const CENTRE: Self = Self(Uuid::nil());
}

impl PlanId {
    /// The stream of what all share (users and where they belong). It is no person's plan.
    pub const DIRECTORY: Self = Self(Uuid::nil());
}

/// Bits of a `UUIDv7` after its milliseconds that say neither version nor variant; the last 62 of them are together.
const FREE_BITS: u32 = 74;
const LAST_BITS: u32 = 62;

/// A `UUIDv7` for the moment `millis` since 1970, made of `chance`, that sorts after `last`: ids of one device are in the
/// order in which it wrote, even within one millisecond and where its clock went back, because the outbox goes out by
/// id, and an entry that comes before what it rests on is refused.
pub fn fresh_after(last: Uuid, millis: u64, chance: [u8; 10]) -> Uuid {
    let fresh: Uuid = uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid();
    if fresh > last {
        return fresh;
    }
    let (high, low) = last.as_u64_pair();
    let parts = [high >> 16, high & 0xfff, low & ((1 << LAST_BITS) - 1)].map(u128::from);
    let number: u128 = parts[0] << FREE_BITS | parts[1] << LAST_BITS | parts[2];
    // A step by chance, so that one id does not tell the next.
    let step: u32 = u32::from_be_bytes([chance[0], chance[1], chance[2], chance[3]]);
    let next: u128 = number + 1 + u128::from(step);
    let (first, last) = (next >> LAST_BITS & 0xfff, next & ((1 << LAST_BITS) - 1));
    let mut free = [0_u8; 10];
    free.copy_from_slice(&(first << 64 | last).to_be_bytes()[6..]);
    let millis: u64 = u64::try_from(next >> FREE_BITS).unwrap_or(millis);
    uuid::Builder::from_unix_timestamp_millis(millis, &free).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_799_049_600_000;

    fn written(mut last: Uuid, moments: &[(u64, [u8; 10])]) -> Vec<Uuid> {
        let ids = moments.iter().map(|(millis, chance)| {
            last = fresh_after(last, *millis, *chance);
            last
        });
        ids.collect()
    }

    #[test]
    fn ids_sort_as_they_were_made_within_one_millisecond_and_over_a_clock_set_back() {
        let high = [0xff; 10];
        let moments = [
            (NOW, high),
            (NOW, high),
            (NOW, [0; 10]),
            (NOW - 60_000, [7; 10]),
            (NOW - 60_000, [0; 10]),
        ];
        let ids = written(Uuid::nil(), &moments);
        assert!(ids.is_sorted_by(|one, next| one < next), "{ids:?}");
        for id in &ids {
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        }
        // The first was the greatest of its millisecond.
        let millis = ids.iter().map(|id| id.as_u64_pair().0 >> 16);
        assert_eq!(
            millis.collect::<Vec<u64>>(),
            [NOW, NOW + 1, NOW + 1, NOW + 1, NOW + 1]
        );
    }

    #[test]
    fn an_id_of_a_later_moment_is_what_the_clock_and_chance_say() {
        let [first, second] = written(Uuid::nil(), &[(NOW, [9; 10]), (NOW + 1, [1; 10])])[..]
        else {
            panic!("two ids were expected")
        };
        let said =
            |millis, chance| uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid();
        assert_eq!(
            (first, second),
            (said(NOW, [9; 10]), said(NOW + 1, [1; 10]))
        );
    }
}
