//! A card of background: what is said, and how far a source confirms it.

use leptos::prelude::*;
use overgang_domain::reference::Card;

use crate::aksel::{AkselColor, BodyLong, Heading, HeadingLevel, HeadingSize, Tag, TagSize};
use crate::text::words;

/// The card.
#[component]
pub fn BackgroundCard(
    /// What it says.
    card: Card,
) -> impl IntoView {
    let status: &str = words::background(&card.status);
    view! {
        <div class="ov-card" data-card=card.id>
            <Heading level=HeadingLevel::Three size=HeadingSize::XSmall>{card.title.nb}</Heading>
            <BodyLong>{card.text.nb}</BodyLong>
            <Tag size=TagSize::XSmall color=AkselColor::Neutral>{status}</Tag>
        </div>
    }
}
