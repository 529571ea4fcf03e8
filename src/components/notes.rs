//! Notes as they were written.

use leptos::prelude::*;
use overgang_domain::NoteId;

use super::saved_mark::SavedMark;
use crate::aksel::{Button, ButtonSize, ButtonVariant};
use crate::live::{Live, drawn};
use crate::text::item as text;

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownNote {
    /// Which.
    pub id: NoteId,
    /// What it says; all texts where it was changed apart.
    pub texts: Vec<String>,
    /// Who wrote it and when.
    pub who: String,
    /// Why it was struck out, in words; `None` where it stands.
    pub struck: Option<String>,
    /// Whether the centre has it.
    pub is_received: bool,
}

/// A list of notes, newest first.
#[component]
pub fn Notes(
    /// The notes.
    #[prop(into)]
    notes: Live<Vec<ShownNote>>,
    /// Whether they can be struck out here.
    may_strike: Live<bool>,
    /// One is to be struck out.
    on_strike: Callback<NoteId>,
) -> impl IntoView {
    let note = move |shown: ShownNote| {
        let id: NoteId = shown.id;
        let is_struck: bool = shown.struck.is_some();
        view! {
            <li class="ov-note" data-struck=is_struck.to_string()>
                {shown
                    .texts
                    .into_iter()
                    .map(|text| view! { <p class="ov-text">{text}</p> })
                    .collect_view()}
                {shown.struck.map(|why| view! { <p class="ov-text ov-struck">{why}</p> })}
                <div class="ov-note__meta">
                    <span class="ov-text">{shown.who}</span>
                    <SavedMark is_received=shown.is_received />
                    {(!is_struck)
                        .then(|| {
                            view! {
                                <Show when=move || may_strike.get()>
                                    <Button
                                        size=ButtonSize::Small
                                        variant=ButtonVariant::Tertiary
                                        on_click=Callback::new(move |_| on_strike.run(id))
                                    >
                                        {text::STRIKE_NOTE}
                                    </Button>
                                </Show>
                            }
                        })}
                </div>
            </li>
        }
    };
    view! {
        <ul class="ov-notes">{drawn(move || notes.get().into_iter().map(note).collect_view())}</ul>
    }
}
