//! The log of reads: who has seen what of whom, why and when, and what was refused. No name and no content of a plan
//! stands in it. What a device did offline comes in with its sync; what the centre does itself is written down before
//! it answers (decision 17).

pub mod alarm;
pub mod cef;
pub(crate) mod recording;
pub mod review;
mod sample;
pub mod strand;
pub mod whole;

use std::collections::BTreeSet;

use overgang_domain::change::Role;
use overgang_domain::{AgencyId, DeviceId, PlanId, UserId};
use overgang_sync::message::{
    AuditAct, AuditPlace, AuditReason, AuditRow, ReadNote, RejectReason, User,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many persons one user opens within an hour before it is an alarm, unless the server is told otherwise.
pub const USUAL_PER_HOUR: usize = 40;

/// What is to be written into the log. Its form is what the hash chain covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// What makes it count once: a device's note, or what it is about. `None` for what may happen again.
    pub note: Option<Uuid>,
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
    /// The user's administration.
    pub agency: AgencyId,
    /// What the user does.
    pub role: Role,
    /// On which device.
    pub device: DeviceId,
    /// What.
    pub act: AuditAct,
    /// Why.
    pub reason: AuditReason,
    /// Which plans.
    pub plans: BTreeSet<PlanId>,
    /// Whose reads were looked at.
    pub about: Option<UserId>,
}

impl AuditEvent {
    /// `user` does something on `device` at `now`, milliseconds since 1970.
    pub fn new(user: &User, device: DeviceId, act: AuditAct, now: u64) -> Self {
        Self {
            note: None,
            received_at: now,
            first: now,
            last: now,
            times: 1,
            user: user.user,
            agency: user.agency.clone(),
            role: user.role,
            device,
            act,
            reason: AuditReason::None,
            plans: BTreeSet::new(),
            about: None,
        }
    }

    /// The operator does something at `now`, milliseconds since 1970. Whoever has the database's password is no user of it.
    pub fn of_operator(act: AuditAct, now: u64) -> Self {
        let operator = User {
            user: UserId::CENTRE,
            name: String::new(),
            agency: AgencyId::from("centre"),
            role: Role::AccessAdmin,
            further_roles: BTreeSet::new(),
            prisons: BTreeSet::new(),
        };
        Self::new(&operator, DeviceId::CENTRE, act, now)
    }

    /// What `user` did on `device` before, as the device noted it.
    pub fn noted(user: &User, device: DeviceId, note: ReadNote, now: u64) -> Self {
        Self {
            note: Some(note.id),
            first: note.first,
            last: note.last,
            times: note.times,
            reason: note.reason.into(),
            plans: note.plans,
            ..Self::new(user, device, note.act.into(), now)
        }
    }

    /// The same, for this reason and about these plans.
    #[must_use]
    pub fn about(self, reason: AuditReason, plans: BTreeSet<PlanId>) -> Self {
        Self {
            reason,
            plans,
            ..self
        }
    }

    /// The row that it is at `place`.
    pub fn at(self, place: AuditPlace) -> AuditRow {
        AuditRow {
            place,
            received_at: self.received_at,
            first: self.first,
            last: self.last,
            times: self.times,
            user: self.user,
            agency: self.agency,
            role: self.role,
            device: self.device,
            act: self.act,
            reason: self.reason,
            plans: self.plans,
            about: self.about,
        }
    }
}

/// What the log says of a refusal. It does not tell more than the writer was told.
pub fn reason_of(refused: RejectReason) -> AuditReason {
    match refused {
        RejectReason::NotAllowed => AuditReason::NotAllowed,
        RejectReason::WrongAuthor | RejectReason::WrongDevice => AuditReason::WrongSender,
        RejectReason::IdReused
        | RejectReason::Malformed
        | RejectReason::ReplacesForeign
        | RejectReason::TooLarge => AuditReason::Malformed,
        RejectReason::CentreFails | RejectReason::VersionTaken | RejectReason::Other => {
            AuditReason::OtherReason
        }
    }
}
