//! The icon at the start of a `LinkCard`: an ornament.

use leptos::prelude::*;

use super::icon::Icon;
use super::icon_name::IconName;
use crate::live::Live;

/// The icon at the start; stands in a `LinkCard`.
#[component]
pub fn LinkCardIcon(
    /// Which icon.
    #[prop(into)]
    name: Live<IconName>,
) -> impl IntoView {
    view! {
        <div class="aksel-link-card__icon" aria-hidden="true"><Icon name=name /></div>
    }
}
