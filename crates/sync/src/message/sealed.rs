//! Entries as they can be handed in without opening the journal that they are in (D6): sealed to the centre, and marked by
//! whoever wrote them.
//!
//! ```text
//! outbox key (random, AES-256-GCM, for one day at most) ── HPKE ──▶ the centre's public key
//!      └── seals ▶ entry, its tag by the user's key on the device, the entry before it
//! ```
//!
//! Nobody but the centre opens them, the device that made them included; nobody but who holds the user's key on the device
//! makes one that the centre takes without asking. HPKE is RFC 9180 in base mode: `DHKEM(X25519, HKDF-SHA256)`,
//! HKDF-SHA256, AES-256-GCM. The tag is HMAC-SHA256.

use std::collections::BTreeSet;

use overgang_domain::{DeviceId, EntryId, PlanId, UserId};
use serde::{Deserialize, Serialize};

use super::batch::EntryBatch;

/// What HPKE binds an outbox key to, besides [`key_place`]. Another form of what is sealed gets another number.
pub const OUTBOX_KEY_INFO: &[u8] = b"overgang outbox key 1";

/// The length of an outbox key.
pub const OUTBOX_KEY_BYTES: usize = 32;

/// The length of the nonce before the sealed bytes of an entry.
pub const NONCE_BYTES: usize = 12;

/// The most sealed entries that one request hands in.
pub const MAX_SEALED: usize = 500;

/// The most bytes of one sealed entry: an entry of the most bytes, with what goes along.
pub const MAX_SEALED_BYTES: usize = overgang_domain::entry::MAX_ENTRY_BYTES + 256;

/// The centre's public key (X25519), to which devices seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = Vec<u32>))]
#[serde(transparent)]
pub struct CentreKey(pub [u8; 32]);

/// An outbox key, sealed to the centre for a user on a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedKey {
    /// To which of the centre's keys.
    pub centre: CentreKey,
    /// What the centre works the HPKE context out of.
    pub encapsulated: [u8; 32],
    /// The key, sealed.
    pub sealed: Vec<u8>,
}

/// An entry, sealed to the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedEntry {
    /// Which entry.
    pub entry: EntryId,
    /// Who wrote it.
    pub user: UserId,
    /// On which device.
    pub device: DeviceId,
    /// The key that it is sealed with.
    pub key: SealedKey,
    /// Nonce and sealed [`Marked`].
    pub content: Vec<u8>,
}

/// What is inside of a sealed entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// The entry's bytes, in the form of everything that is written.
    pub body: Vec<u8>,
    /// The entry that was sealed before it with the same key.
    pub previous: Option<Previous>,
    /// HMAC-SHA256 of [`tagged`] by the user's key on the device.
    pub tag: [u8; 32],
}

/// The entry before: whoever takes one out of the middle leaves a gap that shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previous {
    /// Which entry.
    pub entry: EntryId,
    /// The SHA-256 of its bytes.
    pub hash: [u8; 32],
}

/// `POST /api/hand-in`: sealed entries, of any users, by whoever has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandInRequest {
    /// [`super::PROTOCOL`] of the sender.
    pub protocol: u32,
    /// The entries.
    pub entries: Vec<SealedEntry>,
}

/// The answer: what became of each, in the order of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandInResponse {
    /// What became of them.
    pub outcomes: Vec<HandInOutcome>,
}

/// What became of a sealed entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandInOutcome {
    /// It stands in the ledger.
    Received,
    /// The centre keeps it until its author or the plan's coordinator lets it in.
    Quarantined,
    /// The centre cannot open it. The device keeps it.
    Unreadable,
    /// It has no right tag, so somebody has to be signed in who brings it. The device keeps it.
    NeedsSession,
}

/// `GET /api/quarantine`: what waits to be let in by the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineResponse {
    /// What waits, oldest first, in the order of `waiting`.
    pub entries: EntryBatch,
    /// The rest of what is known of each.
    pub waiting: Vec<Quarantined>,
}

/// What is known of an entry in the quarantine, besides what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarantined {
    /// Names it to the centre: entries with one id may say different things.
    pub hash: [u8; 32],
    /// Which plan it is about.
    pub plan: PlanId,
    /// What the plan's person is called; `None` where the user may not see that.
    pub name: Option<String>,
    /// What its author is called; empty where nobody of that id is known.
    pub author: String,
    /// Why it did not go into the ledger.
    pub reasons: BTreeSet<QuarantineReason>,
    /// When it came, milliseconds since 1970.
    pub brought_at: u64,
}

/// Why a sealed entry did not go into the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuarantineReason {
    /// It has no right tag: it may be somebody else's.
    Tag,
    /// It names another entry before it than there is.
    Chain,
    /// Its author's device was revoked.
    DeviceRevoked,
    /// Its author is not known on that device.
    UnknownAuthor,
    /// Its author may not write it.
    NotAllowed,
    /// Another reason for which entries are refused.
    Refused,
    /// A reason that only a newer centre knows.
    #[serde(other)]
    Other,
}

/// `POST /api/quarantine`: what is to become of an entry in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettleRequest {
    /// Which entry.
    pub entry: EntryId,
    /// [`Quarantined::hash`].
    pub hash: [u8; 32],
    /// What.
    pub act: SettleAct,
}

/// What becomes of an entry in the quarantine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettleAct {
    /// It goes into the ledger.
    Release,
    /// It goes nowhere.
    Discard,
}

/// The additional data of an outbox key's seal.
pub fn key_place(user: UserId, device: DeviceId) -> Vec<u8> {
    [user.0.as_bytes().as_slice(), device.0.as_bytes()].concat()
}

/// The additional data of an entry's seal.
pub fn entry_place(entry: EntryId, user: UserId, device: DeviceId) -> Vec<u8> {
    let ids = [entry.0, user.0, device.0];
    let ids = ids.iter().flat_map(|id| *id.as_bytes());
    b"overgang outbox entry 1"
        .iter()
        .copied()
        .chain(ids)
        .collect()
}

/// What the tag of an entry is made of.
pub fn tagged(
    (entry, user, device): (EntryId, UserId, DeviceId),
    previous: Option<&Previous>,
    body: &[u8],
) -> Vec<u8> {
    let mut bytes: Vec<u8> = entry_place(entry, user, device);
    match previous {
        None => bytes.push(0),
        Some(previous) => {
            bytes.push(1);
            bytes.extend(previous.entry.0.as_bytes());
            bytes.extend(previous.hash);
        }
    }
    bytes.extend(body);
    bytes
}
