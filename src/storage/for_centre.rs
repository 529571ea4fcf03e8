//! Unsent entries a second time, sealed to the centre (D6, decision 29): beside each in the outbox, written in the same
//! transaction. They are handed in without the space's keys: while it is locked, after its passphrase was forgotten, by
//! whoever uses the tablet next. What was handed in so stays in the outbox until its user opens the space and gets the
//! receipts; a mark in its place says that the centre has it.

use std::collections::BTreeSet;

use overgang_domain::Entry;
use overgang_domain::form;
use overgang_sync::message::{CentreKey, Previous, SealedEntry, TagKey};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::{CommitError, Op, ReadError};
use super::database::Change;
use super::journal_store::{Shared, failed};
use super::record::Found;
use super::spaces::to_read;
use super::{Connection, JournalStore, Session, keys, outbox, record, second_copy};
use crate::sealing::{self, CentreSeal};

/// What lies beside an unsent entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum ForCentre {
    /// The entry, sealed.
    Sealed(SealedEntry),
    /// The centre has it, since this moment, milliseconds since 1970.
    HandedIn(u64),
}

/// An entry to hand in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToHandIn {
    /// It.
    pub entry: SealedEntry,
    name: String,
    record: Vec<u8>,
}

/// Unsent entries that do not open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Damaged {
    /// Of these the centre has nothing yet.
    pub to_hand_in: Vec<ToHandIn>,
    /// The names of those that it has.
    handed_in: Vec<String>,
}

/// What seals to the centre in this tab, and the entry that was sealed last.
#[derive(Debug, Default)]
pub(super) struct ToCentre {
    seal: Option<CentreSeal>,
    previous: Option<Previous>,
}

/// Entries sealed in memory, to be written.
#[derive(Default)]
pub(super) struct SealedOps {
    pub(super) ops: Vec<Op>,
    entries: Vec<SealedEntry>,
    previous: Option<Previous>,
}

/// The change that takes away what lies beside an entry of the outbox.
pub(super) fn delete(outbox_key: &str) -> Op {
    Op::Delete(keys::FOR_CENTRE, outbox_key.to_owned())
}

impl JournalStore {
    /// Seals entries to the centre. What cannot be sealed so is left out: it is saved all the same, and tried again later.
    /// `now` is milliseconds since 1970.
    pub(super) async fn seal_for_centre(&self, entries: &[Entry], now: u64) -> SealedOps {
        let Some(seal) = self.centre_seal(now).await else {
            return SealedOps::default();
        };
        let mut sealed = SealedOps {
            ops: Vec::with_capacity(entries.len()),
            entries: Vec::with_capacity(entries.len()),
            previous: self.to_centre.borrow().previous,
        };
        for entry in entries {
            let Ok(Some((one, previous))) = seal.seal(entry, sealed.previous).await else {
                continue;
            };
            let key: String = keys::outbox_key(entry.plan, entry.id);
            let put = record::put(keys::FOR_CENTRE, key, &ForCentre::Sealed(one.clone()));
            let Ok(put) = put else {
                continue;
            };
            sealed.ops.push(put);
            sealed.entries.push(one);
            sealed.previous = Some(previous);
        }
        sealed
    }

    /// For measurements: seals to a centre that there is not.
    #[cfg(feature = "bench")]
    pub fn seal_to_centre_with(&self, seal: CentreSeal) {
        self.to_centre.borrow_mut().seal = Some(seal);
    }

    /// They are on disk: the next entry follows the last of them, and they are kept a second time.
    pub(super) fn note_sealed(&self, sealed: &SealedOps) {
        if !sealed.ops.is_empty() {
            self.to_centre.borrow_mut().previous = sealed.previous;
            second_copy::put(&sealed.entries);
        }
    }

    /// Another key or name of the device counts from now on.
    pub(super) fn forget_seal(&self) {
        self.to_centre.take();
    }

    /// Seals to the centre what waits and is not sealed so yet, and takes away what lies beside nothing. Makes the key
    /// too, so that the first save need not wait for it.
    pub async fn seal_what_waits(&self, now: u64) -> Result<(), CommitError> {
        let mut shared = self.shared.lock().await;
        let waiting = self.connection.names(keys::OUTBOX).await.map_err(failed)?;
        let beside = self.connection.get_all(keys::FOR_CENTRE, None).await;
        let beside: Vec<Found> = beside.map_err(failed)?;
        second_copy::complete(beside.iter().filter_map(to_hand_in));
        let beside: BTreeSet<String> = beside.into_iter().map(|found| found.key).collect();
        let (sealed, not): (Vec<String>, Vec<String>) =
            waiting.into_iter().partition(|name| beside.contains(name));
        let found = self.connection.get_many(keys::OUTBOX, &not).await;
        let found = found.map_err(failed)?.into_iter().flatten();
        let entries: Vec<Entry> = found
            .filter_map(|found| Some(outbox::read(&found).ok()?.entry))
            .collect();
        let new: SealedOps = self.seal_for_centre(&entries, now).await;
        let sealed: BTreeSet<String> = sealed.into_iter().collect();
        let lone = beside.difference(&sealed).map(|name| delete(name));
        let ops: Vec<Op> = lone.chain(new.ops.iter().cloned()).collect();
        if ops.is_empty() {
            return Ok(());
        }
        match self.connection.commit(&ops, Some(shared.writes)).await {
            Ok(writes) => {
                self.note_sealed(&new);
                *shared = Shared {
                    writes,
                    ..std::mem::take(&mut *shared)
                };
                Ok(())
            }
            // Another tab has written, and does this too.
            Err(CommitError::Stale) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Unsent entries that are damaged here: only the centre can still read what lies beside them.
    pub async fn damaged(&self) -> Result<Damaged, ReadError> {
        let mut damaged = Damaged::default();
        let beside = self.connection.get_all(keys::FOR_CENTRE, None).await?;
        let names: Vec<String> = beside.iter().map(|found| found.key.clone()).collect();
        let waiting = self.connection.get_many(keys::OUTBOX, &names).await?;
        for (beside, found) in beside.into_iter().zip(waiting) {
            if found.is_some_and(|found| outbox::read(&found).is_err()) {
                match to_hand_in(&beside) {
                    Some(one) => damaged.to_hand_in.push(one),
                    None => damaged.handed_in.push(beside.key),
                }
            }
        }
        Ok(damaged)
    }

    /// The centre has these, which are damaged here: they go.
    pub async fn drop_damaged(&self, damaged: Damaged) -> Result<(), CommitError> {
        let names = damaged.to_hand_in.into_iter().map(|one| one.name);
        let names = names.chain(damaged.handed_in);
        let ops = names.flat_map(|name| [delete(&name), Op::Delete(keys::OUTBOX, name)]);
        let ops: Vec<Op> = ops.collect();
        self.connection.commit(&ops, None).await.map(drop)
    }

    async fn centre_seal(&self, now: u64) -> Option<CentreSeal> {
        let known: Option<CentreSeal> = self.to_centre.borrow().seal.clone();
        if let Some(seal) = known.filter(|seal| seal.is_fresh(now)) {
            return Some(seal);
        }
        let tag_key: TagKey = self.fact(keys::FACT_TAG_KEY).await.ok()??;
        let centre: CentreKey = self.fact(keys::FACT_CENTRE_KEY).await.ok()??;
        let session: Session = Session::read(&self.connection).await.ok()??;
        let who = (session.user.user, session.device);
        let seal = CentreSeal::make(who, &tag_key, centre, now).await.ok()?;
        self.to_centre.replace(ToCentre {
            seal: Some(seal.clone()),
            previous: None,
        });
        Some(seal)
    }
}

impl Connection {
    /// The names of the unsent entries that the centre has not got in any way. Needs no key.
    pub(super) async fn kept_here_alone(&self) -> Result<Vec<String>, ReadError> {
        let beside = self.get_all(keys::FOR_CENTRE, None).await?;
        let handed_in = |found: &Found| matches!(found.read(), Ok(ForCentre::HandedIn(_)));
        let handed_in: BTreeSet<String> = beside
            .into_iter()
            .filter(handed_in)
            .map(|found| found.key)
            .collect();
        let mut waiting = self.names(keys::OUTBOX).await?;
        waiting.retain(|name| !handed_in.contains(name));
        Ok(waiting)
    }
}

/// What of a space can be handed in. Needs no key.
pub async fn sealed_in(space: Uuid) -> Result<Vec<ToHandIn>, ReadError> {
    let beside = to_read(space)
        .await?
        .get_all(keys::FOR_CENTRE, None)
        .await?;
    let mut sealed: Vec<ToHandIn> = beside.iter().filter_map(to_hand_in).collect();
    // Oldest first: ids of version 7 sort by time.
    sealed.sort_by_key(|one| one.entry.entry);
    Ok(sealed)
}

/// The centre has these entries of a space. What has changed meanwhile, as by its receipt, stays as it is. Needs no key.
pub async fn note_handed_in(
    space: Uuid,
    handed_in: &[ToHandIn],
    now: u64,
) -> Result<(), CommitError> {
    let connection = to_read(space).await.map_err(failed)?;
    let mark: Vec<u8> = form::write(&ForCentre::HandedIn(now)).map_err(failed)?;
    let mark: Vec<u8> = sealing::plain(&mark);
    let changes = handed_in.iter().map(|one| Change {
        store: keys::FOR_CENTRE,
        name: one.name.clone(),
        record: Some(mark.clone()),
        only_if: Some(one.record.clone()),
    });
    let changes: Vec<Change> = changes.collect();
    connection.write_clear(&changes).await
}

/// `None` for a mark that the centre has it.
fn to_hand_in(found: &Found) -> Option<ToHandIn> {
    let Ok(ForCentre::Sealed(entry)) = found.read() else {
        return None;
    };
    Some(ToHandIn {
        entry,
        record: sealing::plain(found.bytes().ok()?),
        name: found.key.clone(),
    })
}

impl Damaged {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.to_hand_in.is_empty() && self.handed_in.is_empty()
    }
}
