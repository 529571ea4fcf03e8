//! An address that is none of ours.

use leptos::prelude::*;

use crate::aksel::{BodyLong, Link};
use crate::page::Page;
use crate::text::frame as text;

/// Says so and shows the way out.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="ov-empty">
            <BodyLong>{text::NOT_FOUND}</BodyLong>
            <Link href=Page::Plans.path()>{text::TO_PLANS}</Link>
        </div>
    }
}
