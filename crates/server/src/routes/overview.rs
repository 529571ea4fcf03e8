//! `GET /api/overview`: who is released soon and not ready, in figures without names.

use axum::extract::State;
use axum::response::Response;
use chrono::{Days, NaiveDate};
use overgang_sync::message::OverviewResponse;

use crate::api_failure::ApiFailure;
use crate::centre::Centre;
use crate::media::Media;
use crate::openapi::{Compact, Read};
use crate::session::SignedIn;

/// How far "soon" reaches, in days.
const SOON: Days = Days::new(30);

/// Figures over the prisons of whoever is signed in, as of the last projections.
#[utoipa::path(
    get,
    path = "/overview",
    tag = "overview",
    responses((status = OK, description = "The figures", content((OverviewResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<SignedIn>),
    security(("session" = []))
)]
pub(crate) async fn get_overview(
    State(centre): State<Centre>,
    SignedIn(session): SignedIn,
    media: Media,
) -> Result<Response, ApiFailure> {
    let today: NaiveDate = centre.clock.today();
    let until: NaiveDate = today.checked_add_days(SOON).unwrap_or(today);
    let figures = centre
        .store
        .release_figures(&session.user.prisons, today, until)
        .await?;
    Ok(media.answer(&OverviewResponse {
        today,
        plans: figures.plans,
        released_within_30_days: figures.released,
        of_these_not_ready: figures.not_ready,
    }))
}

#[cfg(test)]
mod tests {
    use crate::test_app::TestApp;

    #[tokio::test]
    async fn the_figures_cover_the_prisons_of_whoever_asks() {
        let app = TestApp::new().await;
        app.project().await;
        let device = app.sign_in(0).await;
        let answer = device.get("/api/overview").await.json();
        let plans: u64 = answer["plans"].as_u64().unwrap();
        let soon: u64 = answer["released_within_30_days"].as_u64().unwrap();
        let not_ready: u64 = answer["of_these_not_ready"].as_u64().unwrap();
        assert!((1..60).contains(&plans), "{plans}");
        assert!(soon > 0 && not_ready > 0 && not_ready <= soon && soon < plans);
    }

    #[tokio::test]
    async fn nobody_sees_figures_without_signing_in() {
        let app = TestApp::new().await;
        let answer = app.get("/api/overview").await;
        assert_eq!(
            (answer.status, answer.code()),
            (401, "not-signed-in".into())
        );
    }
}
