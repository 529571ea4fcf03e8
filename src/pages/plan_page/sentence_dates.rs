//! The dates of a sentence: what the prison says, and estimates where it has not said anything.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::FieldId;
use overgang_domain::milestone::{Basis, Milestone, MilestoneId, Milestones};
use overgang_domain::register::Record;
use overgang_domain::sentence::Sentence;

use crate::aksel::{
    AkselColor, BodyLong, Heading, HeadingLevel, HeadingSize, InlineMessage, MessageStatus,
    ReadMore, Tag, TagSize,
};
use crate::live::{Live, drawn};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::who_and_when;
use crate::state::{use_journal_state, use_view_state};
use crate::text::{dates, sentence as text};

/// The milestones of the open plan.
pub(in crate::pages) fn milestones(open: OpenPlan) -> Live<Milestones> {
    let sentence = Live::memo(move || open.plan.with(Sentence::of));
    Live::memo(move || sentence.with(|sentence| Milestones::of(sentence, open.today.get())))
}

/// The list.
#[component]
pub(in crate::pages) fn SentenceDates(
    open: OpenPlan,
    milestones: Live<Milestones>,
) -> impl IntoView {
    let (journal, view_state) = (use_journal_state(), use_view_state());
    let reason = move || {
        milestones.with(|found| found.no_estimate).map(|reason| {
            view! {
                <InlineMessage status=MessageStatus::Info>{text::no_estimate(reason)}</InlineMessage>
            }
        })
    };
    // Who typed it and when (`milestones.md` 3.2).
    let entered = move |id: MilestoneId| {
        let field: &str = field_of(id)?;
        let value = open
            .plan
            .with(|plan| plan.value(&Record::Header, &FieldId::from(field)));
        let answer = value.answers.into_iter().next()?;
        let who: String = who_and_when(journal, view_state, answer.by, answer.at);
        Some(text::entered(is_from_prison(id), &who))
    };
    view! {
        <section class="ov-section" data-testid="dates">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::DATES}</Heading>
            {drawn(reason)}
            {drawn(move || {
                let days: i64 = milestones.with(days_before_conditional_release)?;
                Some(view! {
                    <InlineMessage status=MessageStatus::Warning>{text::early(days)}</InlineMessage>
                })
            })}
            <ul class="ov-dates">
                {drawn(move || {
                    let found: Milestones = milestones.get();
                    let lines = found.milestones.into_iter();
                    lines.map(|one| line(&one, open.today.get(), entered(one.id))).collect_view()
                })}
            </ul>
            <ReadMore header=text::HOW>
                <BodyLong>{text::HELP}</BodyLong>
            </ReadMore>
        </section>
    }
}

/// By how many days the release that the plan counts back from lies before conditional release can be considered.
fn days_before_conditional_release(milestones: &Milestones) -> Option<i64> {
    let day = |id: MilestoneId| milestones.get(id)?.day;
    let early: i64 =
        (day(MilestoneId::ConditionalRelease)? - day(MilestoneId::Release)?).num_days();
    (early > 0).then_some(early)
}

/// The field in which a milestone's day is entered.
fn field_of(id: MilestoneId) -> Option<&'static str> {
    match id {
        MilestoneId::Admission => Some("admission"),
        MilestoneId::Third => Some("third-date"),
        MilestoneId::Half => Some("half-date"),
        MilestoneId::TwoThirds | MilestoneId::ConditionalRelease => Some("two-thirds-date"),
        MilestoneId::End => Some("end-date"),
        MilestoneId::Leave => Some("leave-from"),
        MilestoneId::DayRelease => Some("day-release-from"),
        MilestoneId::Monitoring => Some("monitoring-from"),
        MilestoneId::Institution => Some("institution-from"),
        MilestoneId::NextAssessment => Some("next-assessment"),
        MilestoneId::FirstReport => Some("first-report-day"),
        MilestoneId::MinimumTime => Some("minimum-time"),
        // The release has a history of its own, and the others are estimates only.
        MilestoneId::Release
        | MilestoneId::LowerSecurity
        | MilestoneId::WholeMonitoring
        | MilestoneId::ProbationEnd => None,
    }
}

/// Whether the day stands on the sheet that the prison hands out.
fn is_from_prison(id: MilestoneId) -> bool {
    matches!(
        id,
        MilestoneId::Third
            | MilestoneId::Half
            | MilestoneId::TwoThirds
            | MilestoneId::ConditionalRelease
            | MilestoneId::End
    )
}

fn line(milestone: &Milestone, today: NaiveDate, entered: Option<String>) -> impl IntoView + use<> {
    let day: String = milestone
        .day
        .map(dates::weekday_and_whole_day)
        .unwrap_or_default();
    let is_past: bool = milestone.day.is_some_and(|day| day < today);
    let remark: Option<String> = milestone.remark.map(text::remark);
    let differs = milestone
        .estimate
        .map(|day| text::differs(&dates::day(day)));
    let is_estimate: bool = milestone.basis == Basis::Estimate;
    let (words, color) = if is_estimate {
        (text::ESTIMATE, AkselColor::Warning)
    } else {
        (text::ENTERED, AkselColor::Neutral)
    };
    let entered = entered.filter(|_| !is_estimate);
    let notes: Vec<String> = remark.into_iter().chain(differs).chain(entered).collect();
    view! {
        <li class="ov-dates__line" data-past=is_past.to_string()>
            <span>{text::milestone(milestone.id)}</span>
            <span class="ov-dates__day">{day}</span>
            <Tag size=TagSize::Small color=color>{words}</Tag>
            {(!notes.is_empty()).then(|| view! { <span class="ov-dates__note">{notes.join("; ")}</span> })}
        </li>
    }
}
