//! A card that leads somewhere: all of it can be pressed, and its one link is what is read aloud.
//! The link is stretched over the card by our own rule, where Aksel passes clicks on by script.

use leptos::context::Provider;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::class_names;
use super::icon::Icon;
use super::icon_name::IconName;
use super::size::Size;
use crate::live::Live;

/// What the card hands to its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct LinkCardContext {
    /// Size of the parts.
    pub(super) size: Size,
}

/// A card that leads somewhere.
#[component]
pub fn LinkCard(
    /// An arrow at the end; true by default.
    #[prop(default = true)]
    arrow: bool,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Colour role (`data-color`); `Neutral` by default.
    #[prop(into, default = AkselColor::Neutral.into())]
    color: Live<AkselColor>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// A `LinkCardTitle` with a `LinkCardAnchor`, perhaps icon and description.
    children: Children,
) -> impl IntoView {
    let class = class_names(&[
        "aksel-link-card aksel-link-anchor__overlay ov-link-card aksel-body-long",
        class,
        &format!("aksel-body-long--{}", size.as_str()),
        &format!("aksel-link-card--{}", size.as_str()),
    ]);
    view! {
        <div class=class data-color=move || color.get().as_str() data-align-arrow="baseline">
            <Provider value=LinkCardContext { size }>{children()}</Provider>
            {arrow.then(|| view! {
                <Icon
                    name=IconName::ArrowRight
                    class="aksel-link-anchor__arrow aksel-link-card__arrow ov-link-card__arrow"
                />
            })}
        </div>
    }
}
