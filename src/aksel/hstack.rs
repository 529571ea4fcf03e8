//! Puts its children beside each other, with even space between them.

use leptos::prelude::*;

use super::stack::{Stack, StackAlign, StackJustify};

/// Children beside each other.
#[component]
pub fn HStack(
    /// Space between children, a token such as `space-16`; none by default.
    #[prop(default = "")]
    gap: &'static str,
    /// How children stand across; by the browser's rule (stretched) by default.
    #[prop(into, optional)]
    align: Option<StackAlign>,
    /// How children share the room along; by the browser's rule (start) by default.
    #[prop(into, optional)]
    justify: Option<StackJustify>,
    /// Goes on in a new row where there is no room; true by default.
    #[prop(default = true)]
    wrap: bool,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <Stack
            direction_class=""
            direction="row"
            wrap=wrap
            gap=gap
            align=align
            justify=justify
            class=class
            children=children
        />
    }
}
