//! Who is signed in, in the `InternalHeader`.

use leptos::prelude::*;

/// Who is signed in; stands in an `InternalHeader`.
#[component]
pub fn InternalHeaderUser(
    /// The user's name.
    #[prop(into)]
    name: Signal<String>,
    /// Office or role; none by default.
    #[prop(into, optional)]
    description: Signal<Option<String>>,
) -> impl IntoView {
    view! {
        <div class="aksel-internalheader__user">
            <div>
                <div class="aksel-body-short aksel-body-short--small">{move || name.get()}</div>
                {move || description.get().map(|description| view! {
                    <div class="aksel-detail">{description}</div>
                })}
            </div>
        </div>
    }
}
