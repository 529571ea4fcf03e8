//! The seven lights of the first day: red, amber, grey, green, each with its words.

use leptos::prelude::*;
use overgang_domain::day_one::Colour;
use overgang_domain::template::LightId;

use crate::aksel::{Icon, IconName};
use crate::live::{Live, drawn};
use crate::text::{plan as text, words};

/// One light as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLight {
    /// Which.
    pub id: LightId,
    /// Its colour.
    pub colour: Colour,
    /// What is missing, in words; empty where nothing is.
    pub reason: String,
}

/// The strip.
#[component]
pub fn Lights(
    /// All seven.
    #[prop(into)]
    lights: Live<Vec<ShownLight>>,
    /// Pictures only, for a list.
    #[prop(optional)]
    compact: bool,
) -> impl IntoView {
    let class = if compact {
        "ov-lights ov-lights--compact"
    } else {
        "ov-lights"
    };
    let light = move |shown: ShownLight| {
        let state: &str = match shown.colour {
            Colour::Red => "red",
            Colour::Amber => "amber",
            Colour::Closed => "closed",
            Colour::Grey => "unknown",
            Colour::Green => "green",
        };
        view! {
            <li class="ov-light" data-light=state>
                <Icon name=icon(shown.id) />
                <span class="ov-light__name">{words::light(shown.id)}</span>
                <span class="ov-light__state">{words::light_state(shown.colour)}</span>
                {(!shown.reason.is_empty())
                    .then(|| view! { <span class="ov-light__reason ov-clamp">{shown.reason}</span> })}
            </li>
        }
    };
    view! {
        <ol class=class aria-label=text::DAY_ONE>
            {drawn(move || lights.get().into_iter().map(light).collect_view())}
        </ol>
    }
}

fn icon(light: LightId) -> IconName {
    match light {
        LightId::Roof => IconName::House,
        LightId::Money => IconName::Wallet,
        LightId::Medicine => IconName::PillRectangle,
        LightId::Papers => IconName::Passport,
        LightId::KeysAndPhone => IconName::KeyVertical,
        LightId::MetAtGate => IconName::Handshake,
        LightId::FirstAppointment => IconName::Calendar,
    }
}
