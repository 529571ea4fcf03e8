//! Which page is shown. Links are ordinary links; this takes their clicks, so that no page is loaded anew.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Element, HtmlElement, MouseEvent};

use super::reference_state::ExpectOrName;
use crate::live::{Live, LiveCell};
use crate::page::Page;

/// The shown page as a signal.
#[derive(Clone, Copy)]
pub struct RouteState {
    page: LiveCell<Option<Page>>,
}

impl RouteState {
    /// The page; `None` where the address is none of ours.
    pub fn page(self) -> Live<Option<Page>> {
        self.page.into()
    }

    /// Shows another page.
    pub fn go(self, page: Page) {
        let Some(window) = web_sys::window() else {
            return;
        };
        let path: String = page.path();
        if let Ok(history) = window.history() {
            // Without a history the page is shown all the same.
            drop(history.push_state_with_url(&JsValue::NULL, "", Some(&path)));
        }
        self.page.set(Some(page));
        // A new page begins at its top, for the eye and for a screen reader.
        window.scroll_to_with_x_and_y(0.0, 0.0);
        self.focus_main();
    }

    /// Moves the focus to the page's content.
    #[expect(
        clippy::unused_self,
        reason = "screens reach the document through the state only"
    )]
    pub fn focus_main(self) {
        let document = web_sys::window().and_then(|window| window.document());
        let main = document.and_then(|document| document.get_element_by_id("main"));
        if let Some(main) = main.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            // Where it cannot take the focus, nothing is lost.
            drop(main.focus());
        }
    }

    fn follow_address(self) {
        self.page.set(page_of_address());
    }
}

/// Reads the address, follows it, and makes the state known to all below.
pub fn provide_route_state() -> RouteState {
    let state = RouteState {
        page: LiveCell::new(page_of_address()),
    };
    if let Some(window) = web_sys::window() {
        let on_back = Closure::<dyn Fn()>::new(move || state.follow_address()).into_js_value();
        drop(window.add_event_listener_with_callback("popstate", on_back.unchecked_ref()));
        let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
            if let Some(page) = page_of_click(&event) {
                event.prevent_default();
                state.go(page);
            }
        });
        let on_click = on_click.into_js_value();
        drop(window.add_event_listener_with_callback("click", on_click.unchecked_ref()));
    }
    provide_context(state);
    state
}

/// Which page is shown.
pub fn use_route_state() -> RouteState {
    use_context().expect_or_name("provide_route_state")
}

fn page_of_address() -> Option<Page> {
    Page::at(&web_sys::window()?.location().pathname().ok()?)
}

/// The page that a plain click on a link of ours leads to.
fn page_of_click(event: &MouseEvent) -> Option<Page> {
    let is_plain: bool = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented();
    let target: Element = event.target()?.dyn_into().ok()?;
    let link: Element = target.closest("a[href]").ok()??;
    if !is_plain || link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    Page::at(&link.get_attribute("href")?)
}
