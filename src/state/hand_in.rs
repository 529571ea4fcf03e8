//! Handing in what lies sealed on this device (decision 29), whoever is signed in and whatever is locked: at the start, when
//! the network comes back, and once a minute. Nobody waits for it and nobody has to know of it.

use std::collections::BTreeSet;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use overgang_domain::EntryId;
use overgang_sync::Problem;
use overgang_sync::machine::SendFailure;
use overgang_sync::message::{HandInOutcome, HandInRequest, HandInResponse, PROTOCOL, SealedEntry};
use uuid::Uuid;

use super::journal_state::JournalState;
use super::session_state::SessionState;
use super::space_state::drop_replaced_spaces;
use super::sync_state::{SyncState, is_held_back};
use crate::storage::{
    Damaged, Listed, in_second_copy, note_handed_in, note_saved, only_in_second_copy,
    open_second_copy, sealed_in, settle, spaces,
};
use crate::{api_client, device};

/// How long until it is looked again, in milliseconds.
const PAUSE: u32 = 60_000;
/// So many entries go in one request: with the largest ones it stays below what the centre takes.
const AT_ONCE: usize = 50;
/// And about so many bytes, unless one has more.
const BYTES_AT_ONCE: usize = 1_000_000;

/// Entries that the centre cannot read: not to be tried again while this page is there.
type Refused = StoredValue<BTreeSet<EntryId>>;

/// Goes on for as long as the page is there. The open space is left to its own sync.
pub fn keep_handing_in(session: SessionState) {
    let refused = Refused::default();
    leptos::task::spawn_local(async move {
        open_second_copy().await;
        loop {
            hand_in_all(session, refused).await;
            TimeoutFuture::new(PAUSE).await;
        }
    });
    let on_network = move |_| leptos::task::spawn_local(hand_in_all(session, refused));
    let handle = window_event_listener(leptos::ev::online, on_network);
    on_cleanup(move || handle.remove());
}

/// The open space's own sync does what can be done, but for this: what the centre refuses to take from this session, and
/// what is damaged here.
pub fn hand_in_open(journal: JournalState, sync: SyncState) {
    leptos::task::spawn_local(async move {
        let store = journal.store();
        // What fails is tried again at the next start: the entry itself is there.
        drop(store.seal_what_waits(device::now_millis()).await);
        let mut damaged: Damaged = store.damaged().await.unwrap_or_default();
        damaged.to_hand_in =
            hand_in(damaged.to_hand_in, |one| &one.entry, Refused::default()).await;
        if !damaged.is_empty() && store.drop_damaged(damaged).await.is_ok() {
            journal.reload(&BTreeSet::new()).await;
            sync.sync_now();
        }
    });
    let problem = sync.problem();
    Effect::new(move |_| {
        if !matches!(problem.get(), Some(Problem::SignedOut | Problem::Revoked)) {
            return;
        }
        leptos::task::spawn_local(async move {
            if let Some(space) = journal.space() {
                hand_in_space(space, Refused::default()).await;
            }
        });
    });
}

/// Hands in all of the second copy, where no database says what else there is of it. Answers with how many entries the
/// centre has not got; `None`: this browser has no such copy.
pub(super) async fn hand_in_second_copy() -> Option<usize> {
    let all = in_second_copy()?;
    let count: usize = all.len();
    let kept = hand_in(all, |one| one, Refused::default()).await;
    settle(kept.iter().map(|one| one.entry));
    Some(count.saturating_sub(kept.len()))
}

/// Hands in what lies in the second copy and in no database, and in all spaces but the open one.
async fn hand_in_all(session: SessionState, refused: Refused) {
    let open: Option<Uuid> = session.keys().map(|keys| keys.space());
    let kept = hand_in(only_in_second_copy(), |one| one, refused).await;
    kept.iter().for_each(note_saved);
    let found: Vec<Listed> = spaces().await.unwrap_or_default();
    for Listed { space, .. } in &found {
        if Some(space.id) != open {
            hand_in_space(space.id, refused).await;
        }
    }
    drop_replaced_spaces(&found, open).await;
}

async fn hand_in_space(space: Uuid, refused: Refused) {
    let sealed = sealed_in(space).await.unwrap_or_default();
    let kept = hand_in(sealed, |one| &one.entry, refused).await;
    if kept.is_empty() {
        return;
    }
    settle(kept.iter().map(|one| one.entry.entry));
    // Where it cannot be noted it is handed in again, and counts once.
    drop(note_handed_in(space, &kept, device::now_millis()).await);
}

/// Hands in what was not refused; answers with what the centre keeps.
async fn hand_in<T>(
    mut sealed: Vec<T>,
    entry: impl Fn(&T) -> &SealedEntry,
    refused: Refused,
) -> Vec<T> {
    refused.try_with_value(|refused| sealed.retain(|one| !refused.contains(&entry(one).entry)));
    let (kept, unreadable) = sorted(sealed, entry).await;
    refused.try_update_value(|refused| refused.extend(unreadable));
    kept
}

/// Hands entries in; answers with those that the centre keeps, and with those that it cannot read.
async fn sorted<T>(sealed: Vec<T>, entry: impl Fn(&T) -> &SealedEntry) -> (Vec<T>, Vec<EntryId>) {
    let (mut kept, mut unreadable) = (Vec::new(), Vec::new());
    let mut left: Vec<Vec<T>> = pieces(sealed, &entry);
    left.reverse();
    while let Some(mut some) = left.pop() {
        if is_held_back() {
            break;
        }
        let entries: Vec<SealedEntry> = some.iter().map(|one| entry(one).clone()).collect();
        let request = HandInRequest {
            protocol: PROTOCOL,
            entries,
        };
        let outcomes = match api_client::hand_in(&request).await {
            Ok(HandInResponse { outcomes }) => outcomes,
            // The centre has no time, or there is none: nothing is known of the rest, either.
            Err(failure) if is_for_all(&failure) => break,
            // One that the centre fails on keeps none of the others here.
            Err(_) => {
                let half: Vec<T> = some.split_off(some.len() / 2);
                if some.is_empty() {
                    unreadable.extend(half.iter().map(|one| entry(one).entry));
                } else {
                    left.extend([half, some]);
                }
                continue;
            }
        };
        for (one, outcome) in some.into_iter().zip(outcomes) {
            match outcome {
                HandInOutcome::Received | HandInOutcome::Quarantined => kept.push(one),
                HandInOutcome::Unreadable => unreadable.push(entry(&one).entry),
                HandInOutcome::NeedsSession => {}
            }
        }
    }
    (kept, unreadable)
}

/// Whether a failure is about the centre or the way to it, and not about what was handed in.
fn is_for_all(failure: &SendFailure) -> bool {
    match failure {
        SendFailure::NoAnswer | SendFailure::NotTheCentre => true,
        SendFailure::Refused { status, .. } => matches!(status, 401 | 403 | 429 | 503),
    }
}

/// In order, in requests that the centre takes.
fn pieces<T>(sealed: Vec<T>, entry: &impl Fn(&T) -> &SealedEntry) -> Vec<Vec<T>> {
    let mut pieces: Vec<Vec<T>> = Vec::new();
    let mut bytes: usize = 0;
    for one in sealed {
        let size: usize = entry(&one).content.len();
        match pieces.last_mut() {
            Some(piece) if piece.len() < AT_ONCE && bytes + size <= BYTES_AT_ONCE => {
                bytes += size;
                piece.push(one);
            }
            Some(_) | None => {
                bytes = size;
                pieces.push(vec![one]);
            }
        }
    }
    pieces
}
