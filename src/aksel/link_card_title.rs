//! The title of a `LinkCard`.

use leptos::html::custom;
use leptos::prelude::*;

use super::link_card::LinkCardContext;
use super::size::Size;
use super::strict_context::strict_context;

/// The title; stands in a `LinkCard`.
#[component]
pub fn LinkCardTitle(
    /// The element's name (Aksel's `as`); `span` by default.
    #[prop(default = "span")]
    tag: &'static str,
    /// A `LinkCardAnchor`.
    children: Children,
) -> impl IntoView {
    let card: LinkCardContext = strict_context("LinkCardTitle", "LinkCard");
    let size = match card.size {
        Size::Medium => "small",
        Size::Small => "xsmall",
    };
    let class = format!("aksel-link-card__title aksel-heading aksel-heading--{size}");
    custom(tag).class(class).child(children())
}
