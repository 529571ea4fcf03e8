//! A chip that stands for something chosen and takes it away when pressed.

use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::use_aksel_texts;
use super::icon::Icon;
use super::icon_name::IconName;
use crate::live::{Live, drawn};

/// A chip that is removed when pressed; stands in `Chips`.
#[component]
pub fn ChipsRemovable(
    /// Its text.
    #[prop(into)]
    label: Live<String>,
    /// Called when it is to go.
    #[prop(into)]
    on_delete: Callback<()>,
    /// Colour role (`data-color`); that of the surroundings by default.
    #[prop(into, optional)]
    color: Option<AkselColor>,
) -> impl IntoView {
    let texts = use_aksel_texts();
    view! {
        <li>
            <button
                type="button"
                class="aksel-chips__chip aksel-chips__removable aksel-chips--icon-right"
                data-color=color.map(AkselColor::as_str)
                aria-label=move || format!("{} {}", label.get(), texts.get().remove)
                on:click=move |_| on_delete.run(())
            >
                <span>{drawn(move || label.get())}</span>
                <span class="aksel-chips__removable-icon"><Icon name=IconName::XMark /></span>
            </button>
        </li>
    }
}
