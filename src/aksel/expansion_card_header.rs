//! The top of an `ExpansionCard`: all of it opens and closes the card. Its button carries the title's
//! name, where Aksel's says "show more" on every card alike.

use leptos::prelude::*;

use super::expansion_card::ExpansionCardContext;
use super::icon::Icon;
use super::icon_name::IconName;
use super::strict_context::strict_context;

/// The top; stands in an `ExpansionCard`.
#[component]
pub fn ExpansionCardHeader(
    /// An `ExpansionCardTitle` and what belongs beside it.
    children: Children,
) -> impl IntoView {
    let card: ExpansionCardContext = strict_context("ExpansionCardHeader", "ExpansionCard");
    let flag = move || if card.open.get() { "true" } else { "false" };
    view! {
        <div class="aksel-expansioncard__header" data-open=flag>
            <div>{children()}</div>
            <button
                type="button"
                class="aksel-expansioncard__header-button"
                aria-expanded=flag
                aria-controls=card.content_id.get_value()
                aria-labelledby=card.title_id.get_value()
                on:click=move |_| card.toggle.run(())
            >
                <Icon name=IconName::ChevronDown class="aksel-expansioncard__header-chevron" />
            </button>
        </div>
    }
}
