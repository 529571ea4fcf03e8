//! One entry of the main menu.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::aksel::{Icon, IconName};

/// A link that knows whether it is the page shown.
#[component]
pub fn NavLink(
    /// Where to.
    #[prop(into)]
    href: String,
    /// Its picture.
    icon: IconName,
    /// Its words.
    words: &'static str,
    /// A number beside it; not shown when 0.
    #[prop(into, optional)]
    count: Signal<usize>,
) -> impl IntoView {
    let location = use_location();
    let target: String = href.clone();
    let is_current = move || {
        let path: String = location.pathname.get();
        let is_plans: bool = target == "/" && (path.starts_with("/plans") || path == "/new");
        (path == target || is_plans).then_some("page")
    };
    view! {
        <li>
            <a class="ov-nav__link" href=href aria-current=is_current>
                <Icon name=icon />
                <span>{words}</span>
                {move || {
                    let count: usize = count.get();
                    (count > 0).then(|| view! { <span class="ov-nav__count">{count}</span> })
                }}
            </a>
        </li>
    }
}
