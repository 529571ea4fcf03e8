//! A newer version of the template: what it would change in this plan, and taking it.

use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::Template;
use overgang_domain::commands::take_template;
use overgang_domain::template::draft::Impact;

use crate::aksel::{BodyLong, Button, ButtonVariant, InlineMessage, MessageStatus, ReadMore, Size};
use crate::components::ImpactLists;
use crate::live::drawn;
use crate::pages::sheets::OpenPlan;
use crate::pages::sheets::item_words::template_title;
use crate::state::{Settled, done, use_journal_state};
use crate::text::template as text;

/// The banner; nothing where the plan goes by the newest version.
#[component]
pub(in crate::pages::plan_page) fn NewTemplate(open: OpenPlan) -> impl IntoView {
    let journal = use_journal_state();
    let templates = journal.templates();
    drawn(move || {
        let templates = templates.get();
        let (newest, own): (Arc<Template>, Arc<Template>) =
            (Arc::clone(templates.newest()), open.template.get_value());
        if newest.version() <= own.version() || !open.writes_header() {
            return None;
        }
        let published = templates.published().get(&newest.version());
        let words: String = published.map(|one| one.words.clone()).unwrap_or_default();
        let version = newest.version();
        let on_take = Callback::new(move |_| {
            journal.act(
                open.id,
                Settled::default(),
                move |pen, plan| done(take_template(pen, plan, version)),
                move |saved| {
                    if saved.is_ok() {
                        journal.announce(text::TAKEN);
                    }
                },
            );
        });
        Some(view! {
            <section class="ov-section" data-testid="new-template">
                <InlineMessage status=MessageStatus::Info size=Size::Small>
                    {text::NEWER}" "<span class="ov-text">{words}</span>
                </InlineMessage>
                <ReadMore header=text::WHAT_CHANGES>
                    <Changes open newest=Arc::clone(&newest) />
                </ReadMore>
                <div class="ov-actions">
                    <Button variant=ButtonVariant::Secondary on_click=on_take>{text::TAKE}</Button>
                </div>
            </section>
        })
    })
}

/// What it would change, as the plan stands now.
#[component]
fn Changes(open: OpenPlan, newest: Arc<Template>) -> impl IntoView {
    drawn(move || {
        let impact: Impact = open.plan.with(|plan| {
            open.template
                .with_value(|own| Impact::of(plan, own, &newest))
        });
        let lists = text::lists(&impact, |item| template_title(item, &newest));
        view! {
            <div class="ov-form">
                {impact.is_empty().then(|| view! { <BodyLong>{text::NOTHING_HERE}</BodyLong> })}
                <ImpactLists lists />
                <BodyLong>{text::ANSWERS_STAY}</BodyLong>
            </div>
        }
    })
}
