//! Draws an icon as large as the text around it and in its colour.

use leptos::prelude::*;

use super::icon_name::IconName;
use crate::live::Live;

/// An icon. Without a title it is an ornament and hidden from screen readers.
#[component]
pub fn Icon(
    /// Which icon.
    #[prop(into)]
    name: Live<IconName>,
    /// What the icon says where no text beside it does; none by default.
    #[prop(optional, into)]
    title: Live<Option<String>>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg
            class=class
            width="1em"
            height="1em"
            viewBox="0 0 24 24"
            fill="none"
            focusable="false"
            role="img"
            aria-hidden=move || title.with(Option::is_none).then_some("true")
            aria-label=move || title.get()
        >
            <path
                d=move || name.get().path()
                fill="currentColor"
                fill-rule="evenodd"
                clip-rule="evenodd"
            />
        </svg>
    }
}
