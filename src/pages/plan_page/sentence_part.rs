//! The sentence: its dates and the timeline, then what they rest on.

use leptos::prelude::*;
use overgang_domain::milestone::Milestones;
use overgang_domain::sheet::Part;

use super::plan_timeline::PlanTimeline;
use super::sentence_dates::{SentenceDates, milestones};
use crate::live::Live;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::sheet_section::SheetSections;

/// The part.
#[component]
pub(in crate::pages) fn SentencePart(open: OpenPlan) -> impl IntoView {
    let found: Live<Milestones> = milestones(open);
    view! {
        <SentenceDates open milestones=found />
        <PlanTimeline open milestones=found />
        <SheetSections open part=Part::Sentence />
    }
}
