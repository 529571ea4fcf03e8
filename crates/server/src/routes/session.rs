//! `/api/session`: signing in to the practice prison, who is signed in, signing out.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use overgang_sync::message::{AuditAct, Realm, SessionResponse, SignInRequest};

use crate::api_failure::ApiFailure;
use crate::audit::recording::record_act;
use crate::centre::Centre;
use crate::chain::Hash;
use crate::clock::DrawBytesError;
use crate::media::{Media, read_message};
use crate::news::Whose;
use crate::openapi::{AppHeader, Compact, MayBePacked, Read, Refuses, Write};
use crate::rate_limits::MaySignIn;
use crate::request_body::ReadBodyError;
use crate::session::{PRACTICE_SESSION_MILLIS, SignedIn, Token, draw_tag_key};
use crate::storage::{BeginSession, NewSession, Session, SessionState, UseStoreError};

/// Nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BeginSessionError {
    /// Here nobody signs in by choosing a name.
    #[error("this centre is no practice prison")]
    NoPractice,
    /// There is no such user.
    #[error("there is no such user")]
    UnknownUser,
    /// The device gets nothing more.
    #[error("the device was revoked")]
    Revoked,
    /// The request cannot be read.
    #[error(transparent)]
    Body(#[from] ReadBodyError),
    /// No token could be made.
    #[error(transparent)]
    Token(#[from] DrawBytesError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

impl IntoResponse for BeginSessionError {
    fn into_response(self) -> Response {
        match self {
            Self::NoPractice | Self::UnknownUser => ApiFailure::not_found(),
            Self::Revoked => ApiFailure::device_revoked(),
            Self::Body(error) => error.into(),
            Self::Token(_) => ApiFailure::failed(),
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for BeginSessionError {
    fn refusals() -> Vec<ApiFailure> {
        [
            vec![ApiFailure::not_found(), ApiFailure::device_revoked()],
            ReadBodyError::refusals(),
        ]
        .concat()
    }
}

/// Signs somebody in on a device. A session that the browser had before ends.
#[utoipa::path(
    post,
    path = "/session",
    tag = "session",
    params(AppHeader, MayBePacked),
    request_body(content((SignInRequest = "application/json"), (Compact = "application/vnd.overgang"))),
    responses(
        (status = OK, description = "Signed in; the cookie is set", content((SessionResponse = "application/json"), (Compact = "application/vnd.overgang"))),
        Write<(MaySignIn, BeginSessionError)>
    )
)]
pub(crate) async fn begin_session(
    State(centre): State<Centre>,
    _: MaySignIn,
    media: Media,
    headers: HeaderMap,
    body: Body,
) -> Result<impl IntoResponse, BeginSessionError> {
    if centre.realm != Realm::Practice {
        return Err(BeginSessionError::NoPractice);
    }
    let request: SignInRequest = read_message(&headers, body).await?;
    let token: Token = Token::draw()?;
    let now: u64 = centre.clock.now_millis();
    let new = NewSession {
        token: token.hash(),
        user: request.user,
        device: request.device,
        begun_at: now,
        expires_at: now.saturating_add(PRACTICE_SESSION_MILLIS),
        provider_session: None,
        tag_key: draw_tag_key()?,
    };
    let before: Option<Hash> = Token::in_request(&headers, centre.cookie).map(|token| token.hash());
    let session: Session = match centre.store.begin_session(new, before).await? {
        BeginSession::Begun(session) => *session,
        BeginSession::UnknownUser => return Err(BeginSessionError::UnknownUser),
        BeginSession::Revoked => return Err(BeginSessionError::Revoked),
    };
    record_act(&centre, &session.user, session.device, AuditAct::SignedIn).await?;
    let cookie: String = centre.cookie.set(&token, PRACTICE_SESSION_MILLIS);
    Ok((
        [(header::SET_COOKIE, cookie)],
        media.answer(&response(&centre, session)),
    ))
}

/// Says who is signed in.
#[utoipa::path(
    get,
    path = "/session",
    tag = "session",
    responses((status = OK, description = "Who it is", content((SessionResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<SignedIn>),
    security(("session" = []))
)]
pub(crate) async fn get_session(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    media: Media,
) -> Response {
    media.answer(&response(&centre, session))
}

/// Signs out. Where nobody is signed in this changes nothing.
#[utoipa::path(
    delete,
    path = "/session",
    tag = "session",
    params(AppHeader),
    responses((status = NO_CONTENT, description = "Signed out; the cookie is gone"), Write<()>)
)]
pub(crate) async fn end_session(
    State(centre): State<Centre>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, ApiFailure> {
    if let Some(token) = Token::in_request(&headers, centre.cookie) {
        let now: u64 = centre.clock.now_millis();
        let ends: SessionState = centre.store.session(token.hash(), now).await?;
        centre.store.end_session(token.hash(), now).await?;
        if let SessionState::Open(session) = ends {
            let Session { user, device, .. } = *session;
            centre.news.note_ended_sessions(Whose::User(user.user));
            record_act(&centre, &user, device, AuditAct::SignedOut).await?;
        }
    }
    let cookie = [(header::SET_COOKIE, centre.cookie.clear())];
    Ok((StatusCode::NO_CONTENT, cookie))
}

/// Signs out on all devices, as after one was lost.
#[utoipa::path(
    delete,
    path = "/sessions",
    tag = "session",
    params(AppHeader),
    responses((status = NO_CONTENT, description = "Signed out everywhere"), Write<SignedIn>),
    security(("session" = []))
)]
pub(crate) async fn end_all_sessions(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
) -> Result<impl IntoResponse, ApiFailure> {
    let now: u64 = centre.clock.now_millis();
    let user = session.user.user;
    centre.store.end_sessions_of(user, None, now).await?;
    centre.news.note_ended_sessions(Whose::User(user));
    record_act(&centre, &session.user, session.device, AuditAct::SignedOut).await?;
    let cookie = [(header::SET_COOKIE, centre.cookie.clear())];
    Ok((StatusCode::NO_CONTENT, cookie))
}

fn response(centre: &Centre, session: Session) -> SessionResponse {
    SessionResponse {
        realm: centre.realm,
        user: session.user,
        device: session.device,
        expires_at: session.expires_at,
        tag_key: session.tag_key,
        centre_key: centre.outbox_secret.public_key(),
    }
}

#[cfg(test)]
mod tests;
