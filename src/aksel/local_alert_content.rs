//! The text of a `LocalAlert`, and the buttons that help.

use leptos::prelude::*;

use super::local_alert::LocalAlertContext;
use super::strict_context::strict_context;

/// The text; stands in a `LocalAlert` after its header.
#[component]
pub fn LocalAlertContent(
    /// What happened and what can be done.
    children: Children,
) -> impl IntoView {
    let alert: LocalAlertContext = strict_context("LocalAlertContent", "LocalAlert");
    let class = format!(
        "aksel-base-alert__content aksel-body-long aksel-body-long--{}",
        alert.size.as_str()
    );
    view! {
        <div class=class data-color="accent">{children()}</div>
    }
}
