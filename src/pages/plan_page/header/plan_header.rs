//! The person, the prison and the countdown.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{CONTINUED_IN, EARLIER_PLAN, name_person};
use overgang_domain::life::Life;
use overgang_domain::register::Record;
use overgang_domain::sentence::release_day;
use overgang_domain::{EntryId, FieldValue, Plan, PlanId, day_one};

use super::nav_in_prison::NavInPrison;
use super::plan_life::likely_same_person;
use super::release_dialog::ReleaseDialog;
use super::release_moved::ReleaseMove;
use super::safety_warning::SafetyWarning;
use crate::aksel::{
    AkselColor, Button, ButtonSize, ButtonVariant, Heading, HeadingLevel, HeadingSize,
    InlineMessage, Link, MessageStatus, Size, Tag, TagSize,
};
use crate::components::{Answers, LifeTag, PlanLinks, SavedMark};
use crate::live::{Live, LiveCell, drawn};
use crate::page::{Page, PlanPart};
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::answers;
use crate::state::{Settled, done, use_journal_state, use_reference_state, use_view_state};
use crate::text::{dates, plan as text, sentence};

/// The header.
#[component]
pub(in crate::pages::plan_page) fn PlanHeader(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let reference = use_reference_state();
    let is_moving = LiveCell::new(false);
    let release = Live::memo(move || open.plan.with(|plan| plan.release_date().value));
    let is_remand = Live::memo(move || open.plan.with(day_one::is_remand));
    let life = Live::memo(move || open.plan.with(Life::of));
    let name = move || open.plan.with(|plan| plan.name().value);
    let prison = move || {
        let prison = open.plan.with(|plan| plan.prison_on(open.today.get()));
        prison
            .map(|prison| reference.prison_short_name(&prison))
            .unwrap_or_default()
    };
    let born = move || {
        let date: Option<NaiveDate> = open.plan.with(|plan| plan.birth_date().value);
        date.map_or_else(|| text::NO_DATE.to_owned(), dates::day)
    };
    let date = move || {
        release
            .get()
            .map_or_else(|| text::NO_DATE.to_owned(), dates::weekday_and_whole_day)
    };
    let is_received =
        Live::derive(move || open.plan.with(|plan| plan.is_received(&Record::Header)));
    let names = Live::derive(move || {
        open.plan
            .with(|plan| answers(&plan.name().answers, journal, view_state, Clone::clone))
    });
    let writes = Live::memo(move || open.writes_header());
    let on_choose = Callback::new(move |entry: EntryId| {
        let field = open.plan.with_untracked(Plan::name);
        let Some(chosen) = field.answers.into_iter().find(|one| one.entry == entry) else {
            return;
        };
        journal.act(
            open.id,
            Settled::default(),
            move |pen, plan| done(name_person(pen, plan, chosen.value)),
            drop,
        );
    });
    view! {
        <header class="ov-plan-header">
            <Heading level=HeadingLevel::One size=HeadingSize::Large class="ov-text ov-clamp">{name}</Heading>
            <Countdown release today=open.today />
            <dl class="ov-facts">
                <div><dt>{text::RELEASE}</dt><dd data-testid="release-date">{date}</dd></div>
                <div><dt>{text::BORN}</dt><dd>{born}</dd></div>
                <div><dt>{text::PRISON}</dt><dd>{prison}</dd></div>
                <NavInPrison open release />
            </dl>
            {drawn(move || {
                let warning = release_day(release.get()?)?;
                Some(view! {
                    <InlineMessage status=MessageStatus::Warning size=Size::Small>
                        {sentence::release_day(warning)}
                    </InlineMessage>
                })
            })}
            <ReleaseMove open />
            <SafetyWarning open />
            <Duplicates open />
            <OtherPlans open />
            <LifeTag life />
            <Show when=move || is_remand.get()>
                <Tag size=TagSize::Small color=AkselColor::Warning>{text::REMAND}</Tag>
            </Show>
            <div class="ov-actions">
                <Show when=move || writes.get()>
                    <Button
                        variant=ButtonVariant::Secondary
                        size=ButtonSize::Small
                        on_click=Callback::new(move |_| is_moving.set(true))
                    >
                        {text::MOVE_RELEASE}
                    </Button>
                </Show>
                <SavedMark is_received />
            </div>
        </header>
        <Answers message=text::TWO_NAMES answers=names may_choose=writes on_choose />
        <ReleaseDialog open is_open=is_moving />
    }
}

/// The plans of earlier sentences, those that go on in this one, and the one in which this one goes on.
#[component]
fn OtherPlans(open: OpenPlan) -> impl IntoView {
    let link = move |field: &'static str, words: &'static str| {
        let named = Live::memo(move || {
            let named = open.plan.with(|plan| {
                // A plan that was opened again goes on nowhere else.
                let holds: bool = field != CONTINUED_IN || Life::of(plan) == Life::Continued;
                if holds {
                    plan.held(field)
                } else {
                    FieldValue::Empty
                }
            });
            let ids = named.chosen().filter_map(|id| id.parse().ok());
            ids.collect::<Vec<PlanId>>()
        });
        drawn(move || {
            let links = named.get().into_iter().map(|id| {
                let href: String = Page::Plan(id, PlanPart::default()).path();
                view! { <Link href=href>{words}</Link> }
            });
            links.collect_view()
        })
    };
    view! { {link(EARLIER_PLAN, text::EARLIER)} {link(CONTINUED_IN, text::LATER)} }
}

/// Other plans that are likely of the same person.
#[component]
fn Duplicates(open: OpenPlan) -> impl IntoView {
    // The earlier plan of the same person has a link of its own.
    let others = likely_same_person(open, move |_, other| {
        let earlier = open.plan.with(|plan| plan.held(EARLIER_PLAN));
        !earlier.has(&other.id.to_string())
    });
    view! { <PlanLinks message=text::DUPLICATE status=MessageStatus::Info plans=others /> }
}

/// The days that are left.
#[component]
fn Countdown(release: Live<Option<NaiveDate>>, today: Live<NaiveDate>) -> impl IntoView {
    drawn(move || {
        let days: i64 = (release.get()? - today.get()).num_days();
        let urgency: &str = match days {
            ..0 => "late",
            0..=28 => "soon",
            _ => "later",
        };
        let words: &str = match days {
            ..=-2 => text::DAYS_SINCE,
            -1 => text::DAY_SINCE,
            0 => text::TODAY,
            1 => text::DAY,
            2.. => text::DAYS,
        };
        let weeks: Option<String> = (days >= 14).then(|| text::weeks(days / 7));
        Some(view! {
            <div class="ov-countdown" data-urgency=urgency>
                {(days != 0).then(|| view! { <strong>{days.abs()}</strong> })}
                <span>{words}</span>
                {weeks.map(|weeks| view! { <span>{weeks}</span> })}
            </div>
        })
    })
}
