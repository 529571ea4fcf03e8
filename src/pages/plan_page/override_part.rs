//! Opening areas of the plan where a life is in danger.

use std::collections::BTreeSet;

use leptos::prelude::*;
use overgang_domain::AreaId;
use overgang_sync::message::{OverrideRequest, OverrideWhom};

use crate::aksel::{
    BodyLong, Checkbox, CheckboxGroup, Heading, HeadingLevel, HeadingSize, InlineMessage,
    MessageStatus,
};

use crate::live::{Live, LiveCell};
use crate::pages::ask_to_open::{AskToOpen, ReasonAndButton};
use crate::pages::sheets::OpenPlan;
use crate::state::use_journal_state;
use crate::text::overrides as text;

/// The part of the plan.
#[component]
pub(in crate::pages) fn OverridePart(open: OpenPlan) -> impl IntoView {
    let overridable: BTreeSet<AreaId> = use_journal_state().overridable_areas();
    let areas: Vec<(String, String)> = open.template.with_value(|template| {
        let areas = template.areas.iter();
        let areas = areas.filter(|area| overridable.contains(&area.id));
        areas
            .map(|area| (area.id.to_string(), area.name.nb.clone()))
            .collect()
    });
    let chosen: LiveCell<Vec<String>> = LiveCell::new(Vec::new());
    let ask = AskToOpen::new();
    let no_area: LiveCell<bool> = LiveCell::new(false);
    let on_open = Callback::new(move |()| {
        let areas: BTreeSet<AreaId> = chosen.get_untracked().into_iter().map(AreaId).collect();
        no_area.set(areas.is_empty());
        let reason: Option<String> = ask.read_reason();
        let Some(reason) = reason.filter(|_| !areas.is_empty()) else {
            return;
        };
        ask.send(OverrideRequest {
            whom: OverrideWhom::Plan(open.id),
            areas,
            reason,
        });
    });
    let on_change = Callback::new(move |ids: Vec<String>| chosen.set(ids));
    let error = Live::derive(move || no_area.get().then(|| text::NO_AREA.to_owned()));
    view! {
        <section class="ov-section" data-testid="override">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::TITLE}</Heading>
            <BodyLong>{text::LEAD}</BodyLong>
            <InlineMessage status=MessageStatus::Warning>{text::TOLD}</InlineMessage>
            <BodyLong>{text::CALL} " " {text::NEVER}</BodyLong>
            <div class="ov-form">
                <CheckboxGroup legend=text::AREAS value=chosen on_change error=error>
                    {areas
                        .into_iter()
                        .map(|(id, name)| view! { <Checkbox value=id>{name}</Checkbox> })
                        .collect_view()}
                </CheckboxGroup>
                <ReasonAndButton ask on_open />
            </div>
            {ask.outcome(text::REFUSED)}
        </section>
    }
}
