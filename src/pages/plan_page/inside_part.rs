//! Life inside: the week, what goes on in it, contact with the outside, and what there is to know about it.

use leptos::prelude::*;
use overgang_domain::sheet::Part;

use super::week_view::WeekView;
use crate::aksel::{
    BodySize, ExpansionCard, ExpansionCardContent, ExpansionCardHeader, ExpansionCardTitle,
    HeadingLevel, Size,
};
use crate::components::BackgroundCard;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::sheet_section::SheetSections;
use crate::state::use_reference_state;
use crate::text::inside as text;

/// The part.
#[component]
pub(in crate::pages) fn InsidePart(open: OpenPlan) -> impl IntoView {
    let cards = StoredValue::new(use_reference_state().background("inside", None));
    view! {
        <WeekView open />
        <SheetSections open part=Part::Inside />
        <ExpansionCard class="ov-area" size=Size::Small>
            <ExpansionCardHeader>
                <ExpansionCardTitle level=HeadingLevel::Two size=BodySize::Small>{text::BACKGROUND}</ExpansionCardTitle>
            </ExpansionCardHeader>
            <ExpansionCardContent>{cards.get_value().into_iter().map(|card| view! { <BackgroundCard card /> }).collect_view()}</ExpansionCardContent>
        </ExpansionCard>
    }
}
