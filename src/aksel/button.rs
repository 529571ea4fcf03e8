//! The button. Where it leads to another page use `Link`.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::class_names::{class_if, class_names};
use super::icon::Icon;
use super::icon_name::IconName;
use super::loader::{Loader, LoaderSize};
use crate::live::{Live, drawn};

/// Weight of a button on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonVariant {
    /// Filled: the page's main act.
    #[default]
    Primary,
    /// Outlined.
    Secondary,
    /// Text only.
    Tertiary,
}

impl ButtonVariant {
    /// The value of `data-variant`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
        }
    }
}

/// Size of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// 48 pixels high: for the thumb.
    #[default]
    Medium,
    /// 32 pixels high.
    Small,
    /// 24 pixels high.
    XSmall,
}

impl ButtonSize {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Medium => "medium",
            Self::Small => "small",
            Self::XSmall => "xsmall",
        }
    }

    fn loader(self) -> LoaderSize {
        match self {
            Self::Medium => LoaderSize::Medium,
            Self::Small => LoaderSize::Small,
            Self::XSmall => LoaderSize::XSmall,
        }
    }
}

/// Where the icon stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IconPosition {
    /// In front of the text.
    #[default]
    Left,
    /// After the text.
    Right,
}

/// A button. Unlike Aksel's it submits a form only when told to.
#[component]
pub fn Button(
    /// Weight on the page; `Primary` by default.
    #[prop(into, optional)]
    variant: Live<ButtonVariant>,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: ButtonSize,
    /// Colour role (`data-color`); that of the surroundings by default.
    #[prop(into, optional)]
    color: Live<Option<AkselColor>>,
    /// Cannot be pressed; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// Shows a loader in place of the text and cannot be pressed; false by default.
    #[prop(into, optional)]
    loading: Live<bool>,
    /// An icon beside the text, or alone; none by default.
    #[prop(into, optional)]
    icon: Live<Option<IconName>>,
    /// Where the icon stands; `Left` by default.
    #[prop(optional)]
    icon_position: IconPosition,
    /// The name where there is no text, or where the text alone does not say it all; none by default.
    #[prop(into, optional)]
    title: Live<Option<String>>,
    /// Whether it is pressed, for a button that toggles (`aria-pressed`); no such button by default.
    #[prop(into, optional)]
    pressed: Live<Option<bool>>,
    /// Whether what it opens is open (`aria-expanded`); opens nothing by default.
    #[prop(into, optional)]
    expanded: Live<Option<bool>>,
    /// Submits the form that it stands in; false by default.
    #[prop(optional)]
    submit: bool,
    /// Called when pressed.
    #[prop(into, optional)]
    on_click: Option<Callback<MouseEvent>>,
    /// Gives the element away, to set focus; none by default.
    #[prop(optional)]
    node_ref: NodeRef<html::Button>,
    /// Further classes; none by default.
    #[prop(optional)]
    class: &'static str,
    /// The text; none for an icon alone.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let class = class_names(&[
        class,
        "aksel-button",
        &format!("aksel-button--{}", size.as_str()),
        class_if(children.is_none(), "aksel-button--icon-only"),
    ]);
    let label_class = class_names(&[
        "aksel-label",
        class_if(size != ButtonSize::Medium, "aksel-label--small"),
    ]);
    let is_blocked = move || disabled.get() || loading.get();
    let flag = |value: bool| if value { "true" } else { "false" };
    let show_icon = move |position: IconPosition| {
        move || {
            (icon_position == position)
                .then(|| icon.get())
                .flatten()
                .map(|name| view! { <span class="aksel-button__icon"><Icon name=name /></span> })
        }
    };
    view! {
        <button
            node_ref=node_ref
            type=if submit { "submit" } else { "button" }
            class=class
            class=("aksel-button--loading", move || loading.get())
            class=("aksel-button--disabled", is_blocked)
            data-variant=move || variant.get().as_str()
            data-color=move || color.get().map(AkselColor::as_str)
            data-pressed=move || pressed.get().map(flag)
            aria-pressed=move || pressed.get().map(flag)
            aria-expanded=move || expanded.get().map(flag)
            aria-label=move || title.get()
            title=move || title.get()
            disabled=is_blocked
            on:click=move |event| {
                if let Some(on_click) = on_click {
                    on_click.run(event);
                }
            }
        >
            {show_icon(IconPosition::Left)}
            {drawn(move || loading.get().then(|| view! { <Loader size=size.loader() /> }))}
            {children.map(|children| view! { <span class=label_class>{children()}</span> })}
            {show_icon(IconPosition::Right)}
        </button>
    }
}
