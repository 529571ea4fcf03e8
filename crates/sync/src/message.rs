//! What goes over the wire, in the [form](overgang_domain::form) of everything that is written, compressed
//! both ways, with the protocol's version in each request. Golden files in `tests/golden` pin it.

mod audit;
mod batch;
mod device;
mod lease;
mod lookup;
mod override_access;
mod overview;
mod person_data;
mod sealed;
mod session;

use overgang_domain::form::{self, ReadFormError};
use overgang_domain::{DeviceId, EntryId, PlanId, UserId};
use serde::{Deserialize, Serialize};

pub use audit::{
    AuditAct, AuditPlace, AuditReason, AuditResponse, AuditRow, FindingRequest, PickReason,
    ReadAct, ReadNote, ReadReason, ReviewFinding, ReviewPick, ReviewResponse, ReviewsResponse,
};
pub use batch::{EntryBatch, ReadBatchError};
pub use device::{
    DEVICE_REVOKED, Device, DeviceUser, DevicesResponse, Enrolment, MAX_DEVICE_NAME,
    NameDeviceRequest, TagKey,
};
pub use lease::Lease;
pub use lookup::{LookUpRequest, LookUpResponse, PersonFound, WhatWasFound};
pub use override_access::{
    MAX_OVERRIDE_REASON, MIN_OVERRIDE_REASON, OverrideRequest, OverrideResponse, OverrideWhom,
};
pub use overview::OverviewResponse;
pub use person_data::{
    ErasedPart, HeldArea, HeldElsewhere, HeldEntry, HeldLine, PERSON_DATA_SCHEMA,
    PersonDataResponse, PersonRead,
};
pub use sealed::{
    CentreKey, HandInOutcome, HandInRequest, HandInResponse, MAX_SEALED, MAX_SEALED_BYTES, Marked,
    NONCE_BYTES, OUTBOX_KEY_BYTES, OUTBOX_KEY_INFO, Previous, QuarantineReason, QuarantineResponse,
    Quarantined, SealedEntry, SealedKey, SettleAct, SettleRequest, entry_place, key_place, tagged,
};
pub use session::{
    BeginSignInRequest, PracticeUsersResponse, Realm, RealmResponse, SessionResponse, SignInBegun,
    SignInRequest, User,
};

/// The version of the protocol that this build speaks.
pub const PROTOCOL: u32 = 1;

/// The header by which an answer proves that it comes from the centre and not from a captive portal.
/// Its value is the protocol's version.
pub const CENTRE_HEADER: &str = "overgang-centre";

/// The header by which a request proves that it comes from our app and not from a foreign page.
/// Its value is the app's version.
pub const APP_HEADER: &str = "overgang-app";

/// The header of a request that names the user whose space is open on the device: on a shared tablet the session may be
/// another's.
pub const USER_HEADER: &str = "overgang-user";

/// What our own messages say of themselves in `content-type` and `accept`. Whoever does not ask for it gets JSON
/// where there is any; error answers are always JSON.
pub const MEDIA_TYPE: &str = "application/vnd.overgang";

/// Where a device has read up to. Only the centre can read it; a device keeps it and hands it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// One exchange: entries out, and "what is new since".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// [`PROTOCOL`] of the sender.
    pub protocol: u32,
    /// The app's version, for the centre's figures and for "too old" answers.
    pub app: String,
    /// Whose journal it is. A tab that was left open under the user before must not hand in or read under the next
    /// user's session.
    pub user: UserId,
    /// The device that sends.
    pub device: DeviceId,
    /// Where it has read up to; `None` on an empty device.
    pub cursor: Option<Cursor>,
    /// About how many bytes of entries it wants back at most (before compression). The centre sends at
    /// least one entry if there is any.
    pub accept_bytes: u32,
    /// How many entries wait on the device in all, these included.
    pub unsent: u32,
    /// The entries that it hands in.
    pub entries: EntryBatch,
    /// What its user has seen since, for the log of reads. An answer confirms all of them.
    pub reads: Vec<ReadNote>,
    /// [`SyncResponse::last`] of the last answer that the device stored; `None` where it knows of none, as at first and
    /// after a restore of the centre.
    pub after: Option<EntryId>,
    /// The device has found out that it is a copy of another one (decision 24): from now on it is this one.
    pub becomes: Option<DeviceId>,
}

/// The answer of the centre, which has committed what it confirms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// Entries that stand in the ledger now, or stood there already.
    pub receipts: Vec<Receipt>,
    /// Entries that the centre does not take.
    pub rejected: Vec<Rejected>,
    /// Plans of which the device drops what it was given before and what was confirmed: rights to them have changed, or
    /// nobody knows what it holds. What it may still see of them stands whole in `entries`.
    pub anew: Vec<PlanId>,
    /// Of the plans in this range the device drops all that are not in `anew`: it may see nothing of them.
    pub whole: Option<PlanRange>,
    /// New entries for the device. Those that the same request handed in are left out, except in plans that are given
    /// anew: their receipts say all that is new about them. No plan is split over two answers.
    pub entries: EntryBatch,
    /// Where the device has read up to after these.
    pub cursor: Cursor,
    /// Whether there is more to read.
    pub more: bool,
    /// The centre's clock, milliseconds since 1970.
    pub centre_time: u64,
    /// The end of the chain of what the user has handed in from the session's device. An entry that the centre takes
    /// becomes it where the request names the end in `after` or has it among its entries. A device whose chain ends
    /// with an entry that never was its own is not the only one of its name.
    pub last: Option<EntryId>,
    /// The device of the session, where the request named the one that it was copied from.
    pub enrolled: Option<Enrolment>,
    /// For how long the device does without the centre from now on.
    pub lease: Lease,
}

/// Some plans that follow each other in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRange {
    /// Those after this one; `None`: from the first on.
    pub after: Option<PlanId>,
    /// Up to this one, which is one of them; `None`: to the last.
    pub until: Option<PlanId>,
}

/// The centre has this entry for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Which entry.
    pub id: EntryId,
    /// When it was received first, by the centre's clock, milliseconds since 1970.
    pub received_at: u64,
}

/// The centre does not take this entry. The device sets it aside and shows why; nothing else waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Which entry.
    pub id: EntryId,
    /// Why.
    pub reason: RejectReason,
}

/// Why an entry was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RejectReason {
    /// The user may not write in this plan, or it does not exist: one answer for both.
    NotAllowed,
    /// The author is not the signed-in user.
    WrongAuthor,
    /// The device is not the one that the user signed in with.
    WrongDevice,
    /// The id stands in the ledger already, with other content.
    IdReused,
    /// A kind that the centre knows, with fields that it cannot read.
    Malformed,
    /// It replaces an entry of another plan or of another record.
    ReplacesForeign,
    /// Larger than [`overgang_domain::entry::MAX_ENTRY_BYTES`].
    TooLarge,
    /// The centre fails on this entry each time, and not without it. Said by the device's own machine.
    CentreFails,
    /// Another administrator has published this version of the template.
    VersionTaken,
    /// A reason that only a newer centre knows.
    #[serde(other)]
    Other,
}

/// Every error answer of the API has this one shape. It tells nothing about what exists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiError {
    /// A stable word such as `not-signed-in`, `cursor-unknown`, `too-large`, `malformed`, `not-found`,
    /// `app-too-old`, `busy`, `failed`.
    pub code: String,
    /// A sentence for developers, without personal data.
    pub message: String,
}

impl PlanRange {
    /// Whether `plan` is one of them.
    pub fn contains(&self, plan: PlanId) -> bool {
        self.after.is_none_or(|after| plan > after) && self.until.is_none_or(|until| plan <= until)
    }
}

impl SyncRequest {
    /// Reads a request. The protocol's version stands first, so that older forms can be told apart.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadFormError> {
        form::read(bytes)
    }
}
