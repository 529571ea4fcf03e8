//! Sessions: the cookie, its token, and who is behind it. The one place that knows how signing in is
//! remembered; how somebody proves who they are is the routes' matter.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use overgang_sync::message::{TagKey, USER_HEADER};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::chain::Hash;
use crate::clock::{DrawBytesError, random_bytes};
use crate::rules::Caller;
use crate::storage::{Session, SessionState};

/// How long a practice session lasts: 30 days, in milliseconds.
pub const PRACTICE_SESSION_MILLIS: u64 = 30 * 24 * 60 * 60 * 1000;

/// The cookie of a sign-in that is under way.
const SIGN_IN_COOKIE: &str = "__Host-overgang_sign_in";

/// How the session's cookie is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieStyle {
    /// For the practice prison on this machine, which has no TLS.
    Loopback,
    /// For everywhere else: over TLS only, and bound to the host.
    Secure,
}

/// A session's token: 256 random bits. The database has only its hash.
pub struct Token(String);

/// Somebody is signed in. As a handler's argument it turns everyone else away.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Session);

impl Token {
    /// A new token.
    pub fn draw() -> Result<Self, DrawBytesError> {
        Ok(Self(URL_SAFE_NO_PAD.encode(random_bytes::<32>()?)))
    }

    /// The session's token in a request's cookies.
    pub fn in_request(headers: &HeaderMap, style: CookieStyle) -> Option<Self> {
        Self::in_cookie(headers, style.name())
    }

    /// The token of a sign-in that is under way.
    pub fn of_sign_in(headers: &HeaderMap) -> Option<Self> {
        Self::in_cookie(headers, SIGN_IN_COOKIE)
    }

    fn in_cookie(headers: &HeaderMap, wanted: &str) -> Option<Self> {
        let cookies = headers.get_all(header::COOKIE).into_iter();
        cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == wanted)
            .map(|(_, token)| Self(token.to_owned()))
    }

    /// What the database knows it by.
    pub fn hash(&self) -> Hash {
        Hash::of(self.0.as_bytes())
    }
}

/// A new key for a user's device.
pub fn draw_tag_key() -> Result<TagKey, DrawBytesError> {
    random_bytes().map(TagKey)
}

impl CookieStyle {
    /// The session cookie's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loopback => "overgang_session",
            Self::Secure => "__Host-overgang_session",
        }
    }

    /// The header that sets the cookie of a sign-in that is under way. It has to come along when the provider sends the
    /// browser back, so it is `Lax`; only an office has a provider, so it is always secure.
    pub fn set_sign_in(token: &Token, lasts_millis: u64) -> String {
        let max_age: u64 = lasts_millis / 1000;
        let value: &str = &token.0;
        format!(
            "{SIGN_IN_COOKIE}={value}; HttpOnly; SameSite=Lax; Path=/; Max-Age={max_age}; Secure"
        )
    }

    /// The header that takes it away.
    pub fn clear_sign_in() -> String {
        format!("{SIGN_IN_COOKIE}=; HttpOnly; SameSite=Lax; Path=/; Max-Age=0; Secure")
    }

    /// The header that sets the cookie for so many milliseconds.
    pub fn set(self, token: &Token, lasts_millis: u64) -> String {
        self.header(&token.0, lasts_millis / 1000)
    }

    /// The header that takes the cookie away.
    pub fn clear(self) -> String {
        self.header("", 0)
    }

    fn header(self, value: &str, max_age: u64) -> String {
        let name: &str = self.name();
        let secure: &str = match self {
            Self::Loopback => "",
            Self::Secure => "; Secure",
        };
        format!("{name}={value}; HttpOnly; SameSite=Strict; Path=/; Max-Age={max_age}{secure}")
    }
}

/// Who asks, in this session.
pub fn caller_in(session: &Session) -> Caller {
    Caller {
        copied_from: session.copied_from.clone(),
        ..Caller::of(&session.user, session.device)
    }
}

impl FromRequestParts<Centre> for SignedIn {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        let token: Token = Token::in_request(&parts.headers, centre.cookie)
            .ok_or_else(ApiFailure::not_signed_in)?;
        let now: u64 = centre.clock.now_millis();
        match centre.store.session(token.hash(), now).await? {
            SessionState::Open(session) => {
                let user = session.user.user;
                let named = parts.headers.get(USER_HEADER);
                let named = named.map(|named| named.to_str().ok().and_then(|id| id.parse().ok()));
                if named.is_some_and(|named| named != Some(user)) {
                    return Err(ApiFailure::another_users_session());
                }
                centre.limits.check_call(user, session.device)?;
                Ok(Self(*session))
            }
            SessionState::Over => Err(ApiFailure::not_signed_in()),
            SessionState::Revoked => Err(ApiFailure::device_revoked()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_of_an_office_is_bound_to_its_host_and_to_tls() {
        let header: String = CookieStyle::Secure.set(&Token("t".to_owned()), 5_000);
        assert_eq!(
            header,
            "__Host-overgang_session=t; HttpOnly; SameSite=Strict; Path=/; Max-Age=5; Secure"
        );
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "a=1; overgang_session=abc; b=2".parse().unwrap(),
        );
        let token: Option<Token> = Token::in_request(&headers, CookieStyle::Loopback);
        assert_eq!(token.map(|token| token.0).as_deref(), Some("abc"));
        assert!(Token::in_request(&headers, CookieStyle::Secure).is_none());
    }
}
