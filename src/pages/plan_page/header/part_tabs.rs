//! The parts of a plan, each with an address of its own.

use leptos::prelude::*;
use overgang_domain::PlanId;

use crate::live::{Live, drawn};
use crate::page::{Page, PlanPart};
use crate::state::use_journal_state;
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
    // What only the coordinator is given is no part of the plan for others, and what is opened in danger none that one
    // looks at on the way.
    let coordinates = Live::memo(move || use_journal_state().coordinates());
    let parts = move || {
        let all = PlanPart::ALL.into_iter();
        let shown = all.filter(|one| match one {
            PlanPart::PersonData => coordinates.get(),
            PlanPart::Override => *one == part,
            PlanPart::Checklist
            | PlanPart::Person
            | PlanPart::Sentence
            | PlanPart::Needs
            | PlanPart::Agreements
            | PlanPart::Inside
            | PlanPart::ReleaseSheet => true,
        });
        shown.map(link).collect_view()
    };
    view! {
        <nav class="ov-parts" aria-label=text::PARTS>
            <ul class="ov-parts__list">{drawn(parts)}</ul>
        </nav>
    }
}
