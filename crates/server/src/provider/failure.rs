//! Why somebody was not signed in.

use std::error::Error;

/// Nobody was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInFailure {
    /// The provider does not answer, or not as it should.
    #[error("the provider does not answer as it should")]
    Provider,
    /// The token is forged, foreign or old.
    #[error("the provider's token cannot be trusted")]
    BadToken,
    /// The provider knows the user; none of their groups gives access here.
    #[error("none of the user's groups gives access")]
    NoAccess,
}

impl SignInFailure {
    /// The provider failed at `what`. The log says how; no token is in it.
    pub(super) fn provider(what: &'static str, error: &dyn Error) -> Self {
        tracing::warn!(what, why = chain_of(error), "the provider failed");
        Self::Provider
    }

    /// A token was refused.
    pub(super) fn token(error: &dyn Error) -> Self {
        tracing::warn!(why = chain_of(error), "a token of the provider was refused");
        Self::BadToken
    }
}

/// An error with what caused it.
fn chain_of(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    words
}
