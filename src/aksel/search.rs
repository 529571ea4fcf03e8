//! A search field with a button that empties it. What is found is the caller's business.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::aksel_color::AkselColor;
use super::aksel_texts::use_aksel_texts;
use super::button::{Button, ButtonSize, ButtonVariant};
use super::class_names::class_names;
use super::field_ids::{FieldIds, aria_invalid};
use super::form_field::FormField;
use super::icon::Icon;
use super::icon_name::IconName;
use super::size::Size;
use crate::live::Live;

/// Look of a search field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchVariant {
    /// With a filled search button.
    #[default]
    Primary,
    /// With an outlined search button.
    Secondary,
    /// A magnifying glass in the field and no button: for searching as one types.
    Simple,
}

impl SearchVariant {
    /// The last part of the class name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Simple => "simple",
        }
    }
}

/// A search field; Escape empties it. The browser never remembers what was typed.
#[component]
pub fn Search(
    /// What is searched.
    #[prop(into)]
    label: Live<String>,
    /// What stands in the field.
    #[prop(into)]
    value: Live<String>,
    /// Called with the whole text at every change, and with nothing when it is emptied.
    #[prop(into)]
    on_input: Callback<String>,
    /// Called with the text when the search button is pressed.
    #[prop(into, optional)]
    on_search_click: Option<Callback<String>>,
    /// Hides label and description from sight but not from screen readers; true by default.
    #[prop(default = true)]
    hide_label: bool,
    /// A sentence below the label; none by default.
    #[prop(into, optional)]
    description: Live<Option<String>>,
    /// What is wrong; nothing by default.
    #[prop(into, optional)]
    error: Live<Option<String>>,
    /// Look; `Primary` by default.
    #[prop(optional)]
    variant: SearchVariant,
    /// Size; `Medium` by default.
    #[prop(optional)]
    size: Size,
    /// Cannot be used; false by default.
    #[prop(into, optional)]
    disabled: Live<bool>,
    /// Id of the control; made up by default.
    #[prop(into, optional)]
    id: Option<String>,
    /// Gives the element away, to set focus; none by default.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let texts = use_aksel_texts();
    let ids = FieldIds::new(id, "search");
    let control_id = ids.control.clone();
    let described_by = ids.described_by(description, error);
    let invalid = aria_invalid(error);
    let control_class = class_names(&[
        "aksel-search__input",
        &format!("aksel-search__input--{}", variant.as_str()),
        "aksel-text-field__input",
        "aksel-body-short",
        &format!("aksel-body-short--{}", size.as_str()),
    ]);
    let (clear_size, search_size) = match size {
        Size::Medium => (ButtonSize::Small, ButtonSize::Medium),
        Size::Small => (ButtonSize::XSmall, ButtonSize::Small),
    };
    let search_variant = match variant {
        SearchVariant::Secondary => ButtonVariant::Secondary,
        SearchVariant::Primary | SearchVariant::Simple => ButtonVariant::Primary,
    };
    let clear = move || {
        on_input.run(String::new());
        if let Some(element) = node_ref.get_untracked() {
            // Without focus the field is still empty, which is what was asked for.
            drop(element.focus());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Escape" && !value.with_untracked(String::is_empty) {
            event.prevent_default();
            clear();
        }
    };
    view! {
        <FormField
            ids=ids
            label=label
            hide_label=hide_label
            description=description
            error=error
            size=size
            disabled=disabled
            read_only=false.into()
            state_classes=("aksel-search--error", "aksel-form-field--readonly")
            class="aksel-search"
        >
            <div class="aksel-search__wrapper">
                <div class="aksel-search__wrapper-inner">
                    {(variant == SearchVariant::Simple).then(|| view! {
                        <Icon name=IconName::MagnifyingGlass class="aksel-search__search-icon" />
                    })}
                    <input
                        node_ref=node_ref
                        id=control_id
                        type="search"
                        class=control_class
                        autocomplete="off"
                        prop:value=move || value.get()
                        on:input=move |event| on_input.run(event_target_value(&event))
                        on:keydown=on_key
                        disabled=move || disabled.get()
                        aria-describedby=move || described_by.get()
                        aria-invalid=move || invalid.get()
                    />
                    <Show when=move || !disabled.get() && !value.with(String::is_empty)>
                        <Button
                            class="aksel-search__button-clear"
                            variant=ButtonVariant::Tertiary
                            color=AkselColor::Neutral
                            size=clear_size
                            icon=IconName::XMark
                            title=Live::derive(move || Some(texts.get().clear.to_owned()))
                            on_click=move |_| clear()
                        />
                    </Show>
                </div>
                {(variant != SearchVariant::Simple).then(|| view! {
                    <Button
                        class="aksel-search__button-search"
                        variant=search_variant
                        size=search_size
                        icon=IconName::MagnifyingGlass
                        title=Live::derive(move || Some(texts.get().search.to_owned()))
                        disabled=disabled
                        on_click=move |_| {
                            if let Some(on_search_click) = on_search_click {
                                on_search_click.run(value.get_untracked());
                            }
                        }
                    />
                })}
            </div>
        </FormField>
    }
}
