//! One person's plan: header with countdown, the first day, areas with items, notes.

mod header;
mod inside_part;
mod items;
mod needs;
mod override_part;
mod person_data_part;
mod person_part;
mod plan_notes;
mod plan_timeline;
mod release_sheet;
mod sentence_dates;
mod sentence_part;
mod turned_sheet;
mod week_view;

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::checklist::Checklist;
use overgang_domain::day_one::{Colour, Light};
use overgang_domain::life::Life;
use overgang_domain::sheet::Part;
use overgang_domain::template::Area;
use overgang_domain::{ItemId, Plan, PlanId, Template, day_one};

use self::header::new_template::NewTemplate;
use self::header::override_notice::OverrideNotice;
use self::header::part_tabs::PartTabs;
use self::header::plan_header::PlanHeader;
use self::header::plan_life::Released;
use self::inside_part::InsidePart;
use self::items::add_item::AddItem;
use self::items::area_section::AreaSection;
use self::needs::needs_part::NeedsPart;
use self::needs::plan_answers::PlanAnswers;
use self::override_part::OverridePart;
use self::person_data_part::PersonDataPart;
use self::person_part::PersonPart;
use self::plan_notes::PlanNotes;
use self::release_sheet::{ReleaseSheet, question};
use self::sentence_part::SentencePart;
use super::sheets::OpenPlan;
use super::sheets::sheet_section::SheetSections;
use crate::aksel::{Heading, HeadingLevel, HeadingSize, Link, Loader};
use crate::components::{Lights, ShownLight};
use crate::live::{Live, drawn};
use crate::page::{Page, PlanPart};
use crate::pages::sheets::findings_list::AllFindings;
use crate::pages::sheets::item_words::title;
use crate::pages::sheets::open_plan::begin_to_open;
use crate::state::use_journal_state;
use crate::text::{overrides, plan as text};

/// The page.
#[component]
pub fn PlanPage(
    /// Which plan.
    plan: PlanId,
    /// Which part of it.
    part: PlanPart,
) -> impl IntoView {
    let journal = use_journal_state();
    let wanted: PlanId = plan;
    begin_to_open(wanted);
    // The page is built once for a plan and then follows it; only another plan, or another version of the template,
    // builds it anew.
    let shown = Live::memo(move || {
        let templates = journal.templates().get();
        journal.plan().with(|plan| {
            let plan: &Plan = plan.as_ref().filter(|plan| plan.id == wanted)?;
            let version = templates.of_plan(plan).version();
            Some((plan.id, plan.is_empty(), version))
        })
    });
    let template = move || {
        journal.templates().with_untracked(|templates| {
            journal.plan().with_untracked(|plan| {
                let known = plan.as_ref().map(|plan| templates.of_plan(plan));
                Arc::clone(known.unwrap_or_else(|| templates.newest()))
            })
        })
    };
    view! {
        <Link href=Page::Plans.path()>{text::BACK}</Link>
        {drawn(move || match shown.get() {
            None => view! { <Loader title=text::READING.to_owned() /> }.into_any(),
            Some((_, true, _)) => view! { <p class="ov-empty">{text::NOT_HERE}</p> }.into_any(),
            Some((id, false, _)) => view! { <WholePlan id template=template() part /> }.into_any(),
        })}
    }
}

#[component]
fn WholePlan(id: PlanId, template: Arc<Template>, part: PlanPart) -> impl IntoView {
    let open = OpenPlan::of_person(id, template);
    let lights = Live::memo(move || lights(open));
    view! {
        <PlanHeader open />
        <PartTabs plan=id part />
        <OverrideNotice open />
        <Released open />
        <NewTemplate open />
        <AllFindings open />
        {match part {
            PlanPart::Checklist => view! { <ChecklistPart open lights /> }.into_any(),
            PlanPart::Person => view! { <PersonPart open /> }.into_any(),
            PlanPart::Sentence => view! { <SentencePart open /> }.into_any(),
            PlanPart::Needs => view! { <NeedsPart open /> }.into_any(),
            PlanPart::Agreements => {
                view! { <SheetSections open part=Part::Agreements /> }.into_any()
            }
            PlanPart::Inside => view! { <InsidePart open /> }.into_any(),
            PlanPart::ReleaseSheet => view! { <ReleaseSheet open lights /> }.into_any(),
            PlanPart::PersonData => view! { <PersonDataPart plan=id /> }.into_any(),
            PlanPart::Override => view! { <OverridePart open /> }.into_any(),
        }}
    }
}

/// The first day, the areas with their items, notes.
#[component]
fn ChecklistPart(open: OpenPlan, lights: Live<Vec<(Light, Colour)>>) -> impl IntoView {
    let areas: Vec<Area> = open.template.with_value(|template| template.areas.clone());
    let red = Live::memo(move || {
        lights.with(|lights| {
            let red = lights.iter().filter(|(_, colour)| *colour == Colour::Red);
            red.flat_map(|(light, _)| light.missing.clone())
                .collect::<BTreeSet<ItemId>>()
        })
    });
    let is_ahead = Live::memo(move || open.plan.with(Life::of).is_ahead());
    view! {
        <Show when=move || is_ahead.get()>
            <section class="ov-section">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::DAY_ONE}</Heading>
                <Lights lights=Live::derive(move || shown_lights(open, lights)) />
            </section>
        </Show>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::AREAS}</Heading>
            {areas.into_iter().map(|area| view! { <AreaSection open area day_one=red /> }).collect_view()}
            <AddItem open />
        </section>
        <PlanNotes open />
        <PlanAnswers open />
        <InDanger plan=open.id />
    }
}

/// The way to what may be opened where a life is in danger.
#[component]
fn InDanger(plan: PlanId) -> impl IntoView {
    let has_any: bool = !use_journal_state().overridable_areas().is_empty();
    let href: String = Page::Plan(plan, PlanPart::Override).path();
    has_any.then(|| {
        view! {
            <section class="ov-section">
                <Link href=href>{overrides::OPEN_IN_DANGER}</Link>
            </section>
        }
    })
}

/// The lights of the first day, with the colour that each has today.
fn lights(open: OpenPlan) -> Vec<(Light, Colour)> {
    let (release, is_remand) = open
        .plan
        .with(|plan| (plan.release_date().value, day_one::is_remand(plan)));
    let is_near: bool = open.plan.with(Life::of).is_ahead()
        && day_one::is_near(release, is_remand, open.today.get());
    let lights = open.template.with_value(|template| {
        open.checklist
            .with(|checklist| day_one::lights(checklist, template))
    });
    let coloured = lights.into_iter().map(|light| {
        let colour: Colour = light.state.colour(is_near);
        (light, colour)
    });
    coloured.collect()
}

fn shown_lights(open: OpenPlan, lights: Live<Vec<(Light, Colour)>>) -> Vec<ShownLight> {
    open.template.with_value(|template| {
        open.checklist.with(|checklist| {
            lights
                .get()
                .into_iter()
                .map(|(light, colour)| ShownLight {
                    id: light.id,
                    colour,
                    reason: if colour == Colour::Grey {
                        question(open, light.id)
                    } else {
                        reason(&light.missing, checklist, template)
                    },
                })
                .collect()
        })
    })
}

/// The first thing that is missing, and how many more.
fn reason(missing: &[ItemId], checklist: &Checklist, template: &Template) -> String {
    let Some(first) = missing.first().and_then(|id| checklist.item(id)) else {
        return String::new();
    };
    let words: String = title(first, template);
    if missing.len() == 1 {
        words
    } else {
        format!("{words} (+{})", missing.len() - 1)
    }
}
