//! The sentence: its dates and the timeline, then what they rest on.

use leptos::prelude::*;
use overgang_domain::milestone::Milestones;
use overgang_domain::sheet::Part;

use super::OpenPlan;
use super::plan_timeline::PlanTimeline;
use super::sentence_dates::{SentenceDates, milestones};
use super::sheet_section::SheetSections;
use crate::live::Live;

/// The part.
#[component]
pub(super) fn SentencePart(open: OpenPlan) -> impl IntoView {
    let found: Live<Milestones> = milestones(open);
    view! {
        <SentenceDates open milestones=found />
        <PlanTimeline open milestones=found />
        <SheetSections open part=Part::Sentence />
    }
}
