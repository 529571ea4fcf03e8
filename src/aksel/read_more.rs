//! A line of text that opens a little more text.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::icon::Icon;
use super::icon_name::IconName;
use super::typography::BodySize;
use crate::live::{Live, LiveCell, drawn};

/// Look of a read-more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadMoreVariant {
    /// Text only.
    #[default]
    Ghost,
    /// On a light ground.
    Moderate,
}

impl ReadMoreVariant {
    /// The value of `data-variant`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ghost => "ghost",
            Self::Moderate => "moderate",
        }
    }
}

/// A line of text that opens a little more.
#[component]
pub fn ReadMore(
    /// The line.
    #[prop(into)]
    header: Live<String>,
    /// Whether it is open, where the caller holds that; the component holds it by default.
    #[prop(into, optional)]
    open: Option<Live<bool>>,
    /// Whether it is open at first, where the component holds that; false by default.
    #[prop(optional)]
    default_open: bool,
    /// Called with whether it is to be open.
    #[prop(into, optional)]
    on_open_change: Option<Callback<bool>>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: BodySize,
    /// Look; `Ghost` by default.
    #[prop(optional)]
    variant: ReadMoreVariant,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// What is shown when it is open; built anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let own_open = LiveCell::new(default_open);
    let open = open.unwrap_or_else(|| own_open.into());
    let toggle = move |_| {
        let next = !open.get_untracked();
        own_open.set(next);
        if let Some(on_open_change) = on_open_change {
            on_open_change.run(next);
        }
    };
    let frame_class = class_names(&[
        "aksel-read-more",
        &format!("aksel-read-more--{}", size.as_str()),
        class,
    ]);
    let is_small = size == BodySize::Small;
    let button_class = class_names(&[
        "aksel-read-more__button",
        "aksel-body-short",
        class_if(is_small, "aksel-body-short--small"),
    ]);
    let content_class = class_names(&[
        "aksel-read-more__content",
        "aksel-body-long",
        class_if(is_small, "aksel-body-long--small"),
    ]);
    view! {
        <div
            class=frame_class
            data-variant=variant.as_str()
            data-state=move || if open.get() { "open" } else { "closed" }
        >
            <button
                type="button"
                class=button_class
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=toggle
            >
                <Icon name=IconName::ChevronDown class="aksel-read-more__expand-icon" />
                <span>{drawn(move || header.get())}</span>
            </button>
            <div class=content_class>{drawn(move || open.get().then(|| children()))}</div>
        </div>
    }
}
