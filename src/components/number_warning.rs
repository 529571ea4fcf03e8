//! Warns of a national identity number in a free text.

use leptos::prelude::*;
use overgang_domain::national_id;

use crate::aksel::{InlineMessage, MessageStatus, Size};
use crate::live::{Live, drawn};
use crate::text::sheet as text;

/// The warning, while such a number stands in the text.
#[component]
pub fn NumberWarning(
    /// The text as it is typed.
    #[prop(into)]
    text: Live<String>,
) -> impl IntoView {
    let has_number = Live::memo(move || text.with(|text| national_id::stands_in(text)));
    drawn(move || {
        has_number.get().then(|| {
            view! {
                <InlineMessage status=MessageStatus::Warning size=Size::Small>
                    {text::NUMBER_IN_TEXT}
                </InlineMessage>
            }
        })
    })
}
