//! The statuses as buttons: one tap changes one.

use leptos::prelude::*;
use overgang_domain::Status;

use super::status_tag::{status_color, status_icon};
use crate::aksel::Icon;
use crate::live::{Live, LiveCell, drawn};
use crate::text::{item as text, words};

/// The four that are used most; the others come with "more".
const FIRST: [Status; 4] = [
    Status::NeedsHelp,
    Status::UnderWay,
    Status::Waiting,
    Status::Done,
];

/// A row of buttons, the current status pressed.
#[component]
pub fn StatusButtons(
    /// The current status.
    #[prop(into)]
    status: Live<Status>,
    /// A status was tapped.
    on_status: Callback<Status>,
) -> impl IntoView {
    let shows_all = LiveCell::new(false);
    let button = move |one: Status| {
        let is_current = move || status.get() == one;
        view! {
            <button
                type="button"
                class="ov-status"
                data-color=status_color(one).as_str()
                data-status=one.as_str()
                aria-pressed=move || is_current().to_string()
                on:click=move |_| on_status.run(one)
            >
                <Icon name=status_icon(one) />
                <span>{words::short_status(one)}</span>
            </button>
        }
    };
    let shown = move || {
        let current: Status = status.get();
        let all = Status::ALL.into_iter();
        all.filter(|one| shows_all.get() || FIRST.contains(one) || *one == current)
            .map(button)
            .collect_view()
    };
    view! {
        <div class="ov-statuses" role="group" aria-label=text::STATUS>
            {shown}
            {drawn(move || {
                (!shows_all.get())
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="ov-status"
                                data-color="neutral"
                                on:click=move |_| shows_all.set(true)
                            >
                                <span>{text::MORE}</span>
                            </button>
                        }
                    })
            })}
        </div>
    }
}
