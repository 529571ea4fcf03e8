//! What the tool rests on: the import model, the administrations, what the sources say.

use leptos::prelude::*;
use overgang_domain::reference::{Agency, Card};

use crate::aksel::{AkselColor, Detail, Heading, HeadingLevel, HeadingSize, Link, Tag, TagSize};
use crate::components::BackgroundCard;
use crate::page::Page;
use crate::state::use_reference_state;
use crate::text::{item, prison as text};

/// The page.
#[component]
pub fn AboutPage() -> impl IntoView {
    let reference = use_reference_state();
    let cards: Vec<Card> = reference.background("about", None);
    let agencies = reference.agencies();
    let agency = |agency: &Agency| {
        let (name, duty) = (agency.name.nb.clone(), agency.in_charge_of.nb.clone());
        let level: String = text::agency_level(&agency.level).to_owned();
        view! {
            <li class="ov-card">
                <strong>{name}</strong>
                <Tag size=TagSize::XSmall color=AkselColor::Info>{level}</Tag>
                {agency
                    .works_inside_prison
                    .then(|| view! { <Tag size=TagSize::XSmall color=AkselColor::Neutral>{text::INSIDE}</Tag> })}
                <div>{duty}</div>
                {(!agency.verified).then(|| view! { <Detail>{item::UNVERIFIED}</Detail> })}
            </li>
        }
    };
    view! {
        <Link href=Page::Prisons.path()>{text::BACK}</Link>
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::ABOUT}</Heading>
        <section class="ov-section">
            {cards.into_iter().map(|card| view! { <BackgroundCard card /> }).collect_view()}
        </section>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Small>{text::AGENCIES}</Heading>
            <ul class="ov-links">{agencies.agencies.iter().map(agency).collect_view()}</ul>
        </section>
    }
}
