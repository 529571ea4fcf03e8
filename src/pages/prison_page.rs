//! Prisons: those in which the user works, and one of them with what is there and when NAV is.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use overgang_domain::PrisonId;
use overgang_domain::reference::{OfficeDay, Prison};
use overgang_domain::week::WEEKDAYS;

use crate::aksel::{
    AkselColor, BodyLong, Detail, Heading, HeadingLevel, HeadingSize, Link, Tag, TagSize,
};
use crate::page::Page;
use crate::state::{use_journal_state, use_reference_state, use_view_state};
use crate::text::{dates, prison as text};

/// All prisons, the user's own first.
#[component]
pub fn PrisonsPage() -> impl IntoView {
    let prisons = use_reference_state().prisons();
    let own: BTreeSet<PrisonId> = use_journal_state().session().user.prisons;
    let list = |is_own: bool| {
        let all = prisons.prisons.iter().enumerate();
        all.filter(|(_, prison)| own.contains(&prison.id) == is_own)
            .map(|(place, prison)| {
                let name: String = prison.name.clone();
                view! { <li><Link href=Page::Prison(place).path()>{name}</Link></li> }
            })
            .collect_view()
    };
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <Link href=Page::About.path()>{text::TO_ABOUT}</Link>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::YOURS}</Heading>
            <ul class="ov-links">{list(true)}</ul>
        </section>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::OTHERS}</Heading>
            <ul class="ov-links">{list(false)}</ul>
        </section>
    }
}

/// One prison.
#[component]
pub fn PrisonPage(
    /// Its place in the reference data.
    place: usize,
) -> impl IntoView {
    let prisons = use_reference_state().prisons();
    let today: NaiveDate = use_view_state().today();
    let prison: Option<Prison> = prisons.prisons.get(place).cloned();
    let Some(prison) = prison else {
        return view! { <p class="ov-empty">{text::NOT_FOUND}</p> }.into_any();
    };
    let hours: Vec<OfficeDay> = prisons
        .example_office_hours
        .iter()
        .filter(|hours| hours.prison_id == prison.id)
        .flat_map(|hours| hours.hours.clone())
        .collect();
    let levels: Vec<&str> = prison
        .security_levels
        .iter()
        .map(|one| text::level(one))
        .collect();
    let levels: String = levels.join(", ");
    let facilities = prison
        .facilities
        .iter()
        .map(|(id, source)| {
            let (name, source) = (text::facility(id).to_owned(), text::said_by(source));
            view! {
                <li>
                    {name}" " <Tag size=TagSize::XSmall color=AkselColor::Neutral>{source}</Tag>
                </li>
            }
        })
        .collect_view();
    let has_facilities: bool = !prison.facilities.is_empty();
    view! {
        <Link href=Page::Prisons.path()>{text::BACK}</Link>
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{prison.name}</Heading>
        <dl class="ov-facts">
            <div><dt>{text::LEVEL}</dt><dd>{levels}</dd></div>
            {prison
                .municipality
                .map(|name| view! { <div><dt>{text::MUNICIPALITY}</dt><dd>{name}</dd></div> })}
        </dl>
        {(!prison.verified).then(|| view! { <Detail>{text::UNVERIFIED}</Detail> })}
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::HOURS}</Heading>
            <Hours hours today />
        </section>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::FACILITIES}</Heading>
            <ul class="ov-links">{facilities}</ul>
            {(!has_facilities).then(|| view! { <p class="ov-empty">{text::NO_FACILITIES}</p> })}
        </section>
    }
    .into_any()
}

/// NAV's hours, and the next day on which it is there.
#[component]
fn Hours(hours: Vec<OfficeDay>, today: NaiveDate) -> impl IntoView {
    if hours.is_empty() {
        return view! { <p class="ov-empty">{text::NO_HOURS}</p> }.into_any();
    }
    let weekday_of = |day: &OfficeDay| {
        let mut known = WEEKDAYS.into_iter();
        known
            .find(|(id, _)| *id == day.weekday)
            .map(|(_, weekday)| weekday)
    };
    let next = (0..7)
        .filter_map(|ahead| today.checked_add_days(Days::new(ahead)))
        .find(|day| {
            hours
                .iter()
                .any(|one| weekday_of(one) == Some(day.weekday()))
        });
    let lines = hours
        .iter()
        .map(|day| {
            let weekday: &str = weekday_of(day).map_or("", dates::weekday);
            let words = format!("{weekday} {}–{}", day.from, day.to);
            view! { <li>{words}</li> }
        })
        .collect_view();
    let next = next.map(|day| format!("{}: {}", text::NEXT, dates::weekday_and_day(day, today)));
    view! {
        <ul class="ov-links">{lines}</ul>
        {next.map(|next| view! { <p>{next}</p> })}
        <BodyLong>{text::EXAMPLE_HOURS}</BodyLong>
    }
    .into_any()
}
