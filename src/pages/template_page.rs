//! The checklist template: the draft of its next version, what that would do to plans, and giving it out.

mod draft_card;
mod item_list;

use std::sync::Arc;

use leptos::prelude::*;
use overgang_domain::Template;
use overgang_domain::change::Role;
use overgang_domain::template::{Templates, draft};

use self::draft_card::Draft;
use self::item_list::Areas;
use super::sheets::open_plan::{Answered, InDirectory, OpenPlan};
use crate::aksel::{BodyLong, Heading, HeadingLevel, HeadingSize, Loader};
use crate::live::{Live, LiveCell, drawn};
use crate::state::use_journal_state;
use crate::text::template as text;

/// The page. It is built anew once a version has come.
#[component]
pub fn TemplatePage() -> impl IntoView {
    let journal = use_journal_state();
    let newest = Live::memo(move || {
        let templates = journal.templates();
        templates.with(|templates| templates.newest().version())
    });
    view! {
        <InDirectory>
            {drawn(move || {
                newest.get();
                view! { <WholeTemplate /> }
            })}
        </InDirectory>
    }
}

#[component]
fn WholeTemplate() -> impl IntoView {
    let journal = use_journal_state();
    let may_write: bool = journal.session().user.has_role(Role::TemplateAdmin);
    let answered: LiveCell<Option<Answered>> = LiveCell::new(None);
    if may_write {
        leptos::task::spawn_local(async move {
            answered.set(journal.answered_items().await.map(Arc::new));
        });
    }
    let open = OpenPlan::of_template(answered.into(), may_write);
    let next: Live<NextVersion> = Live::memo(move || {
        open.plan.with(|directory| {
            let next = open
                .template
                .with_value(|newest| draft::next_version(directory, newest));
            NextVersion(Arc::new(next))
        })
    });
    let number: u32 = open.template.with_value(|newest| newest.version().0);
    view! {
        <Heading level=HeadingLevel::One size=HeadingSize::Large>{text::TITLE}</Heading>
        <BodyLong>{text::LEAD}</BodyLong>
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::VERSIONS}</Heading>
            <Versions />
        </section>
        {may_write
            .then(|| {
                view! {
                    <section class="ov-section ov-sheet" data-testid="template-draft">
                        <Heading level=HeadingLevel::Two size=HeadingSize::Medium>
                            {format!("{}: {}", text::DRAFT, text::version(number + 1))}
                        </Heading>
                        <Draft open next />
                    </section>
                }
            })}
        <section class="ov-section">
            <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::ITEMS}</Heading>
            {(!may_write).then(|| view! { <BodyLong>{text::READ_ONLY}</BodyLong> })}
            // Without knowing what plans have answers on, a form could not say what may not be dropped.
            <Show
                when=move || !may_write || answered.with(Option::is_some)
                fallback=|| view! { <Loader title=text::WORKING.to_owned() /> }
            >
                <Areas open next />
            </Show>
        </section>
    }
}

/// The next version; another one only if a field of an item differs.
#[derive(Clone, Debug)]
struct NextVersion(Arc<Template>);

impl PartialEq for NextVersion {
    fn eq(&self, other: &Self) -> bool {
        self.0.items.len() == other.0.items.len() && self.0.changed_in(&other.0).is_empty()
    }
}

/// All versions with what was new in them, the newest first.
#[component]
fn Versions() -> impl IntoView {
    let templates: Arc<Templates> = use_journal_state().templates().get_untracked();
    let published = templates.published().iter().rev();
    let published = published
        .map(|(version, published)| {
            let line = format!("{}: {}", text::version(version.0), published.words);
            view! { <li class="ov-text">{line}</li> }
        })
        .collect_view();
    let shipped = templates.shipped().version();
    let shipped = format!("{}: {}", text::version(shipped.0), text::SHIPPED);
    view! {
        <ul class="ov-links">
            {published} <li>{shipped}</li>
        </ul>
    }
}
