//! A field for a date with the browser's own picker, where Aksel has a date picker of its own: the
//! native one is known to the user, whole by keyboard and screen reader, and costs no bytes.

use leptos::html;
use leptos::prelude::*;

use super::size::Size;
use super::text_field::{TextField, TextFieldType};
use super::unique_id::unique_id;
use crate::live::Live;

/// A field for a date.
#[component]
pub fn DateField(
    /// What the field asks for.
    #[prop(into)]
    label: Live<String>,
    /// The date as `YYYY-MM-DD`, or empty.
    #[prop(into)]
    value: Live<String>,
    /// Called with the date as `YYYY-MM-DD`; empty while none is chosen or half of it is typed.
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
    view! {
        <TextField
            label=label
            value=value
            on_input=on_input
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
