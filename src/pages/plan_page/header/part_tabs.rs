//! The parts of a plan, each with an address of its own.

use leptos::prelude::*;
use overgang_domain::PlanId;

use crate::page::{Page, PlanPart};
use crate::text::plan as text;

/// The menu.
#[component]
pub(in crate::pages::plan_page) fn PartTabs(plan: PlanId, part: PlanPart) -> impl IntoView {
    let link = move |one: PlanPart| {
        let current = (one == part).then_some("page");
        view! {
            <li>
                <a class="ov-parts__link" href=Page::Plan(plan, one).path() aria-current=current>
                    {text::part(one.as_str())}
                </a>
            </li>
        }
    };
    view! {
        <nav class="ov-parts" aria-label=text::PARTS>
            <ul class="ov-parts__list">{PlanPart::ALL.map(link).collect_view()}</ul>
        </nav>
    }
}
