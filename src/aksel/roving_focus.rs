//! Arrow keys inside tabs and toggle groups: they move the focus, Enter and space choose.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Moves the focus among the children of the element that the handler is on. Ends are ends: going on
/// from the last child stays there.
pub(super) fn move_focus(event: &KeyboardEvent) {
    if event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return;
    }
    let container: Option<Element> = event.current_target().and_then(|it| it.dyn_into().ok());
    let Some(container) = container else { return };
    let current = document()
        .active_element()
        .filter(|element| element.parent_element().as_ref() == Some(&container));
    let target = match event.key().as_str() {
        "ArrowLeft" => beside(current.as_ref(), Element::previous_element_sibling),
        "ArrowRight" => beside(current.as_ref(), Element::next_element_sibling),
        "Home" => first_enabled(
            container.first_element_child(),
            Element::next_element_sibling,
        ),
        "End" => first_enabled(
            container.last_element_child(),
            Element::previous_element_sibling,
        ),
        _ => return,
    };
    event.prevent_default();
    if let Some(target) = target {
        // An element that refuses the focus leaves it where it was.
        drop(target.focus());
    }
}

fn beside(from: Option<&Element>, step: fn(&Element) -> Option<Element>) -> Option<HtmlElement> {
    first_enabled(from.and_then(step), step)
}

fn first_enabled(
    from: Option<Element>,
    step: fn(&Element) -> Option<Element>,
) -> Option<HtmlElement> {
    std::iter::successors(from, step)
        .find(|element| !element.has_attribute("disabled"))
        .and_then(|element| element.dyn_into().ok())
}
