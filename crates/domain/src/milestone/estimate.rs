//! The estimates of `milestones.md` section 3: what can be counted from the day of admission, the length and the
//! days on remand. Every one of them is a convention of this product ("estimate – ask the prison").

use chrono::{Days, Months, NaiveDate};

use super::{Basis, Milestone, MilestoneId, NoEstimate, Remark};
use crate::sentence::{Decision, Length, Sentence, Stay};

/// Conditional release needs at least so many days served (M13).
const LEAST_SERVED: i64 = 60;
/// With less than this left it is granted only for weighty reasons (M13).
const LEAST_LEFT: i64 = 14;
/// The numbers behind the estimates.
#[derive(Clone, Copy)]
pub(super) struct Terms {
    start: NaiveDate,
    length: Length,
    /// The sentence in days.
    days: i64,
    /// Days on remand.
    remand: i64,
    /// Days to be served before conditional release, `n` in `milestones.md`.
    least: i64,
}

impl Terms {
    /// What can be counted with, or why nothing can (3.2, "no length, remand, preventive detention, under 18").
    pub(super) fn of(sentence: &Sentence, today: NaiveDate) -> Result<Self, NoEstimate> {
        match sentence.stay {
            None => return Err(NoEstimate::NoStay),
            Some(Stay::Remand) => return Err(NoEstimate::Remand),
            Some(Stay::PreventiveDetention) => return Err(NoEstimate::PreventiveDetention),
            Some(Stay::Convicted | Stay::FineDefault | Stay::ElectronicMonitoring) => {}
        }
        if sentence.is_under_18(today) {
            return Err(NoEstimate::Under18);
        }
        let start: NaiveDate = sentence.admission.ok_or(NoEstimate::NoAdmission)?;
        let length: Length = sentence.length.ok_or(NoEstimate::NoLength)?;
        let days: i64 = length.in_days(start).ok_or(NoEstimate::TooLong)?;
        let remand: i64 = i64::from(sentence.remand_days);
        if days == 0 {
            return Err(NoEstimate::ZeroLength);
        }
        if remand >= days {
            return Err(NoEstimate::ServedOnRemand);
        }
        Ok(Self {
            start,
            length,
            days,
            remand,
            least: ceil_part(days, 2, 3).max(LEAST_SERVED),
        })
    }

    /// The first day on which so many days are served: `served_on(x) = (x - start) + r`, never before the
    /// admission (3; 3.1, points 2 and 4).
    fn served(self, days: i64) -> Option<NaiveDate> {
        let after: u64 = u64::try_from(days - self.remand).unwrap_or(0);
        self.start.checked_add_days(Days::new(after))
    }

    /// Whether too little would be left for conditional release: normally the full sentence (M13).
    fn is_normally_full(self) -> bool {
        self.days - self.least < LEAST_LEFT
    }

    /// All estimates that this kind of stay has.
    pub(super) fn estimates(self, sentence: &Sentence) -> Vec<Milestone> {
        let end = self.milestone(MilestoneId::End, self.served(self.days), None);
        // Served in full (M19).
        if sentence.stay == Some(Stay::FineDefault) {
            return end.into_iter().collect();
        }
        let third = self.served(ceil_part(self.days, 1, 3));
        let mut found: Vec<Option<Milestone>> = vec![
            self.milestone(
                MilestoneId::Third,
                third,
                self.reached(ceil_part(self.days, 1, 3)),
            ),
            self.milestone(
                MilestoneId::Half,
                self.served(ceil_part(self.days, 1, 2)),
                self.reached(ceil_part(self.days, 1, 2)),
            ),
            self.milestone(
                MilestoneId::TwoThirds,
                self.served(self.least).filter(|_| self.least <= self.days),
                self.reached(self.least),
            ),
            self.conditional_release(sentence),
            end,
        ];
        if sentence.stay == Some(Stay::Convicted) {
            let third: Option<NaiveDate> = sentence.third.or(third);
            found.push(self.leave(sentence, third));
            found.push(self.lower_security(sentence));
            found.push(self.monitoring(sentence, third));
        }
        if sentence.decision != Decision::Refused && !self.is_normally_full() {
            let until: Option<NaiveDate> = sentence.end.or_else(|| self.served(self.days));
            found.push(self.milestone(MilestoneId::ProbationEnd, until, None));
        }
        found.into_iter().flatten().collect()
    }

    /// The date, "normally full sentence", or after a refusal how often it is assessed again (M13, M14).
    fn conditional_release(self, sentence: &Sentence) -> Option<Milestone> {
        if sentence.decision == Decision::Refused {
            let months: u32 = if self.length.is_over_months(12 * 12, self.start) {
                12
            } else if self.length.is_over_months(5 * 12, self.start) {
                6
            } else {
                3
            };
            let remark = Some(Remark::AssessedEvery(months));
            return Some(self.remarked(MilestoneId::NextAssessment, None, remark));
        }
        if self.is_normally_full() {
            let remark = Some(Remark::NormallyFullSentence);
            return Some(self.remarked(MilestoneId::ConditionalRelease, None, remark));
        }
        let day: Option<NaiveDate> = self.served(self.least);
        self.milestone(
            MilestoneId::ConditionalRelease,
            day,
            self.reached(self.least),
        )
    }

    /// Leave and day-release: the later of a third and four months of continuous deprivation of liberty; over
    /// twelve years, after four years (M6, M7). Nothing on or after the expected release.
    fn leave(self, sentence: &Sentence, third: Option<NaiveDate>) -> Option<Milestone> {
        let day: NaiveDate = if self.length.is_over_months(12 * 12, self.start) {
            self.start.checked_add_months(Months::new(4 * 12))?
        } else {
            let before: u64 = if sentence.is_remand_straight_on {
                u64::try_from(self.remand).unwrap_or(0)
            } else {
                0
            };
            let continuous: NaiveDate = self.start.checked_sub_days(Days::new(before))?;
            third?.max(continuous.checked_add_months(Months::new(4))?)
        };
        let is_after: bool = self
            .expected_release(sentence)
            .is_some_and(|release| day >= release);
        self.milestone(MilestoneId::Leave, Some(day).filter(|_| !is_after), None)
    }

    /// Twelve calendar months before possible conditional release; at once where that lies before the
    /// admission; nothing when normally the full sentence is served (M8).
    fn lower_security(self, sentence: &Sentence) -> Option<Milestone> {
        let is_refused: bool = sentence.decision == Decision::Refused;
        if (self.is_normally_full() && sentence.two_thirds.is_none()) || is_refused {
            return None;
        }
        let release: NaiveDate = sentence.two_thirds.or_else(|| self.served(self.least))?;
        let day: NaiveDate = release.checked_sub_months(Months::new(12))?;
        if day < self.start {
            return self.milestone(
                MilestoneId::LowerSecurity,
                Some(self.start),
                Some(Remark::AtOnce),
            );
        }
        self.milestone(MilestoneId::LowerSecurity, Some(day), None)
    }

    /// The later of a third and six calendar months before expected release; a sentence of up to six months
    /// can be served so as a whole instead (M10, M11).
    fn monitoring(self, sentence: &Sentence, third: Option<NaiveDate>) -> Option<Milestone> {
        if !self.length.is_over_months(6, self.start) {
            return Some(self.remarked(MilestoneId::WholeMonitoring, None, None));
        }
        let release: NaiveDate = self.expected_release(sentence)?;
        let early: NaiveDate = release.checked_sub_months(Months::new(6))?;
        self.milestone(MilestoneId::Monitoring, Some(third?.max(early)), None)
    }

    /// The prison's date for conditional release, unless that was refused; else the release date that was entered, else
    /// the estimate, else the end of the sentence (3, "electronic monitoring last part").
    fn expected_release(self, sentence: &Sentence) -> Option<NaiveDate> {
        let is_refused: bool = sentence.decision == Decision::Refused;
        let of_prison = sentence.two_thirds.filter(|_| !is_refused);
        of_prison.or(sentence.release).or_else(|| {
            if is_refused || self.is_normally_full() {
                sentence.end.or_else(|| self.served(self.days))
            } else {
                self.served(self.least)
            }
        })
    }

    /// Said of a day that the remand days reach already (3.1, point 4).
    fn reached(self, days: i64) -> Option<Remark> {
        (self.remand >= days).then_some(Remark::ReachedAtAdmission)
    }

    fn milestone(
        self,
        id: MilestoneId,
        day: Option<NaiveDate>,
        remark: Option<Remark>,
    ) -> Option<Milestone> {
        Some(self.remarked(id, Some(day?), remark))
    }

    #[expect(
        clippy::unused_self,
        reason = "an estimate comes from terms, and from nothing else"
    )]
    fn remarked(
        self,
        id: MilestoneId,
        day: Option<NaiveDate>,
        remark: Option<Remark>,
    ) -> Milestone {
        Milestone {
            id,
            day,
            basis: Basis::Estimate,
            estimate: None,
            remark,
        }
    }
}

/// A part of so many days, rounded up to whole ones (3.1, point 3).
fn ceil_part(days: i64, numerator: i64, denominator: i64) -> i64 {
    (days * numerator + denominator - 1).div_euclid(denominator)
}
