//! `GET /api/realm`: what this centre is.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use overgang_sync::message::{PROTOCOL, RealmResponse};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::media::Media;
use crate::openapi::{Compact, Read};
use crate::session::Token;
use crate::storage::SessionState;

/// Answers to everyone.
#[utoipa::path(
    get,
    path = "/realm",
    tag = "centre",
    responses((status = OK, description = "What it is", content((RealmResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<()>)
)]
pub(crate) async fn get_realm(
    State(centre): State<Centre>,
    headers: HeaderMap,
    media: Media,
) -> Result<Response, ApiFailure> {
    let has_session: bool = match Token::in_request(&headers, centre.cookie) {
        Some(token) => {
            let now: u64 = centre.clock.now_millis();
            let session = centre.store.session(token.hash(), now).await?;
            matches!(session, SessionState::Open(_))
        }
        None => false,
    };
    Ok(media.answer(&RealmResponse {
        realm: centre.realm,
        protocol: PROTOCOL,
        has_session,
    }))
}

#[cfg(test)]
mod tests {
    use crate::test_app::TestApp;

    #[tokio::test]
    async fn the_answer_proves_to_come_from_the_centre_and_nobody_keeps_it() {
        let app = TestApp::new().await;
        let answer = app.get("/api/realm").await;
        assert_eq!(answer.json()["realm"], "practice");
        assert_eq!(answer.json()["has_session"], false);
        let device = app.sign_in(4).await;
        assert_eq!(device.get("/api/realm").await.json()["has_session"], true);
        assert_eq!(answer.headers["overgang-centre"], "1");
        assert_eq!(answer.headers["cache-control"], "no-store");
        assert!(
            answer.headers["content-security-policy"]
                .to_str()
                .unwrap()
                .contains("require-trusted-types-for 'script'; trusted-types default")
        );
    }
}
