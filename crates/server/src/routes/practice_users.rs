//! `GET /api/practice/users`: whom one can be in the practice prison.

use axum::extract::State;
use axum::response::Response;
use overgang_sync::message::{PracticeUsersResponse, Realm};

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::media::Media;
use crate::openapi::{Compact, NotHere, Read};

/// Answers to everyone in the practice prison; elsewhere there is nothing here.
#[utoipa::path(
    get,
    path = "/practice/users",
    tag = "session",
    responses((status = OK, description = "The users", content((PracticeUsersResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<NotHere>)
)]
pub(crate) async fn list_practice_users(
    State(centre): State<Centre>,
    media: Media,
) -> Result<Response, ApiFailure> {
    match centre.realm {
        Realm::Practice => Ok(media.answer(&PracticeUsersResponse {
            users: centre.store.users().await?,
        })),
        Realm::Office => Err(ApiFailure::not_found()),
    }
}

#[cfg(test)]
mod tests {
    use crate::test_app::TestApp;

    #[tokio::test]
    async fn the_invented_users_are_offered() {
        let app = TestApp::new().await;
        let answer = app.get("/api/practice/users").await;
        assert_eq!(answer.json()["users"].as_array().unwrap().len(), 14);
    }

    #[tokio::test]
    async fn an_office_has_no_invented_users() {
        let app = TestApp::office().await;
        let answer = app.get("/api/practice/users").await;
        assert_eq!((answer.status, answer.code()), (404, "not-found".into()));
    }
}
