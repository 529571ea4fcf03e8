//! What is known of a sentence: the facts of `milestones.md` section 2, read from the plan's own fields.
//! Nothing is computed in here; see [`crate::milestone`].

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::register::Record;
use crate::{FieldId, FieldValue, Plan};

/// Why somebody is in prison. It decides what is shown and what is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stay {
    /// A sentence of imprisonment.
    Convicted,
    /// Remand: release can be ordered at any time.
    Remand,
    /// Preventive detention: no end that is fixed.
    PreventiveDetention,
    /// Imprisonment in default of a fine, served in full.
    FineDefault,
    /// The whole sentence at home with electronic monitoring.
    ElectronicMonitoring,
}

impl Stay {
    /// All of them, in the order in which a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::Convicted,
        Self::Remand,
        Self::PreventiveDetention,
        Self::FineDefault,
        Self::ElectronicMonitoring,
    ];

    /// The option of the field `stay`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Convicted => "convicted",
            Self::Remand => "remand",
            Self::PreventiveDetention => "preventive-detention",
            Self::FineDefault => "fine-default",
            Self::ElectronicMonitoring => "electronic-monitoring",
        }
    }
}

/// How long a sentence is, as the judgment has it. Of several judgments the sum (`milestones.md` 3.1, point 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Length {
    /// Whole months, twelve for each year.
    pub months: u32,
    /// Days beside them.
    pub days: u32,
}

impl Length {
    /// The day on which it would end, counted from `start`: years and months at once, clamped to the last
    /// day of a shorter month, then the days (`milestones.md` 3.1, point 1). `None` beyond the calendar.
    pub fn after(self, start: NaiveDate) -> Option<NaiveDate> {
        start
            .checked_add_months(Months::new(self.months))?
            .checked_add_days(Days::new(u64::from(self.days)))
    }

    /// Its days, counted from `start`.
    pub fn in_days(self, start: NaiveDate) -> Option<i64> {
        Some((self.after(start)? - start).num_days())
    }

    /// Whether it is longer than so many calendar months, counted from `start`.
    pub fn is_over_months(self, months: u32, start: NaiveDate) -> bool {
        let bound: Option<NaiveDate> = start.checked_add_months(Months::new(months));
        self.after(start) > bound
    }

    /// Whether it is shorter than so many calendar months, counted from `start`.
    pub fn is_under_months(self, months: u32, start: NaiveDate) -> bool {
        let bound: Option<NaiveDate> = start.checked_add_months(Months::new(months));
        self.after(start).is_some_and(|end| Some(end) < bound)
    }
}

/// What was decided on conditional release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decision {
    /// Nothing yet.
    #[default]
    None,
    /// It was granted.
    Granted,
    /// It was refused.
    Refused,
}

/// The facts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Why the person is in prison; `None` while nobody has said.
    pub stay: Option<Stay>,
    /// The day of admission.
    pub admission: Option<NaiveDate>,
    /// The length; `None` while nobody has entered it.
    pub length: Option<Length>,
    /// Days on remand that count.
    pub remand_days: u32,
    /// The remand ran straight on into the sentence.
    pub is_remand_straight_on: bool,
    /// The prison's own date for a third.
    pub third: Option<NaiveDate>,
    /// The prison's own date for half.
    pub half: Option<NaiveDate>,
    /// The prison's own date for two thirds: the expected conditional release.
    pub two_thirds: Option<NaiveDate>,
    /// The prison's own end of the sentence.
    pub end: Option<NaiveDate>,
    /// What was decided on conditional release.
    pub decision: Decision,
    /// When a refused conditional release is assessed again.
    pub next_assessment: Option<NaiveDate>,
    /// The first leave that was granted.
    pub leave_from: Option<NaiveDate>,
    /// Day-release that was granted.
    pub day_release_from: Option<NaiveDate>,
    /// Electronic monitoring that was granted.
    pub monitoring_from: Option<NaiveDate>,
    /// Serving in an institution that was granted.
    pub institution_from: Option<NaiveDate>,
    /// The first meeting with the probation office.
    pub first_report: Option<NaiveDate>,
    /// The minimum time of preventive detention.
    pub minimum_time: Option<NaiveDate>,
    /// The release date that the plan counts back from.
    pub release: Option<NaiveDate>,
    /// The date of birth.
    pub birth: Option<NaiveDate>,
}

impl Sentence {
    /// Reads the facts of `plan`.
    pub fn of(plan: &Plan) -> Self {
        let day = |field: &str| plan.held(field).day();
        let count = |field: &str| {
            let number: Option<i32> = plan.held(field).number();
            number.and_then(|number| u32::try_from(number).ok())
        };
        let (years, months, days) = (
            count("sentence-years"),
            count("sentence-months"),
            count("sentence-days"),
        );
        let is_entered: bool = years.or(months).or(days).is_some();
        let whole_months: u32 = years
            .unwrap_or_default()
            .saturating_mul(12)
            .saturating_add(months.unwrap_or_default());
        let decision: FieldValue = plan.held("conditional-release");
        Self {
            stay: stay(plan),
            admission: day("admission"),
            length: is_entered.then_some(Length {
                months: whole_months,
                days: days.unwrap_or_default(),
            }),
            remand_days: count("remand-days").unwrap_or_default(),
            is_remand_straight_on: plan.held("remand-straight-on").has("yes"),
            third: day("third-date"),
            half: day("half-date"),
            two_thirds: day("two-thirds-date"),
            end: day("end-date"),
            decision: if decision.has("refused") {
                Decision::Refused
            } else if decision.has("granted") {
                Decision::Granted
            } else {
                Decision::None
            },
            next_assessment: day("next-assessment"),
            leave_from: day("leave-from"),
            day_release_from: day("day-release-from"),
            monitoring_from: day("monitoring-from"),
            institution_from: day("institution-from"),
            first_report: day("first-report-day"),
            minimum_time: day("minimum-time"),
            release: plan.release_date().value,
            birth: plan.birth_date().value,
        }
    }

    /// Whether the person is under 18 on `today`, so that other rules hold.
    pub fn is_under_18(&self, today: NaiveDate) -> bool {
        self.birth
            .and_then(|birth| birth.checked_add_months(Months::new(18 * 12)))
            .is_some_and(|of_age| today < of_age)
    }
}

/// Why the person is in prison. Of two answers remand counts until someone chooses, because release can then
/// come at any time (D2).
pub fn stay(plan: &Plan) -> Option<Stay> {
    let field = plan
        .value(&Record::Header, &FieldId::from("stay"))
        .until_chosen(|value| !value.has(Stay::Remand.as_str()));
    Stay::ALL
        .into_iter()
        .find(|stay| field.value.has(stay.as_str()))
}

/// What speaks against a day of release: offices are shut, or shut soon after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseDay {
    /// A Friday.
    Friday,
    /// A Saturday or Sunday.
    Weekend,
    /// A public holiday.
    Holiday,
    /// The day before a public holiday.
    BeforeHoliday,
}

/// What speaks against releasing somebody on `day`, if anything. A computed date is never moved for it
/// (`milestones.md` 3.1, point 6).
pub fn release_day(day: NaiveDate) -> Option<ReleaseDay> {
    use chrono::Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    if crate::holiday::is_holiday(day) {
        return Some(ReleaseDay::Holiday);
    }
    match day.weekday() {
        Sat | Sun => Some(ReleaseDay::Weekend),
        Fri => Some(ReleaseDay::Friday),
        Mon | Tue | Wed | Thu => day
            .succ_opt()
            .is_some_and(crate::holiday::is_holiday)
            .then_some(ReleaseDay::BeforeHoliday),
    }
}
