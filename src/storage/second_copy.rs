//! The second copy of what was not sent (D6, `PLATFORM.md` 2): in the browser's private file system, where there is one,
//! sealed to the centre. A worker writes it. It outlives a database that the browser has dropped or damaged; what is in it
//! and nowhere else is handed in from it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use js_sys::{Array, Uint8Array};
use overgang_domain::form;
use overgang_domain::{EntryId, UserId};
use overgang_sync::message::SealedEntry;
use wasm_bindgen::{JsCast, JsValue};

use super::connection::ReadError;
use super::for_centre::ToHandIn;
use super::marks::{mark, set_mark};
use super::outbox::LossMarker;
use super::spaces::{spaces, to_read};
use super::{Connection, JournalStore, keys};
use crate::beside::Beside;

/// The worker's file.
const WORKER: &str = "/second_copy_loader.js";
/// How the mark begins that counts whose lost entries the centre got from here; the user's id follows.
const SAVED: &str = "overgang.saved.";

thread_local! {
    static COPY: RefCell<Option<Copy>> = const { RefCell::new(None) };
}

/// The copy of this page.
struct Copy {
    worker: Beside,
    /// What was found and is not settled.
    found: Vec<SealedEntry>,
    /// Those of it that lie nowhere else.
    alone: BTreeSet<EntryId>,
}

impl JournalStore {
    /// The user has read that entries were lost.
    pub fn acknowledge_loss(&self, user: UserId) {
        LossMarker::clear(self.name());
        set_mark(&saved_key(user), None);
    }

    /// How many of the user's entries that were lost here are safe all the same.
    pub fn saved_of(user: UserId) -> usize {
        let in_copy = only_in_second_copy().into_iter();
        let in_copy: usize = in_copy.filter(|one| one.user == user).count();
        in_copy + handed_in_of(user)
    }
}

/// Opens the copy, where this browser can keep one, and takes over those of pages that ended.
pub async fn open_second_copy() {
    let Some((worker, found)) = Beside::start(WORKER).await else {
        return;
    };
    // It says a word where the browser has no such files.
    let Ok(found) = found.dyn_into::<Array>() else {
        return;
    };
    let known = in_databases().await;
    let found: Vec<SealedEntry> = found
        .iter()
        .filter_map(|bytes| form::read(&Uint8Array::new(&bytes).to_vec()).ok())
        .collect();
    let ids = found.iter().map(|one| one.entry);
    let alone = match known {
        Ok(known) => ids.filter(|id| !known.contains(id)).collect(),
        // Where a database cannot be read nobody knows what it has.
        Err(_) => BTreeSet::new(),
    };
    COPY.replace(Some(Copy {
        worker,
        found,
        alone,
    }));
}

/// What lies in the copy and in no database: lost there, or confirmed just before the page ended.
pub fn only_in_second_copy() -> Vec<SealedEntry> {
    with_copy(|copy| {
        let alone = copy.found.iter();
        alone
            .filter(|one| copy.alone.contains(&one.entry))
            .cloned()
            .collect()
    })
    .unwrap_or_default()
}

/// All that lies in the copy; `None` where this browser keeps none.
pub fn in_second_copy() -> Option<Vec<SealedEntry>> {
    with_copy(|copy| copy.found.clone())
}

/// The centre has got this entry, which lay in the copy alone.
pub fn note_saved(entry: &SealedEntry) {
    let saved: usize = handed_in_of(entry.user) + 1;
    set_mark(&saved_key(entry.user), Some(&saved.to_string()));
    settle([entry.entry]);
}

/// Keeps entries in the copy too. Nobody waits for it: they are on disk already.
pub(super) fn put(entries: &[SealedEntry]) {
    let message = Array::of1(&JsValue::from_str("put"));
    for one in entries {
        // What cannot be written cannot be in the database, either.
        let Ok(bytes) = form::write(one) else {
            continue;
        };
        message.push(&id_bytes(one.entry));
        message.push(&Uint8Array::from(bytes.as_slice()));
    }
    if message.length() > 1 {
        with_copy(|copy| copy.worker.tell(&message));
    }
}

/// The centre has answered for these entries: they need no copy.
pub fn settle(entries: impl IntoIterator<Item = EntryId>) {
    let settled: BTreeSet<EntryId> = entries.into_iter().collect();
    if settled.is_empty() {
        return;
    }
    let message = Array::of1(&JsValue::from_str("settled"));
    for id in &settled {
        message.push(&id_bytes(*id));
    }
    with_copy(|copy| {
        copy.found.retain(|one| !settled.contains(&one.entry));
        copy.worker.tell(&message);
    });
}

/// Keeps in the copy what a database has and the copy has not, as where the browser has dropped the copy alone.
pub(super) fn complete(sealed: impl Iterator<Item = ToHandIn>) {
    let found: Option<BTreeSet<EntryId>> =
        with_copy(|copy| copy.found.iter().map(|one| one.entry).collect());
    let Some(found) = found else {
        return;
    };
    let sealed = sealed.map(|one| one.entry);
    let missing = sealed.filter(|one| !found.contains(&one.entry));
    put(&missing.collect::<Vec<SealedEntry>>());
}

fn with_copy<T>(act: impl FnOnce(&mut Copy) -> T) -> Option<T> {
    COPY.with_borrow_mut(|copy| copy.as_mut().map(act))
}

fn handed_in_of(user: UserId) -> usize {
    mark(&saved_key(user))
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}

fn saved_key(user: UserId) -> String {
    format!("{SAVED}{user}")
}

fn id_bytes(id: EntryId) -> JsValue {
    Uint8Array::from(id.0.as_bytes().as_slice()).into()
}

/// The unsent entries of all spaces, by their names. Needs no key.
async fn in_databases() -> Result<BTreeSet<EntryId>, ReadError> {
    let found = spaces().await;
    let found = found.map_err(|error| ReadError::Failed(error.to_string()))?;
    let mut known: BTreeSet<EntryId> = BTreeSet::new();
    for one in found {
        let connection: Connection = to_read(one.space.id).await?;
        let names = connection.names(keys::OUTBOX).await?;
        known.extend(names.iter().filter_map(|name| keys::entry_part(name)));
    }
    Ok(known)
}
