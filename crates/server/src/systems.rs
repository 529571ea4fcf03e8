//! The systems beside this centre (D12): which there are, what each may do, and how they and the centre know each other.
//! A system acts as a user of the directory, with a role, an administration and prisons like anybody's, so the same
//! rules say what it sees and writes. It never signs in: it signs each request with a secret that both have.

mod addresses;
mod config;
pub mod event;
mod outbound;
pub mod person_register;
pub mod plan_answer;
pub mod signature;
pub(crate) mod signed;
pub mod webhooks;

#[cfg(test)]
pub(crate) mod test_systems;
#[cfg(test)]
pub(crate) mod test_target;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use overgang_domain::{DeviceId, EntryId, UserId};
use overgang_sync::message::User;
use serde::Deserialize;
use uuid::{Builder, Uuid};

pub use self::addresses::BadAddressError;
pub use self::config::{ReadSystemsError, SecretSource};
pub use self::outbound::{Outbound, SendError};
use self::signature::SharedSecret;
use crate::chain::Hash;
use crate::clock::{Clock, draw_id};
use crate::rules::Caller;
use crate::storage::{LedgerStore, UseStoreError};

/// What a system may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum May {
    /// Read plans.
    Read,
    /// Report what happened.
    HandInEvents,
    /// Be told which plans have changed.
    Webhooks,
}

/// One system.
#[derive(Debug)]
pub struct System {
    /// What it is called in its requests.
    pub name: String,
    /// The user that it is in the directory.
    pub user: User,
    /// Where its entries are written: one device for ever.
    pub device: DeviceId,
    /// What it may do.
    pub may: BTreeSet<May>,
    /// What it signs with.
    pub(crate) secret: SharedSecret,
    /// Where it is told what has changed, if it wants to be.
    pub(crate) webhook: Option<Webhook>,
}

/// Where a system is told which plans have changed.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    /// The way there.
    pub(crate) outbound: Outbound,
    /// How many plans one call names at most.
    pub(crate) plans_a_call: usize,
}

/// All systems beside this centre.
#[derive(Debug, Default)]
pub struct Systems {
    named: BTreeMap<String, Arc<System>>,
    register: Option<Outbound>,
}

impl System {
    /// The system as one who asks.
    pub fn caller(&self) -> Caller {
        Caller::of(&self.user, self.device)
    }
}

impl Systems {
    /// One of them.
    pub fn get(&self, name: &str) -> Option<&Arc<System>> {
        self.named.get(name)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Arc<System>> {
        self.named.values()
    }

    /// The way to the register of persons, if one was named.
    pub fn register(&self) -> Option<&Outbound> {
        self.register.as_ref()
    }

    /// Lists the systems in the directory, where everybody reads who wrote what. Nobody can sign in as one.
    pub async fn list(&self, store: &dyn LedgerStore, clock: &Clock) -> Result<(), UseStoreError> {
        for system in self.all() {
            let now: u64 = clock.now_millis();
            let entry = EntryId(draw_id(now)?);
            store.list_system(&system.user, entry, now).await?;
        }
        Ok(())
    }
}

/// The user that a system is, always the same for one name.
fn user_of(name: &str) -> UserId {
    UserId(derived_id(&["overgang-system-user", name]))
}

/// The device that a system writes on.
fn device_of(name: &str) -> DeviceId {
    DeviceId(derived_id(&["overgang-system-device", name]))
}

/// An id that follows from these words, and from no others.
fn derived_id(words: &[&str]) -> Uuid {
    let Hash(hash) = Hash::of(words.join("\n").as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
