//! A button that gives way to the form it opens.

use leptos::prelude::*;

use crate::aksel::{Button, ButtonVariant, IconName};
use crate::live::LiveCell;

/// The button, then what it opens.
#[component]
pub fn BehindButton(
    /// What the button says.
    #[prop(into)]
    words: String,
    /// Whether the form is open; the form closes itself.
    is_open: LiveCell<bool>,
    /// The form.
    children: ChildrenFn,
) -> impl IntoView {
    let words = StoredValue::new(words);
    view! {
        <Show
            when=move || is_open.get()
            fallback=move || {
                view! {
                    <div class="ov-actions">
                        <Button
                            variant=ButtonVariant::Secondary
                            icon=Some(IconName::Plus)
                            on_click=Callback::new(move |_| is_open.set(true))
                        >
                            {words.get_value()}
                        </Button>
                    </div>
                }
            }
        >
            {children()}
        </Show>
    }
}
