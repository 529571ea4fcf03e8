//! The title of an `ExpansionCard`, which also names the card and its button.

use leptos::html::custom;
use leptos::prelude::*;

use super::expansion_card::ExpansionCardContext;
use super::heading::HeadingLevel;
use super::strict_context::strict_context;
use super::typography::BodySize;

/// The title; stands in an `ExpansionCardHeader`.
#[component]
pub fn ExpansionCardTitle(
    /// Place in the page's outline (Aksel's `as`); `Three` by default.
    #[prop(default = HeadingLevel::Three)]
    level: HeadingLevel,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: BodySize,
    /// The title.
    children: Children,
) -> impl IntoView {
    let card: ExpansionCardContext = strict_context("ExpansionCardTitle", "ExpansionCard");
    let size = size.as_str();
    let class = format!("aksel-expansioncard__title--{size} aksel-heading aksel-heading--{size}");
    custom(level.as_str())
        .id(card.title_id.get_value())
        .class(class)
        .child(children())
}
