//! A message that leads to plans.

use leptos::prelude::*;
use overgang_domain::PlanId;

use crate::aksel::{InlineMessage, Link, MessageStatus, Size};
use crate::live::{Live, drawn};
use crate::page::{Page, PlanPart};

/// The message with the links; nothing where there are no plans.
#[component]
pub fn PlanLinks(
    /// What it says.
    message: &'static str,
    /// How it looks.
    status: MessageStatus,
    /// The plans with their names.
    plans: Live<Vec<(PlanId, String)>>,
) -> impl IntoView {
    drawn(move || {
        let plans: Vec<(PlanId, String)> = plans.get();
        (!plans.is_empty()).then(|| {
            let links = plans.into_iter().map(|(id, name)| {
                let href: String = Page::Plan(id, PlanPart::default()).path();
                view! { " " <Link href=href>{name}</Link> }
            });
            let links = links.collect_view();
            view! { <InlineMessage status=status size=Size::Small>{message} {links}</InlineMessage> }
        })
    })
}
