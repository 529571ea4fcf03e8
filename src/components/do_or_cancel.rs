//! The two buttons under a form: do it, or close the form.

use leptos::prelude::*;

use crate::aksel::{Button, ButtonVariant};
use crate::live::LiveCell;
use crate::text::new_plan as text;

/// The buttons.
#[component]
pub fn DoOrCancel(
    /// What the first one says.
    words: &'static str,
    /// Does it.
    on_do: Callback<leptos::ev::MouseEvent>,
    /// Whether the form is open.
    is_open: LiveCell<bool>,
) -> impl IntoView {
    view! {
        <Button on_click=on_do>{words}</Button>
        <Button
            variant=ButtonVariant::Tertiary
            on_click=Callback::new(move |_| is_open.set(false))
        >
            {text::CANCEL}
        </Button>
    }
}
