//! `/api/audit`: the log of reads and the weekly reviews of it, for auditors. To every other user there is nothing here.

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use overgang_domain::change::Role;
use overgang_domain::{PlanId, UserId};
use overgang_sync::message::{
    AuditAct, AuditPlace, AuditResponse, AuditRow, FindingRequest, ReviewFinding, ReviewPick,
    ReviewResponse, ReviewsResponse,
};
use serde::Deserialize;
use uuid::Uuid;

use crate::api_failure::ApiFailure;
use crate::audit::AuditEvent;
use crate::audit::recording::record_act;
use crate::audit::review::Week;
use crate::centre::Centre;
use crate::clock::draw_id;
use crate::media::{Media, read_message};
use crate::openapi::{AppHeader, Compact, MayBePacked, Read, Refuses, Write};
use crate::request_body::ReadBodyError;
use crate::session::SignedIn;
use crate::storage::{
    AuditFilter, AuditOrder, AuditPosition, KeptFinding, Review, Session, UseStoreError,
};

/// How many rows a page has unless the caller asks for fewer, and at most.
const PAGE: (u32, u32) = (100, 500);

/// The longest finding, in characters.
const LONGEST_FINDING: usize = 2_000;

/// An auditor is signed in. As a handler's argument it turns away who is not signed in, as [`SignedIn`] does, and
/// answers everyone else as where there is nothing.
pub(crate) struct Auditor(Session);

impl FromRequestParts<Centre> for Auditor {
    type Rejection = ApiFailure;

    async fn from_request_parts(parts: &mut Parts, centre: &Centre) -> Result<Self, ApiFailure> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, centre).await?;
        if !session.user.has_role(Role::Auditor) {
            return Err(ApiFailure::not_found());
        }
        Ok(Self(session))
    }
}

impl Refuses for Auditor {
    fn refusals() -> Vec<ApiFailure> {
        let mut refusals: Vec<ApiFailure> = SignedIn::refusals();
        refusals.push(ApiFailure::not_found());
        refusals
    }
}

/// What is asked for cannot be read.
struct BadQuery;

const BAD_QUERY: ApiFailure = ApiFailure::malformed("the query cannot be read");

impl Refuses for BadQuery {
    fn refusals() -> Vec<ApiFailure> {
        vec![BAD_QUERY]
    }
}

/// The finding was not kept.
struct BadFinding;

const FINDING_LENGTH: ApiFailure = ApiFailure::malformed("a finding has 1 to 2,000 characters");
const NOT_IN_SAMPLE: ApiFailure = ApiFailure::new(
    StatusCode::UNPROCESSABLE_ENTITY,
    "not-in-sample",
    "the row is not in this week's sample",
);

impl Refuses for BadFinding {
    fn refusals() -> Vec<ApiFailure> {
        vec![FINDING_LENGTH, NOT_IN_SAMPLE]
    }
}

impl Auditor {
    /// Writes down what the auditor does: with the log of whom, and about which plan.
    async fn record(
        &self,
        centre: &Centre,
        act: AuditAct,
        about: Option<UserId>,
        plan: Option<PlanId>,
    ) -> Result<(), UseStoreError> {
        let Session { user, device, .. } = &self.0;
        let mut event = AuditEvent::new(user, *device, act, centre.clock.now_millis());
        event.about = about;
        event.plans = plan.into_iter().collect();
        centre.store.append_audit(&[event]).await.map(drop)
    }
}

/// What an auditor looks for. Times are milliseconds since 1970.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditParameters {
    user: Option<UserId>,
    plan: Option<PlanId>,
    act: Option<AuditAct>,
    from: Option<u64>,
    to: Option<u64>,
    cursor: Option<String>,
    limit: Option<u32>,
}

/// A page of the log, newest first.
#[utoipa::path(
    get,
    path = "/audit",
    tag = "audit",
    params(AuditParameters),
    responses((status = OK, description = "A page of the log", content((AuditResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<(Auditor, BadQuery)>),
    security(("session" = []))
)]
pub(crate) async fn get_audit(
    State(centre): State<Centre>,
    auditor: Auditor,
    media: Media,
    parameters: Result<Query<AuditParameters>, QueryRejection>,
) -> Result<Response, ApiFailure> {
    let Query(asked) = parameters.map_err(|_| BAD_QUERY)?;
    let before: Option<AuditPosition> = match &asked.cursor {
        Some(cursor) => Some(read_cursor(cursor).ok_or(BAD_QUERY)?),
        None => None,
    };
    let limit: u32 = asked.limit.unwrap_or(PAGE.0).clamp(1, PAGE.1);
    let filter = AuditFilter {
        user: asked.user,
        plan: asked.plan,
        act: asked.act,
        from: asked.from,
        to: asked.to,
    };
    let order = AuditOrder::NewestFirst(before);
    let rows: Vec<AuditRow> = centre.store.audit_rows(&filter, order, limit).await?;
    auditor
        .record(&centre, AuditAct::AuditRead, asked.user, asked.plan)
        .await?;
    let is_full: bool = u32::try_from(rows.len()).is_ok_and(|count| count == limit);
    let next = rows.last().filter(|_| is_full).map(write_cursor);
    Ok(media.answer(&AuditResponse { rows, next }))
}

/// The weeks that have a sample.
#[utoipa::path(
    get,
    path = "/audit/reviews",
    tag = "audit",
    responses((status = OK, description = "The weeks", content((ReviewsResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<Auditor>),
    security(("session" = []))
)]
pub(crate) async fn list_reviews(
    State(centre): State<Centre>,
    _: Auditor,
    media: Media,
) -> Result<Response, ApiFailure> {
    let reviews = centre.store.reviews().await?.into_iter();
    let weeks = reviews.map(|review| review.week).collect();
    Ok(media.answer(&ReviewsResponse { weeks }))
}

/// The sample of one week, with what was found.
#[utoipa::path(
    get,
    path = "/audit/reviews/{week}",
    tag = "audit",
    params(("week" = String, Path, description = "The week, as in `2026-W48`.")),
    responses((status = OK, description = "The sample", content((ReviewResponse = "application/json"), (Compact = "application/vnd.overgang"))), Read<Auditor>),
    security(("session" = []))
)]
pub(crate) async fn get_review(
    State(centre): State<Centre>,
    auditor: Auditor,
    media: Media,
    week: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiFailure> {
    let review: Review = review_of(&centre, week).await?;
    auditor
        .record(&centre, AuditAct::ReviewRead, None, None)
        .await?;
    Ok(media.answer(&with_findings(&centre, review).await?))
}

/// Keeps what was found on one row of a sample, and answers with the sample.
#[utoipa::path(
    post,
    path = "/audit/reviews/{week}",
    tag = "audit",
    params(("week" = String, Path, description = "The week, as in `2026-W48`."), AppHeader, MayBePacked),
    request_body(content((FindingRequest = "application/json"), (Compact = "application/vnd.overgang"))),
    responses((status = OK, description = "The sample", content((ReviewResponse = "application/json"), (Compact = "application/vnd.overgang"))), Write<((Auditor, BadFinding), ReadBodyError)>),
    security(("session" = []))
)]
pub(crate) async fn add_finding(
    State(centre): State<Centre>,
    auditor: Auditor,
    media: Media,
    week: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiFailure> {
    let review: Review = review_of(&centre, week).await?;
    let request: FindingRequest = read_message(&headers, body).await?;
    let text: &str = request.text.trim();
    if !(1..=LONGEST_FINDING).contains(&text.chars().count()) {
        return Err(FINDING_LENGTH);
    }
    let now: u64 = centre.clock.now_millis();
    let finding = KeptFinding {
        id: draw_id(now).map_err(|_| ApiFailure::failed())?,
        week: review.week.clone(),
        place: request.place,
        finding: ReviewFinding {
            user: auditor.0.user.user,
            at: now,
            text: text.to_owned(),
        },
    };
    if !centre.store.keep_finding(&finding).await? {
        return Err(NOT_IN_SAMPLE);
    }
    let Session { user, device, .. } = &auditor.0;
    record_act(&centre, user, *device, AuditAct::FindingWritten).await?;
    Ok(media.answer(&with_findings(&centre, review).await?))
}

async fn review_of(
    centre: &Centre,
    week: Result<Path<String>, PathRejection>,
) -> Result<Review, ApiFailure> {
    let Path(week) = week.map_err(|_| ApiFailure::not_found())?;
    let week: Week = week.parse().map_err(|_| ApiFailure::not_found())?;
    let mut reviews = centre.store.reviews().await?.into_iter();
    let review = reviews.find(|review| review.week == week.to_string());
    review.ok_or_else(ApiFailure::not_found)
}

async fn with_findings(centre: &Centre, review: Review) -> Result<ReviewResponse, UseStoreError> {
    let places: Vec<AuditPlace> = review.picks.iter().map(|(place, _)| *place).collect();
    let rows: Vec<AuditRow> = centre.store.audit_rows_at(&places).await?;
    let found: Vec<KeptFinding> = centre.store.findings(&review.week).await?;
    let picks = review.picks.iter().filter_map(|(place, why)| {
        let row: AuditRow = rows.iter().find(|row| row.place == *place)?.clone();
        let of_row = found.iter().filter(|finding| finding.place == *place);
        Some(ReviewPick {
            row,
            why: *why,
            findings: of_row.map(|finding| finding.finding.clone()).collect(),
        })
    });
    Ok(ReviewResponse {
        picks: picks.collect(),
        week: review.week,
        drawn_at: review.drawn_at,
        seed: review.seed.to_string(),
    })
}

/// The word for a row's place by time.
fn write_cursor(row: &AuditRow) -> String {
    let AuditPlace { strand, sequence } = row.place;
    format!("{}.{}.{sequence}", row.received_at, strand.simple())
}

fn read_cursor(cursor: &str) -> Option<AuditPosition> {
    let mut parts = cursor.splitn(3, '.');
    let at: u64 = parts.next()?.parse().ok()?;
    let strand: Uuid = parts.next()?.parse().ok()?;
    let sequence: u64 = parts.next()?.parse().ok()?;
    Some((at, AuditPlace { strand, sequence }))
}

#[cfg(test)]
mod tests;
