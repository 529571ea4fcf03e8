//! One event of a `Process`.

use leptos::prelude::*;

use super::aksel_texts::use_aksel_texts;
use super::icon::Icon;
use super::icon_name::IconName;
use super::process::ProcessContext;
use super::strict_context::strict_context;
use crate::live::{Live, drawn};

/// Where an event stands in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProcessStatus {
    /// Going on now; one at most.
    Active,
    /// Has been.
    Completed,
    /// Is to come.
    #[default]
    Uncompleted,
}

impl ProcessStatus {
    /// The value of `data-status`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Uncompleted => "uncompleted",
        }
    }
}

/// One event; stands in a `Process`.
#[component]
pub fn ProcessEvent(
    /// What happens; nothing by default.
    #[prop(into, optional)]
    title: Live<Option<String>>,
    /// When, in words; nothing by default.
    #[prop(into, optional)]
    timestamp: Live<Option<String>>,
    /// Where it stands in time; `Uncompleted` by default.
    #[prop(into, optional)]
    status: Live<ProcessStatus>,
    /// An icon in place of the dot; none by default.
    #[prop(into, optional)]
    bullet: Option<IconName>,
    /// More about it; nothing by default.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let process: ProcessContext = strict_context("ProcessEvent", "Process");
    let texts = use_aksel_texts();
    let is_active = move || status.get() == ProcessStatus::Active;
    view! {
        <li
            class="aksel-process__event"
            aria-current=move || if is_active() { "true" } else { "false" }
            data-dot=if bullet.is_none() { "true" } else { "false" }
            data-process-event=""
            data-status=move || status.get().as_str()
        >
            <span class="aksel-process__line" data-position="start"></span>
            <div class="aksel-process__item">
                <span
                    class="aksel-process__bullet aksel-body-short aksel-typo--semibold"
                    aria-hidden="true"
                >
                    {bullet.map(|name| view! { <Icon name=name /> })}
                </span>
                <div class="aksel-process__body">
                    {drawn(move || title.get().map(|title| view! {
                        <div class="aksel-process__title aksel-heading aksel-heading--small">{title}</div>
                    }))}
                    {drawn(move || (is_active() && !process.hide_status_text).then(|| view! {
                        <p class="aksel-process__active-label aksel-body-short aksel-body-short--small">
                            {drawn(move || texts.get().active)}
                        </p>
                    }))}
                    {drawn(move || timestamp.get().map(|timestamp| view! {
                        <div class="aksel-body-short aksel-body-short--small aksel-typo--spacing aksel-typo--color-subtle">
                            {timestamp}
                        </div>
                    }))}
                    {children.map(|children| view! {
                        <div class="aksel-body-long">{children()}</div>
                    })}
                </div>
            </div>
            <span class="aksel-process__line" data-position="end"></span>
        </li>
    }
}
