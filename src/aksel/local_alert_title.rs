//! The title of a `LocalAlert`; the alert's kind is read aloud in front of it.

use leptos::html::custom;
use leptos::prelude::*;

use super::aksel_texts::use_aksel_texts;
use super::local_alert::LocalAlertContext;
use super::size::Size;
use super::strict_context::strict_context;

/// The title; stands in a `LocalAlertHeader`.
#[component]
pub fn LocalAlertTitle(
    /// The element's name (Aksel's `as`); `h2` by default.
    #[prop(default = "h2")]
    tag: &'static str,
    /// The title.
    children: Children,
) -> impl IntoView {
    let alert: LocalAlertContext = strict_context("LocalAlertTitle", "LocalAlert");
    let texts = use_aksel_texts();
    let text_size = match alert.size {
        Size::Medium => "large",
        Size::Small => "medium",
    };
    let class = format!(
        "aksel-base-alert__title aksel-body-short aksel-body-short--{text_size} aksel-typo--semibold"
    );
    let word = move || format!("{}: ", alert.status.get().word(texts.get()));
    custom(tag).class(class).child((
        view! { <span class="aksel-sr-only">{word}</span> },
        children(),
    ))
}
