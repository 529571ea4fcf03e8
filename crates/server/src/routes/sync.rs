//! `POST /api/sync`: entries out, "what is new since" back. One round trip, idempotent (D8).

use std::collections::BTreeSet;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use overgang_domain::{Entry, EntryId};
use overgang_sync::message::PROTOCOL;
use overgang_sync::{EntryBatch, SyncRequest, SyncResponse};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::cursor::{Positions, read_cursor, write_cursor};
use crate::media::Media;
use crate::partition::Partition;
use crate::request_body::{ReadBodyError, read_body};
use crate::session::SignedIn;
use crate::storage::{Heartbeat, Page, Session, TakenIn, UseStoreError, Writer};

/// The most entries that one request hands in.
pub(crate) const MAX_ENTRIES: usize = 5_000;

/// The most bytes of entries that one answer carries, whatever the device would take.
const MAX_ANSWER_BYTES: u64 = 8 * 1024 * 1024;

/// The oldest protocol that may still read. Older apps may hand in.
const OLDEST_READER: u32 = PROTOCOL;

/// Nothing was exchanged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SyncError {
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// Entries are handed in and out in the app's own form only.
    #[error("the request is not in the app's own form")]
    OtherForm,
    /// More than [`MAX_ENTRIES`].
    #[error("more entries than the centre takes at once")]
    TooManyEntries,
    /// The journal is another user's: a tab that was left open.
    #[error("the request is for another user's journal than the session")]
    WrongUser,
    /// The user did not sign in on this device.
    #[error("the request names another device than the session")]
    WrongDevice,
    /// The cursor is not one that this ledger gave.
    #[error("the cursor is unknown")]
    CursorUnknown,
    /// There is nothing that so old an app could do.
    #[error("the app is too old to read")]
    AppTooOld,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

impl IntoResponse for SyncError {
    fn into_response(self) -> Response {
        match self {
            Self::Body(error) => error.into(),
            Self::OtherForm => {
                ApiFailure::unsupported_media_type("send it as application/vnd.overgang")
            }
            Self::TooManyEntries => ApiFailure::too_large("at most 5,000 entries at once"),
            Self::WrongUser => ApiFailure::new(
                StatusCode::FORBIDDEN,
                "wrong-user",
                "another user has signed in here; load the page again",
            ),
            Self::WrongDevice => ApiFailure::new(
                StatusCode::FORBIDDEN,
                "wrong-device",
                "sign in on this device",
            ),
            Self::CursorUnknown => ApiFailure::new(
                StatusCode::CONFLICT,
                "cursor-unknown",
                "read again without a cursor",
            ),
            Self::AppTooOld => ApiFailure::new(
                StatusCode::UPGRADE_REQUIRED,
                "app-too-old",
                "handing in still works; reading needs a newer app",
            ),
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

/// Takes entries in and answers with what is new.
pub(crate) async fn sync(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, SyncError> {
    if Media::in_header(&headers, header::CONTENT_TYPE) != Some(Media::Compact) {
        return Err(SyncError::OtherForm);
    }
    let body: Vec<u8> = read_body(&headers, body).await?;
    let mut request = SyncRequest::from_bytes(&body).map_err(|_| ReadBodyError::Unexpected)?;
    drop(body);
    if request.entries.len() > MAX_ENTRIES {
        return Err(SyncError::TooManyEntries);
    }
    if request.user != session.user.user {
        return Err(SyncError::WrongUser);
    }
    if request.device != session.device {
        return Err(SyncError::WrongDevice);
    }
    let entries: Vec<Entry> = entries_of(std::mem::take(&mut request.entries))?;
    let positions: Positions = positions_of(&centre, &session, &request).await?;
    let now: u64 = centre.clock.now_millis();
    centre
        .after_commit
        .note_device(heartbeat(&session, &request, now));

    let handed_in: usize = entries.len();
    let taken: TakenIn = take_in(&centre, &session, entries, now).await?;
    let page: Page = if request.protocol >= OLDEST_READER {
        let leave_out: BTreeSet<EntryId> = taken.receipts.iter().map(|one| one.id).collect();
        let accept_bytes: u64 = u64::from(request.accept_bytes).min(MAX_ANSWER_BYTES);
        centre
            .store
            .read_after(positions, accept_bytes, &leave_out)
            .await?
    } else if handed_in == 0 {
        return Err(SyncError::AppTooOld);
    } else {
        Page {
            positions,
            ..Page::default()
        }
    };
    tracing::info!(
        handed_in,
        receipts = taken.receipts.len(),
        rejected = taken.rejected.len(),
        handed_out = page.entries.len(),
        more = page.more,
        protocol = request.protocol,
        "synced"
    );
    Ok(Media::Compact.answer(&SyncResponse {
        receipts: taken.receipts,
        rejected: taken.rejected,
        entries: EntryBatch::of(&page.entries),
        cursor: write_cursor(&centre.epoch, &page.positions),
        more: page.more,
        centre_time: now,
    }))
}

fn entries_of(batch: EntryBatch) -> Result<Vec<Entry>, ReadBodyError> {
    let stored = batch.entries().map_err(|_| ReadBodyError::Unexpected)?;
    Ok(stored.into_iter().map(|stored| stored.entry).collect())
}

/// Where to read on, in the logs that the user may read today. A log that is new to the user begins at
/// its start; one that the user may no longer read is left out.
async fn positions_of(
    centre: &Centre,
    session: &Session,
    request: &SyncRequest,
) -> Result<Positions, SyncError> {
    let covered = session.user.prisons.iter().map(Partition::of);
    let logs: BTreeSet<Partition> = covered.chain([Partition::common()]).collect();
    let Some(cursor) = &request.cursor else {
        return Ok(logs.into_iter().map(|log| (log, 0)).collect());
    };
    let read: Positions =
        read_cursor(&centre.epoch, cursor).map_err(|_| SyncError::CursorUnknown)?;
    let heads: Positions = centre.store.heads(&logs).await?;
    let at = |positions: &Positions, log: &Partition| -> u64 {
        positions.get(log).copied().unwrap_or_default()
    };
    if logs.iter().any(|log| at(&read, log) > at(&heads, log)) {
        return Err(SyncError::CursorUnknown);
    }
    let logs = logs.into_iter();
    Ok(logs.map(|log| (log.clone(), at(&read, &log))).collect())
}

async fn take_in(
    centre: &Centre,
    session: &Session,
    entries: Vec<Entry>,
    now: u64,
) -> Result<TakenIn, UseStoreError> {
    if entries.is_empty() {
        return Ok(TakenIn::default());
    }
    let writer = Writer {
        user: session.user.user,
        device: session.device,
        role: session.user.role,
        prisons: session.user.prisons.clone(),
    };
    let taken: TakenIn = centre.store.take_in(&writer, entries, now).await?;
    centre.after_commit.note_commit();
    Ok(taken)
}

fn heartbeat(session: &Session, request: &SyncRequest, now: u64) -> Heartbeat {
    // The version comes from outside: only what a version can look like is kept.
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "+-._".contains(*letter);
    Heartbeat {
        device: session.device,
        user: session.user.user,
        app: request.app.chars().filter(is_plain).take(40).collect(),
        protocol: request.protocol,
        seen_at: now,
        unsent: request.unsent,
    }
}

#[cfg(test)]
mod tests;
