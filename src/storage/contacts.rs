//! When each space of this device was last in touch with the centre: in the register, in clear, for what follows from it
//! has to happen while nobody opens the space (D6). It holds times and switches only.
//!
//! Whoever can write to the browser's database can change it. It binds those who have a tablet in their hands, and sees to
//! it that one that is forgotten in a drawer does not keep for years what lies on it.

use overgang_domain::form;
use overgang_sync::Contact;
use overgang_sync::message::Lease;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::{CommitError, Op, OpenStoreError, ReadError};
use super::database::Change;
use super::journal_store::failed;
use super::spaces::{database_of, open, register, to_read, use_of};
use super::{Connection, keys};
use crate::sealing;

/// What was counted since is written at most so often, in milliseconds.
const STEP: u64 = 60_000;

/// What the register knows of a space's contact with the centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpaceContact {
    /// When it was last, and what has been counted since.
    pub contact: Contact,
    /// When what came from the centre was deleted because there was none for too long, milliseconds since 1970.
    pub emptied_at: Option<u64>,
    /// Whether the key is still used with which it was sealed.
    pub has_old_key: bool,
}

/// The contacts of the spaces of this device, as the register has them.
pub struct Contacts {
    register: Connection,
}

impl SpaceContact {
    fn new(contact: Contact) -> Self {
        Self {
            contact,
            emptied_at: None,
            has_old_key: false,
        }
    }
}

impl Contacts {
    /// Opens the register.
    pub async fn open() -> Result<Self, OpenStoreError> {
        let register = register().await?;
        Ok(Self { register })
    }

    /// What is known of a space's contact at `now`. `counted` says how long it has been for sure since a contact; what is
    /// counted is kept, so that no clock takes it back.
    pub async fn see(
        &self,
        space: Uuid,
        now: u64,
        counted: impl FnOnce(&Contact) -> u64,
    ) -> SpaceContact {
        let (written, mut known) = match self.read(space).await {
            Some((written, known)) => (Some(written), known),
            // One that is lost counts from when its user was here last.
            None => (None, SpaceContact::new(first(space, now).await)),
        };
        let before: Contact = known.contact;
        known.contact.seen(now, counted(&before));
        let is_news: bool = known.contact.without >= before.without.saturating_add(STEP)
            || known.contact.is_over() != before.is_over();
        if is_news || written.is_none() {
            // Only in the place of what was read: another tab may have had an answer just now. What is not written is
            // counted again at the next look.
            drop(self.write(space, &known, written).await);
        }
        known
    }

    /// The centre has answered whoever works in a space.
    pub async fn note(&self, space: Uuid, contact: Contact) -> Result<SpaceContact, CommitError> {
        let before = self.read(space).await;
        let known = SpaceContact {
            has_old_key: before.is_some_and(|(_, known)| known.has_old_key),
            ..SpaceContact::new(contact)
        };
        self.write(space, &known, None).await?;
        Ok(known)
    }

    /// The key is no longer used with which was sealed what was deleted.
    pub async fn note_new_key(&self, space: Uuid) -> Result<(), CommitError> {
        let Some((written, known)) = self.read(space).await else {
            return Ok(());
        };
        let known = SpaceContact {
            has_old_key: false,
            ..known
        };
        self.write(space, &known, Some(written)).await
    }

    /// Whether [`empty_when_due`](Self::empty_when_due) has something to do.
    pub async fn is_due(&self, space: Uuid, now: u64) -> Result<bool, ReadError> {
        let known: SpaceContact = self.see(space, now, |_| 0).await;
        let Some(emptied_at) = known.emptied_at else {
            return Ok(known.contact.is_to_be_emptied());
        };
        // An exchange that was broken off may have brought some of it again. It has its time as well.
        let mut since = Contact::answered(emptied_at, emptied_at, known.contact.lease);
        since.seen(now, 0);
        Ok(since.is_to_be_emptied() && to_read(space).await?.has_received().await?)
    }

    /// Deletes what came from the centre, where there was no contact for too long. Needs no key. What was never sent stays
    /// as it is, sealed. No tab may have the space open. When this returns, it is on disk.
    pub async fn empty_when_due(&self, space: Uuid, now: u64) -> Result<(), CommitError> {
        if !self.is_due(space, now).await.map_err(failed)? {
            return Ok(());
        }
        let own = open(&database_of(space)).await?;
        own.forget_received().await?;
        let emptied = SpaceContact {
            emptied_at: Some(now),
            has_old_key: true,
            ..self.see(space, now, |_| 0).await
        };
        self.write(space, &emptied, None).await
    }

    /// The record as it is written, and what it says; `None` where it is not there or damaged.
    async fn read(&self, space: Uuid) -> Option<(Vec<u8>, SpaceContact)> {
        let name: String = keys::contact_key(space);
        let found = self.register.get(keys::FACTS, &name).await.ok()??;
        let written: Vec<u8> = sealing::plain(found.bytes().ok()?);
        Some((written, found.read().ok()?))
    }

    async fn write(
        &self,
        space: Uuid,
        known: &SpaceContact,
        only_if: Option<Vec<u8>>,
    ) -> Result<(), CommitError> {
        let written: Vec<u8> = form::write(known).map_err(failed)?;
        let change = Change {
            store: keys::FACTS,
            name: keys::contact_key(space),
            record: Some(sealing::plain(&written)),
            only_if,
        };
        self.register.write_clear(&[change]).await
    }
}

/// The change that takes away what is known of a space.
pub(super) fn forget(space: Uuid) -> Op {
    Op::Delete(keys::FACTS, keys::contact_key(space))
}

async fn first(space: Uuid, now: u64) -> Contact {
    let since: u64 = match use_of(space).await.opened_at {
        0 => now,
        opened_at => opened_at,
    };
    Contact::answered(since, since, Lease::default())
}
