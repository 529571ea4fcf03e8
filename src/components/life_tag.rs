//! How far a plan has come, where the release is no longer being prepared.

use leptos::prelude::*;
use overgang_domain::life::Life;

use crate::aksel::{AkselColor, Tag, TagSize};
use crate::live::{Live, drawn};
use crate::text::life as text;

/// The tag.
#[component]
pub fn LifeTag(life: Live<Life>) -> impl IntoView {
    drawn(move || {
        let words: &str = text::tag(life.get())?;
        Some(view! { <Tag size=TagSize::Small color=AkselColor::Neutral>{words}</Tag> })
    })
}
