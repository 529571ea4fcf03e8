//! The draft of the next version: what it changes, what that does to plans, and giving it out.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use overgang_domain::commands::{PublishError, publish_template};
use overgang_domain::template::Templates;
use overgang_domain::template::draft::Impact;
use overgang_domain::{PlanId, Template};

use super::NextVersion;
use crate::aksel::{
    BodyLong, Button, ButtonVariant, ErrorMessage, Link, Loader, ReadMore, Textarea,
};
use crate::components::ImpactLists;
use crate::live::{Live, LiveCell, drawn};
use crate::page::{Page, PlanPart};
use crate::pages::sheets::item_words::template_title;
use crate::pages::sheets::open_plan::{OpenPlan, OwnForms};
use crate::state::{ActError, use_draft, use_journal_state};
use crate::text::template as text;

/// What the draft changes, what that does to plans, and giving it out.
#[component]
pub(super) fn Draft(open: OpenPlan, next: Live<NextVersion>) -> impl IntoView {
    let changed = Live::memo(move || {
        next.with(|next| {
            let changed = open
                .template
                .with_value(|newest| newest.changed_in(&next.0));
            let titles = changed.keys().filter_map(|id| next.0.item(id));
            titles
                .map(|item| item.title.nb.clone())
                .collect::<Vec<String>>()
        })
    });
    let is_empty = Live::derive(move || changed.with(Vec::is_empty));
    view! {
        {drawn(move || {
            let titles = changed.get();
            if titles.is_empty() {
                return view! { <BodyLong>{text::NO_CHANGES}</BodyLong> }.into_any();
            }
            let titles = titles
                .into_iter()
                .map(|title| view! { <li class="ov-text">{title}</li> })
                .collect_view();
            view! { <ul>{titles}</ul> }.into_any()
        })}
        <Show when=move || !is_empty.get()>
            <Impacts next />
            <Publish open />
        </Show>
    }
}

/// How far the going through the plans has come.
#[derive(Clone, PartialEq)]
enum Seen {
    NotAsked,
    Working,
    Here(Vec<(PlanId, String, Impact)>),
}

/// What the draft would do to each plan on this device.
#[component]
fn Impacts(next: Live<NextVersion>) -> impl IntoView {
    let journal = use_journal_state();
    let seen: LiveCell<Seen> = LiveCell::new(Seen::NotAsked);
    // What was worked out for another draft says nothing about this one.
    Effect::new(move |before: Option<()>| {
        next.with(|_| ());
        if before.is_some() {
            seen.set(Seen::NotAsked);
        }
    });
    let on_show = Callback::new(move |_| {
        seen.set(Seen::Working);
        let template: Arc<Template> = Arc::clone(&next.get_untracked().0);
        leptos::task::spawn_local(async move {
            let impacts = journal.impacts(template).await;
            seen.set(impacts.map_or(Seen::NotAsked, Seen::Here));
        });
    });
    drawn(move || {
        match seen.get() {
        Seen::NotAsked => view! {
            <div class="ov-actions">
                <Button variant=ButtonVariant::Secondary on_click=on_show>{text::SHOW_IMPACT}</Button>
            </div>
        }
        .into_any(),
        Seen::Working => view! { <Loader title=text::WORKING.to_owned() /> }.into_any(),
        Seen::Here(impacts) => view! { <ImpactList impacts next /> }.into_any(),
    }
    })
}

#[component]
fn ImpactList(impacts: Vec<(PlanId, String, Impact)>, next: Live<NextVersion>) -> impl IntoView {
    let all: usize = impacts.len();
    let next: Arc<Template> = Arc::clone(&next.get_untracked().0);
    let changed: Vec<_> = impacts
        .into_iter()
        .filter(|(_, _, impact)| !impact.is_empty())
        .collect();
    if changed.is_empty() {
        return view! { <BodyLong>{text::NO_IMPACT}</BodyLong> }.into_any();
    }
    let count: String = text::plans_change(changed.len(), all);
    let rows: Vec<_> = changed
        .into_iter()
        .map(|(plan, name, impact)| {
            let header = format!("{name}: {}", text::in_short(&impact));
            let href: String = Page::Plan(plan, PlanPart::default()).path();
            (
                header,
                name,
                href,
                text::lists(&impact, |item| template_title(item, &next)),
            )
        })
        .collect();
    let row = |(header, name, href, lists): (String, String, String, Lists)| {
        let inside = StoredValue::new((name, href, lists));
        view! {
            <ReadMore header=header>
                <ImpactLists lists=inside.with_value(|(_, _, lists)| lists.clone()) />
                <Link href=inside.with_value(|(_, href, _)| href.clone())>
                    {inside.with_value(|(name, _, _)| name.clone())}
                </Link>
            </ReadMore>
        }
    };
    let rows = StoredValue::new(rows);
    view! {
        <div data-testid="impacts">
            <ReadMore header=count>
                {move || rows.get_value().into_iter().map(row).collect_view()}
            </ReadMore>
        </div>
    }
    .into_any()
}

/// What happens, and to which items.
type Lists = Vec<(&'static str, Vec<String>)>;

/// Giving the draft out as the next version.
#[component]
fn Publish(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let words = use_draft(open.id, "template/words");
    let refusal: LiveCell<Option<PublishError>> = LiveCell::new(None);
    let number: u32 = open.template.with_value(|newest| newest.version().0);
    let on_publish = Callback::new(move |_| {
        let typed: String = words.text().get_untracked();
        let settled = words.settle();
        let own: OwnForms = open.forms.get_untracked();
        let today: NaiveDate = open.today.get_untracked();
        leptos::task::spawn_local(async move {
            // What has come since the page was opened counts too.
            let Some(answered) = journal.answered_items().await else {
                return;
            };
            let own = OwnForms {
                answered: Some(Arc::new(answered)),
                ..own
            };
            let templates: Arc<Templates> = journal.templates().get_untracked();
            journal.act(
                open.id,
                settled,
                move |pen, directory| {
                    publish_template(pen, directory, &templates, own.forms(), &typed, today)
                },
                move |saved| match saved {
                    Ok(_) => journal.announce(text::PUBLISHED),
                    Err(ActError::Refused(why)) => refusal.set(Some(why)),
                    Err(ActError::NotSaved) => {}
                },
            );
        });
    });
    let is_about_words =
        |why: &PublishError| matches!(why, PublishError::WordsMissing | PublishError::WordsTooLong);
    let at_field = Live::derive(move || {
        let why = refusal.get().filter(is_about_words)?;
        Some(text::refused(&why).to_owned())
    });
    view! {
        <div class="ov-form">
            <Textarea
                label=text::WORDS
                value=words.text()
                on_input=move |typed| words.set(typed)
                description=Some(text::WORDS_HELP.to_owned())
                error=at_field
            />
            <div role="alert">
                {drawn(move || {
                    let why = refusal.get().filter(|why| !is_about_words(why))?;
                    Some(view! { <ErrorMessage>{text::refused(&why)}</ErrorMessage> })
                })}
            </div>
            <div class="ov-actions">
                <Button on_click=on_publish>{text::publish(number + 1)}</Button>
            </div>
        </div>
    }
}
