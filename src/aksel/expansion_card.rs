//! A card that opens to show more. Open or closed is the card's own matter unless the caller holds it.

use leptos::context::Provider;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::class_names;
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::{Live, LiveCell};

/// What the card hands to its parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExpansionCardContext {
    /// Whether the card is open.
    pub(super) open: Live<bool>,
    /// Opens or closes it.
    pub(super) toggle: Callback<()>,
    /// Size of the parts.
    pub(super) size: Size,
    /// Id of the title.
    pub(super) title_id: StoredValue<String>,
    /// Id of the content.
    pub(super) content_id: StoredValue<String>,
}

/// A card that opens to show more.
#[component]
pub fn ExpansionCard(
    /// Whether it is open, where the caller holds that; the card holds it by default.
    #[prop(into, optional)]
    open: Option<Live<bool>>,
    /// Whether it is open at first, where the card holds that; false by default.
    #[prop(optional)]
    default_open: bool,
    /// Called with whether it is to be open.
    #[prop(into, optional)]
    on_toggle: Option<Callback<bool>>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Colour role (`data-color`); `Neutral` by default.
    #[prop(into, default = AkselColor::Neutral.into())]
    color: Live<AkselColor>,
    /// Id of the card, to be linked to; none by default.
    #[prop(into, optional)]
    id: Option<String>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// An `ExpansionCardHeader` with an `ExpansionCardTitle`, then an `ExpansionCardContent`.
    children: Children,
) -> impl IntoView {
    let own_open = LiveCell::new(default_open);
    let open = open.unwrap_or_else(|| own_open.into());
    let context = ExpansionCardContext {
        open,
        toggle: Callback::new(move |()| {
            let next = !open.get_untracked();
            own_open.set(next);
            if let Some(on_toggle) = on_toggle {
                on_toggle.run(next);
            }
        }),
        size,
        title_id: StoredValue::new(unique_id("card-title")),
        content_id: StoredValue::new(unique_id("card-content")),
    };
    let class = class_names(&[
        "aksel-expansioncard",
        class,
        &format!("aksel-expansioncard--{}", size.as_str()),
    ]);
    view! {
        <section
            id=id
            class=class
            data-color=move || color.get().as_str()
            aria-labelledby=context.title_id.get_value()
        >
            <Provider value=context>{children()}</Provider>
        </section>
    }
}
