//! What a version of the template would do to a plan, list by list.

use leptos::prelude::*;

/// The lists: what happens, and to which items.
#[component]
pub fn ImpactLists(lists: Vec<(&'static str, Vec<String>)>) -> impl IntoView {
    let list = |(heading, items): (&'static str, Vec<String>)| {
        let items = items
            .into_iter()
            .map(|item| view! { <li class="ov-text">{item}</li> })
            .collect_view();
        view! {
            <div>
                <strong>{heading}</strong>
                <ul>{items}</ul>
            </div>
        }
    };
    lists.into_iter().map(list).collect_view()
}
