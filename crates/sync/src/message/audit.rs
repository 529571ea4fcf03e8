//! The log of reads: what devices note of them, and what the auditor sees and writes. There is no name and no content
//! of a plan in any of it.

use std::collections::BTreeSet;

use overgang_domain::change::Role;
use overgang_domain::{AgencyId, DeviceId, PlanId, UserId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a user has seen on a device, with or without network. It is handed in with the sync; its id makes it count once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadNote {
    /// Names the note. It is random, so it tells nothing.
    pub id: Uuid,
    /// What was done.
    pub act: ReadAct,
    /// What for.
    pub reason: ReadReason,
    /// The plans that were seen.
    pub plans: BTreeSet<PlanId>,
    /// When first, milliseconds since 1970 by the device's clock.
    pub first: u64,
    /// When last.
    pub last: u64,
    /// How often, at least once.
    pub times: u32,
}

/// How plans are seen on a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadAct {
    /// A plan was opened.
    Opened,
    /// A list showed them.
    Listed,
    /// A search found them.
    Searched,
    /// They were printed, or written to a file.
    Printed,
}

/// What a read was for. Ordinary work says so by itself; nobody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadReason {
    /// Work with the person.
    CaseWork,
    /// Finding out with whom to work.
    List,
}

/// What the log of reads has a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditAct {
    /// A plan was opened on a device.
    Opened,
    /// A list showed plans.
    Listed,
    /// A search found plans.
    Searched,
    /// Plans were printed, or written to a file.
    Printed,
    /// A sync brought something of these plans to a device.
    MadeAvailable,
    /// An entry that was handed in was refused.
    Refused,
    /// A consent was recorded in favour of the writer's own administration.
    OwnConsent,
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// A device was noticed to be a copy of another one, and is one of its own from then on.
    CopyNoticed,
    /// One user opened more persons within an hour than is usual.
    Alarm,
    /// The log of reads was read.
    AuditRead,
    /// The week's sample was read.
    ReviewRead,
    /// A finding on a row of the sample was written down.
    FindingWritten,
    /// Somebody was looked up by their national identity number.
    LookedUp,
    /// All that is held on a person was put together for them.
    PersonDataGiven,
    /// It was changed who may see a plan at all: its grade, a grant of somebody's own, or a bar. The row never says which.
    Protected,
    /// Something was opened to the user against the rules that hold otherwise.
    Overridden,
    /// An entry that was kept apart was let into the ledger.
    LetIn,
    /// An entry that was kept apart was thrown away.
    ThrownAway,
}

/// Why something in the log of reads happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AuditReason {
    /// What was done says it all.
    None,
    /// Work with the person.
    CaseWork,
    /// Finding out with whom to work.
    List,
    /// The user's device keeps what the user may see.
    Sync,
    /// Refused: no right to write there, or no such plan.
    NotAllowed,
    /// Refused: another author or another device than whoever is signed in.
    WrongSender,
    /// Refused: it cannot be what it says it is.
    Malformed,
    /// Refused for another reason.
    OtherReason,
    /// Too many persons by the time at which the centre heard of it.
    ByReceipt,
    /// Too many persons by the device's own time.
    ByDevice,
    /// A life is in danger.
    DangerToLife,
    /// The plan lies outside the user's reach.
    OutOfReach,
}

/// One row of the log of reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRow {
    /// Where it stands: names the row.
    pub place: AuditPlace,
    /// When the centre heard of it, milliseconds since 1970.
    pub received_at: u64,
    /// When it was done first, milliseconds since 1970, by the device's clock where it was done there.
    pub first: u64,
    /// When it was done last.
    pub last: u64,
    /// How often.
    pub times: u32,
    /// Who.
    pub user: UserId,
    /// The user's administration at that time.
    pub agency: AgencyId,
    /// What the user did at that time.
    pub role: Role,
    /// On which device.
    pub device: DeviceId,
    /// What.
    pub act: AuditAct,
    /// Why.
    pub reason: AuditReason,
    /// Which plans.
    pub plans: BTreeSet<PlanId>,
    /// Whose reads were looked at, where it is the log itself that was read.
    pub about: Option<UserId>,
}

/// Where a row of the log of reads stands: in which strand, and as which of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPlace {
    /// Names the strand.
    pub strand: Uuid,
    /// Counts its rows from 1.
    pub sequence: u64,
}

/// `GET /api/audit`: a page of the log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditResponse {
    /// The rows.
    pub rows: Vec<AuditRow>,
    /// What to name as `cursor` for those before; `None` where there are none.
    pub next: Option<String>,
}

/// `GET /api/audit/reviews`: the weeks whose sample was drawn, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewsResponse {
    /// Weeks as in `2026-W48`.
    pub weeks: Vec<String>,
}

/// `GET /api/audit/reviews/{week}`: the sample of one week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewResponse {
    /// The week, as in `2026-W48`.
    pub week: String,
    /// When the sample was drawn, milliseconds since 1970.
    pub drawn_at: u64,
    /// From what chance it was drawn, in hexadecimal digits: the same chance draws the same sample.
    pub seed: String,
    /// The sample.
    pub picks: Vec<ReviewPick>,
}

/// One row of the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewPick {
    /// The row.
    pub row: AuditRow,
    /// Why it is in the sample.
    pub why: PickReason,
    /// What was found, oldest first.
    pub findings: Vec<ReviewFinding>,
}

/// Why a row is in the week's sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PickReason {
    /// It is an alarm.
    Alarm,
    /// Something was opened against the rules.
    Override,
    /// A consent in favour of the writer's own administration.
    OwnConsent,
    /// Somebody opened a plan that was not theirs.
    NotTheirs,
    /// By chance.
    Chance,
}

/// What an auditor found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReviewFinding {
    /// Who looked.
    pub user: UserId,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// What they found.
    pub text: String,
}

/// `POST /api/audit/reviews/{week}`: what was found on one row of the sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FindingRequest {
    /// Which row.
    pub place: AuditPlace,
    /// What was found: 1 to 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text: String,
}

impl AuditAct {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::Opened,
        Self::Listed,
        Self::Searched,
        Self::Printed,
        Self::MadeAvailable,
        Self::Refused,
        Self::OwnConsent,
        Self::SignedIn,
        Self::SignedOut,
        Self::CopyNoticed,
        Self::Alarm,
        Self::AuditRead,
        Self::ReviewRead,
        Self::FindingWritten,
        Self::LookedUp,
        Self::PersonDataGiven,
        Self::Protected,
        Self::Overridden,
        Self::LetIn,
        Self::ThrownAway,
    ];

    /// Its name in a query, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Listed => "listed",
            Self::Searched => "searched",
            Self::Printed => "printed",
            Self::MadeAvailable => "made-available",
            Self::Refused => "refused",
            Self::OwnConsent => "own-consent",
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::CopyNoticed => "copy-noticed",
            Self::Alarm => "alarm",
            Self::AuditRead => "audit-read",
            Self::ReviewRead => "review-read",
            Self::FindingWritten => "finding-written",
            Self::LookedUp => "looked-up",
            Self::PersonDataGiven => "person-data-given",
            Self::Protected => "protected",
            Self::Overridden => "overridden",
            Self::LetIn => "let-in",
            Self::ThrownAway => "thrown-away",
        }
    }
}

impl From<ReadAct> for AuditAct {
    fn from(act: ReadAct) -> Self {
        match act {
            ReadAct::Opened => Self::Opened,
            ReadAct::Listed => Self::Listed,
            ReadAct::Searched => Self::Searched,
            ReadAct::Printed => Self::Printed,
        }
    }
}

impl From<ReadReason> for AuditReason {
    fn from(reason: ReadReason) -> Self {
        match reason {
            ReadReason::CaseWork => Self::CaseWork,
            ReadReason::List => Self::List,
        }
    }
}
