//! Two answers that were given apart, side by side, until a person chooses.

use leptos::prelude::*;
use overgang_domain::EntryId;

use crate::aksel::{Button, ButtonVariant, InlineMessage, MessageStatus};
use crate::live::{Live, drawn};
use crate::text::item as text;

/// One of the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownAnswer {
    /// The entry that says so.
    pub entry: EntryId,
    /// What it says.
    pub value: String,
    /// Who said it and when.
    pub who: String,
    /// Whether it is the newest.
    pub is_newer: bool,
}

/// The answers; nothing where there is only one.
#[component]
pub fn Answers(
    /// What they are about.
    #[prop(into)]
    message: String,
    /// The answers, newest first.
    #[prop(into)]
    answers: Live<Vec<ShownAnswer>>,
    /// Whether one can be chosen here; true by default.
    #[prop(into, default = Live::constant(true))]
    may_choose: Live<bool>,
    /// One was chosen.
    on_choose: Callback<EntryId>,
) -> impl IntoView {
    let answer = move |shown: ShownAnswer| {
        let entry: EntryId = shown.entry;
        let who: String = if shown.is_newer {
            format!("{} ({})", shown.who, text::NEWER)
        } else {
            shown.who
        };
        view! {
            <div class="ov-answer" data-newer=shown.is_newer.to_string()>
                <div class="ov-answer__value ov-text">{shown.value}</div>
                <div class="ov-answer__who ov-text">{who}</div>
                <Show when=move || may_choose.get()>
                    <Button
                        variant=ButtonVariant::Secondary
                        on_click=Callback::new(move |_| on_choose.run(entry))
                    >
                        {text::CHOOSE}
                    </Button>
                </Show>
            </div>
        }
    };
    let message: StoredValue<String> = StoredValue::new(message);
    drawn(move || {
        let answers: Vec<ShownAnswer> = answers.get();
        (answers.len() > 1).then(|| {
            view! {
                <div class="ov-answers" role="group" aria-label=message.get_value()>
                    <InlineMessage status=MessageStatus::Warning>{message.get_value()}</InlineMessage>
                    {answers.into_iter().map(answer).collect_view()}
                </div>
            }
        })
    })
}
