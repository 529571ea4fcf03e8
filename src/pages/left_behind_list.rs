//! What was written here about plans that are not here any longer, with the day on which it goes.

use std::collections::BTreeMap;

use leptos::prelude::*;
use overgang_domain::PlanId;

use super::sync_page::typed;
use crate::aksel::{BodyShort, ButtonVariant, Heading, HeadingLevel, HeadingSize, Icon, IconName};
use crate::components::AskFirst;
use crate::live::{LiveCell, drawn};
use crate::state::{LeftBehind, use_journal_state, use_view_state};
use crate::text::{dates, sync as text};

/// The list; nothing where nothing is left.
#[component]
pub(super) fn LeftBehindList() -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let left: LiveCell<Vec<(PlanId, LeftBehind)>> = LiveCell::new(Vec::new());
    Effect::new(move |_| {
        // It changes with what comes from the centre.
        journal.log().with(Vec::len);
        journal.summaries().with(BTreeMap::len);
        leptos::task::spawn_local(async move { left.set(journal.left_behind().await) });
    });
    let on_delete = move |plan: PlanId| {
        leptos::task::spawn_local(async move {
            journal.drop_left_behind(plan).await;
            left.set(journal.left_behind().await);
        });
    };
    let row = move |(plan, one): (PlanId, LeftBehind)| {
        let drafts = one.drafts.iter().map(|draft| draft.text.clone());
        let words: Vec<String> = drafts
            .chain(one.set_aside.iter().map(|one| typed(&one.entry)))
            .filter(|words| !words.trim().is_empty())
            .collect();
        let goes: String = one.until.map_or_else(
            || text::LEFT_UNTIL_UNKNOWN.to_owned(),
            |until| text::left_until(&dates::day(view_state.wall_time(until).date)),
        );
        let on_sure = Callback::new(move |_| on_delete(plan));
        view! {
            <li class="ov-sync-entry" data-state="left-behind">
                <Icon name=IconName::ExclamationmarkTriangle />
                <div class="ov-sync-entry__what">
                    {words
                        .into_iter()
                        .map(|words| view! { <p class="ov-text">{words}</p> })
                        .collect_view()}
                    <div class="ov-sync-entry__when">{goes}</div>
                </div>
                <AskFirst
                    is_asked=LiveCell::new(false)
                    ask=(text::DELETE_NOW, ButtonVariant::Secondary)
                    sure=text::DELETE_FOR_GOOD
                    keep=text::KEEP
                    on_sure
                />
            </li>
        }
    };
    view! {
        <Show when=move || left.with(|left| !left.is_empty())>
            <section class="ov-section">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::LEFT_BEHIND}</Heading>
                <BodyShort>{text::LEFT_BEHIND_HELP}</BodyShort>
                <ul class="ov-sync-list">
                    {drawn(move || left.get().into_iter().map(row).collect_view())}
                </ul>
            </section>
        </Show>
    }
}
