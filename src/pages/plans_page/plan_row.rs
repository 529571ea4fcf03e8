//! One plan in the list.

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::day_one::Colour;
use overgang_domain::summary::{PlanSummary, Urgency};

use crate::aksel::{AkselColor, Tag, TagSize};
use crate::components::{LifeTag, Lights, SavedMark, ShownLight};
use crate::live::Live;
use crate::page::{Page, PlanPart};
use crate::state::use_reference_state;
use crate::text::{dates, plans as text, words};

/// Name, prison, days left, the seven lights, and why it is urgent.
#[component]
pub fn PlanRow(
    /// The plan.
    summary: PlanSummary,
    /// The local day.
    today: NaiveDate,
) -> impl IntoView {
    let urgency: Urgency = summary.urgency(today);
    let prison: String = summary
        .prison_on(today)
        .map(|prison| use_reference_state().prison_name(&prison))
        .unwrap_or_default();
    let is_near: bool = summary.is_near(today);
    let lights: Vec<ShownLight> = summary
        .lights
        .iter()
        .map(|(id, state)| ShownLight {
            id: *id,
            colour: state.colour(is_near),
            reason: String::new(),
        })
        .collect();
    let red = lights.iter().filter(|light| light.colour == Colour::Red);
    let missing: Vec<&str> = red.map(|light| words::light(light.id)).collect();
    let missing: String = missing.join(", ");
    let (days, date) = match (summary.release_date, urgency.days_left) {
        (Some(date), Some(days)) => (text::days_left(days), dates::short_day(date)),
        _ => (text::NO_DATE.to_owned(), String::new()),
    };
    let is_received: bool = summary.unsent == 0;
    let is_overridden: bool = summary.is_overridden(today);
    view! {
        <li class="ov-plan-row" data-plan=summary.id.to_string()>
            <a class="ov-plan-row__name ov-text ov-clamp" href=Page::Plan(summary.id, PlanPart::default()).path()>
                {summary.name}
            </a>
            <div class="ov-plan-row__countdown">
                <strong>{days}</strong>
                <span>{date}</span>
            </div>
            <div class="ov-plan-row__meta">{prison}</div>
            <div class="ov-plan-row__meta">
                {text::reasons(urgency, &missing, summary.open_items)}
            </div>
            <div class="ov-plan-row__marks">
                {summary
                    .life
                    .is_ahead()
                    .then(|| view! { <Lights lights=Live::constant(lights) compact=true /> })}
                <LifeTag life=Live::constant(summary.life) />
                {summary
                    .is_remand
                    .then(|| {
                        view! { <Tag size=TagSize::Small color=AkselColor::Warning>{text::REMAND}</Tag> }
                    })}
                {is_overridden
                    .then(|| {
                        view! {
                            <Tag size=TagSize::Small color=AkselColor::Danger>{text::OVERRIDDEN}</Tag>
                        }
                    })}
                {(summary.contested > 0)
                    .then(|| {
                        view! {
                            <Tag size=TagSize::Small color=AkselColor::Warning>{text::CONTESTED}</Tag>
                        }
                    })}
                <SavedMark is_received />
            </div>
        </li>
    }
}
