//! `/api/quarantine`: entries that were handed in sealed and could not go into the ledger (decision 29). Their author sees and
//! settles them; so does the coordinator of the plan, for what the coordinator may write there. To everybody else it is as
//! if there were none.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use overgang_domain::{Entry, EntryId, Plan, PlanId, Stored, UserId};
use overgang_sync::EntryBatch;
use overgang_sync::message::{
    AuditAct, AuditReason, QuarantineResponse, Quarantined, SettleAct, SettleRequest,
};

use crate::api_failure::ApiFailure;
use crate::audit::AuditEvent;
use crate::audit::recording::HandedIn;
use crate::centre::Centre;
use crate::chain::Hash;
use crate::clock::day_in_norway;
use crate::media::{Media, read_message};
use crate::openapi::{AppHeader, Compact, MayBePacked, Read, Refuses, Write};
use crate::request_body::ReadBodyError;
use crate::rules::{Asker, Caller};
use crate::session::{SignedIn, caller_in};
use crate::storage::{Chain, QuarantineRow, Session, UseStoreError};

/// Nothing was settled.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettleError {
    /// There is no such entry, or it is not the user's to settle: one answer for both.
    #[error("nothing like it waits for this user")]
    NotHere,
    /// The rules keep it out, as the user's as well.
    #[error("the ledger does not take it")]
    Refused,
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

const REFUSED: ApiFailure = ApiFailure::new(
    StatusCode::CONFLICT,
    "refused",
    "whoever lets it in has no right to write it, or it cannot be what it says it is",
);

impl IntoResponse for SettleError {
    fn into_response(self) -> Response {
        match self {
            Self::NotHere => ApiFailure::not_found(),
            Self::Refused => REFUSED,
            Self::Body(error) => error.into(),
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for SettleError {
    fn refusals() -> Vec<ApiFailure> {
        let own = vec![ApiFailure::not_found(), REFUSED];
        [own, ReadBodyError::refusals()].concat()
    }
}

/// What waits for the user: their own entries, and those in plans that they coordinate.
///
/// A message of `overgang_sync::message` in the app's own compact form: `QuarantineResponse`.
#[utoipa::path(
    get,
    path = "/quarantine",
    tag = "sync",
    responses(
        (status = OK, description = "What waits", content((Compact = "application/vnd.overgang"))),
        Read<SignedIn>
    ),
    security(("session" = []))
)]
pub(crate) async fn list_quarantine(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
) -> Result<Response, ApiFailure> {
    let waiting = Waiting::of(&centre, &session).await?;
    let plans: BTreeSet<PlanId> = waiting.iter().map(|one| one.row.entry.plan).collect();
    let others = waiting.iter().any(|one| !one.is_own);
    if others {
        let Session { user, device, .. } = &session;
        let now: u64 = centre.clock.now_millis();
        let event = AuditEvent::new(user, *device, AuditAct::Listed, now);
        let event = event.about(AuditReason::CaseWork, plans);
        centre.store.append_audit(&[event]).await?;
    }
    let entries: Vec<Stored> = waiting
        .iter()
        .map(|one| Stored::unsent(one.row.entry.clone()))
        .collect();
    Ok(Media::Compact.answer(&QuarantineResponse {
        entries: EntryBatch::of(&entries),
        waiting: waiting.into_iter().map(Waiting::shown).collect(),
    }))
}

/// Lets an entry into the ledger, or throws it away.
///
/// Its author lets it in by their own rights, and the plan's coordinator by theirs; it stays the author's entry. Both ways a
/// message in the app's own compact form: `SettleRequest`.
#[utoipa::path(
    post,
    path = "/quarantine",
    tag = "sync",
    params(AppHeader, MayBePacked),
    request_body(content((Compact = "application/vnd.overgang"))),
    responses((status = NO_CONTENT, description = "It is settled"), Write<(SignedIn, SettleError)>),
    security(("session" = []))
)]
pub(crate) async fn settle_quarantined(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, SettleError> {
    let request: SettleRequest = read_message(&headers, body).await?;
    let hash = Hash(request.hash);
    let mut waiting = Waiting::of(&centre, &session).await?.into_iter();
    let wanted = |one: &Waiting| one.row.entry.id == request.entry && one.row.hash() == hash;
    let Waiting { row, .. } = waiting.find(wanted).ok_or(SettleError::NotHere)?;
    let now: u64 = centre.clock.now_millis();
    let plan: PlanId = row.entry.plan;
    let act: AuditAct = match request.act {
        SettleAct::Release => {
            release(&centre, &session, row.entry, now).await?;
            AuditAct::LetIn
        }
        SettleAct::Discard => AuditAct::ThrownAway,
    };
    match request.act {
        SettleAct::Release => drop(centre.store.leave_quarantine(request.entry, hash).await?),
        SettleAct::Discard => centre.store.throw_away(request.entry, hash).await?,
    }
    let Session { user, device, .. } = &session;
    let event = AuditEvent::new(user, *device, act, now);
    let event = event.about(AuditReason::CaseWork, BTreeSet::from([plan]));
    centre.store.append_audit(&[event]).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn release(
    centre: &Centre,
    session: &Session,
    entry: Entry,
    now: u64,
) -> Result<(), SettleError> {
    let id: EntryId = entry.id;
    let for_log = HandedIn::of(session, std::slice::from_ref(&entry), Vec::new());
    let caller = Caller {
        device: entry.device,
        author: entry.author,
        ..caller_in(session)
    };
    let taken = centre.take_in(&caller, vec![entry], Chain::Stays, now);
    let taken = taken.await?;
    for_log
        .record(centre, session, &taken.rejected, [], now)
        .await?;
    if taken.receipts.iter().any(|receipt| receipt.id == id) {
        Ok(())
    } else {
        Err(SettleError::Refused)
    }
}

/// An entry that waits for the user.
struct Waiting {
    row: QuarantineRow,
    is_own: bool,
    /// What the plan's person is called, as far as the user may see it.
    name: Option<String>,
    author: String,
}

impl Waiting {
    /// What waits for whoever is signed in. What came into the ledger on another way meanwhile waits no longer.
    async fn of(centre: &Centre, session: &Session) -> Result<Vec<Self>, UseStoreError> {
        let user: UserId = session.user.user;
        let caller = caller_in(session);
        let logs = caller.logs().collect();
        let rows: Vec<QuarantineRow> = centre.store.quarantined(user, &logs).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let shared = centre.store.shared(&centre.rules).await?;
        let today = day_in_norway(centre.clock.now_millis());
        let mut plans: BTreeMap<PlanId, (Vec<Stored>, bool)> = BTreeMap::new();
        let mut waiting: Vec<Self> = Vec::new();
        for row in rows {
            let plan: PlanId = row.entry.plan;
            let (entries, is_closed): &(Vec<Stored>, bool) = match plans.entry(plan) {
                Slot::Occupied(known) => known.into_mut(),
                Slot::Vacant(unknown) => {
                    let entries = centre.store.plan_entries(plan).await?;
                    let is_closed = centre.store.is_closed(plan, user, today).await?;
                    unknown.insert((entries, is_closed))
                }
            };
            // Another entry of the same id settles nothing.
            if entries.iter().any(|one| one.entry == row.entry) {
                centre
                    .store
                    .leave_quarantine(row.entry.id, row.hash())
                    .await?;
                continue;
            }
            let asker = Asker {
                caller: &caller,
                rules: &centre.rules,
                shared: &shared,
                closed: &BTreeSet::from_iter(is_closed.then_some(plan)),
                today,
            };
            let sees: bool = plan != PlanId::DIRECTORY
                && !asker
                    .view(plan, &entries.iter().collect::<Vec<&Stored>>())
                    .is_empty();
            let plan = Plan::fold(plan, entries);
            let is_own: bool = row.entry.author == user;
            let coordinates =
                || sees && asker.coordinates(&plan) && asker.may_write(&plan, &row.entry.change);
            if is_own || coordinates() {
                let author = shared.directory.get(row.entry.author);
                waiting.push(Self {
                    is_own,
                    name: sees.then(|| plan.name().value),
                    author: author.map(|user| user.name.clone()).unwrap_or_default(),
                    row,
                });
            }
        }
        Ok(waiting)
    }

    fn shown(self) -> Quarantined {
        Quarantined {
            hash: self.row.hash().0,
            plan: self.row.entry.plan,
            name: self.name,
            author: self.author,
            reasons: self.row.reasons,
            brought_at: self.row.brought_at,
        }
    }
}

#[cfg(test)]
mod tests;
