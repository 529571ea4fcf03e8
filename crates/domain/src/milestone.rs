//! The milestones of a sentence: the prison's own dates, and estimates where there are none. All rules are in
//! `milestones.md` section 3, each named where it stands. An estimate says when something *can be
//! considered*; nobody has a right to any of it on a date, and the prison's date always wins, one by one.

mod estimate;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use self::estimate::Terms;
use crate::sentence::{Decision, Sentence, Stay};

/// From so many days of difference on, the estimate is shown beside the prison's date (3.1, point 7).
const WORTH_SAYING: i64 = 3;

/// A milestone. The number in brackets is that of `milestones.md` section 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneId {
    /// The stay starts (M1).
    Admission,
    /// A third is served (M6).
    Third,
    /// Half is served (M5).
    Half,
    /// Two thirds, and at least 60 days, are served (M13).
    TwoThirds,
    /// Leave and day-release can be considered from here (M6, M7).
    Leave,
    /// Day-release that was granted (M7).
    DayRelease,
    /// The prison shall consider lower security (M8).
    LowerSecurity,
    /// Electronic monitoring of the last part (M11).
    Monitoring,
    /// Electronic monitoring of the whole sentence can be applied for (M10). It has no date.
    WholeMonitoring,
    /// An institution, § 12 (M12).
    Institution,
    /// Conditional release can be considered from here (M13).
    ConditionalRelease,
    /// A refused conditional release is assessed again (M14).
    NextAssessment,
    /// The first meeting with the probation office (M16).
    FirstReport,
    /// The release date that the plan counts back from (M17).
    Release,
    /// The probationary period ends, if conditionally released (M18).
    ProbationEnd,
    /// The sentence ends (M19).
    End,
    /// The minimum time of preventive detention.
    MinimumTime,
}

/// Where a milestone's day comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Entered: from the prison, or decided.
    Entered,
    /// Computed: "estimate – ask the prison".
    Estimate,
}

/// What has to be said beside a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It is to be considered at once: its day lies before the admission.
    AtOnce,
    /// The remand days reach it already.
    ReachedAtAdmission,
    /// Too little would be left for conditional release: normally the full sentence.
    NormallyFullSentence,
    /// Refused; there is no date for the next assessment. It comes at least every so many months (M14).
    AssessedEvery(u32),
}

/// One milestone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// Which.
    pub id: MilestoneId,
    /// Its day; `None` where only its remark says something.
    pub day: Option<NaiveDate>,
    /// Where the day comes from.
    pub basis: Basis,
    /// The estimate, where it differs from the prison's day by more than three days.
    pub estimate: Option<NaiveDate>,
    /// What has to be said beside it.
    pub remark: Option<Remark>,
}

/// Why nothing is estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEstimate {
    /// Nobody has said why the person is in prison.
    NoStay,
    /// Remand has no computed dates.
    Remand,
    /// Preventive detention has no fixed dates.
    PreventiveDetention,
    /// Other rules hold under 18.
    Under18,
    /// The day of admission is missing.
    NoAdmission,
    /// The length is missing.
    NoLength,
    /// The length is of no days.
    ZeroLength,
    /// The remand days cover the whole sentence: ask the prison today.
    ServedOnRemand,
    /// The calendar does not reach so far.
    TooLong,
}

/// What is known and what is estimated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Milestones {
    /// By day; those without one last.
    pub milestones: Vec<Milestone>,
    /// Why nothing is estimated, where nothing is.
    pub no_estimate: Option<NoEstimate>,
}

impl Milestones {
    /// The milestones of `sentence`, as they are on `today`.
    pub fn of(sentence: &Sentence, today: NaiveDate) -> Self {
        let terms: Result<Terms, NoEstimate> = Terms::of(sentence, today);
        let estimates: Vec<Milestone> = match &terms {
            Ok(terms) => terms.estimates(sentence),
            Err(_) => Vec::new(),
        };
        let mut milestones: Vec<Milestone> = entered(sentence);
        for estimate in estimates {
            match milestones.iter_mut().find(|known| known.id == estimate.id) {
                Some(known) => known.estimate = worth_saying(known.day, estimate.day),
                None => milestones.push(estimate),
            }
        }
        milestones.sort_by_key(|one| (one.day.is_none(), one.day, one.id));
        Self {
            milestones,
            no_estimate: terms.err(),
        }
    }

    /// One of them.
    pub fn get(&self, id: MilestoneId) -> Option<&Milestone> {
        self.milestones.iter().find(|one| one.id == id)
    }
}

/// Whether a kind of stay has a milestone (3.2): remand has no date but the release, a sentence in default of a fine is
/// served in full, and preventive detention has no fixed dates. What was entered for another kind of stay is kept, and
/// says nothing while it does not hold.
fn has_milestone(stay: Option<Stay>, id: MilestoneId) -> bool {
    let is_of_fraction = matches!(
        id,
        MilestoneId::Third
            | MilestoneId::Half
            | MilestoneId::TwoThirds
            | MilestoneId::ConditionalRelease
            | MilestoneId::NextAssessment
    );
    match stay {
        Some(Stay::Remand) => matches!(id, MilestoneId::Admission | MilestoneId::Release),
        Some(Stay::FineDefault) => !is_of_fraction,
        Some(Stay::PreventiveDetention) => {
            !is_of_fraction && id != MilestoneId::End || id == MilestoneId::NextAssessment
        }
        Some(Stay::Convicted | Stay::ElectronicMonitoring) | None => true,
    }
}

/// The days that were entered: from the prison's sheet, or decided. Each wins over its estimate.
fn entered(sentence: &Sentence) -> Vec<Milestone> {
    let is_detained: bool = sentence.stay == Some(Stay::PreventiveDetention);
    let is_refused: bool = sentence.decision == Decision::Refused;
    let days = [
        (MilestoneId::Admission, sentence.admission),
        (MilestoneId::Third, sentence.third),
        (MilestoneId::Half, sentence.half),
        (MilestoneId::TwoThirds, sentence.two_thirds),
        (MilestoneId::Leave, sentence.leave_from),
        (MilestoneId::DayRelease, sentence.day_release_from),
        (MilestoneId::Monitoring, sentence.monitoring_from),
        (MilestoneId::Institution, sentence.institution_from),
        (
            MilestoneId::ConditionalRelease,
            sentence.two_thirds.filter(|_| !is_refused),
        ),
        (
            MilestoneId::NextAssessment,
            sentence.next_assessment.filter(|_| is_refused),
        ),
        (MilestoneId::FirstReport, sentence.first_report),
        (MilestoneId::Release, sentence.release),
        (MilestoneId::End, sentence.end),
        (
            MilestoneId::MinimumTime,
            sentence.minimum_time.filter(|_| is_detained),
        ),
    ];
    days.into_iter()
        .filter(|(id, _)| has_milestone(sentence.stay, *id))
        .filter_map(|(id, day)| {
            Some(Milestone {
                id,
                day: Some(day?),
                basis: Basis::Entered,
                estimate: None,
                remark: None,
            })
        })
        .collect()
}

/// The estimate, where it differs enough from the prison's day (3.1, point 7).
fn worth_saying(known: Option<NaiveDate>, estimate: Option<NaiveDate>) -> Option<NaiveDate> {
    let (known, estimate) = (known?, estimate?);
    let apart: i64 = (known - estimate).num_days().abs();
    (apart > WORTH_SAYING).then_some(estimate)
}

#[cfg(test)]
mod tests;
