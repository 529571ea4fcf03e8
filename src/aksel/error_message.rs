//! The message below a field that has an error. Fields render it themselves.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::size::Size;

/// The message below a field that has an error.
#[component]
pub fn ErrorMessage(
    /// Size of the text; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// A warning triangle in front; false by default.
    #[prop(optional)]
    show_icon: bool,
    /// What is wrong and what to do about it.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-error-message",
        "aksel-label",
        class_if(size == Size::Small, "aksel-label--small"),
        class_if(show_icon, "aksel-error-message--show-icon"),
    ]);
    view! {
        <p class=class>
            {show_icon.then(|| view! {
                <svg viewBox="0 0 17 16" fill="none" focusable="false" aria-hidden="true">
                    <path
                        fill-rule="evenodd"
                        clip-rule="evenodd"
                        fill="currentColor"
                        d="M3.492 11.534 8.114 2.76a1 1 0 0 1 1.77 0l4.623 8.775A1 1 0 0 1 13.623 13H4.377a1 1 0 0 1-.885-1.466m6.257-1.039a.75.75 0 1 1-1.5 0 .75.75 0 0 1 1.5 0M9.5 5.5a.5.5 0 0 0-1 0V8a.5.5 0 0 0 1 0z"
                    />
                </svg>
            })}
            {children()}
        </p>
    }
}
