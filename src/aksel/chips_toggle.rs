//! A chip that is on or off: a filter.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::{class_if, class_names};
use crate::live::{Live, drawn};

/// A chip that is on or off; stands in `Chips`.
#[component]
pub fn ChipsToggle(
    /// Its text.
    #[prop(into)]
    label: Live<String>,
    /// Whether it is on.
    #[prop(into)]
    selected: Live<bool>,
    /// Called with whether it is to be on.
    #[prop(into)]
    on_change: Callback<bool>,
    /// A ring that becomes a tick; true by default.
    #[prop(default = true)]
    checkmark: bool,
    /// Colour role (`data-color`); that of the surroundings by default.
    #[prop(into, optional)]
    color: Option<AkselColor>,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-chips__chip aksel-chips__toggle",
        class_if(checkmark, "aksel-chips__toggle--with-checkmark"),
    ]);
    let flag = move || if selected.get() { "true" } else { "false" };
    let ring = move || {
        if selected.get() {
            "M10 18.13a8.13 8.13 0 1 0 0-16.26 8.13 8.13 0 0 0 0 16.26m4.13-10.4a.63.63 0 0 0-1.04-.88l-4.49 5.31-2.18-2.19a.63.63 0 0 0-.96.96l2.71 2.71a.63.63 0 0 0 1-.04z"
        } else {
            "M10 3.125a6.875 6.875 0 1 0 0 13.75 6.875 6.875 0 0 0 0-13.75M1.875 10a8.125 8.125 0 1 1 16.25 0 8.125 8.125 0 0 1-16.25 0"
        }
    };
    view! {
        <li>
            <button
                type="button"
                class=class
                data-color=color.map(AkselColor::as_str)
                aria-pressed=flag
                data-pressed=flag
                on:click=move |_| on_change.run(!selected.get_untracked())
            >
                {checkmark.then(|| view! {
                    <svg
                        class="aksel-chips__toggle-icon"
                        width="1.25em"
                        height="1.25em"
                        viewBox="0 0 20 20"
                        fill="none"
                        focusable="false"
                        aria-hidden="true"
                    >
                        <path fill="currentColor" fill-rule="evenodd" clip-rule="evenodd" d=ring />
                    </svg>
                })}
                <span>{drawn(move || label.get())}</span>
            </button>
        </li>
    }
}
