//! A button for what cannot be taken back: it asks first, in its place.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use crate::aksel::{Button, ButtonVariant};
use crate::live::{LiveCell, drawn};

/// The button; once it is pressed, one that does it and one that does not.
#[component]
pub fn AskFirst(
    /// Whether it has been pressed.
    is_asked: LiveCell<bool>,
    /// What the button says, and how it looks.
    ask: (&'static str, ButtonVariant),
    /// What the one says that does it.
    sure: &'static str,
    /// What the one says that does not.
    keep: &'static str,
    /// Does it.
    on_sure: Callback<MouseEvent>,
) -> impl IntoView {
    let (ask, variant) = ask;
    let on_ask = Callback::new(move |_| is_asked.set(true));
    let on_keep = Callback::new(move |_| is_asked.set(false));
    drawn(move || {
        if is_asked.get() {
            view! {
                <Button variant=ButtonVariant::Primary on_click=on_sure>
                    {sure}
                </Button>
                <Button variant=ButtonVariant::Tertiary on_click=on_keep>
                    {keep}
                </Button>
            }
            .into_any()
        } else {
            view! {
                <Button variant on_click=on_ask>
                    {ask}
                </Button>
            }
            .into_any()
        }
    })
}
