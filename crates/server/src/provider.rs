//! The organisation's own sign-in, by OpenID Connect: the authorization code with PKCE, all of it done by the centre,
//! so that no token of the provider ever reaches a browser. What a user may do comes from the groups that the provider
//! names, by the file of [`ProviderConfig`].

mod config;
mod failure;

use std::collections::BTreeMap;
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
    CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthenticationFlow, AuthorizationCode, Client, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims,
    IdTokenFields, Nonce, PkceCodeChallenge, PkceCodeVerifier, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse, reqwest,
};
use overgang_domain::UserId;
use overgang_sync::message::User;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use tokio::time::Instant;
use uuid::Builder;

pub use self::config::{ProviderConfig, ReadProviderConfigError};
pub use self::failure::SignInFailure;
use crate::chain::Hash;

/// How long what the provider says of itself and its keys is believed.
const METADATA_LASTS: Duration = Duration::from_mins(10);

/// How long the provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The event of a logout token, by OpenID Connect Back-Channel Logout 1.0, 2.4.
const LOGOUT_EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// The claims beside those that every provider has.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct OtherClaims(BTreeMap<String, serde_json::Value>);

impl AdditionalClaims for OtherClaims {}

type ProviderIdToken = IdToken<
    OtherClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Claims = IdTokenClaims<OtherClaims, CoreGenderClaim>;
type Tokens = StandardTokenResponse<
    IdTokenFields<
        OtherClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;
type OidcClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider.
pub struct Provider {
    config: ProviderConfig,
    secret: ClientSecret,
    http: reqwest::Client,
    metadata: Mutex<Option<(Instant, CoreProviderMetadata)>>,
}

/// Where to send the browser, and what to remember until it comes back.
#[derive(Clone, Debug)]
pub struct Begun {
    /// The provider's page.
    pub address: String,
    /// What the way back has to name.
    pub state: String,
    /// What the token has to name.
    pub nonce: String,
    /// What proves to the provider that the code was meant for us.
    pub verifier: String,
}

/// Somebody has shown the provider who they are.
#[derive(Clone, Debug)]
pub struct Identified {
    /// Who, with what their groups give.
    pub user: User,
    /// The provider's name for their session there.
    pub provider_session: Option<String>,
}

/// Whose sessions the provider has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedOut {
    /// Who.
    pub user: UserId,
    /// Only this one; all where it is not named.
    pub provider_session: Option<String>,
}

impl Provider {
    /// The provider of `config`. It is not asked before somebody signs in, so that the centre starts without it.
    pub fn new(config: ProviderConfig, secret: String) -> Result<Self, SignInFailure> {
        let http = reqwest::Client::builder()
            // A provider that sends us elsewhere could have us ask anything inside our own network.
            .redirect(reqwest::redirect::Policy::none())
            .timeout(PATIENCE)
            .build()
            .map_err(|error| SignInFailure::provider("an HTTP client", &error))?;
        Ok(Self {
            config,
            secret: ClientSecret::new(secret),
            http,
            metadata: Mutex::new(None),
        })
    }

    /// How long a session lasts, in milliseconds.
    pub fn session_millis(&self) -> u64 {
        self.config.session_millis()
    }

    /// Begins a sign-in.
    pub async fn begin(&self) -> Result<Begun, SignInFailure> {
        let client: OidcClient = self.client().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut request = client.authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        // Tablets are shared: whoever comes next must not come in under the name of the one before.
        request = request.add_prompt(CoreAuthPrompt::Login);
        for scope in &self.config.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, state, nonce) = request.set_pkce_challenge(challenge).url();
        Ok(Begun {
            address: address.into(),
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
        })
    }

    /// Takes the code that the browser brought back, and asks the provider who it was.
    pub async fn finish(
        &self,
        code: String,
        verifier: String,
        nonce: String,
    ) -> Result<Identified, SignInFailure> {
        let client: OidcClient = self.client().await?;
        let tokens: Tokens = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| SignInFailure::provider("its token endpoint", &error))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&self.http)
            .await
            .map_err(|error| SignInFailure::provider("the exchange of the code", &error))?;
        let token = tokens.id_token().ok_or(SignInFailure::BadToken)?;
        let claims: &Claims = token
            .claims(&client.id_token_verifier(), &Nonce::new(nonce))
            .map_err(|error| SignInFailure::token(&error))?;
        self.identify(claims)
    }

    /// Reads what the provider says, on a way of its own, when it has ended somebody's session.
    pub async fn read_logout(&self, token: &str) -> Result<LoggedOut, SignInFailure> {
        // Anybody can send anything here: what is no token costs no question to the provider.
        let token: ProviderIdToken = token.parse().map_err(|_| SignInFailure::BadToken)?;
        let client: OidcClient = self.client().await?;
        let has_none = |nonce: Option<&Nonce>| match nonce {
            None => Ok(()),
            Some(_) => Err("a logout token has no nonce".to_owned()),
        };
        // Its header says `logout+jwt` at some providers; what makes it a logout token is the event below.
        let verifier = client.id_token_verifier().allow_all_jose_types();
        let claims: &Claims = token
            .claims(&verifier, has_none)
            .map_err(|error| SignInFailure::token(&error))?;
        let events = claims.additional_claims().0.get("events");
        if events.and_then(|events| events.get(LOGOUT_EVENT)).is_none() {
            return Err(SignInFailure::BadToken);
        }
        Ok(LoggedOut {
            user: user_id(&self.config.issuer, claims.subject()),
            provider_session: text(claims, "sid"),
        })
    }

    fn identify(&self, claims: &Claims) -> Result<Identified, SignInFailure> {
        let groups: Vec<&str> = claims
            .additional_claims()
            .0
            .get(&self.config.groups_claim)
            .map(texts)
            .unwrap_or_default();
        let rights = self
            .config
            .rights_of(&groups)
            .ok_or(SignInFailure::NoAccess)?;
        let full_name = claims
            .name()
            .and_then(|name| name.get(None))
            .map(|name| name.to_string());
        let short_name = claims.preferred_username().map(|name| name.to_string());
        Ok(Identified {
            user: User {
                user: user_id(&self.config.issuer, claims.subject()),
                name: full_name.or(short_name).ok_or(SignInFailure::BadToken)?,
                agency: rights.agency,
                role: rights.role,
                further_roles: rights.further_roles,
                prisons: rights.prisons,
            },
            provider_session: text(claims, "sid"),
        })
    }

    async fn client(&self) -> Result<OidcClient, SignInFailure> {
        let client = Client::from_provider_metadata(
            self.metadata().await?,
            self.config.client_id.clone(),
            Some(self.secret.clone()),
        );
        Ok(client.set_redirect_uri(self.config.way_back.clone()))
    }

    async fn metadata(&self) -> Result<CoreProviderMetadata, SignInFailure> {
        let mut kept = self.metadata.lock().await;
        if let Some((at, metadata)) = kept.as_ref()
            && at.elapsed() < METADATA_LASTS
        {
            return Ok(metadata.clone());
        }
        let asked = CoreProviderMetadata::discover_async(self.config.issuer.clone(), &self.http);
        let metadata = asked
            .await
            .map_err(|error| SignInFailure::provider("what it says of itself", &error))?;
        *kept = Some((Instant::now(), metadata.clone()));
        Ok(metadata)
    }
}

/// The id under which we know a provider's user: always the same as long as the provider names them by the same
/// subject, and nobody else's.
fn user_id(
    issuer: &openidconnect::IssuerUrl,
    subject: &openidconnect::SubjectIdentifier,
) -> UserId {
    let Hash(hash) = Hash::of(format!("{}\n{}", issuer.as_str(), subject.as_str()).as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    UserId(Builder::from_custom_bytes(bytes).into_uuid())
}

fn text(claims: &Claims, name: &str) -> Option<String> {
    let value = claims.additional_claims().0.get(name)?;
    value.as_str().map(str::to_owned)
}

/// One text, or a list of them.
fn texts(value: &serde_json::Value) -> Vec<&str> {
    match value.as_array() {
        Some(list) => list.iter().filter_map(serde_json::Value::as_str).collect(),
        None => value.as_str().into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
