//! What an auditor asks the centre: the log of reads and its weekly samples. Nothing of it is kept on this device.

use chrono::NaiveDate;
use overgang_domain::{PlanId, UserId};
use overgang_sync::message::{
    AuditAct, AuditResponse, FindingRequest, ReviewResponse, ReviewsResponse,
};

use crate::{api_client, device};

/// What an auditor looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuestion {
    /// Who.
    pub user: Option<UserId>,
    /// Of which plan.
    pub plan: Option<PlanId>,
    /// What.
    pub act: Option<AuditAct>,
    /// From which day on.
    pub from: Option<NaiveDate>,
    /// Until which day, that day included.
    pub to: Option<NaiveDate>,
}

impl AuditQuestion {
    /// The query of it. An address holds random ids, times and fixed words only.
    fn query(&self, cursor: Option<&str>) -> String {
        let day_after = self.to.and_then(|day| day.succ_opt());
        let begin = |day: NaiveDate| device::begin_of_day(day).to_string();
        let parts = [
            ("user", self.user.map(|user| user.to_string())),
            ("plan", self.plan.map(|plan| plan.to_string())),
            ("act", self.act.map(|act| act.as_str().to_owned())),
            ("from", self.from.map(begin)),
            ("to", day_after.map(begin)),
            ("cursor", cursor.map(str::to_owned)),
        ];
        let parts = parts.into_iter();
        let parts: Vec<String> = parts
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
            .collect();
        parts.join("&")
    }
}

/// A page of the log; `None` where the centre cannot be reached or says no.
pub async fn read_audit(question: &AuditQuestion, cursor: Option<&str>) -> Option<AuditResponse> {
    api_client::audit(&question.query(cursor)).await.ok()
}

/// The weeks that have a sample.
pub async fn read_reviews() -> Option<ReviewsResponse> {
    api_client::reviews().await.ok()
}

/// The sample of one week.
pub async fn read_review(week: &str) -> Option<ReviewResponse> {
    api_client::review(week).await.ok()
}

/// Keeps a finding, and answers with the sample that it is in.
pub async fn keep_finding(week: &str, finding: &FindingRequest) -> Option<ReviewResponse> {
    api_client::keep_finding(week, finding).await.ok()
}
