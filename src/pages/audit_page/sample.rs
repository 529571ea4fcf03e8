//! The sample of a week: each row with the reason why it was drawn, what was found on it before, and room for more.

use std::collections::BTreeMap;

use leptos::prelude::*;
use overgang_sync::message::{AuditPlace, FindingRequest, ReviewPick, ReviewResponse};

use super::audit_row::{name, plans_named, told};
use crate::aksel::{
    BodyShort, Button, ButtonSize, ButtonVariant, Detail, InlineMessage, MessageStatus, Select,
    Size, Tag, TagSize, Textarea,
};
use crate::live::{Live, LiveCell, drawn};
use crate::pages::sync_page::when;
use crate::state::{keep_finding, read_review, read_reviews, use_journal_state, use_view_state};
use crate::text::audit as text;

/// How far the weeks have come.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Weeks {
    Reading,
    Failed,
    Here(Vec<String>),
}

/// The sample of the newest week, or of another one.
#[component]
pub(super) fn Sample() -> impl IntoView {
    let weeks = LiveCell::new(Weeks::Reading);
    let week = LiveCell::new(String::new());
    let review: LiveCell<Option<ReviewResponse>> = LiveCell::new(None);
    // Outside of the rows: what is typed on one must not go when another one is kept and all are drawn anew.
    let typed: LiveCell<BTreeMap<AuditPlace, String>> = LiveCell::new(BTreeMap::new());
    let read = move |chosen: String| {
        week.set(chosen.clone());
        leptos::task::spawn_local(async move {
            let found = read_review(&chosen).await;
            if found.is_none() {
                weeks.set(Weeks::Failed);
            }
            review.set(found);
        });
    };
    leptos::task::spawn_local(async move {
        let Some(found) = read_reviews().await else {
            weeks.set(Weeks::Failed);
            return;
        };
        if let Some(newest) = found.weeks.first() {
            read(newest.clone());
        }
        weeks.set(Weeks::Here(found.weeks));
    });
    let options = Live::derive(move || match weeks.get() {
        Weeks::Here(weeks) => weeks.into_iter().map(|week| (week.clone(), week)).collect(),
        Weeks::Reading | Weeks::Failed => Vec::new(),
    });
    let is_empty = Live::derive(move || weeks.get() == Weeks::Here(Vec::new()));
    view! {
        <Show when=move || weeks.get() == Weeks::Failed>
            <InlineMessage status=MessageStatus::Error>{text::FAILED}</InlineMessage>
        </Show>
        <Show when=move || is_empty.get()>
            <p class="ov-empty">{text::NO_WEEKS}</p>
        </Show>
        <Show when=move || options.with(|options| !options.is_empty())>
            <Select
                label=text::WEEK
                value=week
                on_change=read
                options
            />
        </Show>
        <ol class="ov-sync-list">
            {drawn(move || {
                review.get().map(|found| {
                    let picks = found.picks.into_iter();
                    picks.map(|pick| view! { <Pick pick review typed /> }).collect_view()
                })
            })}
        </ol>
    }
}

/// One row of the sample.
#[component]
fn Pick(
    pick: ReviewPick,
    review: LiveCell<Option<ReviewResponse>>,
    typed: LiveCell<BTreeMap<AuditPlace, String>>,
) -> impl IntoView {
    let journal = use_journal_state();
    let view_state = use_view_state();
    let told = told(&pick.row);
    let is_keeping = LiveCell::new(false);
    let has_failed = LiveCell::new(false);
    let place: AuditPlace = pick.row.place;
    let words =
        Live::derive(move || typed.with(|typed| typed.get(&place).cloned().unwrap_or_default()));
    let on_keep = Callback::new(move |_| {
        let Some(week) = review.with_untracked(|review| Some(review.as_ref()?.week.clone())) else {
            return;
        };
        let text: String = words.get_untracked();
        is_keeping.set(true);
        leptos::task::spawn_local(async move {
            let kept = keep_finding(&week, &FindingRequest { place, text }).await;
            is_keeping.set(false);
            has_failed.set(kept.is_none());
            if kept.is_some() {
                typed.update(|typed| {
                    typed.remove(&place);
                });
                review.set(kept);
            }
        });
    });
    let findings = pick.findings.iter().map(|finding| {
        let who: String = text::looked(&name(journal, finding.user), &when(view_state, finding.at));
        let found: String = finding.text.clone();
        view! {
            <div>
                <Detail>{who}</Detail>
                <BodyShort class="ov-text">{found}</BodyShort>
            </div>
        }
    });
    let findings = findings.collect_view();
    let plans: String = plans_named(&pick.row);
    view! {
        <li class="ov-sync-entry" data-pick=pick.row.act.as_str()>
            <div class="ov-sync-entry__what">
                <Tag size=TagSize::Small>{text::pick(pick.why)}</Tag>
                <BodyShort class="ov-text">{told.who} ": " {told.what}</BodyShort>
                <div class="ov-sync-entry__when">{told.when} " " {plans}</div>
                {pick.findings.is_empty().then(|| view! { <Detail>{text::NOT_LOOKED}</Detail> })}
                {findings}
                <div class="ov-form">
                <Textarea
                    label=text::FINDING
                    description=Some(text::FINDING_HELP.to_owned())
                    value=words
                    on_input=move |value: String| {
                            typed.update(|typed| {
                                typed.insert(place, value);
                            });
                        }
                    max_length=2_000
                    min_rows=2
                    size=Size::Small
                />
                <Show when=move || has_failed.get()>
                    <InlineMessage status=MessageStatus::Error>{text::NOT_KEPT}</InlineMessage>
                </Show>
                <Button
                    size=ButtonSize::Small
                    variant=ButtonVariant::Secondary
                    loading=is_keeping
                    disabled=Live::derive(move || words.with(|words| words.trim().is_empty()))
                    on_click=on_keep
                >
                    {text::KEEP}
                </Button>
                </div>
            </div>
        </li>
    }
}
