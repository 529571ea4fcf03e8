//! A field for a date with the browser's own picker, where Aksel has a date picker of its own: the
//! native one is known to the user, whole by keyboard and screen reader, and costs no bytes.
//!
//! The native one says of a half-typed date, or of 31 February, that it is empty. Whoever saves then must not empty
//! what is stored: such a date is handed on as [`NO_DAY`], which every reader of dates refuses.

use leptos::html;
use leptos::prelude::*;

use super::size::Size;
use super::text_field::{TextField, TextFieldType};
use super::unique_id::unique_id;
use crate::live::Live;

/// What stands in the field is not empty and no date.
const NO_DAY: &str = "?";

/// A field for a date.
#[component]
pub fn DateField(
    /// What the field asks for.
    #[prop(into)]
    label: Live<String>,
    /// The date as `YYYY-MM-DD`, or empty.
    #[prop(into)]
    value: Live<String>,
    /// Called with the date as `YYYY-MM-DD`; empty while none is chosen; with a text that is no date while half of
    /// one is typed, or one that is not in the calendar.
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
    /// Earliest date as `YYYY-MM-DD`; none by default.
    #[prop(into, optional)]
    min: Live<Option<String>>,
    /// Latest date as `YYYY-MM-DD`; none by default.
    #[prop(into, optional)]
    max: Live<Option<String>>,
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
    node_ref: NodeRef<html::Input>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| unique_id("date-field"));
    let is_no_day = move || {
        let input = node_ref.get_untracked();
        input.is_some_and(|input| input.validity().bad_input())
    };
    let on_typed = move |typed: String| {
        on_input.run(if is_no_day() {
            NO_DAY.to_owned()
        } else {
            typed
        });
    };
    // Browsers do not tell when an empty field becomes a half-typed one, or a half-typed one empty.
    let on_blur = move |()| {
        let is_known: bool = value.with_untracked(|value| value == NO_DAY);
        if let Some(input) = node_ref.get_untracked()
            && is_no_day() != is_known
        {
            on_typed(input.value());
        }
    };
    // Setting the field to what is no date would wipe out what is being typed.
    let shown = Live::memo_after(move |before: Option<&String>| {
        let value: String = value.get();
        if value == NO_DAY {
            before.cloned().unwrap_or_default()
        } else {
            value
        }
    });
    // A form that goes back to what it showed before wants what was half typed to go.
    Effect::new(move |_| {
        let value: String = value.get();
        if let Some(input) = node_ref.get_untracked()
            && value != NO_DAY
            && is_no_day()
        {
            input.set_value(&value);
        }
    });
    view! {
        <TextField
            label=label
            value=shown
            on_input=on_typed
            on_blur=Callback::new(on_blur)
            hide_label=hide_label
            description=description
            error=error
            input_type=TextFieldType::Date
            min=min
            max=max
            size=size
            disabled=disabled
            read_only=read_only
            id=id
            node_ref=node_ref
            class=class
        />
    }
}
