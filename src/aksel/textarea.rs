//! A field for several lines that grows with its text, so that nothing typed is out of sight.

use leptos::html;
use leptos::prelude::*;

use super::aksel_texts::use_aksel_texts;
use super::class_names::class_names;
use super::field_ids::{FieldIds, aria_invalid};
use super::form_field::FormField;
use super::size::Size;
use crate::live::Live;

/// A field for several lines. The browser never remembers what was typed.
#[component]
pub fn Textarea(
    /// What the field asks for.
    #[prop(into)]
    label: Live<String>,
    /// What stands in the field.
    #[prop(into)]
    value: Live<String>,
    /// Called with the whole text at every change.
    #[prop(into)]
    on_input: Callback<String>,
    /// Hides label and description from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_label: bool,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// What is wrong; nothing by default.
    #[prop(into, optional)]
    error: Live<Option<String>>,
    /// Shows how many characters are left; typing on is allowed. No counter by default.
    #[prop(optional)]
    max_length: Option<usize>,
    /// Least number of lines; 3 by default.
    #[prop(default = 3)]
    min_rows: u32,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// Can be read but not changed; false by default.
    #[prop(into, optional)]
    read_only: Live<bool>,
    /// Id of the control; made up by default.
    #[prop(into, optional)]
    id: Option<String>,
    /// Gives the element away, to set focus; none by default.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let ids = FieldIds::new(id, "textarea");
    let control_id = ids.control.clone();
    let described_by = ids.described_by(description, error);
    let invalid = aria_invalid(error);
    let control_class = class_names(&[
        "aksel-textarea__input",
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
    ]);
    Effect::new(move || {
        value.with(|_| ());
        node_ref.track();
        // The field gets its text after this effect: measure when the next frame is drawn.
        request_animation_frame(move || {
            if let Some(element) = node_ref.try_get_untracked().flatten() {
                grow(&element);
            }
        });
    });
    view! {
        <FormField
            ids=ids
            label=label
            hide_label=hide_label
            description=description
            error=error
            size=size
            disabled=disabled
            read_only=read_only
            state_classes=("aksel-textarea--error", "aksel-textarea--readonly")
            class=class
        >
            <textarea
                node_ref=node_ref
                id=control_id
                rows=min_rows.to_string()
                class=control_class
                autocomplete="off"
                // WebKit writes what is typed in a field for several lines with the tab's state, unless its form says no.
                form="no-traces"
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                disabled=move || disabled.get()
                readonly=move || read_only.get()
                aria-describedby=move || described_by.get()
                aria-invalid=move || invalid.get()
            />
            {max_length.map(|max_length| view! { <Counter value=value max_length=max_length size=size /> })}
        </FormField>
    }
}

/// The property that Aksel takes the height from.
const HEIGHT: &str = "--__axc-textarea-height";

/// Makes the field as high as its text; `rows` keeps it from getting too low.
fn grow(element: &web_sys::HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(element);
    // Setting a property of an element that is on the page does not fail, and a field that did not grow still works.
    drop(style.set_property(HEIGHT, "auto"));
    let border = element.offset_height() - element.client_height();
    let height = element.scroll_height() + border;
    if height > border {
        drop(style.set_property(HEIGHT, &format!("{height}px")));
    }
}

#[component]
fn Counter(value: Live<String>, max_length: usize, size: Size) -> impl IntoView {
    let texts = use_aksel_texts();
    let length = Live::memo(move || value.with(|value| value.chars().count()));
    let is_too_long = move || length.get() > max_length;
    let message = move || {
        let difference = max_length.abs_diff(length.get());
        let words = if is_too_long() {
            texts.get().chars_too_many
        } else {
            texts.get().chars_left
        };
        format!("{difference} {words}")
    };
    let class = class_names(&[
        "aksel-textarea__counter",
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
    ]);
    view! {
        <p class=class class=("aksel-textarea__counter--error", is_too_long)>{message}</p>
    }
}
