//! `POST /api/sync`: entries out, "what is new since" back. One round trip, idempotent (D8).

mod speaking;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use overgang_domain::{Entry, EntryId};
use overgang_sync::message::PROTOCOL;
use overgang_sync::{Cursor, EntryBatch, SyncRequest, SyncResponse};

use crate::api_failure::ApiFailure;
use crate::audit::recording::{HandedIn, MAX_READS};
use crate::centre::Centre;
use crate::clock::{DrawBytesError, day_in_norway};
use crate::cursor::{Positions, Progress, read_cursor, write_cursor};
use crate::media::Media;
use crate::openapi::{AppHeader, Compact, MayBePacked, Refuses, Write};
use crate::request_body::{ReadBodyError, read_body};
use crate::rules::Caller;
use crate::session::{SignedIn, caller_in};
use crate::storage::{Ask, Chain, Heartbeat, Page, Session, TakenIn, UseStoreError};

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
    /// No token or key could be made.
    #[error(transparent)]
    Draw(#[from] DrawBytesError),
    /// There is nothing that so old an app could do.
    #[error("the app is too old to read")]
    AppTooOld,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

const OTHER_FORM: ApiFailure =
    ApiFailure::unsupported_media_type("send it as application/vnd.overgang");
const TOO_MANY_ENTRIES: ApiFailure =
    ApiFailure::too_large("at most 5,000 entries and 10,000 notes of reads at once");
const WRONG_USER: ApiFailure = ApiFailure::new(
    StatusCode::FORBIDDEN,
    "wrong-user",
    "another user has signed in here; load the page again",
);
const WRONG_DEVICE: ApiFailure = ApiFailure::new(
    StatusCode::FORBIDDEN,
    "wrong-device",
    "sign in on this device",
);
const CURSOR_UNKNOWN: ApiFailure = ApiFailure::new(
    StatusCode::CONFLICT,
    "cursor-unknown",
    "read again without a cursor",
);
const APP_TOO_OLD: ApiFailure = ApiFailure::new(
    StatusCode::UPGRADE_REQUIRED,
    "app-too-old",
    "handing in still works; reading needs a newer app",
);

impl IntoResponse for SyncError {
    fn into_response(self) -> Response {
        match self {
            Self::Body(error) => error.into(),
            Self::OtherForm => OTHER_FORM,
            Self::TooManyEntries => TOO_MANY_ENTRIES,
            Self::WrongUser => WRONG_USER,
            Self::WrongDevice => WRONG_DEVICE,
            Self::CursorUnknown => CURSOR_UNKNOWN,
            Self::AppTooOld => APP_TOO_OLD,
            Self::Draw(_) => ApiFailure::failed(),
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for SyncError {
    fn refusals() -> Vec<ApiFailure> {
        let own = vec![
            OTHER_FORM,
            TOO_MANY_ENTRIES,
            WRONG_USER,
            WRONG_DEVICE,
            CURSOR_UNKNOWN,
            APP_TOO_OLD,
        ];
        [own, ReadBodyError::refusals()].concat()
    }
}

/// Takes entries in and answers with what is new.
///
/// Both ways a message of `overgang_sync::message` in the app's own compact form: `SyncRequest` and `SyncResponse`. At
/// most 5,000 entries at once and 8 MiB of entries in an answer. It may be repeated: what the ledger has already gets the
/// receipt that it had.
#[utoipa::path(
    post,
    path = "/sync",
    tag = "sync",
    params(AppHeader, MayBePacked),
    request_body(content = Compact, content_type = "application/vnd.overgang"),
    responses(
        (status = OK, description = "Committed; a cookie is set where the device asked to become another one", body = Compact, content_type = "application/vnd.overgang"),
        Write<(SignedIn, SyncError)>
    ),
    security(("session" = []))
)]
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
    if request.entries.len() > MAX_ENTRIES || request.reads.len() > MAX_READS {
        return Err(SyncError::TooManyEntries);
    }
    speaking::check_sender(&centre, &session, &request).await?;
    let entries: Vec<Entry> = entries_of(std::mem::take(&mut request.entries))?;
    let progress: Option<Progress> = progress_of(&centre, request.cursor.as_ref()).await?;
    let (session, cookie) = speaking::named(&centre, session, &request, &headers).await?;
    let caller: Caller = caller_in(&session);
    let for_log = HandedIn::of(&session, &entries, std::mem::take(&mut request.reads));
    let now: u64 = centre.clock.now_millis();
    let handed_in: usize = entries.len();
    let taken: TakenIn = if entries.is_empty() {
        let last: Option<EntryId> = session.last;
        TakenIn {
            last,
            ..TakenIn::default()
        }
    } else {
        centre
            .take_in(&caller, entries, Chain::After(request.after), now)
            .await?
    };
    let settled: usize = taken.receipts.len() + taken.rejected.len();
    centre
        .after_commit
        .note_device(heartbeat(&session, &request, settled, now));
    let page: Page = if request.protocol >= OLDEST_READER {
        let ask = Ask {
            caller: &caller,
            rules: &centre.rules,
            progress: progress.as_ref(),
            accept_bytes: u64::from(request.accept_bytes).min(MAX_ANSWER_BYTES),
            confirmed: &for_log.confirmed(&taken.receipts),
            today: day_in_norway(now),
        };
        centre.store.hand_out(ask).await?
    } else if handed_in == 0 {
        return Err(SyncError::AppTooOld);
    } else {
        let none = || Progress::none(day_in_norway(now));
        Page::without_news(progress.unwrap_or_else(none))
    };
    let cursor = write_cursor(&centre.cursor_key, &page.progress).map_err(UseStoreError::from)?;
    let made_available = page.entries.iter().map(|stored| stored.entry.plan);
    for_log
        .record(&centre, &session, &taken.rejected, made_available, now)
        .await?;
    tracing::info!(
        handed_in,
        receipts = taken.receipts.len(),
        rejected = taken.rejected.len(),
        handed_out = page.entries.len(),
        anew = page.anew.len(),
        more = page.more,
        protocol = request.protocol,
        "synced"
    );
    let answer = Media::Compact.answer(&SyncResponse {
        receipts: taken.receipts,
        rejected: taken.rejected,
        entries: EntryBatch::of(&page.entries),
        anew: page.anew,
        whole: page.whole,
        cursor,
        more: page.more,
        centre_time: now,
        last: taken.last,
        enrolled: speaking::enrolled(&session, &request),
        lease: centre.lease,
    });
    Ok((cookie, answer).into_response())
}

fn entries_of(batch: EntryBatch) -> Result<Vec<Entry>, ReadBodyError> {
    let stored = batch.entries().map_err(|_| ReadBodyError::Unexpected)?;
    Ok(stored.into_iter().map(|stored| stored.entry).collect())
}

/// What the device has been given, as its cursor says.
async fn progress_of(
    centre: &Centre,
    cursor: Option<&Cursor>,
) -> Result<Option<Progress>, SyncError> {
    let Some(cursor) = cursor else {
        return Ok(None);
    };
    let progress = read_cursor(&centre.cursor_key, cursor).map_err(|_| SyncError::CursorUnknown)?;
    let heads: Positions = centre.store.heads(&progress.named_logs()).await?;
    if progress.is_ahead_of(&heads) {
        return Err(SyncError::CursorUnknown);
    }
    Ok(Some(progress))
}

fn heartbeat(session: &Session, request: &SyncRequest, settled: usize, now: u64) -> Heartbeat {
    let settled: u32 = u32::try_from(settled).unwrap_or(u32::MAX);
    // The version comes from outside: only what a version can look like is kept.
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "+-._".contains(*letter);
    Heartbeat {
        device: session.device,
        user: session.user.user,
        app: request.app.chars().filter(is_plain).take(40).collect(),
        protocol: request.protocol,
        seen_at: now,
        unsent: request.unsent.saturating_sub(settled),
    }
}

#[cfg(test)]
mod tests;
