//! `GET /health`: whether this process can do its work.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use serde::Serialize;

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::openapi::Read;

#[derive(Serialize, utoipa::ToSchema)]
pub(crate) struct HealthResponse {
    status: &'static str,
}

/// Answers once the database has answered.
#[utoipa::path(
    get,
    path = "/health",
    tag = "centre",
    responses((status = OK, description = "It can", body = HealthResponse), Read<()>)
)]
pub(crate) async fn get_health(
    State(centre): State<Centre>,
) -> Result<impl IntoResponse, ApiFailure> {
    centre.store.identity().await?;
    let headers = [(header::CACHE_CONTROL, "no-store")];
    Ok((headers, Json(HealthResponse { status: "ok" })))
}

#[cfg(test)]
mod tests {
    use crate::test_app::TestApp;

    #[tokio::test]
    async fn a_centre_with_a_database_is_well() {
        let app = TestApp::new().await;
        let answer = app.get("/health").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["status"], "ok");
    }
}
