//! `GET /api/realm`: what this centre is.

use axum::extract::State;
use axum::response::Response;
use overgang_sync::message::{PROTOCOL, RealmResponse};

use crate::centre::Centre;
use crate::media::Media;
use crate::openapi::{Compact, Read};

/// Answers to everyone.
#[utoipa::path(
    get,
    path = "/realm",
    tag = "centre",
    responses((status = OK, description = "What it is", content((RealmResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<()>)
)]
pub(crate) async fn get_realm(State(centre): State<Centre>, media: Media) -> Response {
    media.answer(&RealmResponse {
        realm: centre.realm,
        protocol: PROTOCOL,
    })
}

#[cfg(test)]
mod tests {
    use crate::test_app::TestApp;

    #[tokio::test]
    async fn the_answer_proves_to_come_from_the_centre_and_nobody_keeps_it() {
        let app = TestApp::new().await;
        let answer = app.get("/api/realm").await;
        assert_eq!(answer.json()["realm"], "practice");
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
