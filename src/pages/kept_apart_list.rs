//! What was handed in sealed and could not go into a plan: its author or the plan's coordinator lets it in.

use leptos::prelude::*;

use super::sync_page::{place, typed, when};
use crate::aksel::{
    BodyShort, Button, ButtonVariant, ErrorMessage, Heading, HeadingLevel, HeadingSize, Icon,
    IconName,
};
use crate::components::AskFirst;
use crate::live::{LiveCell, drawn};
use crate::state::{
    KeptApart, SettleAct, SettleTrouble, kept_apart, settle_kept_apart, use_journal_state,
    use_sync_state, use_view_state,
};
use crate::text::sync as text;

/// The list; nothing where nothing waits, or the centre does not answer.
#[component]
pub(super) fn KeptApartList() -> impl IntoView {
    let journal = use_journal_state();
    let waiting: LiveCell<Vec<KeptApart>> = LiveCell::new(Vec::new());
    Effect::new(move |_| {
        // It changes with what comes from the centre.
        journal.log().with(Vec::len);
        leptos::task::spawn_local(async move { waiting.set(kept_apart().await) });
    });
    view! {
        <Show when=move || waiting.with(|waiting| !waiting.is_empty())>
            <section class="ov-section" data-testid="kept-apart">
                <Heading level=HeadingLevel::Two size=HeadingSize::Medium>{text::KEPT_APART}</Heading>
                <BodyShort>{text::KEPT_APART_HELP}</BodyShort>
                <ul class="ov-sync-list">
                    {drawn(move || {
                        let rows = waiting.get().into_iter();
                        rows.map(|one| view! { <Row one waiting /> }).collect_view()
                    })}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(one: KeptApart, waiting: LiveCell<Vec<KeptApart>>) -> impl IntoView {
    let view_state = use_view_state();
    let sync = use_sync_state();
    let trouble: LiveCell<Option<&'static str>> = LiveCell::new(None);
    let is_asked = LiveCell::new(false);
    let is_working = LiveCell::new(false);
    let about = one.about.clone();
    let says: String = typed(&one.entry);
    // Nobody lets in what they have not seen.
    let can_be_judged: bool = !says.trim().is_empty();
    let says: String = if can_be_judged {
        says
    } else {
        text::NOT_SHOWN.to_owned()
    };
    let (page, shared) = place(&one.entry);
    let name: String = about
        .name
        .or_else(|| shared.map(str::to_owned))
        .unwrap_or_else(|| text::PLAN_NOT_YOURS.to_owned());
    let written: String = text::written_by(&about.author, &when(view_state, one.entry.time.millis));
    let why = about.reasons.iter().map(|reason| {
        let words: &str = text::kept_apart_because(*reason);
        view! { <p>{words}</p> }
    });
    let why = why.collect_view();
    let one = StoredValue::new(one);
    let settle = move |act: SettleAct| {
        if is_working.get_untracked() {
            return;
        }
        is_working.set(true);
        trouble.set(None);
        leptos::task::spawn_local(async move {
            let settled = settle_kept_apart(&one.get_value(), act).await;
            is_working.set(false);
            match settled {
                Ok(()) => {
                    sync.sync_now();
                    waiting.set(kept_apart().await);
                }
                Err(error) => trouble.set(Some(words_of(error))),
            }
        });
    };
    let on_release = Callback::new(move |_| settle(SettleAct::Release));
    let on_discard = Callback::new(move |_| settle(SettleAct::Discard));
    view! {
        <li class="ov-sync-entry" data-state="kept-apart">
            <Icon name=IconName::ExclamationmarkTriangle />
            <div class="ov-sync-entry__what">
                <a class="ov-text ov-clamp" href=page.path()>{name}</a>
                <p class="ov-text">{says}</p>
                {why}
                <div class="ov-sync-entry__when">{written}</div>
                {drawn(move || {
                    trouble.get().map(|words| view! { <ErrorMessage>{words}</ErrorMessage> })
                })}
            </div>
            <Show when=move || can_be_judged && !is_asked.get()>
                <Button
                    variant=ButtonVariant::Secondary
                    loading=is_working
                    on_click=on_release
                >
                    {text::LET_IN}
                </Button>
            </Show>
            <AskFirst
                is_asked
                ask=(text::THROW_AWAY, ButtonVariant::Tertiary)
                sure=text::DELETE_FOR_GOOD
                keep=text::KEEP
                on_sure=on_discard
            />
        </li>
    }
}

fn words_of(trouble: SettleTrouble) -> &'static str {
    match trouble {
        SettleTrouble::Unreachable => text::NOT_SETTLED,
        SettleTrouble::Refused => text::MAY_NOT_LET_IN,
        SettleTrouble::Gone => text::SETTLED_ALREADY,
    }
}
