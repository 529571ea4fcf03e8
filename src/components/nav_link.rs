//! One entry of the main menu.

use leptos::prelude::*;

use crate::aksel::{Icon, IconName};
use crate::live::{Live, drawn};

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
    /// Whether its page is shown.
    #[prop(into)]
    is_current: Live<bool>,
    /// A number beside it; not shown when 0.
    #[prop(into, optional)]
    count: Live<usize>,
) -> impl IntoView {
    view! {
        <li>
            <a class="ov-nav__link" href=href aria-current=move || is_current.get().then_some("page")>
                <Icon name=icon />
                <span>{words}</span>
                {drawn(move || {
                    let count: usize = count.get();
                    (count > 0).then(|| view! { <span class="ov-nav__count">{count}</span> })
                })}
            </a>
        </li>
    }
}
