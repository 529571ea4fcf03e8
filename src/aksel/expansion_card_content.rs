//! What an `ExpansionCard` shows when it is open. It is built when the card first opens and then kept,
//! so that a long page of closed cards costs nothing and half-written text in a card stays.

use leptos::prelude::*;

use super::expansion_card::ExpansionCardContext;
use super::strict_context::strict_context;
use crate::live::{Live, drawn};

/// What is shown when the card is open; stands in an `ExpansionCard`.
#[component]
pub fn ExpansionCardContent(
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let card: ExpansionCardContext = strict_context("ExpansionCardContent", "ExpansionCard");
    let was_opened = Live::memo_after(move |before: Option<&bool>| {
        before.is_some_and(|before| *before) || card.open.get()
    });
    let flag = move |value: bool| if value { "true" } else { "false" };
    let class = format!(
        "aksel-expansioncard__content aksel-body-long aksel-body-long--{}",
        card.size.as_str()
    );
    view! {
        <div
            id=card.content_id.get_value()
            class=class
            aria-hidden=move || flag(!card.open.get())
            data-open=move || flag(card.open.get())
        >
            <div class="aksel-expansioncard__content-inner" data-color="accent">
                {drawn(move || was_opened.get().then(|| children()))}
            </div>
        </div>
    }
}
