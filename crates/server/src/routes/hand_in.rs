//! `POST /api/hand-in`: entries that were sealed to the centre, brought by whoever has them (decision 29): the tablet of a
//! user who is not there, the next user of it, or nobody at all. Who wrote them is told by their tags, and by nothing else.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use overgang_domain::{Change, DeviceId, Entry, EntryId, PlanId, Stored, UserId};
use overgang_sync::RejectReason;
use overgang_sync::message::{
    AuditAct, AuditReason, HandInOutcome, HandInRequest, HandInResponse, MAX_SEALED,
    MAX_SEALED_BYTES, QuarantineReason, SealedEntry,
};

use crate::api_failure::ApiFailure;
use crate::audit::AuditEvent;
use crate::audit::recording::HandedIn;
use crate::centre::Centre;
use crate::chain::Hash;
use crate::media::{Media, read_message};
use crate::openapi::{AppHeader, Compact, MayBePacked, Refuses, Write};
use crate::rate_limits::MayHandIn;
use crate::request_body::ReadBodyError;
use crate::sealed_outbox::Opened;
use crate::session::{Token, caller_in};
use crate::storage::{
    Chain, KnownAuthor, QuarantineRow, Session, SessionState, TakenIn, UseStoreError,
};

/// Who brings them: somebody with a session, whoever it is, or nobody.
pub(crate) struct Bearer(Option<Box<Session>>);

impl FromRequestParts<Centre> for Bearer {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        if let Some(token) = Token::in_request(&parts.headers, centre.cookie) {
            let now: u64 = centre.clock.now_millis();
            if let SessionState::Open(session) = centre.store.session(token.hash(), now).await? {
                centre
                    .limits
                    .check_call(session.user.user, session.device)?;
                return Ok(Self(Some(session)));
            }
        }
        MayHandIn::from_request_parts(parts, centre).await?;
        Ok(Self(None))
    }
}

impl Refuses for Bearer {
    fn refusals() -> Vec<ApiFailure> {
        MayHandIn::refusals()
    }
}

/// So many entries that nobody vouches for wait at most in one author's name.
const MOST_UNMARKED: u64 = 500;

/// Nothing was taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HandInError {
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// More than [`MAX_SEALED`], or one longer than [`MAX_SEALED_BYTES`].
    #[error("more sealed entries than the centre takes at once")]
    TooMany,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

const TOO_MANY: ApiFailure =
    ApiFailure::too_large("at most 500 sealed entries at once, none larger than an entry can be");

impl IntoResponse for HandInError {
    fn into_response(self) -> Response {
        match self {
            Self::Body(error) => error.into(),
            Self::TooMany => TOO_MANY,
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for HandInError {
    fn refusals() -> Vec<ApiFailure> {
        [vec![TOO_MANY], ReadBodyError::refusals()].concat()
    }
}

/// Takes in entries that were sealed to the centre. With a right tag and rights they go into the ledger, whoever brings
/// them; otherwise they are kept apart until their author or the plan's coordinator lets them in.
///
/// Both ways a message of `overgang_sync::message` in the app's own compact form: `HandInRequest` and `HandInResponse`. It
/// may be repeated. Nobody has to be signed in, but for entries that nobody vouches for.
#[utoipa::path(
    post,
    path = "/hand-in",
    tag = "sync",
    params(AppHeader, MayBePacked),
    request_body(content((Compact = "application/vnd.overgang"))),
    responses(
        (status = OK, description = "What became of each", content((Compact = "application/vnd.overgang"))),
        Write<(Bearer, HandInError)>
    )
)]
pub(crate) async fn hand_in(
    State(centre): State<Centre>,
    bearer: Bearer,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, HandInError> {
    let request: HandInRequest = read_message(&headers, body).await?;
    let is_too_large = |one: &SealedEntry| one.content.len() > MAX_SEALED_BYTES;
    if request.entries.len() > MAX_SEALED || request.entries.iter().any(is_too_large) {
        return Err(HandInError::TooMany);
    }
    let now: u64 = centre.clock.now_millis();
    let mut brought = Brought::open(&centre, &request.entries, bearer.0.as_deref()).await?;
    brought.check_chain(&centre).await?;
    brought.take_in(&centre, now).await?;
    brought
        .keep_apart(&centre, bearer.0.as_deref(), now)
        .await?;
    let outcomes: Vec<HandInOutcome> = brought.outcomes(&request.entries);
    let count = |wanted| outcomes.iter().filter(|one| **one == wanted).count();
    tracing::info!(
        received = count(HandInOutcome::Received),
        quarantined = count(HandInOutcome::Quarantined),
        unreadable = count(HandInOutcome::Unreadable),
        needs_session = count(HandInOutcome::NeedsSession),
        "sealed entries handed in"
    );
    Ok(Media::Compact.answer(&HandInResponse { outcomes }))
}

/// Whose an entry says it is.
type Author = (UserId, DeviceId);

/// An entry that opened.
struct Candidate {
    opened: Opened,
    /// Why it cannot go into the ledger; nothing: it can.
    reasons: BTreeSet<QuarantineReason>,
    /// Whether it was marked by whom it names.
    is_theirs: bool,
    /// Whether it does not even go into the quarantine.
    needs_session: bool,
}

/// What was brought, by place in the request.
struct Brought {
    authors: BTreeMap<Author, Option<KnownAuthor>>,
    /// How many entries wait in whose name already, as far as it was asked.
    waiting: BTreeMap<UserId, u64>,
    opened: BTreeMap<usize, Candidate>,
}

impl Brought {
    async fn open(
        centre: &Centre,
        sealed: &[SealedEntry],
        bearer: Option<&Session>,
    ) -> Result<Self, UseStoreError> {
        let mut brought = Self {
            authors: BTreeMap::new(),
            waiting: BTreeMap::new(),
            opened: BTreeMap::new(),
        };
        for (place, one) in sealed.iter().enumerate() {
            let Ok(opened) = centre.outbox_secret.open(one) else {
                continue;
            };
            let of: Author = (one.user, one.device);
            if let Slot::Vacant(unknown) = brought.authors.entry(of) {
                unknown.insert(centre.store.known_author(of.0, of.1).await?);
            }
            let author: Option<&KnownAuthor> = brought.authors.get(&of).and_then(Option::as_ref);
            let is_theirs: bool =
                author.is_some_and(|known| opened.is_marked_by(&known.session.tag_key));
            let mut reasons: BTreeSet<QuarantineReason> = BTreeSet::new();
            match author {
                None => drop(reasons.insert(QuarantineReason::UnknownAuthor)),
                Some(_) if !is_theirs => drop(reasons.insert(QuarantineReason::Tag)),
                Some(known) if known.is_revoked => {
                    reasons.insert(QuarantineReason::DeviceRevoked);
                }
                Some(_) => {}
            }
            let needs_session: bool =
                !is_theirs && (bearer.is_none() || brought.is_full(centre, of.0).await?);
            let candidate = Candidate {
                opened,
                reasons,
                is_theirs,
                needs_session,
            };
            brought.opened.insert(place, candidate);
        }
        Ok(brought)
    }

    /// Whether so much waits in a user's name that nobody may add to it unmarked: whoever forges entries fills nobody's
    /// list without end.
    async fn is_full(&mut self, centre: &Centre, author: UserId) -> Result<bool, UseStoreError> {
        let waiting: u64 = match self.waiting.entry(author) {
            Slot::Occupied(known) => *known.get(),
            Slot::Vacant(unknown) => *unknown.insert(centre.store.count_quarantined(author).await?),
        };
        Ok(waiting >= MOST_UNMARKED)
    }

    /// The entry before each has to be the one that it names. One that is nowhere was taken out on the way, or comes later:
    /// that is told to whoever runs the centre, and holds nothing up.
    async fn check_chain(&mut self, centre: &Centre) -> Result<(), UseStoreError> {
        // What nobody vouches for says nothing about what others have written.
        let marked = self.opened.values().filter(|one| one.is_theirs);
        let hashes: BTreeMap<EntryId, Hash> = marked
            .map(|one| (one.opened.entry.id, one.opened.hash()))
            .collect();
        let mut elsewhere: BTreeSet<EntryId> = BTreeSet::new();
        for one in self.opened.values_mut() {
            let Some(previous) = one.opened.marked.previous else {
                continue;
            };
            match hashes.get(&previous.entry) {
                Some(hash) if hash.0 != previous.hash => {
                    one.reasons.insert(QuarantineReason::Chain);
                }
                Some(_) => {}
                None => drop(elsewhere.insert(previous.entry)),
            }
        }
        let known = centre.store.kept_of(&elsewhere).await?;
        let gaps: usize = elsewhere.len().saturating_sub(known.len());
        if gaps > 0 {
            tracing::warn!(
                gaps,
                "sealed entries name others before them that are not here"
            );
        }
        Ok(())
    }

    /// Takes in what can go into the ledger, by author.
    async fn take_in(&mut self, centre: &Centre, now: u64) -> Result<(), UseStoreError> {
        for (of, author) in &self.authors {
            let Some(KnownAuthor { session, .. }) = author else {
                continue;
            };
            let is_theirs =
                |one: &&Candidate| (one.opened.entry.author, one.opened.entry.device) == *of;
            let can_go = self.opened.values().filter(is_theirs);
            let can_go = can_go.filter(|one| one.reasons.is_empty());
            let entries: Vec<Entry> = can_go.map(|one| one.opened.entry.clone()).collect();
            if entries.is_empty() {
                continue;
            }
            let for_log = HandedIn::of(session, &entries, Vec::new());
            let caller = caller_in(session);
            let taken = centre.take_in(&caller, entries, Chain::Stays, now);
            let taken: TakenIn = taken.await?;
            let rejected: BTreeMap<EntryId, RejectReason> = taken
                .rejected
                .iter()
                .map(|one| (one.id, one.reason))
                .collect();
            for one in self.opened.values_mut() {
                let entry: &Entry = &one.opened.entry;
                let reason = rejected.get(&entry.id);
                if (entry.author, entry.device) == *of
                    && one.reasons.is_empty()
                    && let Some(reason) = reason
                {
                    one.reasons.insert(reason_of(*reason));
                }
            }
            for_log
                .record(centre, session, &taken.rejected, [], now)
                .await?;
        }
        Ok(())
    }

    /// Keeps apart what cannot go into the ledger, but for what is about erased entries: that is not kept anywhere. Who
    /// brings what nobody vouches for is written down.
    async fn keep_apart(
        &self,
        centre: &Centre,
        bearer: Option<&Session>,
        now: u64,
    ) -> Result<(), UseStoreError> {
        let mut erased: BTreeMap<PlanId, Erased> = BTreeMap::new();
        let mut rows: Vec<QuarantineRow> = Vec::new();
        let mut forged: Vec<AuditEvent> = Vec::new();
        for one in self.opened.values() {
            let entry: &Entry = &one.opened.entry;
            if one.reasons.is_empty() || one.needs_session {
                continue;
            }
            let erased: &Erased = match erased.entry(entry.plan) {
                Slot::Occupied(known) => known.into_mut(),
                Slot::Vacant(unknown) => {
                    let entries = centre.store.plan_entries(entry.plan).await?;
                    unknown.insert(Erased::of(&entries))
                }
            };
            if erased.is_whole || erased.entries.contains(&entry.id) {
                continue;
            }
            if let Some(Session { user, device, .. }) = bearer.filter(|_| !one.is_theirs) {
                let event = AuditEvent::new(user, *device, AuditAct::Refused, now);
                let plans = BTreeSet::from([entry.plan]);
                forged.push(event.about(AuditReason::WrongSender, plans));
            }
            rows.push(QuarantineRow {
                entry: entry.clone(),
                body: one.opened.marked.body.clone(),
                reasons: one.reasons.clone(),
                brought_at: now,
            });
        }
        if rows.is_empty() {
            return Ok(());
        }
        centre.store.quarantine(&rows).await?;
        if !forged.is_empty() {
            centre.store.append_audit(&forged).await?;
        }
        Ok(())
    }

    fn outcomes(&self, sealed: &[SealedEntry]) -> Vec<HandInOutcome> {
        let outcome = |(place, _)| match self.opened.get(&place) {
            None => HandInOutcome::Unreadable,
            Some(one) if one.needs_session => HandInOutcome::NeedsSession,
            Some(one) if one.reasons.is_empty() => HandInOutcome::Received,
            Some(_) => HandInOutcome::Quarantined,
        };
        sealed.iter().enumerate().map(outcome).collect()
    }
}

/// What was erased of a plan.
struct Erased {
    entries: BTreeSet<EntryId>,
    /// Nothing but tombstones is left.
    is_whole: bool,
}

impl Erased {
    fn of(plan: &[Stored]) -> Self {
        let changes = || plan.iter().map(|one| &one.entry.change);
        let mut entries: BTreeSet<EntryId> = BTreeSet::new();
        for change in changes() {
            if let Change::Erased { entries: named, .. } = change {
                entries.extend(named);
            }
        }
        Self {
            entries,
            is_whole: !plan.is_empty() && changes().all(Change::is_tombstone),
        }
    }
}

fn reason_of(reason: RejectReason) -> QuarantineReason {
    match reason {
        RejectReason::NotAllowed => QuarantineReason::NotAllowed,
        RejectReason::WrongAuthor
        | RejectReason::WrongDevice
        | RejectReason::IdReused
        | RejectReason::Malformed
        | RejectReason::ReplacesForeign
        | RejectReason::TooLarge
        | RejectReason::CentreFails
        | RejectReason::VersionTaken
        | RejectReason::Other => QuarantineReason::Refused,
    }
}

#[cfg(test)]
mod tests;
