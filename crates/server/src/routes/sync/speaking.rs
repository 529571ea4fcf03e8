//! As which device a sync speaks: the session's. The request may name one that the session's was copied from, where the
//! answer that said so was lost; and it may ask to become one of its own (decision 24).

use axum::http::{HeaderMap, HeaderName, header};
use axum::response::AppendHeaders;
use overgang_sync::SyncRequest;
use overgang_sync::message::{AuditAct, Enrolment};

use super::SyncError;
use crate::audit::AuditEvent;
use crate::audit::recording::record_wrong_sender;
use crate::centre::Centre;
use crate::session::{Token, draw_tag_key};
use crate::storage::{NewSession, Session, UseStoreError};

/// The header that sets a cookie, if there is one to set.
pub(super) type SetCookie = AppendHeaders<Option<(HeaderName, String)>>;

/// Turns requests away that are for another user or another device than the session.
pub(super) async fn check_sender(
    centre: &Centre,
    session: &Session,
    request: &SyncRequest,
) -> Result<(), SyncError> {
    let refused: SyncError = if request.user != session.user.user {
        SyncError::WrongUser
    } else if request.device != session.device && !session.copied_from.contains(&request.device) {
        SyncError::WrongDevice
    } else {
        return Ok(());
    };
    record_wrong_sender(centre, session).await?;
    Err(refused)
}

/// The session to speak in: a new one, on the device that the request asks to become, or the one that is there. The old
/// one is left to the other copy.
pub(super) async fn named(
    centre: &Centre,
    session: Session,
    request: &SyncRequest,
    headers: &HeaderMap,
) -> Result<(Session, SetCookie), SyncError> {
    // A few a minute, however many devices somebody has; who is not heard asks again.
    let is_in_time = || centre.limits.check_look_up(session.user.user).is_ok();
    let becomes = request.becomes;
    let becomes = becomes.filter(|_| request.device == session.device && is_in_time());
    let like = Token::in_request(headers, centre.cookie);
    let (Some(device), Some(like)) = (becomes, like) else {
        return Ok((session, AppendHeaders(None)));
    };
    let token: Token = Token::draw()?;
    let now: u64 = centre.clock.now_millis();
    let copy = NewSession {
        token: token.hash(),
        user: session.user.user,
        device,
        begun_at: now,
        expires_at: session.expires_at,
        provider_session: None,
        tag_key: draw_tag_key()?,
    };
    let Some(copy) = centre.store.begin_copy(copy, like.hash()).await? else {
        tracing::warn!("a copied device asked to become one that is taken");
        return Ok((session, AppendHeaders(None)));
    };
    record_copy(centre, &copy, now).await?;
    tracing::info!("a copied device has a name of its own");
    let lasts: u64 = copy.expires_at.saturating_sub(now);
    let cookie = (header::SET_COOKIE, centre.cookie.set(&token, lasts));
    Ok((copy, AppendHeaders(Some(cookie))))
}

/// What the answer says of it.
pub(super) fn enrolled(session: &Session, request: &SyncRequest) -> Option<Enrolment> {
    (request.device != session.device).then_some(Enrolment {
        device: session.device,
        tag_key: session.tag_key,
    })
}

/// Written down once, however often the device has to ask.
async fn record_copy(centre: &Centre, copy: &Session, now: u64) -> Result<(), UseStoreError> {
    let event = AuditEvent::new(&copy.user, copy.device, AuditAct::CopyNoticed, now);
    let event = AuditEvent {
        note: Some(copy.device.0),
        ..event
    };
    centre.store.append_audit(&[event]).await.map(drop)
}
