//! `/api/sign-in`: to the organisation's provider, back from there, and out when the provider says so.

use axum::Form;
use axum::body::Body;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use overgang_domain::{DeviceId, EntryId};
use overgang_sync::message::{AuditAct, BeginSignInRequest, DEVICE_REVOKED, SignInBegun};
use serde::Deserialize;
use uuid::Uuid;

use crate::api_failure::ApiFailure;
use crate::audit::recording::record_act;
use crate::centre::Centre;
use crate::clock::{DrawBytesError, draw_id};
use crate::media::{Media, read_message};
use crate::news::Whose;
use crate::openapi::{AppHeader, Compact, MayBePacked, Read, Refuses, Write};
use crate::provider::{Begun, Identified, LoggedOut, Provider, SignInFailure};
use crate::rate_limits::MaySignIn;
use crate::request_body::ReadBodyError;
use crate::session::{CookieStyle, Token, draw_tag_key};
use crate::storage::{BeginSession, NewSession, SignIn, UseStoreError};

/// Whoever takes longer at the provider's page begins again: ten minutes.
const SIGN_IN_MILLIS: u64 = 10 * 60 * 1000;

/// Nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SignInError {
    /// Here nobody signs in at a provider.
    #[error("this centre has no provider")]
    NoProvider,
    /// The user took too long, or came from elsewhere.
    #[error("the sign-in is not one that this browser began")]
    Expired,
    /// The device gets nothing more.
    #[error("the device was revoked")]
    Revoked,
    /// The user or the provider said no.
    #[error("the provider sent no code")]
    Refused,
    /// The provider failed, or gives no access here.
    #[error(transparent)]
    Provider(#[from] SignInFailure),
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

impl SignInError {
    /// The word by which the app's page says what happened.
    fn word(&self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Revoked => DEVICE_REVOKED,
            Self::Refused => "refused",
            Self::Provider(SignInFailure::NoAccess) => "no-access",
            Self::NoProvider
            | Self::Provider(SignInFailure::Provider | SignInFailure::BadToken)
            | Self::Body(_)
            | Self::Token(_)
            | Self::Store(_) => "failed",
        }
    }
}

impl IntoResponse for SignInError {
    fn into_response(self) -> Response {
        match self {
            Self::NoProvider => ApiFailure::not_found(),
            Self::Body(error) => error.into(),
            Self::Store(error) => error.into(),
            Self::Token(_) => ApiFailure::failed(),
            Self::Expired | Self::Revoked | Self::Refused | Self::Provider(_) => PROVIDER_FAILS,
        }
        .into_response()
    }
}

const PROVIDER_FAILS: ApiFailure = ApiFailure::new(
    StatusCode::SERVICE_UNAVAILABLE,
    "no-provider",
    "the provider cannot be reached; try again later",
);

impl Refuses for SignInError {
    fn refusals() -> Vec<ApiFailure> {
        let own = vec![ApiFailure::not_found(), PROVIDER_FAILS];
        [own, ReadBodyError::refusals()].concat()
    }
}

fn provider_of(centre: &Centre) -> Result<&Provider, SignInError> {
    centre.provider.as_deref().ok_or(SignInError::NoProvider)
}

/// Begins to sign in: says where the browser has to go, and remembers it.
#[utoipa::path(
    post,
    path = "/sign-in",
    tag = "session",
    params(AppHeader, MayBePacked),
    request_body(content((BeginSignInRequest = "application/json"), (Compact = "application/vnd.overgang"))),
    responses(
        (status = OK, description = "Where to go; a cookie for the way back is set", content((SignInBegun = "application/json"), (Compact = "application/vnd.overgang"))),
        Write<(MaySignIn, SignInError)>
    )
)]
pub(crate) async fn begin_sign_in(
    State(centre): State<Centre>,
    _: MaySignIn,
    media: Media,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, SignInError> {
    let provider = provider_of(&centre)?;
    let request: BeginSignInRequest = read_message(&headers, body).await?;
    let begun: Begun = provider.begin().await?;
    let token: Token = Token::draw()?;
    let sign_in = SignIn {
        device: request.device,
        state: begun.state,
        nonce: begun.nonce,
        verifier: begun.verifier,
        // It is known here only: the way back comes from another site, where the browser keeps the cookie to itself.
        before: Token::in_request(&headers, centre.cookie).map(|token| token.hash()),
    };
    let now: u64 = centre.clock.now_millis();
    let expires_at: u64 = now.saturating_add(SIGN_IN_MILLIS);
    centre
        .store
        .begin_sign_in(token.hash(), &sign_in, now, expires_at)
        .await?;
    let cookie = CookieStyle::set_sign_in(&token, SIGN_IN_MILLIS);
    let answer = media.answer(&SignInBegun {
        address: begun.address,
    });
    Ok(([(header::SET_COOKIE, cookie)], answer).into_response())
}

/// What the provider sends the browser back with.
#[derive(Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WayBack {
    /// What the provider gives the centre for a token; missing where it said no.
    code: Option<String>,
    /// What the centre gave the browser when it began.
    state: Option<String>,
}

/// The browser comes back from the provider. Whatever happened, it ends at the app's page, which says so.
#[utoipa::path(
    get,
    path = "/sign-in/callback",
    tag = "session",
    params(WayBack),
    responses(
        (status = SEE_OTHER, description = "To the app's page, which says what happened", headers(("location" = String))),
        Read<()>
    )
)]
pub(crate) async fn come_back(
    State(centre): State<Centre>,
    headers: HeaderMap,
    way_back: Result<Query<WayBack>, QueryRejection>,
) -> Response {
    let mut cookies: Vec<String> = vec![CookieStyle::clear_sign_in()];
    // A way back that cannot be read is one that this browser did not begin.
    let Query(way_back) = way_back.unwrap_or_default();
    let page: String = match finish(&centre, &headers, way_back).await {
        Ok(cookie) => {
            cookies.push(cookie);
            "/?signed-in".to_owned()
        }
        Err(error) => {
            tracing::info!(%error, "nobody was signed in");
            format!("/?sign-in={}", error.word())
        }
    };
    let cookies = cookies
        .into_iter()
        .map(|cookie| (header::SET_COOKIE, cookie));
    let cookies: Vec<_> = cookies.collect();
    (AppendHeaders(cookies), Redirect::to(&page)).into_response()
}

/// Answers with the header that sets the session's cookie.
async fn finish(
    centre: &Centre,
    headers: &HeaderMap,
    way_back: WayBack,
) -> Result<String, SignInError> {
    let provider = provider_of(centre)?;
    let now: u64 = centre.clock.now_millis();
    let begun: Token = Token::of_sign_in(headers).ok_or(SignInError::Expired)?;
    let sign_in: Option<SignIn> = centre.store.take_sign_in(begun.hash(), now).await?;
    // Only whoever began may come back: a foreign page cannot sign anybody in under its own name.
    let sign_in: SignIn = sign_in
        .filter(|sign_in| way_back.state.as_ref() == Some(&sign_in.state))
        .ok_or(SignInError::Expired)?;
    let code: String = way_back.code.ok_or(SignInError::Refused)?;
    let Identified {
        user,
        provider_session,
    } = provider
        .finish(code, sign_in.verifier, sign_in.nonce)
        .await?;
    let entry = EntryId(draw_id(now)?);
    centre.store.note_user(&user, entry, now).await?;
    centre.after_commit.note_commit();
    let token: Token = Token::draw()?;
    let lasts: u64 = provider.session_millis();
    let new = NewSession {
        token: token.hash(),
        user: user.user,
        device: sign_in.device,
        begun_at: now,
        expires_at: now.saturating_add(lasts),
        provider_session,
        tag_key: draw_tag_key()?,
    };
    match centre.store.begin_session(new, sign_in.before).await? {
        BeginSession::Begun(_) => {}
        BeginSession::UnknownUser => return Err(SignInError::Expired),
        BeginSession::Revoked => return Err(SignInError::Revoked),
    }
    record_act(centre, &user, sign_in.device, AuditAct::SignedIn).await?;
    Ok(centre.cookie.set(&token, lasts))
}

/// What the provider sends by OpenID Connect Back-Channel Logout 1.0.
#[derive(Deserialize, utoipa::ToSchema)]
pub(crate) struct BackChannel {
    /// A signed token that names whose sessions end.
    logout_token: String,
}

/// Nobody's session was ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackChannelFailure {
    /// Here nobody signs in at a provider.
    #[error("this centre has no provider")]
    NoProvider,
    /// Nothing that says whose sessions end.
    #[error("this is no logout token for this centre")]
    NoToken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] UseStoreError),
}

const NO_LOGOUT_TOKEN: ApiFailure =
    ApiFailure::malformed("this is no logout token for this centre");

impl IntoResponse for BackChannelFailure {
    fn into_response(self) -> Response {
        match self {
            Self::NoProvider => ApiFailure::not_found(),
            Self::NoToken => NO_LOGOUT_TOKEN,
            Self::Store(error) => error.into(),
        }
        .into_response()
    }
}

impl Refuses for BackChannelFailure {
    fn refusals() -> Vec<ApiFailure> {
        vec![ApiFailure::not_found(), NO_LOGOUT_TOKEN]
    }
}

/// The provider has ended somebody's session, so it ends here too.
#[utoipa::path(
    post,
    path = "/sign-in/back-channel",
    tag = "session",
    request_body(content = BackChannel, content_type = "application/x-www-form-urlencoded"),
    responses((status = OK, description = "Ended"), Read<BackChannelFailure>)
)]
pub(crate) async fn end_from_provider(
    State(centre): State<Centre>,
    form: Result<Form<BackChannel>, FormRejection>,
) -> Result<StatusCode, BackChannelFailure> {
    let provider = centre.provider.as_deref();
    let provider = provider.ok_or(BackChannelFailure::NoProvider)?;
    let Form(form) = form.map_err(|_| BackChannelFailure::NoToken)?;
    let LoggedOut {
        user,
        provider_session,
    } = provider
        .read_logout(&form.logout_token)
        .await
        .map_err(|_| BackChannelFailure::NoToken)?;
    let now: u64 = centre.clock.now_millis();
    centre
        .store
        .end_sessions_of(user, provider_session.as_deref(), now)
        .await?;
    centre.news.note_ended_sessions(Whose::User(user));
    let known = centre.store.users().await?;
    if let Some(user) = known.iter().find(|known| known.user == user) {
        // On whichever devices they were.
        record_act(&centre, user, DeviceId(Uuid::nil()), AuditAct::SignedOut).await?;
    }
    Ok(StatusCode::OK)
}
