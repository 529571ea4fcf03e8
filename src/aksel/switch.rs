//! Turns something on or off, at once. What is sent with a form is a `Checkbox`.

use leptos::prelude::*;

use super::class_names::{class_if, class_names};
use super::loader::{Loader, LoaderSize, LoaderVariant};
use super::size::Size;
use super::unique_id::unique_id;
use crate::live::{Live, drawn};

/// Side of the text on which the switch stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SwitchPosition {
    /// In front of the text.
    #[default]
    Left,
    /// After the text.
    Right,
}

impl SwitchPosition {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// Turns something on or off.
#[component]
pub fn Switch(
    /// Whether it is on.
    #[prop(into)]
    checked: Live<bool>,
    /// Called with whether it is on now.
    #[prop(into)]
    on_change: Callback<bool>,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// Hides the label from sight but not from screen readers; false by default.
    #[prop(optional)]
    hide_label: bool,
    /// Side of the text on which the switch stands; `Left` by default.
    #[prop(optional)]
    position: SwitchPosition,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// Shows a loader and cannot be used; false by default.
    #[prop(into, optional)]
    loading: Live<bool>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let id = unique_id("switch");
    let is_blocked = move || disabled.get() || loading.get();
    let class = class_names(&[
        "aksel-switch",
        &format!("aksel-switch--{}", size.as_str()),
        &format!("aksel-switch--{}", position.as_str()),
        class_if(hide_label, "aksel-switch--standalone"),
    ]);
    let content_class = class_names(&[
        "aksel-switch__content",
        class_if(hide_label, "aksel-sr-only"),
    ]);
    let text_class = format!("aksel-body-short aksel-body-short--{}", size.as_str());
    let label_class = class_names(&["aksel-switch__label", &text_class]);
    let description_class = class_names(&["aksel-form-field__subdescription", &text_class]);
    let has_description = move || !hide_label && description.with(Option::is_some);
    view! {
        <div
            class=class
            class=("aksel-switch--loading", move || loading.get())
            class=("aksel-switch--disabled", is_blocked)
        >
            <input
                id=id.clone()
                type="checkbox"
                role="switch"
                class="aksel-switch__input"
                autocomplete="off"
                prop:checked=move || checked.get()
                on:change=move |event| on_change.run(event_target_checked(&event))
                disabled=is_blocked
            />
            <span class="aksel-switch__track">
                <span class="aksel-switch__thumb">
                    {drawn(move || match (loading.get(), checked.get()) {
                        (true, _) => Some(view! {
                            <Loader size=LoaderSize::XSmall variant=LoaderVariant::Interaction />
                        }.into_any()),
                        (false, true) => Some(view! {
                            <svg width="12" height="10" viewBox="0 0 12 10" fill="none" focusable="false" aria-hidden="true">
                                <path
                                    fill="currentColor"
                                    d="M11.27.65a1.5 1.5 0 0 1 .08 2.12l-6 6.5a1.5 1.5 0 0 1-2.16.04l-2.5-2.5a1.5 1.5 0 0 1 2.12-2.12l1.4 1.4L9.15.73a1.5 1.5 0 0 1 2.12-.08"
                                />
                            </svg>
                        }.into_any()),
                        (false, false) => None,
                    })}
                </span>
            </span>
            <label for=id class="aksel-switch__label-wrapper">
                <span class=content_class class=("aksel-switch--with-description", has_description)>
                    <span class=label_class>{children()}</span>
                    {drawn(move || description.get().map(|description| view! {
                        <span class=description_class.clone()>{description}</span>
                    }))}
                </span>
            </label>
        </div>
    }
}
