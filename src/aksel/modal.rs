//! A dialog over the page, on the browser's own `<dialog>`: it keeps the focus inside, closes with
//! Escape and gives the focus back. Whether it is open is the caller's to say.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::use_aksel_texts;
use super::button::{Button, ButtonSize, ButtonVariant};
use super::class_names::class_names;
use super::icon::Icon;
use super::icon_name::IconName;
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::{Live, drawn};

/// Width of a dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ModalWidth {
    /// By what stands in it, at most 700 pixels.
    #[default]
    Auto,
    /// 700 pixels.
    Medium,
    /// 450 pixels.
    Small,
}

impl ModalWidth {
    fn class(self) -> &'static str {
        match self {
            Self::Auto => "aksel-modal--autowidth",
            Self::Medium => "aksel-modal--width-medium",
            Self::Small => "aksel-modal--width-small",
        }
    }
}

/// A dialog over the page.
#[component]
pub fn Modal(
    /// Whether it is open.
    #[prop(into)]
    open: Live<bool>,
    /// Called when the user closes it (cross, Escape, beside it); the caller sets `open` to false.
    #[prop(into)]
    on_close: Callback<()>,
    /// Heading, and the dialog's name.
    #[prop(into)]
    heading: Live<String>,
    /// An icon in front of the heading; none by default.
    #[prop(into, optional)]
    icon: Live<Option<IconName>>,
    /// A cross in the corner; true by default.
    #[prop(default = true)]
    close_button: bool,
    /// A press beside it closes it; false by default, so that nothing half done goes by a slip.
    #[prop(optional)]
    close_on_backdrop_click: bool,
    /// Width; `Auto` by default.
    #[prop(optional)]
    width: ModalWidth,
    /// Size of the space inside; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// A `ModalBody`, then a `ModalFooter`; built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let node_ref = NodeRef::<html::Dialog>::new();
    let heading_id = unique_id("modal");
    let class = class_names(&[
        "aksel-modal",
        &format!("aksel-modal--{}", size.as_str()),
        width.class(),
    ]);
    Effect::new(move || {
        let Some(dialog) = node_ref.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only for a dialog that is not on the page: then there is nothing to show.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    let ask_to_close = move || {
        if open.try_get_untracked() == Some(true) {
            on_close.run(());
        }
    };
    let on_press = move |event: MouseEvent| {
        let is_beside = node_ref
            .get_untracked()
            .is_some_and(|dialog| event.target().as_ref() == Some(dialog.as_ref()));
        if close_on_backdrop_click && is_beside {
            ask_to_close();
        }
    };
    let header_id = heading_id.clone();
    let content = move || {
        let header_id = header_id.clone();
        view! {
            <div class="aksel-modal__header">
                {close_button.then(|| view! {
                    <Button
                        class="aksel-modal__button"
                        variant=ButtonVariant::Tertiary
                        color=AkselColor::Neutral
                        size=ButtonSize::Small
                        icon=IconName::XMark
                        title=Live::derive(move || Some(texts.get().close.to_owned()))
                        on_click=move |_| ask_to_close()
                    />
                })}
                <h1 id=header_id class="aksel-heading aksel-heading--medium">
                    {drawn(move || icon.get().map(|name| view! {
                        <span class="aksel-modal__header-icon"><Icon name=name /></span>
                    }))}
                    {drawn(move || heading.get())}
                </h1>
            </div>
            {children()}
        }
    };
    view! {
        <dialog
            node_ref=node_ref
            class=class
            aria-labelledby=heading_id
            on:close=move |_| ask_to_close()
            on:click=on_press
        >
            {drawn(move || open.get().then(&content))}
        </dialog>
    }
}
