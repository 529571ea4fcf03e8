//! Phrases that can be put into a text with one tap.

use leptos::prelude::*;

use crate::aksel::{Button, ButtonSize, ButtonVariant};
use crate::state::DraftField;
use crate::text::sheet as text;

/// Phrases to put in at the end of the text.
#[component]
pub(in crate::pages) fn Phrases(phrases: Vec<String>, draft: DraftField) -> impl IntoView {
    let phrase = move |words: String| {
        let shown: String = words.clone();
        let on_click = Callback::new(move |_| {
            let before: String = draft.text().get_untracked();
            let gap: &str = if before.is_empty() || before.ends_with(char::is_whitespace) {
                ""
            } else {
                " "
            };
            draft.set(format!("{before}{gap}{words}"));
        });
        view! {
            <Button variant=ButtonVariant::Secondary size=ButtonSize::Small on_click=on_click>
                {shown}
            </Button>
        }
    };
    (!phrases.is_empty()).then(|| {
        view! {
            <div class="ov-actions" role="group" aria-label=text::PHRASES>
                {phrases.into_iter().map(phrase).collect_view()}
            </div>
        }
    })
}
