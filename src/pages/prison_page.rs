//! Prisons: those in which the user works, and one of them with what is there and who is there when.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use overgang_domain::office_hours::{OfficeTime, PRISON, office_times};
use overgang_domain::reference::Prison;
use overgang_domain::sheet::Part;
use overgang_domain::{FieldId, PrisonId};

use super::sheets::open_plan::{InDirectory, OpenPlan};
use super::sheets::sheet_section::SheetSections;
use super::sheets::value_words::About;
use crate::aksel::{
    AkselColor, BodyLong, Detail, Heading, HeadingLevel, HeadingSize, InlineMessage, Link,
    MessageStatus, Tag, TagSize,
};
use crate::live::{Live, drawn};
use crate::page::Page;
use crate::state::{use_journal_state, use_reference_state, use_view_state};
use crate::text::{dates, prison as text};

/// How many days ahead the page says who is there.
const DAYS_AHEAD: u64 = 27;

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
        <ul class="ov-links">
            <li><Link href=Page::About.path()>{text::TO_ABOUT}</Link></li>
            <li><Link href=Page::Template.path()>{text::TO_TEMPLATE}</Link></li>
        </ul>
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
    let prison: Option<Prison> = prisons.prisons.get(place).cloned();
    let Some(prison) = prison else {
        return view! { <p class="ov-empty">{text::NOT_FOUND}</p> }.into_any();
    };
    let levels: Vec<&str> = prison
        .security_levels
        .iter()
        .map(|one| text::level(one))
        .collect();
    let levels: String = levels.join(", ");
    let name: String = prison.name.clone();
    let unsure = |field: &str| (!prison.is_confirmed(field)).then_some(text::NOT_CONFIRMED);
    let (level_unsure, place_unsure) = (unsure("security_levels"), unsure("municipality"));
    let caution: String = prison.caution.nb.clone();
    let is_uncertain: bool = prison.is_uncertain();
    let municipality = prison.municipality.clone();
    let is_verified: bool = prison.verified;
    let prison = StoredValue::new(prison);
    view! {
        <Link href=Page::Prisons.path()>{text::BACK}</Link>
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{name}</Heading>
        <dl class="ov-facts">
            <div><dt>{text::LEVEL}</dt><dd>{levels} {level_unsure}</dd></div>
            {municipality
                .map(|name| {
                    view! { <div><dt>{text::MUNICIPALITY}</dt><dd>{name} {place_unsure}</dd></div> }
                })}
        </dl>
        {is_uncertain
            .then(|| {
                view! {
                    <InlineMessage status=MessageStatus::Warning>{text::UNCERTAIN}</InlineMessage>
                }
            })}
        {(!caution.is_empty()).then(|| view! { <BodyLong>{caution}</BodyLong> })}
        {(!is_verified).then(|| view! { <Detail>{text::UNVERIFIED}</Detail> })}
        <InDirectory>
            <Written prison=prison.get_value() />
        </InDirectory>
    }
    .into_any()
}

/// The next days on which somebody is there, and the sheets of the page.
#[component]
fn Written(prison: Prison) -> impl IntoView {
    let may_write: bool = use_journal_state()
        .session()
        .user
        .prisons
        .contains(&prison.id);
    let open = OpenPlan::of_prisons(may_write);
    let id: PrisonId = prison.id.clone();
    let about = About {
        field: FieldId::from(PRISON),
        id: id.to_string(),
    };
    view! {
        <section class="ov-section" data-testid="office-times">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::NEXT_DAYS}</Heading>
            <NextDays open prison=id />
        </section>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::FACILITIES}</Heading>
            <Facilities prison />
        </section>
        {(!may_write).then(|| view! { <BodyLong>{text::READ_ONLY}</BodyLong> })}
        <SheetSections open part=Part::Prison about />
    }
}

/// Who is there on the next days, day by day; closed days with the reason.
#[component]
fn NextDays(open: OpenPlan, prison: PrisonId) -> impl IntoView {
    let reference = use_reference_state();
    let view_state = use_view_state();
    let times = Live::memo(move || {
        let today: NaiveDate = view_state.day().get();
        let last = today
            .checked_add_days(Days::new(DAYS_AHEAD))
            .unwrap_or(today);
        open.plan
            .with(|directory| office_times(directory, &prison, today, last))
    });
    let line = move |time: OfficeTime| {
        let today: NaiveDate = view_state.today();
        let day: String = dates::weekday_and_day(time.day, today);
        let clock: String = format!("{}–{}", text::clock(time.from), text::clock(time.to));
        let agency = time.agency.map(|agency| reference.agency_name(&agency));
        let place = Some(time.place).filter(|place| !place.is_empty());
        let words = [Some(clock), agency, place];
        let words: Vec<String> = words.into_iter().flatten().collect();
        let is_closed: bool = time.closed.is_some();
        let closed = time.closed.map(|closing| {
            let words: String = text::closed(&closing);
            view! { <Tag size=TagSize::XSmall color=AkselColor::Warning>{words}</Tag> }
        });
        view! {
            <li class="ov-office-time" data-closed=is_closed.to_string()>
                <strong>{day}</strong>
                <span class="ov-text">{words.join(", ")}</span>
                {closed}
            </li>
        }
    };
    drawn(move || {
        let times: Vec<OfficeTime> = times.get();
        if times.is_empty() {
            return view! { <p class="ov-empty">{text::NO_HOURS}</p> }.into_any();
        }
        let lines = times.into_iter().map(line).collect_view();
        view! { <ul class="ov-links">{lines}</ul> }.into_any()
    })
}

/// The facility on which digital services depend.
const DIGITAL_ACCESS: &str = "digital_access_to_public_services";

/// What is there, and who says so.
#[component]
fn Facilities(prison: Prison) -> impl IntoView {
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
    // Nobody knows which prisons have it, and whoever plans a search for housing has to ask.
    let is_known: bool = prison.facilities.contains_key(DIGITAL_ACCESS);
    view! {
        <ul class="ov-links">
            {facilities}
            {(!is_known)
                .then(|| {
                    view! {
                        <li>
                            {text::facility(DIGITAL_ACCESS).to_owned()}" "
                            <Tag size=TagSize::XSmall color=AkselColor::Warning>{text::UNKNOWN}</Tag>
                        </li>
                    }
                })}
        </ul>
    }
}
