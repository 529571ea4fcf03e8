//! What the user has seen on this device, for the centre's log of reads: one record for each note, until the centre has
//! it. Never more than some thousands: then the oldest become fewer.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;
use overgang_sync::machine::WaitingReads;
use overgang_sync::message::ReadNote;
use overgang_sync::read_notes::merged;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::connection::{CommitError, Op, ReadError};
use super::journal_store::failed;
use super::record::Found;
use super::{JournalStore, keys, record};

/// How many notes wait at most, and how many are left when they become fewer.
const MOST: usize = 2_000;
const LEFT: usize = 1_000;

/// Which lists were noted on a day, each by a number that is made of what it showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    #[serde(with = "overgang_domain::day")]
    day: NaiveDate,
    lists: BTreeSet<u64>,
}

impl JournalStore {
    /// Notes something that was seen. When this returns, it is on disk.
    pub async fn note_read(&self, note: &ReadNote) -> Result<(), CommitError> {
        self.write_note(note, Vec::new()).await
    }

    /// Notes what a list showed on `day`: once for each day and set of plans, however often it is drawn.
    pub async fn note_list(&self, note: &ReadNote, day: NaiveDate) -> Result<(), CommitError> {
        let found = self.connection.get(keys::FACTS, keys::FACT_LISTED).await;
        let mut listed: Listed = match found.map_err(failed)? {
            // One that cannot be read is none: the list is noted once more.
            Some(found) => found.read().unwrap_or_default(),
            None => Listed::default(),
        };
        if listed.day != day {
            listed = Listed {
                day,
                lists: BTreeSet::new(),
            };
        }
        if !listed.lists.insert(number_of(note)) {
            return Ok(());
        }
        let op = record::put(keys::FACTS, keys::FACT_LISTED.to_owned(), &listed);
        self.write_note(note, vec![op.map_err(failed)?]).await
    }

    async fn write_note(&self, note: &ReadNote, mut ops: Vec<Op>) -> Result<(), CommitError> {
        ops.push(put(note)?);
        self.connection.commit(&ops, None).await.map(drop)
    }

    /// Makes the oldest notes fewer where there are too many. `fresh` makes ids.
    pub async fn thin_out_reads(&self, fresh: impl FnMut() -> Uuid) -> Result<(), CommitError> {
        // This is asked at each plan that is opened: the notes are read only where there are too many.
        let names: Vec<String> = self.connection.names(keys::READS).await.map_err(failed)?;
        if names.len() < MOST {
            return Ok(());
        }
        let waiting = self.connection.get_all(keys::READS, None).await;
        let waiting: Vec<Found> = waiting.map_err(failed)?;
        let mut before: BTreeSet<Uuid> = BTreeSet::new();
        let mut notes: Vec<ReadNote> = Vec::with_capacity(waiting.len());
        for found in &waiting {
            if let Ok(note) = found.read::<ReadNote>() {
                before.insert(note.id);
                notes.push(note);
            }
        }
        let mut ops: Vec<Op> = Vec::new();
        for note in merged(notes, LEFT, fresh) {
            if !before.remove(&note.id) {
                ops.push(put(&note)?);
            }
        }
        ops.extend(before.into_iter().map(delete));
        self.connection.commit(&ops, None).await.map(drop)
    }

    /// Notes that wait, the oldest first: about so many bytes, and at least one if there is any; none for 0 bytes.
    pub async fn gather_reads(&self, bytes: usize) -> Result<WaitingReads, ReadError> {
        let mut gathered = WaitingReads::default();
        if bytes == 0 {
            return Ok(gathered);
        }
        let mut left: usize = bytes;
        for found in self.connection.get_all(keys::READS, None).await? {
            if found.size > left && !gathered.notes.is_empty() {
                gathered.more = true;
                break;
            }
            left = left.saturating_sub(found.size);
            // One that cannot be read, another version's perhaps, stays and keeps none of the others here.
            gathered.notes.extend(found.read().ok());
        }
        Ok(gathered)
    }
}

fn put(note: &ReadNote) -> Result<Op, CommitError> {
    record::put(keys::READS, note.id.to_string(), note).map_err(failed)
}

/// Takes the record of a note away.
pub(super) fn delete(id: Uuid) -> Op {
    Op::Delete(keys::READS, id.to_string())
}

fn number_of(note: &ReadNote) -> u64 {
    let mut hasher = DefaultHasher::new();
    (note.act, &note.plans).hash(&mut hasher);
    hasher.finish()
}
