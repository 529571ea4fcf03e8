//! All that is held on one person, and who has read it, for the person.

use overgang_domain::change::{ErasureGround, Role};
use overgang_domain::{AgencyId, EntryId, PlanId};
use serde::{Deserialize, Serialize};

use super::{AuditAct, AuditReason};

/// What the form of [`PersonDataResponse`] as JSON is called.
pub const PERSON_DATA_SCHEMA: &str = "overgang.person-data/1";

/// `POST /api/plans/{id}/person-data`, and the same as a file: all that is held on a person in one plan, and who has read
/// it. Words are bokmål, times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonDataResponse {
    /// `overgang.person-data/1`.
    pub schema: String,
    /// The plan.
    pub plan: PlanId,
    /// The person's name; empty where it was erased.
    pub name: String,
    /// When it was put together.
    pub made_at: u64,
    /// What is held, by area.
    pub areas: Vec<HeldArea>,
    /// What else is held, which whoever asks may not see: the person asks these administrations.
    pub elsewhere: Vec<HeldElsewhere>,
    /// What was erased.
    pub erased: Vec<ErasedPart>,
    /// Who has seen it, and what else the log of reads says of the plan, oldest first.
    pub reads: Vec<PersonRead>,
}

/// What is held in one area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldArea {
    /// The area; `header` for whose plan it is, `other` for what no area has.
    pub area: String,
    /// Its name.
    pub name: String,
    /// What was written, oldest first.
    pub entries: Vec<HeldEntry>,
}

/// One thing that somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldEntry {
    /// Names it.
    pub entry: EntryId,
    /// When it was written, by the device's clock.
    pub written_at: u64,
    /// When the centre received it.
    pub received_at: u64,
    /// Who wrote it.
    pub by: String,
    /// The writer's administration.
    pub agency: String,
    /// What it is about.
    pub about: String,
    /// What it says.
    pub says: Vec<HeldLine>,
    /// Whether it still holds: nothing has replaced it.
    pub stands: bool,
}

/// One field of what somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldLine {
    /// Which.
    pub field: String,
    /// What was put there.
    pub value: String,
}

/// How much an administration has written that whoever asks may not see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldElsewhere {
    /// The administration.
    pub agency: AgencyId,
    /// Its name.
    pub name: String,
    /// How many entries.
    pub entries: u32,
}

/// That entries were erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErasedPart {
    /// When.
    pub at: u64,
    /// How many.
    pub entries: u32,
    /// On which ground.
    #[cfg_attr(feature = "openapi", schema(value_type = String, examples("request")))]
    pub ground: ErasureGround,
}

/// What the log of reads says of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRead {
    /// Who.
    pub by: String,
    /// Their administration at that time.
    pub agency: String,
    /// What they did there at that time.
    pub role: Role,
    /// When first, by the device's clock where it was done there.
    pub first: u64,
    /// When last.
    pub last: u64,
    /// How often.
    pub times: u32,
    /// What was done.
    pub act: AuditAct,
    /// Why.
    pub reason: AuditReason,
}
