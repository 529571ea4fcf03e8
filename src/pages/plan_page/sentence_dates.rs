//! The dates of a sentence: what the prison says, and estimates where it has not said anything.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::milestone::{Basis, Milestone, MilestoneId, Milestones};
use overgang_domain::sentence::Sentence;

use super::OpenPlan;
use crate::aksel::{
    AkselColor, BodyLong, Heading, HeadingLevel, HeadingSize, InlineMessage, MessageStatus,
    ReadMore, Tag, TagSize,
};
use crate::live::{Live, drawn};
use crate::text::{dates, sentence as text};

/// The milestones of the open plan.
pub(super) fn milestones(open: OpenPlan) -> Live<Milestones> {
    let sentence = Live::memo(move || open.plan.with(Sentence::of));
    Live::memo(move || sentence.with(|sentence| Milestones::of(sentence, open.today.get())))
}

/// The list.
#[component]
pub(super) fn SentenceDates(open: OpenPlan, milestones: Live<Milestones>) -> impl IntoView {
    let reason = move || {
        milestones.with(|found| found.no_estimate).map(|reason| {
            view! {
                <InlineMessage status=MessageStatus::Info>{text::no_estimate(reason)}</InlineMessage>
            }
        })
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
                    found.milestones.into_iter().map(|one| line(&one, open.today.get())).collect_view()
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

fn line(milestone: &Milestone, today: NaiveDate) -> impl IntoView + use<> {
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
    let notes: Vec<String> = remark.into_iter().chain(differs).collect();
    view! {
        <li class="ov-dates__line" data-past=is_past.to_string()>
            <span>{text::milestone(milestone.id)}</span>
            <span class="ov-dates__day">{day}</span>
            <Tag size=TagSize::Small color=color>{words}</Tag>
            {(!notes.is_empty()).then(|| view! { <span class="ov-dates__note">{notes.join("; ")}</span> })}
        </li>
    }
}
