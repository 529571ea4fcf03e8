//! Who is signed in, in the `InternalHeader`.

use crate::live::{Live, drawn};
use leptos::prelude::*;

/// Who is signed in; stands in an `InternalHeader`.
#[component]
pub fn InternalHeaderUser(
    /// The user's name.
    #[prop(into)]
    name: Live<String>,
    /// Office or role; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="aksel-internalheader__user">
            <div>
                <div class="aksel-body-short aksel-body-short--small">{drawn(move || name.get())}</div>
                {drawn(move || description.get().map(|description| view! {
                    <div class="aksel-detail">{description}</div>
                }))}
            </div>
        </div>
    }
}
